"""The plan's Excel is read back as it was written, whatever it holds; its Word has the form's tables; both are the same bytes each time."""

import io
from dataclasses import replace

import docx
import openpyxl
import pytest
from hypothesis import given, settings

from tanheng.documents.plan.layout import plan_sheets
from tanheng.documents.plan.reading import read_plan_workbook
from tanheng.documents.plan.word import plan_word
from tanheng.documents.plan.workbook import plan_workbook
from tanheng.engine.plan.plan import Plan
from tanheng.engine.text import Text
from tests.engine.any_plan import plans
from tests.engine.test_plan import whole

NAME = Text("数据质量控制方案", "data quality control plan")


def by_line(plan: Plan) -> Plan:
    """The plan in the order in which the form prints it: the enterprise first, sources with their lines, the main one first."""
    places = dict.fromkeys(("", *(one.place for one in plan.lines)))
    lines = tuple(one for place in places for one in plan.lines if one.place == place)
    return replace(plan, lines=lines, sources=tuple(source for line in lines for source in plan.sources_of(line.code)))


@settings(max_examples=25)
@given(plans())
def test_any_plan_is_read_back_from_its_workbook(plan: Plan) -> None:
    plan = replace(plan, packs=tuple(one for one in plan.packs if one.split() == [one]))
    for lang in ("zh", "en"):
        read, problems = read_plan_workbook(plan_workbook(plan, NAME, lang), "plan.xlsx")
        assert problems == []
        assert read == by_line(plan)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan_workbook(whole(), NAME) == plan_workbook(whole(), NAME)
    assert plan_word(whole(), NAME) == plan_word(whole(), NAME)


def test_the_form_has_its_tables_in_order() -> None:
    assert [one.name for one in plan_sheets(whole(), NAME, "zh")] == ["方案", "B.1", "B.2", "B.3", "B.4", "B.5", "B.6", "用途"]
    document = docx.Document(io.BytesIO(plan_word(whole(), NAME, mark="第1版 草稿")))
    headings = [one.text.split()[0] for one in document.paragraphs if one.style.name == "Heading 2"]
    assert headings == ["B.1", "B.2", "B.3-1", "B.3-2", "B.4", "B.5.1", "B.6", "B.6-1", "B.6-3", "B.6-4"]
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "电子吊秤 OCS-20" in texts and "铝液产量" in texts and "每批次" in texts
    assert "数据项代号" not in texts  # the system's own


def edited(change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(whole(), NAME)))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def cell_of(sheet, text):
    return next(one for row in sheet.iter_rows() for one in row if one.value == text)


def test_what_people_mistyped_is_told_at_its_cell() -> None:
    def mistype(book) -> None:
        cell_of(book["B.6"], "12").value = "一年"
        cell_of(book["B.5"], "实测值").value = "猜测值"
        cell_of(book["方案"], "2026-01").value = "明年"

    plan, problems = read_plan_workbook(edited(mistype), "plan.xlsx")
    assert plan is not None
    told = {(one.code, one.where.sheet) for one in problems}
    assert told == {("PLAN-102", "B.6"), ("PLAN-104", "B.5"), ("PLAN-102", "方案")}
    assert all(one.where.cell and one.where.file == "plan.xlsx" for one in problems)


def test_what_people_added_is_read() -> None:
    def add(book) -> None:
        cell_of(book["B.2"], "企业住所").offset(column=1).value = "合成市1号"
        cell_of(book["B.5"], "0.2%").value = 0.005

    plan, problems = read_plan_workbook(edited(add), "plan.xlsx")
    assert problems == []
    assert (plan.enterprise.address, str(plan.sources[1].tolerance)) == ("合成市1号", "0.005")


@pytest.mark.parametrize("content", [b"", b"no workbook", None])
def test_what_is_no_plan_is_told(content) -> None:
    if content is None:
        made = io.BytesIO()
        openpyxl.Workbook().save(made)
        content = made.getvalue()
    plan, problems = read_plan_workbook(content, "x.xlsx")
    assert plan is None
    assert problems
