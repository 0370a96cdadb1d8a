"""Workbooks as people and other programs leave them: saved elsewhere, moved, hidden, computed, typed as text."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from tanheng.documents.input.csv_tables import filled_csv
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tanheng.rulebook import load
from tests.documents.sample_input import (
    ANODE_ROW,
    ENTITY,
    FACILITIES,
    FIRST_ROW,
    FUELS,
    HEADING_ROW,
    MONTH_1,
    OUTPUT_ROW,
    PACK_ID,
    POTLINES,
    codes,
    edited,
    find,
    read,
    sample_case,
    sample_workbook,
    saved,
)


def same(found: tuple[Case | None, list[Problem]]) -> bool:
    """Whether the file still holds the sample year."""
    case, problems = found
    assert case is not None, [problem.as_text() for problem in problems]
    return case.snapshot_hash == sample_case().snapshot_hash


def amount(case: Case | None, quantity: str, month: int, facility: str | None = "potline-1", item: str | None = None) -> Decimal:
    assert case is not None
    return next(one.amount for one in case.values if (one.quantity, one.month, one.facility, one.item) == (quantity, month, facility, item))


def set_cell(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


# ── saved by other programs ──────────────────────────────────────────────────────────────────────


def test_saved_by_openpyxl_it_is_the_same_case() -> None:
    case, problems = read(edited(lambda book: None))
    assert problems == []
    assert same((case, problems))


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_saved_by_libreoffice_it_is_the_same_case(suffix: str, soffice, tmp_path: Path) -> None:
    source = tmp_path / "填报.xlsx"
    source.write_bytes(sample_workbook())
    target = soffice.converted(source, suffix)
    case, problems = read(target.read_bytes(), target.name)
    assert problems == []
    assert same((case, problems))


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_hidden_merged_computed_and_wrong_cells_survive_libreoffice(suffix: str, soffice, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        sheet = book[POTLINES]
        sheet.row_dimensions[ANODE_ROW].hidden = True
        sheet.column_dimensions["F"].max = 7  # openpyxl keeps the twelve months as one group
        sheet.column_dimensions["H"].hidden = True
        sheet["F5"] = "=16000+650.55"
        sheet["G5"] = "=1/0"
        sheet["I5"] = "=DATE(2025,1,2)"
        sheet["I5"].number_format = "yyyy-mm-dd"
        sheet["J5"] = "十二"
        sheet.merge_cells("K8:L8")

    source = tmp_path / "spoilt.xlsx"
    source.write_bytes(edited(spoil))
    target = soffice.converted(source, suffix)
    case, problems = read(target.read_bytes(), target.name)
    assert case is None
    found = {(problem.code, problem.where.cell) for problem in problems}
    assert {("FILE-214", "G5"), ("FILE-215", "I5"), ("FILE-219", "J5"), ("FILE-216", "K8"), ("FILE-212", "F5")} <= found
    hidden = [problem.message.zh for problem in problems if problem.code == "FILE-211"]
    assert any(str(ANODE_ROW) in text and "行" in text for text in hidden)
    assert any("H" in text and "列" in text for text in hidden)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_same_tables_as_csv_are_the_same_case(encoding: str, delimiter: str) -> None:
    text = filled_csv(load(PACK_ID), sample_case(), encoding="utf-8").decode().replace(",", delimiter)
    case, problems = read(text.encode(encoding), "input.csv")
    assert problems == []
    assert same((case, problems))


def test_a_csv_with_english_headings_and_one_month_a_row_is_read() -> None:
    head = """\
# pack: cn/aluminium/cets_2024
# year: 2025
# entity: 合成铝业有限公司
# code: 91640000000000000C
# facility: potline-1; potline; 1号电解系列
# facility: potline-2; 电解系列; 2号电解系列
quantity,facility,item,month,value,source,evidence
"""
    rows = "".join(
        f"{one.quantity},{one.facility or ''},{one.item or ''},{one.month},{one.amount},{one.source},{one.evidence}\n"
        for one in sample_case().values
    )
    assert same(read((head + rows).encode(), "input.csv"))


def test_every_number_agrees_with_another_reader() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sample_workbook()))
    for sheet in workbook_sheets(sample_workbook()):
        rows = book.get_sheet_by_name(sheet.name or "").to_python(skip_empty_area=False)
        numbers = {(row, column): cell.text for (row, column), cell in sheet.cells.items() if cell.kind == "number" and not cell.formula}
        theirs = {
            (row, column): value
            for row, cells in enumerate(rows, start=1)
            for column, value in enumerate(cells, start=1)
            if isinstance(value, float) and (row, column) in numbers
        }
        assert {place: float(text) for place, text in numbers.items()} == theirs


# ── moved, added, renamed ────────────────────────────────────────────────────────────────────────


def test_rows_may_be_moved() -> None:
    def swap(book: Workbook) -> None:
        sheet = book[POTLINES]
        for column in range(1, sheet.max_column + 1):
            first, other = sheet.cell(OUTPUT_ROW, column), sheet.cell(ANODE_ROW + 2, column)
            first.value, other.value = other.value, first.value

    assert same(read(edited(swap)))


def test_columns_may_be_moved() -> None:
    def swap(book: Workbook) -> None:
        sheet = book[POTLINES]
        for row in range(HEADING_ROW, sheet.max_row + 1):
            first, other = sheet.cell(row, MONTH_1), sheet.cell(row, MONTH_1 + 14)
            first.value, other.value = other.value, first.value

    assert same(read(edited(swap)))


def test_blank_rows_and_columns_may_be_inserted() -> None:
    def insert(book: Workbook) -> None:
        book[POTLINES].insert_rows(FIRST_ROW, 3)
        book[POTLINES].insert_cols(1, 2)
        book[ENTITY].insert_rows(1, 2)

    assert same(read(edited(insert)))


def test_sheets_may_be_renamed_and_reordered() -> None:
    def rename(book: Workbook) -> None:
        book[POTLINES].title = "一车间"
        book[ENTITY].title = "基本情况"
        book.move_sheet(book.sheetnames[0], 3)

    assert same(read(edited(rename)))


def test_two_edited_copies_of_one_template_are_two_cases() -> None:
    one, _ = read(edited(set_cell(POTLINES, "F5", 1)), "one.xlsx")
    other, _ = read(edited(set_cell(POTLINES, "F5", 2)), "two.xlsx")
    assert amount(one, "molten_aluminium_output_t", 1) == 1
    assert amount(other, "molten_aluminium_output_t", 1) == 2


LABELS = ["化石燃料消耗量 fossil fuel consumption", "化石燃料消耗量", "Fossil fuel consumption", "fuel_consumption"]


@pytest.mark.parametrize("item", ["汽油", "gasoline", "Gasoline", "汽油 gasoline", " 汽油 "])
@pytest.mark.parametrize("label", LABELS)
def test_a_fuel_may_be_added_at_the_end(item: str, label: str) -> None:
    def add(book: Workbook) -> None:
        sheet = book[FUELS]
        row = sheet.max_row + 2
        sheet.cell(row, 1, label)
        sheet.cell(row, 3, item)
        for month in range(12):
            sheet.cell(row, MONTH_1 + month, 2.5)

    case, problems = read(edited(add))
    assert codes(problems, "error") == set()
    assert amount(case, "fuel_consumption", 12, facility=None, item="gasoline") == Decimal("2.50")


def test_a_facility_may_be_added() -> None:
    def add(book: Workbook) -> None:
        for column, text in enumerate(("P3", "电解系列", "三系列"), start=1):
            book[FACILITIES].cell(8, column, text)
        sheet = book[POTLINES]
        spare = next(row for row in range(FIRST_ROW, sheet.max_row) if sheet.cell(row, 1).value and not sheet.cell(row, 2).value)
        for row in (spare, spare + 1):
            sheet.cell(row, 2, "三系列" if row == spare else "P3")
            for month in range(12):
                sheet.cell(row, MONTH_1 + month, 100 + month)

    case, problems = read(edited(add))
    assert codes(problems, "error") == set()
    assert amount(case, "molten_aluminium_output_t", 12, facility="P3") == 111


# ── hidden, computed ─────────────────────────────────────────────────────────────────────────────


def test_hidden_rows_are_read_and_named() -> None:
    def hide(book: Workbook) -> None:
        book[POTLINES].row_dimensions[ANODE_ROW].hidden = True

    case, problems = read(edited(hide))
    problem = find(problems, "FILE-211")
    assert same((case, problems))
    assert problem.severity == "warning"
    assert (problem.where.sheet, str(ANODE_ROW) in problem.message.zh) == (POTLINES, True)


def test_hidden_columns_and_sheets_are_read_and_named() -> None:
    def hide(book: Workbook) -> None:
        book[POTLINES].column_dimensions["G"].hidden = True
        book[FUELS].sheet_state = "hidden"

    case, problems = read(edited(hide))
    assert same((case, problems))
    assert find(problems, "FILE-211").where.cell == "G5"
    assert find(problems, "FILE-225").where.sheet == FUELS


def test_a_formula_counts_with_its_stored_result_and_is_named() -> None:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    facts = book.add_worksheet("事实")
    rows = [("企业信息项", "填报内容"), ("规则包", PACK_ID), ("核算年度", 2025), ("企业名称", "合成"), ("模板版本", "tanheng-input/1")]
    for number, row in enumerate([*rows, ("", ""), ("设施编号", "设施类别"), ("P1", "potline")]):
        facts.write_row(number, 0, row)
    data = book.add_worksheet("数据")
    data.write_row(0, 0, ["代号", "设施", *range(1, 13)])
    for row, quantity in enumerate(("molten_aluminium_output_t", "anode_consumption_t"), start=1):
        data.write_row(row, 0, [quantity, "P1"])
        for month in range(12):
            data.write_formula(row, 2 + month, "=A1*2", None, 30.300000000000004)
    book.close()
    case, problems = read(stream.getvalue())
    problem = find(problems, "FILE-212")
    assert (problem.severity, problem.where.sheet, problem.where.cell) == ("warning", "数据", "C2")
    assert amount(case, "anode_consumption_t", 12, facility="P1") == Decimal("30.30")


# ── numbers as people type them ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (16650, "16650.00"), (33250.000000000004, "33250.00"), ("16650.55", "16650.55"), ("１６６５０．５５", "16650.55"),
        ("16,650.55", "16650.55"), ("16，650.55", "16650.55"), (" 16650.5 ", "16650.50"), ("16 650.5", "16650.50"),
        ("'16650.5", "16650.50"), ("+16650.5", "16650.50"), (0, "0.00"), ("0", "0.00"), ("1,650", "1650.00"), (1e-3, "0.00"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_was_meant(typed: object, wanted: str) -> None:
    case, problems = read(edited(set_cell(POTLINES, "F5", typed)))
    assert codes(problems, "error") == set()
    assert str(amount(case, "molten_aluminium_output_t", 1)) == wanted


def test_one_comma_before_three_digits_is_read_and_told() -> None:
    _, problems = read(edited(set_cell(POTLINES, "F5", "1,650")))
    problem = find(problems, "FILE-227")
    assert (problem.severity, problem.where.cell) == ("note", "F5")


@pytest.mark.parametrize("typed", ["/", "／", "\\", "不适用", "N/A"])
def test_what_is_not_applicable_is_no_blank_and_no_zero(typed: object) -> None:
    case, problems = read(edited(set_cell(POTLINES, "F5", typed)))
    assert codes(problems, "error") == set()
    value = next(one for one in case.values if one.quantity == "molten_aluminium_output_t" and one.month == 1)
    assert (value.amount, value.kind) == (None, "not_applicable")


@pytest.mark.parametrize("typed", ["-", "—", "无", "", "  ", None])
def test_a_blank_is_absent_and_never_zero(typed: object) -> None:
    case, problems = read(edited(set_cell(POTLINES, "F5", typed)))
    problem = find(problems, "CASE-150")
    assert case is None
    assert (problem.where.sheet, problem.where.cell, problem.where.facility) == (POTLINES, "F5", "potline-1")


@pytest.mark.parametrize(("typed", "style"), [(0.95, "0%"), ("95%", "General"), ("９５％", "@"), (0.95, "General"), ("0.95", "@")])
def test_a_fraction_may_be_typed_as_a_percentage(typed: object, style: str) -> None:
    def change(book: Workbook) -> None:
        sheet = book[FUELS]
        row = next(row for row in range(FIRST_ROW, sheet.max_row) if "碳氧化率" in str(sheet.cell(row, 1).value))
        assert "柴油" in sheet.cell(row, 3).value
        for month in range(12):
            cell = sheet.cell(row, MONTH_1 + month, typed)
            cell.number_format = style

    case, problems = read(edited(change))
    assert codes(problems, "error") == set()
    assert amount(case, "fuel_oxidation_rate", 1, facility=None, item="diesel") == Decimal("0.95")


def test_numbers_beyond_fifteen_digits_are_kept_when_typed_as_text() -> None:
    from tanheng.documents.reading.stored_numbers import stored_number

    assert stored_number("0.1") == "0.1"
    assert stored_number("33250.000000000004") == "33250"
    assert stored_number("1E-05") == "0.00001"
    assert stored_number("1e999") is None
    assert stored_number("-0") == "0"


def test_a_workbook_made_from_scratch_with_english_headings_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["Fact", "Entry"], ["pack", PACK_ID], ["year", "2025"], ["entity", "Synthetic Smelter"], ["template version", "tanheng-input/1"],
        ["Facility id", "Facility kind", "Facility name"], ["P1", "potline", ""],
        ["Quantity", "Facility", *(f"Month {month}" for month in range(1, 13)), "Unit"],
        ["molten_aluminium_output_t", "P1", *range(1, 13), "kg"], ["anode_consumption_t", "P1", *range(1, 13), "t"],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    case, problems = read(saved(book))
    assert codes(problems, "error") == set()
    assert amount(case, "anode_consumption_t", 12, facility="P1") == 12
    assert amount(case, "molten_aluminium_output_t", 12, facility="P1") == Decimal("0.01")
