"""Cells as people leave them in workbooks: percentages, dates, odd parts, marks nobody sees; and the right value of each."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tanheng.documents.input.csv_tables import filled_csv
from tanheng.engine.case import Case, Value
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.documents.raw_workbook import INPUTS
from tests.documents.sample_input import (
    FACILITIES,
    FIRST_ROW,
    FUELS,
    MONTH_1,
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

OVERRIDES, UNCERTAINTIES = "替换值 Overrides", "不确定度 Uncertainties"
FUEL, OTHER_FUEL = "total_line_fuel_emission_tco2", "total_other_fuel_emission_tco2"


def whole(content: bytes, name: str = "input.xlsx") -> Case:
    case, problems = read(content, name)
    assert case is not None, [problem.as_text() for problem in problems]
    return case


def listed(name: str) -> Case:
    return whole((INPUTS / name).read_bytes(), name)


def yearly(case: Case, quantity: str) -> Decimal | None:
    results = run_case(load(case.pack_id), case).results
    return next(one.value for one in results if (one.quantity, one.month, one.facility) == (quantity, None, None))


def first(case: Case, quantity: str) -> Value:
    return next(one for one in case.values if one.quantity == quantity)


# ── the listed files ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "quantity", "total"),
    [
        ("01-min-backslash.xlsx", FUEL, "303917.50"),
        ("02-min-workbook22.xlsx", FUEL, "303917.50"),
        ("04-min-shared-no-index.xlsx", FUEL, "303917.50"),
        ("06-min-magenta.xlsx", FUEL, "303917.50"),
        ("06-min-standard.xlsx", FUEL, "303917.50"),
        ("07-min-percent-cell.xlsx", FUEL, "303917.50"),
        ("07i-other-fuel-percent-cell-unit-percent.xlsx", OTHER_FUEL, "434.35"),
        ("08-min-date-source.xlsx", FUEL, "303917.50"),
        ("32-invisible-marks.csv", FUEL, "307018.70"),  # its oxidation rate is the default
    ],
)
def test_a_file_that_went_wrong_gives_its_right_total(name: str, quantity: str, total: str) -> None:
    assert yearly(listed(name), quantity) == Decimal(total)


def test_a_date_in_the_source_is_the_date() -> None:
    assert first(listed("08-min-date-source.xlsx"), "clinker_output_t").source == "2025-03-01"


@pytest.mark.parametrize(
    ("name", "cell", "date", "typed"),
    [("09a-facility-id-became-date.xlsx", "A6", "2025-01-01", "1-1"), ("23b-unc-months-date.xlsx", "D6", "2025-01-03", "1-3")],
)
def test_a_name_that_became_a_date_is_said_to_be_one(name: str, cell: str, date: str, typed: str) -> None:
    case, problems = read((INPUTS / name).read_bytes(), name)
    problem = find(problems, "FILE-261")
    assert case is None
    assert problem.where.cell == cell
    assert date in problem.message.zh
    assert typed in problem.message.zh
    assert typed in problem.remedy.en
    assert codes(problems, "error") == {"FILE-261"}  # the cause alone, not what follows from it


def test_a_percentage_is_the_size_of_an_uncertainty() -> None:
    (statement,) = listed("23d-unc-size-percent-text.xlsx").uncertainties
    assert dict(statement.forms[0].typed) == {"limits": "0.005"}


def test_carbon_of_the_laboratory_in_per_cent_is_converted() -> None:
    case = listed("c24-carbon-content-in-percent.xlsx")
    value = first(case, "fuel_air_dried_carbon_content")
    assert (value.amount, value.typed) == (Decimal("0.5412"), "54.12")
    results = run_case(load(case.pack_id), case).results
    received = next(one.value for one in results if one.quantity == "air_dried_to_received_carbon_content")
    assert received == Decimal("0.4970")  # 0.5412 × (1 − 0.123) / (1 − 0.045)


@pytest.mark.parametrize(
    ("unit", "typed", "style"),
    [
        ("%", 54.12, "General"), ("％", 54.12, "0.00"), ("百分比", "54.12", "@"), ("%", 0.5412, "0.00%"), ("%", "54.12%", "@"),
        ("‰", 541.2, "0"),
        ("tC/t", "54.12%", "@"), ("tC/t", 0.5412, "0.00%"), (None, "54.12 ％", "@"), (None, 0.5412, "0%"),
        (None, 54.12, '0.00"%"'),
    ],
)  # fmt: skip
def test_carbon_of_the_laboratory_is_the_same_however_it_is_written(unit: str | None, typed: object, style: str) -> None:
    def change(book: Workbook) -> None:
        sheet = book["燃料 Fuels"]
        sheet["D7"] = unit
        for column in range(MONTH_1, MONTH_1 + 12):
            sheet.cell(7, column, typed).number_format = style

    case = whole(edited(change, (INPUTS / "c24-carbon-content-in-percent.xlsx").read_bytes()))
    assert first(case, "fuel_air_dried_carbon_content").amount == Decimal("0.5412")


# ── percentages in every place ───────────────────────────────────────────────────────────────────


def percent(sheet: str, cell: str, value: object, style: str = "0.00%") -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value
        book[sheet][cell].number_format = style

    return change


def oxidation_row(book: Workbook) -> int:
    sheet = book[FUELS]
    return next(row for row in range(FIRST_ROW, sheet.max_row) if "碳氧化率" in str(sheet.cell(row, 1).value))


@pytest.mark.parametrize("unit", ["%", "小数 fraction", "1", None])
@pytest.mark.parametrize(("typed", "style"), [(0.95, "0%"), (0.95, "0.0%;-0.0%"), ("95%", "@"), ("95 ％", "General"), (95, '0"%"')])
def test_a_percentage_is_the_same_in_every_unit(typed: object, style: str, unit: str | None) -> None:
    def change(book: Workbook) -> None:
        row = oxidation_row(book)
        book[FUELS].cell(row, 4, unit)
        for month in range(12):
            book[FUELS].cell(row, MONTH_1 + month, typed).number_format = style

    assert first(whole(edited(change)), "fuel_oxidation_rate").amount == Decimal("0.95")


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_percentages_dates_and_times_survive_libreoffice(suffix: str, soffice, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet, row = book[FUELS], oxidation_row(book)
        for month in range(12):
            sheet.cell(row, MONTH_1 + month, 0.95 if month else 95).number_format = "0.00%" if month else '0"%"'
        percent(POTLINES, "F5", 45717, "yyyy-mm-dd")(book)
        percent(POTLINES, "G5", 29.1875, "[h]:mm:ss")(book)
        percent(POTLINES, "H5", 0.5, "0%")(book)
        percent(FACILITIES, "A7", 45660, 'm"月"d"日"')(book)

    source = tmp_path / "cells.xlsx"
    source.write_bytes(edited(change))
    target = soffice.converted(source, suffix)
    _, problems = read(target.read_bytes(), target.name)
    said = {problem.where.cell: f"{problem.code} {problem.message.en}" for problem in problems if problem.code.startswith("FILE-2")}
    assert "2025-03-01" in said["F5"]
    assert "700:30" in said["G5"]
    assert said["H5"].startswith("FILE-221 50%")
    assert "1-3" in said["A7"]
    assert "CASE-142" not in codes(problems)  # all twelve rates are 0.95


def with_override(value: object, unit: str = "tCO2/MWh", style: str = "General") -> bytes:
    def change(book: Workbook) -> None:
        sheet = book[OVERRIDES]
        texts = ["grid_factor", None, None, value, unit, "文件", "某人", None]
        for column, text in enumerate(texts, start=1):
            sheet.cell(6, column, text)
        sheet.cell(6, 4).number_format = style

    return edited(change)


def test_a_percentage_that_replaces_a_factor_of_another_unit_is_refused_at_its_cell() -> None:
    for content in (with_override("50%"), with_override(0.5, style="0%")):
        case, problems = read(content)
        problem = find(problems, "FILE-221")
        assert (case, problem.where.sheet, problem.where.cell) == (None, OVERRIDES, "D6")


def with_statement(size: object, form: str | None, style: str = "General", target: str = "铝液产量", months: object = None) -> bytes:
    def change(book: Workbook) -> None:
        sheet = book[UNCERTAINTIES]
        for column, text in {1: target, 4: months, 5: form, 6: size}.items():
            sheet.cell(6, column, text)
        sheet.cell(6, 6).number_format = style

    return edited(change)


@pytest.mark.parametrize(
    ("size", "style", "form", "typed"),
    [
        ("0.5%", "@", "relative", ("relative", "0.005")), (0.005, "0.0%", "limits", ("limits", "0.005")),
        ("±0.5 ％", "@", "limits", ("limits", "0.005")),
        ("5‰", "@", "calibration", ("expanded", "0.005")), ("0.5级", "@", "meter_class", ("meter_class", "0.5")),
        ("0.2S 级", "@", "准确度等级", ("meter_class", "0.2")), ("0.2S", "@", "meter_class", ("meter_class", "0.2")),
        ("class 0.5", "@", "meter_class", ("meter_class", "0.5")), ("0.5级", "@", None, ("meter_class", "0.5")),
        ("0.5级", "@", "limits", ("limits", "0.005")),
        ("0.5%", "@", "meter_class", ("meter_class", "0.5")), (0.005, "0.0%", "meter_class", ("meter_class", "0.5")),
        (0.5, "0.0", "meter_class", ("meter_class", "0.5")),
    ],
)  # fmt: skip
def test_the_size_of_an_uncertainty_is_read_as_people_write_it(size: object, style: str, form: str | None, typed: tuple[str, str]) -> None:
    (statement,) = whole(with_statement(size, form, style)).uncertainties
    assert statement.forms[0].typed[0] == typed


@pytest.mark.parametrize(("size", "style", "code"), [("0.5%", "@", "FILE-221"), (45660, "m-d", "FILE-215"), ("0.5级", "@", "UNC-104")])
def test_a_size_that_cannot_be_meant_is_told_at_its_cell(size: object, style: str, code: str) -> None:
    form = "relative" if code == "UNC-104" else "absolute"
    case, problems = read(with_statement(size, form, style))
    assert (case, find(problems, code).where.cell) == (None, "F6")


# ── dates, marks ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("style", ["yyyy-mm-dd", "mmm-yy", 'yyyy"年"m"月"', 'm"月"', "yyyy-mm", "m/d/yyyy"])
def test_headings_may_be_dates_shown_in_any_way(style: str) -> None:
    def change(book: Workbook) -> None:
        for month in range(1, 13):
            cell = book[POTLINES].cell(4, MONTH_1 + month - 1)
            cell.value, cell.number_format = date(2025, month, 1), style

    assert whole(edited(change)).snapshot_hash == sample_case().snapshot_hash


@pytest.mark.parametrize(("sheet", "cell"), [(POTLINES, "B5"), (FUELS, "C5"), (POTLINES, "D5")])
def test_a_name_of_a_row_that_became_a_date_is_told_alone(sheet: str, cell: str) -> None:
    case, problems = read(edited(percent(sheet, cell, 45660, "m-d")))
    assert (case, codes(problems, "error")) == (None, {"FILE-261"})
    assert find(problems, "FILE-261").where.cell == cell


@pytest.mark.parametrize("column", ["source", "evidence", "note"])
def test_a_date_beside_an_amount_is_shown_as_a_date(column: str) -> None:
    def change(book: Workbook) -> None:
        sheet = book[POTLINES]
        headings = {str(sheet.cell(4, number).value).split("\n")[-1].lower(): number for number in range(1, sheet.max_column + 1)}
        sheet.cell(FIRST_ROW, headings[column], 45717.5).number_format = "yyyy/m/d h:mm"

    assert getattr(first(whole(edited(change)), "molten_aluminium_output_t"), column) == "2025-03-01 12:00"


def test_a_book_that_counts_from_1904_gives_the_same_date() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sample_workbook()))
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    percent(POTLINES, "F5", 44255, "yyyy-mm-dd")(book)
    assert "2025-03-01" in find(read(saved(book))[1], "FILE-215").message.zh


@pytest.mark.parametrize("old", ["# pack", "pack:", "cn/aluminium", "potline-1;", "信息项", "potline-1,", ",t,", "16650.55"])
def test_a_mark_in_a_csv_changes_nothing(old: str) -> None:
    text = filled_csv(load(PACK_ID), sample_case(), encoding="utf-8").decode()
    assert old in text
    marked = text.replace(old, f"{old[:1]}\u200b{old[1:-1]}\ufeff{old[-1:]}", 1)
    assert whole(marked.encode(), "c.csv").snapshot_hash == sample_case().snapshot_hash


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u202c", "\ufeff", "\u2060", "\u00ad"])
def test_a_mark_in_a_name_does_not_make_another_facility(mark: str) -> None:
    def change(book: Workbook) -> None:
        book[FACILITIES]["A6"] = f"potline-1{mark}"
        book[POTLINES]["B5"] = f"potline{mark}-1"

    assert first(whole(edited(change)), "molten_aluminium_output_t").facility == "potline-1"


def test_a_mark_that_may_mean_something_is_named_at_its_cell() -> None:
    _, problems = read(edited(percent(FACILITIES, "C6", "1\u202e号", "@")))
    problem = find(problems, "FILE-109")
    assert (problem.where.sheet, problem.where.cell, "U+202E" in problem.message.zh) == (FACILITIES, "C6", True)


# ── cells that nobody can read ───────────────────────────────────────────────────────────────────


def spoilt(old: bytes, new: bytes, content: bytes | None = None) -> bytes:
    """The sample workbook with a piece of the XML of a sheet replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content or sample_workbook())) as before, zipfile.ZipFile(stream, "w") as after:
        assert sum(old in before.read(entry) for entry in before.infolist()) == 1
        for entry in before.infolist():
            after.writestr(entry.filename, before.read(entry).replace(old, new))
    return stream.getvalue()


def test_a_cell_that_cannot_be_read_is_told_with_sheet_and_cell_beside_all_other_problems() -> None:
    content = spoilt(b"<v>16650.55</v>", b"<v>16650,55</v>", edited(percent(POTLINES, "G5", "viel", "@")))
    case, problems = read(content)
    odd, word = find(problems, "FILE-260"), find(problems, "FILE-219")
    assert case is None
    assert (odd.severity, odd.where.sheet, odd.where.cell, "16650,55" in odd.message.zh) == ("error", POTLINES, "F5", True)
    assert word.where.cell == "G5"
    assert codes(problems, "error") == {"FILE-260", "FILE-219"}  # what stands there is not missing too


def test_on_a_sheet_that_is_not_read_it_is_a_warning() -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("草稿")["B2"] = 4711

    case, problems = read(spoilt(b"<v>4711</v>", b"<v>4711 t</v>", edited(add)))
    odd = find(problems, "FILE-260")
    assert case is not None
    assert (odd.severity, odd.where.sheet, odd.where.cell) == ("warning", "草稿", "B2")
