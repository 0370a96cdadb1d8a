"""Rows of data that lost their columns or headings are refused: their figures are in no total."""

from __future__ import annotations

import pytest
from openpyxl.workbook import Workbook

from tests.documents.sample_input import FUELS, HEADING_ROW, codes, edited, find, read
from tests.documents.test_csv_lines import HEAD, ROWS

ROW = "fuel_consumption,k1,anthracite,9000"


@pytest.mark.parametrize(
    "row",
    [ROW.replace(",", ";"), ROW.replace(",", "\t"), ROW.replace(",", "，"), f'"{ROW}"', "k1;7000", "无烟煤 9000 t", "7000;8000"],
)
def test_a_row_of_another_separator_is_refused(row: str) -> None:
    case, problems = read(f"{HEAD}{ROWS}{row}\n".encode(), "input.csv")
    told = find(problems, "FILE-266")
    assert case is None
    assert (told.severity, told.where.line) == ("error", 10)


@pytest.mark.parametrize(
    "text", ["制表：合成人员；2026-01-05", "1、数据来自台账；2、已核对", "GB/T 213；GB/T 384", "柴油 3 月起停用", "k1 检修 3 天"]
)
def test_remarks_below_a_table_stay_notes(text: str) -> None:
    problems = read(f"{HEAD}{ROWS}{text}\n".encode(), "input.csv")[1]
    assert "FILE-266" not in codes(problems)
    assert find(problems, "FILE-244").severity == "note"


@pytest.mark.parametrize("cell", ["A15", "AA15", "AA5"])
def test_a_row_in_one_cell_of_a_workbook_is_refused(cell: str) -> None:
    def change(book: Workbook) -> None:
        book[FUELS][cell] = "化石燃料消耗量\t\t汽油\tt\t" + "\t".join(["100"] * 12)

    case, problems = read(edited(change))
    assert case is None
    assert find(problems, "FILE-266").where.cell == cell


@pytest.mark.parametrize("ids", [True, False])
def test_rows_whose_headings_were_cleared_are_refused(ids: bool) -> None:
    def change(book: Workbook) -> None:
        sheet = book[FUELS]
        heads = [cell for cell in sheet[HEADING_ROW] if cell.value]
        column = heads[-1].column
        for cell in heads:
            cell.value = None
        for row in range(HEADING_ROW + 1, sheet.max_row + 1) if not ids else ():
            sheet.cell(row, column).value = None

    case, problems = read(edited(change))
    assert case is None
    assert find(problems, "FILE-267").where.sheet == FUELS


def test_a_ledger_of_ones_own_stays_a_warning() -> None:
    def change(book: Workbook) -> None:
        sheet = book.create_sheet("台账")
        sheet.append(["柴油入库", 3, "t"])
        sheet.append(["化石燃料消耗量", 5])

    case, problems = read(edited(change))
    assert case is not None
    assert find(problems, "FILE-210").severity == "warning"
