"""A figure in the wrong column of a row that names a quantity is an error; a name that is a figure is doubted; the rest is checked."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.workbook import Workbook

from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.documents.sample_input import ENTITY, FUELS, HEADING_ROW, POTLINES, codes, edited, find, read

HEAD = "# pack: cn/cement/cets_2024\n# year: 2025\n# grain: year\n# entity: {}\n# facility: k1; kiln_line; 1号窑\n"
HEAD += "# attribute: clinker_class; k1; portland\n"
ROWS = "代号,设施,品种,单位,全年,数据来源,支撑材料\nclinker_output_t,k1,,t,1000000\n"


def column_of(book: Workbook, sheet: str, heading: str) -> int:
    return next(cell.column for cell in book[sheet][HEADING_ROW] if heading in str(cell.value))


def without_amounts(book: Workbook, sheet: str) -> int:
    """The first row of a quantity in which no month is typed."""
    first, last = column_of(book, sheet, "1月"), column_of(book, sheet, "12月")
    rows = range(HEADING_ROW + 1, book[sheet].max_row + 1)
    filled = [row for row in rows if book[sheet].cell(row, 1).value]
    return next(row for row in filled if all(book[sheet].cell(row, column).value is None for column in range(first, last + 1)))


@pytest.mark.parametrize("heading", ["品种", "缺省值", "数据来源", "支撑材料"])
def test_a_figure_beside_the_amounts_of_a_row_without_any_is_an_error(heading: str) -> None:
    place = {}

    def change(book: Workbook) -> None:
        column, row = column_of(book, FUELS, heading), without_amounts(book, FUELS)
        place["cell"] = book[FUELS].cell(row, column, 140000).coordinate

    case, problems = read(edited(change))
    assert case is None
    problem = find(problems, "FILE-242")
    assert (problem.severity, problem.where.cell) == ("error", place["cell"])
    assert heading in problem.message.zh


@pytest.mark.parametrize("row", ["fuel_consumption,k1,140000", "fuel_consumption,140000", "fuel_consumption,k1,,140000"])
def test_a_row_of_a_csv_with_too_few_cells_is_an_error(row: str) -> None:
    case, problems = read((HEAD.format("试验") + ROWS + row + "\n").encode(), "short.csv")
    assert case is None
    assert (find(problems, "FILE-242").severity, find(problems, "FILE-242").where.line) == ("error", 9)


def test_a_document_that_is_a_mere_number_and_a_name_that_is_one_are_doubted() -> None:
    row = "fuel_consumption,k1,烟煤,t,140000,12345.6,发票.pdf\n"
    case, problems = read((HEAD.format("45717") + ROWS + row).encode(), "numbers.csv")
    assert case is not None
    assert {"FILE-252", "CASE-116"} <= codes(problems, "warning")
    assert find(problems, "FILE-252").where.line == 9
    _, sound = read((HEAD.format("试验 2 厂") + ROWS + row.replace("12345.6", "入磨皮带秤 2")).encode(), "names.csv")
    assert not {"FILE-252", "CASE-116"} & codes(sound)


def test_a_heading_that_is_not_known_silences_its_own_month_alone() -> None:
    def change(book: Workbook) -> None:
        book[POTLINES].cell(HEADING_ROW, column_of(book, POTLINES, "1月"), "第一个月份")
        book[POTLINES].cell(HEADING_ROW + 1, column_of(book, POTLINES, "4月")).value = None

    _, problems = read(edited(change))
    assert "FILE-240" in codes(problems, "error")
    missing = [one.message.zh for one in problems if one.code == "CASE-150"]
    assert len(missing) == 1 and "4 月" in missing[0]


def test_a_month_with_a_year_of_two_digits_is_read() -> None:
    def change(book: Workbook) -> None:
        for sheet in (POTLINES, FUELS):
            first = column_of(book, sheet, "1月")
            for month in range(1, 13):
                book[sheet].cell(HEADING_ROW, first + month - 1, f"25年{month}月")

    case, problems = read(edited(change))
    assert case is not None, [one.as_text() for one in problems]
    assert codes(problems, "error") == set()


@pytest.mark.parametrize(("day", "code"), [(dt.date(2025, 1, 1), None), (dt.date(2025, 3, 1), "CASE-106")])
def test_a_year_that_is_a_date_is_read_where_it_is_the_first_day(day: dt.date, code: str | None) -> None:
    def change(book: Workbook) -> None:
        cell = next(row[1] for row in book[ENTITY].iter_rows() if "年度" in str(row[0].value))
        cell.value = day

    _, problems = read(edited(change))
    assert codes(problems, "error") == ({code} if code else set())


@pytest.mark.parametrize("word", ["不涉及", "无此项"])
def test_a_word_for_what_does_not_apply_is_refused_with_its_sign(word: str) -> None:
    _, problems = read((HEAD.format("试验") + ROWS + f"fuel_consumption,k1,烟煤,t,{word},,\n").encode(), "words.csv")
    assert "“/”" in find(problems, "FILE-219").remedy.zh


def test_the_item_of_a_check_is_named_by_its_label() -> None:
    rows = "fuel_consumption,k1,烟煤,t,140000,,\nfuel_net_calorific_value,k1,烟煤,GJ/t,0,,\n"
    case, problems = read((HEAD.format("试验") + ROWS + rows).encode(), "zero.csv")
    assert case is not None
    problems = run_case(load(case.pack_id), case, problems).problems
    assert find(problems, "FUEL-002").where.in_domain("zh").startswith("1号窑 · 烟煤")
