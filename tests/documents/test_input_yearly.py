"""Figures of the year in a form by month: one open cell, locked months, and back again unchanged."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tanheng.documents.input.csv_tables import filled_csv, read_csv
from tanheng.documents.input.template.workbook import filled_template, input_template
from tanheng.documents.input.workbook import read_workbook
from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tests.engine.toy_allowance import allowance_case, allowance_pack
from tests.engine.toy_power import power_case, power_pack

LOAD = {"quantity": "load_factor", "facility": "u1", "year": "0.7"}


def packs(name: str) -> Pack:
    return {"toy/power": power_pack, "toy/allowance": allowance_pack}[name]()


def sheet_with(content: bytes, quantity: str):
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows(min_row=5):
            if row[-1].value == quantity:
                return sheet, row
    raise AssertionError(quantity)


def test_only_the_year_of_a_yearly_figure_is_open():
    sheet, row = sheet_with(input_template(power_pack(), 2025), "load_factor")
    heads = [str(cell.value).split("\n")[0] for cell in sheet[4]]
    open_cells = {heads[cell.column - 1] for cell in row if not cell.protection.locked}
    assert "全年" in open_cells
    assert not open_cells & {f"{month}月" for month in range(1, 13)}


@pytest.mark.parametrize("document", [power_case(values=[*power_case()["values"], LOAD]), allowance_case()], ids=["power", "allowance"])
def test_a_filled_form_reads_back_as_the_same_case(document):
    case, problems = read_case(document, packs)
    assert case is not None, [one.as_text("en") for one in problems]
    pack = packs(case.pack_id)
    for content, read in ((filled_template(pack, case), read_workbook), (filled_csv(pack, case), read_csv)):
        again, places, told = read(content, "i", packs)
        assert told == []
        back, told = read_case(again, packs, places=places, file="i")
        assert back is not None, [one.as_text("en") for one in told]
        assert back.snapshot_hash == case.snapshot_hash


def test_months_of_a_yearly_figure_are_refused_at_their_cell():
    case, _ = read_case(power_case(), packs)
    book = openpyxl.load_workbook(io.BytesIO(filled_template(power_pack(), case)))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=5):
            if row[-1].value == "load_factor" and row[1].value == "u1":
                row[7].value = 0.7
    changed = io.BytesIO()
    book.save(changed)
    again, places, _ = read_workbook(changed.getvalue(), "i.xlsx", packs)
    back, told = read_case(again, packs, places=places, file="i.xlsx")
    assert back is None
    problem = next(one for one in told if one.code == "CASE-146")
    assert problem.where.sheet == "其他 Other"
    assert problem.where.cell
