"""The sheet of answers in the input workbook, and its lines in a CSV: out, back, ready for open doubts, and told at the cell when wrong."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from tanheng.documents.input.csv_tables import filled_csv, read_csv
from tanheng.documents.input.headings import ANSWER_HEADINGS, ANSWER_SHEET
from tanheng.documents.input.template.workbook import filled_template, input_template
from tanheng.documents.input.workbook import read_workbook
from tanheng.engine.case.reading import read_case
from tests.engine.test_answers import doubt, said
from tests.engine.toy_pack import toy_case, toy_pack

FIELDS = tuple(ANSWER_HEADINGS)
WRITERS = pytest.mark.parametrize(("written", "reader"), [(filled_template, read_workbook), (filled_csv, read_csv)], ids=["xlsx", "csv"])
REASON = "大修；换极集中; 见 记录|3"


def packs(_: str):
    return toy_pack()


def case_with(*answers: dict[str, Any]):
    case, problems = read_case(toy_case(**({"answers": list(answers)} if answers else {})), packs)
    assert case is not None, problems
    return case


def workbook(**cells: Any) -> bytes:
    """The toy case as a workbook with the cells of one answer typed into its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(filled_template(toy_pack(), case_with(said(doubt())))))
    for name, value in cells.items():
        book[ANSWER_SHEET].cell(6, FIELDS.index(name) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, reader: Any = read_workbook):
    document, places, told = reader(content, "i.xlsx", packs)
    assert told == []
    return read_case(document, packs, places=places, file="i.xlsx")


def test_a_blank_form_has_the_sheet_and_asks_for_nothing():
    sheet = openpyxl.load_workbook(io.BytesIO(input_template(toy_pack(), 2025)))[ANSWER_SHEET]
    assert [cell.value.split("\n")[0] for cell in sheet[5]] == [text.zh for text, _ in ANSWER_HEADINGS.values()]
    case, problems = read(filled_template(toy_pack(), case_with()))
    assert case is not None and case.answers == (), problems


@WRITERS
def test_answers_come_back_as_they_were(written, reader):
    given = case_with(
        said(doubt(), reason=REASON), said(doubt("1.00"), "corrected", printed=False, on=""),
        {"code": "REC-110", "digest": doubt().digest, "says": "confirmed", "reason": "名称变更", "person": "李四（合成）"},
        said(doubt(), quantity="fuel_t", item="coal", facility=None),
    )  # fmt: skip
    case, problems = read(written(toy_pack(), given), reader)
    assert case is not None, [one.as_text() for one in problems]
    assert case.snapshot_hash == given.snapshot_hash


@WRITERS
def test_open_doubts_stand_ready_and_are_no_answers_until_filled(written, reader):
    case, problems = read(written(toy_pack(), case_with(), [doubt()]), reader)
    assert case is not None and case.answers == ()
    assert [(one.code, one.severity) for one in problems] == [("CASE-189", "note")]


def test_a_prepared_row_says_what_is_doubtful_and_needs_three_words():
    content = filled_template(toy_pack(), case_with(), [doubt()])
    book = openpyxl.load_workbook(io.BytesIO(content))
    row = {name: book[ANSWER_SHEET].cell(6, column) for column, name in enumerate(FIELDS, start=1)}
    assert "900.00 偏大" in row["doubt"].value and "900.00 is much" in row["doubt"].value
    assert row["says"].value.startswith("确认无误")
    assert row["reason"].value is None and row["person"].value is None
    for name, typed in {"person": "张三（合成）", "reason": "大修", "on": "2026-01-12"}.items():
        row[name].value = typed
    out = io.BytesIO()
    book.save(out)
    case, problems = read(out.getvalue())
    assert case is not None, [one.as_text() for one in problems]
    assert [one.as_document() for one in case.answers] == [said(doubt(), reason="大修")]


@pytest.mark.parametrize(
    ("name", "typed", "read_as"),
    [
        ("month", "3月", 3), ("month", 3, 3), ("says", "Corrected", "corrected"), ("says", "已更正 corrected", "corrected"),
        ("printed", "否", False), ("printed", "不打印 no", False), ("printed", "打印", True), ("facility", "甲", "a"),
        ("on", "2026年11月29日", "2026-11-29"), ("on", "2026/11/29", "2026-11-29"), ("on", "2026.1.5", "2026-01-05"),
        ("on", "2026-11-29", "2026-11-29"), ("on", date(2026, 11, 29), "2026-11-29"), ("on", "11月29日", "2026-11-29"),
    ],
)  # fmt: skip
def test_words_of_people_are_understood(name, typed, read_as):
    case, problems = read(workbook(**{name: typed}))
    assert case is not None, [one.as_text() for one in problems]
    assert getattr(case.answers[0], name) == read_as


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("says", "也许", "CASE-182"), ("reason", None, "CASE-181"), ("month", "十三", "CASE-186"), ("digest", "sha256:1", "CASE-185"),
        ("printed", "看情况", "CASE-188"), ("on", "明天", "CASE-187"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_cell(name, typed, code):
    case, problems = read(workbook(**{name: typed}))
    column = openpyxl.utils.get_column_letter(FIELDS.index(name) + 1)
    assert case is None
    assert [(one.code, one.where.sheet, one.where.cell) for one in problems] == [(code, ANSWER_SHEET, f"{column}6")]
