"""A potline that starts in May, from the cell to the printed page: `/` is read, written, computed around and printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tanheng.analysis.monte_carlo import monte_carlo
from tanheng.documents.input.csv_tables import filled_csv
from tanheng.documents.input.template.workbook import filled_template
from tanheng.documents.kit.workbook import recomputation_kit
from tanheng.documents.report.facts import NO_FACTS
from tanheng.documents.report.tables import DataTable, TableMaker
from tanheng.engine.case import Case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.uncertainty.budget import Propagation
from tanheng.rulebook import load
from tests.documents.sample_input import POTLINES, codes, edited, find, read
from tests.documents.test_kit import assert_same_digits
from tests.support.libreoffice import LibreOffice

INPUTS = Path(__file__).parent / "inputs"
EARLY = "FGHI"  # January to April
D = Decimal


def commissioned_in_may(sign: str = "/") -> Case:
    """The sample year with potline 1 in operation since May."""

    def change(book: openpyxl.Workbook) -> None:
        for row in (5, 6, 7):
            for column in EARLY:
                book[POTLINES][f"{column}{row}"] = sign

    case, problems = read(edited(change))
    assert case is not None, [one.as_text() for one in problems]
    return case


def computed(case: Case) -> Run:
    return run_case(load(case.pack_id), case)


@pytest.fixture(scope="module")
def started() -> Run:
    return computed(commissioned_in_may())


def test_the_enterprise_total_stands(started):
    zeros = computed(commissioned_in_may("0"))
    assert started.value("enterprise_emission_tco2e") == zeros.value("enterprise_emission_tco2e") is not None
    assert started.value("molten_aluminium_output_t", "potline-1", None, 4) is None


@pytest.mark.parametrize("form", [filled_template, filled_csv])
def test_the_template_and_its_table_hold_the_sign(form, started):
    name = "filled.xlsx" if form is filled_template else "filled.csv"
    again, problems = read(form(load(started.pack.id), started.case), name)
    assert codes(problems, "error") == set()
    assert again is not None and again.snapshot_hash == started.case.snapshot_hash


def test_the_tables_print_the_sign_and_not_a_zero(started):
    tables = [one for one in TableMaker(started, "zh", NO_FACTS).tables() if isinstance(one, DataTable)]
    rows = {(one.label, one.place): one for table in tables for one in table.rows}
    output = next(row for (label, place), row in rows.items() if label == "铝液产量" and place.startswith("1号"))
    assert [one.text for one in output.figures[:4]] == ["/"] * 4
    assert output.way == "不适用 1–4月; 实测值 5–12月"
    emission = next(row for (_, place), row in rows.items() if row.symbol == "E_an" and place.startswith("1号"))
    assert [one.text for one in emission.figures[:5]][:4] == ["/"] * 4 and emission.figures[4].value


@pytest.mark.soffice
def test_the_kit_recomputes_the_same(started, soffice: LibreOffice, tmp_path: Path):
    file = tmp_path / "kit.xlsx"
    file.write_bytes(recomputation_kit(started, "en"))
    assert_same_digits(started, soffice.recalculated(file))
    sheet = openpyxl.load_workbook(file)["Inputs"]
    assert [cell.value for cell in sheet[6][7:11]] == ["/"] * 4


def test_a_potline_that_starts_in_july_is_read_from_the_workbook():
    """Its formula `=548.5*31` has no stored result, and needs none."""
    case, problems = read((INPUTS / "c01-slash-before-commissioning.xlsx").read_bytes())
    assert codes(problems, "error") == set()
    assert "H5" in find(problems, "FILE-212").message.zh
    output = {(one.facility, one.month): one.amount for one in case.values if one.quantity == "molten_aluminium_output_t"}
    assert output["pl1", 3] == D("17003.5")
    run = computed(case)
    assert run.value("molten_aluminium_output_t", "pl2") == D("55218.40")
    assert run.value("enterprise_emission_tco2e") is not None
    assert run.absence("anode_emission_tco2", "pl2", None, 6) is not None


def test_a_row_that_was_crossed_out_names_no_place():
    """`/` in a spare row without a fuel says nothing; in a row of a fuel it says that there is none."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = book[POTLINES]
        row = next(row for row in range(8, sheet.max_row) if "铝液产量" in str(sheet.cell(row, 1).value) and not sheet.cell(row, 2).value)
        for column in range(6, 18):
            sheet.cell(row, column).value = "/"

    case, problems = read(edited(change))
    assert case is not None and codes(problems, "error") == set()
    assert all(one.amount is not None for one in case.values)


def test_a_required_datum_of_slashes_is_doubted_at_its_cell():
    def change(book: openpyxl.Workbook) -> None:
        for column in range(6, 18):
            book[POTLINES].cell(6, column).value = "/"

    _, problems = read(edited(change))
    doubt = find(problems, "CASE-174")
    assert (doubt.severity, doubt.where.sheet, doubt.where.cell) == ("warning", POTLINES, "F6")


def test_uncertainty_is_computed_around_it(started):
    """First order and drawn: the months before May carry none, the year carries that of its months."""
    stated = tuple(one._replace(uncertainty="0.02") if one.amount is not None else one for one in started.case.values)
    propagation = Propagation(computed(replace(started.case, values=stated)))
    total = "enterprise_emission_tco2e"
    budget, drawn = propagation.budget(total), monte_carlo(propagation, 4000, 1).at(total)
    assert budget.value == started.value(total) and budget.standard > 0
    assert abs(drawn.mean.value / float(budget.value) - 1) < 0.002
    assert abs(drawn.standard.value / budget.standard - 1) < 0.1
    assert propagation.budget("anode_emission_tco2", "potline-1", None, 4) is None
