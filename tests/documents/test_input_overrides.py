"""The sheet of replaced values in the input workbook, and its lines in a CSV: out, back, and told at the cell when wrong."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from tanheng.documents.input.csv_tables import filled_csv, read_csv
from tanheng.documents.input.headings import OVERRIDE_SHEET
from tanheng.documents.input.template.workbook import filled_template, input_template
from tanheng.documents.input.workbook import read_workbook
from tanheng.engine.case.reading import read_case
from tests.engine.test_overrides import ASH, COAL
from tests.engine.toy_pack import toy_case, toy_pack


def packs(_: str):
    return toy_pack()


def workbook(**cells: Any) -> bytes:
    """The toy case as a workbook with one override typed into its sheet."""
    case, _ = read_case(toy_case(), packs)
    book = openpyxl.load_workbook(io.BytesIO(filled_template(toy_pack(), case)))
    sheet = book[OVERRIDE_SHEET]
    names = ("target", "item", "column", "value", "unit", "document", "person", "reason")
    for column, name in enumerate(names, start=1):
        sheet.cell(6, column).value = cells.get(name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes):
    document, places, told = read_workbook(content, "i.xlsx", packs)
    assert told == []
    return read_case(document, packs, places=places, file="i.xlsx")


def test_a_blank_form_has_the_sheet_and_asks_for_nothing():
    book = openpyxl.load_workbook(io.BytesIO(input_template(toy_pack(), 2025)))
    heads = [str(cell.value).split("\n")[0] for cell in book[OVERRIDE_SHEET][5]]
    assert heads == ["参数或缺省值表", "表的行", "表的列", "替换值", "单位", "依据文件", "负责人", "理由"]
    case, problems = read(workbook())
    assert case is not None, problems
    assert case.overrides == ()


@pytest.mark.parametrize(("written", "reader"), [(filled_template, read_workbook), (filled_csv, read_csv)], ids=["xlsx", "csv"])
def test_overrides_come_back_as_they_were(written, reader):
    case, problems = read_case(toy_case(overrides=[ASH, COAL]), packs)
    assert case is not None, problems
    document, places, told = reader(written(toy_pack(), case), "i", packs)
    assert told == []
    again, problems = read_case(document, packs, places=places)
    assert again is not None, [one.as_text("en") for one in problems]
    assert again.snapshot_hash == case.snapshot_hash


def test_a_typed_override_counts():
    case, problems = read(workbook(target="ash", value=0.009, unit="1", document="A-12.pdf", person="合成"))
    assert case is not None, [one.as_text("en") for one in problems]
    assert [(one.parameter, one.value, one.document) for one in case.overrides] == [("ash", "0.009", "A-12.pdf")]
    table = workbook(target="fuel", item="coal", column="carbon", value="0.65", unit="tC/t", document="x", person="y")
    assert [one.name for one in read(table)[0].overrides] == ["fuel.coal.carbon"]


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"target": "ash", "value": 0.009, "unit": "1", "document": "x"}, "CASE-162", "A6"),
        ({"target": "ashes", "value": 0.009, "unit": "1", "document": "x", "person": "y"}, "CASE-163", "A6"),
        ({"target": "ash", "value": 0.009, "unit": "t", "document": "x", "person": "y"}, "CASE-164", "E6"),
        ({"target": "ash", "value": "wenig", "unit": "1", "document": "x", "person": "y"}, "CASE-141", "D6"),
        ({"value": 1}, "CASE-161", "A6"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(cells, code, cell):
    case, problems = read(workbook(**cells))
    assert case is None
    problem = next(one for one in problems if one.code == code)
    assert (problem.where.sheet, problem.where.cell) == (OVERRIDE_SHEET, cell)
