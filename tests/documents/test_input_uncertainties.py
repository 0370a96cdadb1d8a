"""The sheet of uncertainties in the input workbook, and its lines in a CSV: out, back, and told at the cell when wrong."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from tanheng.demo.synthetic_smelter import synthetic_case, synthetic_uncertainties
from tanheng.documents.input.csv_tables import filled_csv, read_csv
from tanheng.documents.input.headings import UNCERTAINTY_SHEET
from tanheng.documents.input.template.workbook import filled_template, input_template
from tanheng.documents.input.workbook import read_workbook
from tanheng.engine.case.reading import read_case
from tanheng.rulebook import load
from tests.engine.toy_pack import toy_case, toy_pack

FIELDS = ("target", "facility", "item", "months", "form", "size", "second", "distribution", "group", "independent", "source")
STATEMENTS = [
    {"quantity": "output_t", "facility": "a", "months": [1, 2, 7], "meter_class": "0.5", "group": "scale", "source": "a certificate"},
    {"quantity": "anode_t", "calibration": {"expanded": "0.004", "k": "2"}, "repeatability": {"limit": "0.1", "repeats": "3"}},
    {"quantity": "fuel_t", "item": "coal", "limits": "0.02", "distribution": "triangular", "independent": True},
    {"parameter": "co2_per_carbon", "relative": "0.001", "k": "2", "distribution": "lognormal"},
    {"quantity": "fuel_carbon", "item": "gas", "absolute": "0.1"},
]


def packs(_: str):
    return toy_pack()


def workbook(**cells: Any) -> bytes:
    """The toy case as a workbook with one statement typed into its sheet."""
    case, _ = read_case(toy_case(), packs)
    book = openpyxl.load_workbook(io.BytesIO(filled_template(toy_pack(), case)))
    for column, name in enumerate(FIELDS, start=1):
        book[UNCERTAINTY_SHEET].cell(6, column).value = cells.get(name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes):
    document, places, told = read_workbook(content, "i.xlsx", packs)
    assert told == []
    return read_case(document, packs, places=places, file="i.xlsx")


def test_a_blank_form_has_the_sheet_and_asks_for_nothing():
    book = openpyxl.load_workbook(io.BytesIO(input_template(toy_pack(), 2025)))
    assert len(list(book[UNCERTAINTY_SHEET][5])) == len(FIELDS)
    case, problems = read(workbook())
    assert case is not None, problems
    assert case.uncertainties == ()


@pytest.mark.parametrize(("written", "reader"), [(filled_template, read_workbook), (filled_csv, read_csv)], ids=["xlsx", "csv"])
def test_statements_come_back_as_they_were(written, reader):
    case, problems = read_case(toy_case(uncertainties=STATEMENTS), packs)
    assert case is not None, problems
    document, places, told = reader(written(toy_pack(), case), "i", packs)
    assert told == []
    again, problems = read_case(document, packs, places=places)
    assert again is not None, [one.as_text("en") for one in problems]
    assert again.snapshot_hash == case.snapshot_hash


@pytest.mark.parametrize(("written", "reader"), [(filled_template, read_workbook), (filled_csv, read_csv)], ids=["xlsx", "csv"])
def test_the_smelters_statements_come_back_too(written, reader):
    case, _ = read_case({**synthetic_case(2025), "uncertainties": synthetic_uncertainties()}, load)
    assert case is not None
    document, places, _ = reader(written(load(case.pack_id), case), "i", load)
    again, problems = read_case(document, load, places=places)
    assert again is not None, [one.as_text("en") for one in problems]
    assert again.snapshot_hash == case.snapshot_hash


@pytest.mark.parametrize(
    ("cells", "statement"),
    [
        ({"target": "量P", "form": "准确度等级", "size": 0.5}, {"quantity": "output_t", "meter_class": "0.5"}),
        ({"target": "output_t", "facility": "甲", "form": "relative", "size": "0.01", "second": 2, "months": "1-3，12月"},
         {"quantity": "output_t", "facility": "a", "months": [1, 2, 3, 12], "relative": "0.01", "k": "2"}),
        ({"target": "ash", "form": "重复性限 r", "size": 0.001, "second": 4, "independent": "是"},
         {"quantity": "ash", "repeatability": {"limit": "0.001", "repeats": "4"}, "independent": True}),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(cells, statement):
    case, problems = read(workbook(**cells))
    assert case is not None, [one.as_text("en") for one in problems]
    wanted, _ = read_case(toy_case(uncertainties=[statement]), packs)
    assert [one.as_document() for one in case.uncertainties] == [one.as_document() for one in wanted.uncertainties]


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"target": "outputs", "form": "relative", "size": "0.01"}, "CASE-130", "A6"),
        ({"target": "output_t", "facility": "c", "form": "relative", "size": "0.01"}, "CASE-132", "B6"),
        ({"target": "output_t", "form": "relative", "size": "little"}, "UNC-104", "F6"),
        ({"target": "output_t", "form": "relative", "size": "0.01", "second": "0.1"}, "UNC-104", "G6"),
        ({"target": "output_t", "form": "guess", "size": "0.01"}, "CASE-103", "A6"),
        ({"target": "output_t", "form": "relative", "size": "0.01", "distribution": "gauss"}, "UNC-105", "H6"),
        ({"target": "output_t", "form": "relative", "size": "0.01", "months": "May"}, "CASE-144", "D6"),
        ({"target": "output_t", "size": "0.01"}, "UNC-103", "A6"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(cells, code, cell):
    case, problems = read(workbook(**cells))
    assert case is None
    problem = next(one for one in problems if one.code == code)
    assert (problem.where.sheet, problem.where.cell) == (UNCERTAINTY_SHEET, cell)
