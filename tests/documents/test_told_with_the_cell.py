"""Refusals show the very cell's text as it may be meant, and say which rows may go; choices are known by their beginning."""

import pytest
from openpyxl.workbook import Workbook

from tanheng.documents.input.csv_tables import filled_csv, read_csv
from tanheng.documents.input.headings import Names
from tanheng.documents.input.typed_numbers import typed_number
from tanheng.documents.reading.cells import Cell
from tanheng.documents.reading.problems import input_problem
from tanheng.engine.places import Origin
from tanheng.engine.text import Text
from tanheng.engine.units import conversion
from tanheng.rulebook import load
from tests.documents.sample_input import POTLINES, edited, find, read, sample_case


@pytest.mark.parametrize(
    ("typed", "ways"),
    [("1,23", ("1.23", "123")), ("1.234,56", ("1234.56", "1.23456")), ("12,34,5", ("1234.5", "12345")), ("-7,5", ("-7.5", "-75"))],
)
def test_a_doubtful_comma_is_told_with_both_numbers(typed: str, ways: tuple[str, str]) -> None:
    refused = typed_number(Cell("text", typed), "t")
    assert refused.refusal == "FILE-217"
    remedy = input_problem("FILE-217", Origin(), **refused.words).remedy
    assert all(way in remedy.zh and way in remedy.en for way in ways)


@pytest.mark.parametrize(("typed", "plain"), [("1.2E+03", "1200"), ("5e-2", "0.05"), ("1E+300", "1E+300")])
def test_a_scientific_number_is_told_in_plain_digits(typed: str, plain: str) -> None:
    refused = typed_number(Cell("text", typed), "t")
    assert (refused.refusal, refused.words["wanted"]) == ("FILE-218", plain)


def test_a_choice_is_known_by_its_beginning_where_one_begins_so() -> None:
    labels = [("no", Text("未列入名录（转入企业层级）", "not listed")), ("gas", Text("燃气（天然气）", "gas"))]
    labels += [("ccpp", Text("燃气-蒸汽", "ccpp"))]
    words = Names(labels)
    assert [words.find_beginning(one) for one in ("未列入名录", "燃气", "未", "燃气-")] == ["no", None, None, "ccpp"]


def test_a_row_of_totals_may_be_deleted() -> None:
    def total(book: Workbook) -> None:
        book[POTLINES]["A60"], book[POTLINES]["F60"] = "合计", 7

    assert "这是合计行，删去" in find(read(edited(total))[1], "FILE-222").remedy.zh
    stray = find(read(edited(lambda book: book[POTLINES].__setitem__("F60", 123.4)))[1], "FILE-222")
    assert "合计行" not in stray.remedy.zh
    assert stray.where.cell == "F60" and "123.4" in stray.message.zh and "123.4" in stray.message.en  # the figure, not the blank name


@pytest.mark.parametrize("typed", ["Ton", "ton", "Tons"])
def test_tons_are_tonnes(typed: str) -> None:
    assert conversion(typed, "t") == 1


def test_a_line_is_named_in_the_language_of_its_reader() -> None:
    at = Origin(file="in.csv", line=98)
    assert (at.as_text("zh"), at.as_text("en")) == ("in.csv 第 98 行", "in.csv line 98")


def test_the_parts_of_an_answer_are_named_above_them_in_a_csv() -> None:
    pack, case = load("cn/aluminium/cets_2024"), sample_case()
    doubt = "# answer: AL-021; ; ; ; ; 确认无误; 王芳; 2026-03-01; ; ; 盘点后核实"
    assert "# answer" not in filled_csv(pack, case).decode("utf-8-sig")
    text = filled_csv(pack, case).decode("utf-8-sig")
    document = read_csv(f"{doubt}\r\n{text}".encode(), "in.csv", load)[0]
    assert document is not None
    heading = "# answer: 疑问编号 Code of the doubt; 数据项 Data item; 设施; 品种; 月份; 答复; 答复人; 答复日期; 是否打印; 数值校验; 理由"
    again, _, problems = read_csv(f"{heading}\r\n{doubt}\r\n{text}".encode(), "in.csv", load)
    assert again is not None
    assert again["answers"] == document["answers"]
    assert not [one for one in problems if one.severity == "error"]
