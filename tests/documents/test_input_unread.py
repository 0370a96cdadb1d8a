"""No cell of a workbook vanishes without a word: what was not read is told, with its cells, and how badly it matters."""

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tanheng.documents.input.areas import areas_of, places_text
from tanheng.documents.input.figure_cells import is_figure
from tanheng.documents.reading.cells import Cell
from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tests.documents.sample_input import (
    ENTITY,
    FACILITIES,
    FUELS,
    HEADING_ROW,
    MONTH_1,
    PACK_ID,
    POTLINES,
    codes,
    edited,
    find,
    read,
    sample_case,
    saved,
)
from tests.documents.sample_inputs import input_of, total_of


def told(change: Callable[[Workbook], object]) -> list[Problem]:
    return read(edited(change))[1]


def small_book(headings: list[object], *rows: list[object]) -> bytes:
    """A workbook made by hand, with two tables of facts and one of data."""
    book = openpyxl.Workbook()
    head = [
        ["Fact", "Entry"], ["pack", PACK_ID], ["year", "2025"], ["entity", "Synthetic Smelter"], ["template version", "tanheng-input/1"],
        ["Facility id", "Facility kind", "Facility name"], ["P1", "potline", ""],
    ]  # fmt: skip
    for row in [*head, headings, *rows]:
        book.active.append(row)
    return saved(book)


OUTPUT, ANODES = "molten_aluminium_output_t", "anode_consumption_t"
TWELVE = [100 + month for month in range(12)]


# ── months as people head them ───────────────────────────────────────────────────────────────────


def test_months_with_their_year_are_months() -> None:
    case, problems = input_of("10-min-2025nian1yue.xlsx")
    base, _ = input_of("10-min-base.xlsx")
    assert case is not None
    assert base is not None
    assert not [one for one in problems if one.code.startswith("FILE")]
    assert total_of(case, "direct_emission_tco2") == total_of(base, "direct_emission_tco2") == "791554.80"


def test_figures_under_blank_headings_are_told_with_their_cells() -> None:
    case, problems = input_of("10-min-blank-headings.xlsx")
    problem = find(problems, "FILE-239")
    assert case is None
    assert (problem.severity, problem.where.sheet, problem.where.cell) == ("error", "替代原料", "D2")
    assert "D2:O2" in problem.message.zh


@pytest.mark.parametrize(
    "headings",
    [
        [f"2025-{month:02d}" for month in range(1, 13)],
        [202500 + month for month in range(1, 13)],
        ["Jan-25", "Feb-25", "Mar-25", "Apr-25", "May-25", "Jun-25", "Jul-25", "Aug-25", "Sep-25", "Oct-25", "Nov-25", "Dec-25"],
        ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
        [f"{month}月/t" for month in range(1, 13)],
    ],
    ids=["iso", "digits", "english", "chinese", "with-unit"],
)
def test_any_way_of_heading_months_reads_the_same_figures(headings: list[object]) -> None:
    case, problems = read(small_book(["Quantity", "Facility", *headings], [OUTPUT, "P1", *TWELVE], [ANODES, "P1", *TWELVE]))
    assert codes(problems, "error") == set()
    assert case is not None
    assert {one.amount for one in case.values if one.quantity == OUTPUT} == set(TWELVE)


def test_date_cells_head_months() -> None:
    days = [dt.date(2025, month, 1) for month in range(1, 13)]
    case, problems = read(small_book(["Quantity", "Facility", *days], [OUTPUT, "P1", *TWELVE], [ANODES, "P1", *TWELVE]))
    assert codes(problems, "error") == set()
    assert case is not None


def test_months_of_another_year_are_not_read_and_told() -> None:
    headings = ["Quantity", "Facility", *(f"2024年{month}月" for month in range(1, 13)), *(f"2025年{month}月" for month in range(1, 13))]
    case, problems = read(small_book(headings, [OUTPUT, "P1", *TWELVE, *TWELVE], [ANODES, "P1", *TWELVE, *TWELVE]))
    assert case is None
    assert [one.code for one in problems if one.severity == "error"] == ["FILE-241"]
    assert "“2024年1月”“2024年2月”" in find(problems, "FILE-241").message.zh
    assert "C9:N10" in find(problems, "FILE-241").message.zh


def test_a_unit_in_a_heading_that_contradicts_the_row_is_told() -> None:
    headings = ["Quantity", "Facility", "Unit", *(f"{month}月(kg)" for month in range(1, 13))]
    _, problems = read(small_book(headings, [OUTPUT, "P1", "t", *TWELVE], [ANODES, "P1", "kg", *TWELVE]))
    problem = find(problems, "FILE-246")
    assert (problem.severity, problem.where.cell) == ("error", "D9")
    assert codes(problems, "error") == {"FILE-246"}


def test_a_unit_in_the_headings_counts_where_the_row_states_none() -> None:
    headings = ["Quantity", "Facility", *(f"{month}月(kg)" for month in range(1, 13))]
    case, _ = read(small_book(headings, [OUTPUT, "P1", *[1000] * 12], [ANODES, "P1", *[1000] * 12]))
    assert case is not None
    assert {one.amount for one in case.values} == {1}


def test_headings_of_two_units_are_told() -> None:
    headings = ["Quantity", "Facility", *(f"{month}月({'kg' if month > 6 else 't'})" for month in range(1, 13))]
    assert "FILE-246" in codes(read(small_book(headings, [OUTPUT, "P1", *TWELVE]))[1], "error")


def test_a_count_of_rows_is_read_past_and_told() -> None:
    headings = ["序号", "Quantity", "Facility", *range(1, 13)]
    case, problems = read(small_book(headings, [1, OUTPUT, "P1", *TWELVE], [2, ANODES, "P1", *TWELVE]))
    assert case is not None
    assert find(problems, "FILE-250").severity == "note"
    _, problems = read(small_book(headings, [1, OUTPUT, "P1", *TWELVE], [987.5, ANODES, "P1", *TWELVE]))
    assert find(problems, "FILE-242").where.cell == "A10"


def test_a_row_of_units_below_the_headings_is_read_as_theirs() -> None:
    headings = ["Quantity", "Facility", *range(1, 13)]
    case, problems = read(small_book(headings, [None, None, *["kg"] * 12], [OUTPUT, "P1", *[1000] * 12], [ANODES, "P1", *[1000] * 12]))
    assert codes(problems, "error") == set()
    assert case is not None
    assert {one.amount for one in case.values} == {1}


def test_a_year_above_the_months_is_theirs() -> None:
    book = openpyxl.load_workbook(io.BytesIO(small_book(["Quantity", "Facility", *range(1, 13)], [OUTPUT, "P1", *TWELVE])))
    sheet = book.create_sheet("阳极")
    for row in ([None, None, "2024年", *[None] * 11, "2025年"], ["Quantity", "Facility", *range(1, 13), *range(1, 13)],
                [ANODES, "P1", *[1] * 12, *TWELVE]):  # fmt: skip
        sheet.append(row)
    case, problems = read(saved(book))
    assert case is None
    assert [(one.code, one.where.sheet, one.where.cell) for one in problems if one.severity == "error"] == [("FILE-241", "阳极", "C3")]
    assert "C3:N3" in find(problems, "FILE-241").message.zh


@pytest.mark.parametrize(("heading", "code"), [("foo", "FILE-240"), ("2024年", "FILE-241"), (None, "FILE-239")])
def test_the_heading_of_unread_cells_is_named_once_and_is_no_further_place(heading: str | None, code: str) -> None:
    told = find(read(small_book(["Quantity", "Facility", *range(1, 13), heading], [OUTPUT, "P1", *TWELVE, 5]))[1], code)
    assert (told.where.cell, told.places) == ("O9", ())
    assert told.as_text().count("O8") == 1 and "另有" not in told.as_text()


def test_headings_that_stand_twice_are_one_problem() -> None:
    headings = ["Quantity", "Facility", *range(1, 13), "Quantity", "Facility", *range(1, 13)]
    problems = read(small_book(headings, [OUTPUT, "P1", *TWELVE, ANODES, "P1", *TWELVE]))[1]
    assert [one.where.cell for one in problems if one.code.startswith("FILE")] == ["O8"]


# ── words as people write them ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "headings",
    [["信 息 项", "设 施"], ["指标名称", "生产线"], ["参数", "设施编号"], ["项目名称（必填）", "设施名称"], ["序号", "信息项", "设施"]],
)
def test_headings_may_be_spaced_out_or_called_otherwise(headings: list[object]) -> None:
    start = [[number] if headings[0] == "序号" else [] for number in (1, 2)]
    rows = [[*start[0], "铝液产量", "P1", *TWELVE], [*start[1], "阳极消耗量", "P1", *TWELVE]]
    case, problems = read(small_book([*headings, *(f"{month}月" for month in range(1, 13))], *rows))
    assert codes(problems, "error") == set()
    assert case is not None


@pytest.mark.parametrize(
    "label", ["铝液产量", "铝液产量(t)", "铝液产量（吨）", "铝液产量/t", "*铝液产量", "1.铝液产量：", "（1）铝液产量", "铝液 产量"]
)
def test_a_label_may_carry_its_unit_or_a_number(label: str) -> None:
    case, problems = read(small_book(["信息项", "设施", *range(1, 13)], [label, "P1", *TWELVE], [ANODES, "P1", *TWELVE]))
    assert codes(problems, "error") == set()
    assert amounts_of(case) == set(TWELVE)


def test_the_unit_behind_a_label_counts_and_may_not_contradict() -> None:
    headings = ["信息项", "设施", "单位", *range(1, 13)]
    thousand = [1000] * 12
    case, _ = read(small_book(headings, ["铝液产量(kg)", "P1", None, *thousand], [ANODES, "P1", "t", *TWELVE]))
    assert amounts_of(case) == {1}
    problems = read(small_book(headings, ["铝液产量(kg)", "P1", "t", *thousand], [ANODES, "P1", "t", *TWELVE]))[1]
    assert find(problems, "FILE-246").where.cell == "A9"


def amounts_of(case: Case | None) -> set[object]:
    assert case is not None
    return {one.amount for one in case.values if one.quantity == OUTPUT}


def test_a_label_that_nobody_knows_names_what_is_called_almost_so() -> None:
    problems = read(small_book(["信息项", "设施", *range(1, 13)], ["铝水产量", "P1", *TWELVE], [ANODES, "P1", *TWELVE]))[1]
    assert [one.code for one in problems if one.severity == "error"] == ["FILE-222"]  # it is not missing too
    assert "铝液产量" in find(problems, "FILE-222").remedy.zh
    assert "molten aluminium output" in find(problems, "FILE-222").remedy.en


def test_many_cells_refused_for_one_reason_are_one_problem() -> None:
    dates = [dt.date(2025, month, 1) for month in range(1, 13)]
    problems = read(small_book(["信息项", "设施", *range(1, 13)], ["铝液产量", "P1", *dates], [ANODES, "P1", *TWELVE]))[1]
    assert [(one.code, len(one.all_places)) for one in problems if one.severity == "error"] == [("FILE-215", 12)]


# ── one amount a row ─────────────────────────────────────────────────────────────────────────────

LONG = ["Quantity", "Facility", "月份", "数值(t)"]


@pytest.mark.parametrize("shape", ["{}月份", "2025-{:02d}", "2025年{}月", "{}"])
def test_a_month_may_be_named_in_its_row(shape: str) -> None:
    rows = [[name, "P1", shape.format(month), 100] for name in (OUTPUT, ANODES) for month in range(1, 13)]
    case, problems = read(small_book(LONG, *rows))
    assert codes(problems, "error") == set()
    assert case is not None
    assert len(case.values) == 24


def test_rows_of_another_year_are_told_together() -> None:
    rows = [[name, "P1", f"{year}年{month}月", 100] for year, name in ((2025, OUTPUT), (2024, ANODES)) for month in range(1, 13)]
    problems = [one for one in read(small_book(LONG, *rows))[1] if one.severity == "error"]
    assert [one.code for one in problems] == ["FILE-251"]
    assert "D21:D32" in problems[0].message.zh


def test_a_total_in_a_row_of_its_own_is_compared_with_the_months() -> None:
    rows = [[name, "P1", f"{month}月", 100] for name in (OUTPUT, ANODES) for month in range(1, 13)]
    assert "FILE-247" not in codes(read(small_book(LONG, *rows, [OUTPUT, "P1", "全年", 1200]))[1])
    case, problems = read(small_book(LONG, *rows, [OUTPUT, "P1", "全年", 1300]))
    assert case is not None
    assert find(problems, "FILE-247").where.cell == "D33"
    alone = read(small_book(LONG, *rows[:12], [ANODES, "P1", "全年", 1300]))[1]
    assert [one.code for one in alone if one.severity == "error"] == ["FILE-223"]


# ── what is left over ────────────────────────────────────────────────────────────────────────────


def set_cell(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code", "severity"),
    [
        (POTLINES, "AB5", 5, "FILE-239", "error"),  # beyond the headings, in a row that was read
        (POTLINES, "A5", 5, "FILE-242", "error"),  # over the name of a row that was read
        (POTLINES, "E5", 5, "FILE-242", "error"),  # over its need
        (POTLINES, "F99", 5, "FILE-222", "error"),  # a month of no quantity
        (POTLINES, "A2", 5, "FILE-243", "warning"),  # over a hint
        (POTLINES, "C1", "12.5 t", "FILE-243", "warning"),  # a figure with its unit beside the title
        (POTLINES, "A99", "制表：张三", "FILE-244", "note"),  # text below the table
        (POTLINES, "Y5", None, None, None),  # the id may be blank: the name is enough
        (POTLINES, "AB5", "见附件", "FILE-245", "warning"),  # text in a row that was read
        (POTLINES, "AB5", "kg", "FILE-239", "error"),  # a unit that nobody reads
        (ENTITY, "C7", 5, "FILE-243", "warning"),  # over a remark
        (ENTITY, "D7", "电话", "FILE-244", "note"),
        ("填写说明 Guide", "A6", 5, "FILE-243", "warning"),
        ("选项 Choices", "A4", 5, "FILE-243", "warning"),
        ("选项 Choices", "A4", "自拟", "FILE-244", "note"),
        (FACILITIES, "G6", 5, "FILE-243", "warning"),
    ],
)
def test_what_is_left_over_is_told_by_what_it_is(sheet: str, cell: str, value: object, code: str | None, severity: str | None) -> None:
    case, problems = read(edited(set_cell(sheet, cell, value)))
    if code is None:
        assert problems == []
        return
    problem = find(problems, code)
    assert (problem.severity, problem.where.sheet) == (severity, sheet)
    assert cell in problem.message.zh or str(problem.where.cell)[1:] == cell[1:]
    assert (case is None) == (severity == "error")


def test_a_sheet_of_problems_is_known_again_but_no_figure_on_it_is_lost() -> None:
    from tests.documents.sample_input import sample_workbook

    def mark(book: Workbook) -> None:
        sheet = book.create_sheet("问题", 0)
        sheet["H1"], sheet["D5"], sheet["E5"], sheet["E9"], sheet["F9"] = "tanheng-problems/1", "FILE-219", "说明", "自己写的", 987654.321

    problems = read(edited(mark, sample_workbook()))[1]
    assert find(problems, "FILE-243").where.cell == "F9"
    assert find(problems, "FILE-244").where.cell == "E9"


def test_a_table_below_the_mark_of_a_problem_sheet_is_read_all_the_same() -> None:
    def mark(book: Workbook) -> None:
        book[POTLINES]["AH1"] = "tanheng-problems/1"

    case, _ = read(edited(mark))
    assert case is not None
    assert case.snapshot_hash == sample_case().snapshot_hash


def test_a_default_typed_over_the_hint_is_told() -> None:
    def change(book: Workbook) -> None:
        sheet = book[FUELS]
        column = next(cell.column for cell in sheet[HEADING_ROW] if "缺省值" in str(cell.value))
        row = next(row for row in range(5, 30) if sheet.cell(row, column).value)
        sheet.cell(row, column, 0.98765)

    problem = find(told(change), "FILE-242")
    assert (problem.where.sheet, problem.severity) == (FUELS, "error")


def test_figures_in_a_row_of_a_known_quantity_without_amounts_are_told_and_not_asked_for() -> None:
    headings = ["Quantity", "Facility", *(f"{month}月实际" for month in range(1, 13)), "全年"]
    _, problems = read(small_book(headings, [OUTPUT, "P1", *TWELVE, None], [ANODES, "P1", *TWELVE, None]))
    assert codes(problems, "error") == {"FILE-240"}


def test_the_words_of_whoever_filled_it_in_are_told_as_text() -> None:
    rows = [["一、产量"], [OUTPUT, "P1", *TWELVE], [ANODES, "P1", *TWELVE], ["制表人：张三", None, None, "日期：2025-01-01"]]
    case, problems = read(small_book(["Quantity", "Facility", *range(1, 13)], *rows))
    assert case is not None
    assert find(problems, "FILE-244").message.zh.endswith("A9, A12, D12")


def test_a_column_of_remarks_is_kept_as_notes() -> None:
    case, _ = read(small_book(["Quantity", "Facility", *range(1, 13), "说明"], [OUTPUT, "P1", *TWELVE, "见附件"], [ANODES, "P1", *TWELVE]))
    assert case is not None
    assert {one.note for one in case.values if one.quantity == OUTPUT} == {"见附件"}


def test_a_sheet_of_ones_own_is_one_warning_with_its_area() -> None:
    def add(book: Workbook) -> None:
        sheet = book.create_sheet("台账")
        for row in range(1, 40):
            for column in range(1, 9):
                sheet.cell(row, column, row * column)

    case, problems = read(edited(add))
    assert case is not None
    assert case.snapshot_hash == sample_case().snapshot_hash
    assert [(one.code, one.severity) for one in problems] == [("FILE-210", "warning")]
    assert "A1:H39" in problems[0].message.zh


def test_last_years_workbook_with_a_new_year_says_nothing_of_its_titles() -> None:
    case, problems = read(edited(set_cell(ENTITY, "B7", "2026")))
    assert case is not None
    assert not codes(problems) & {"FILE-243", "FILE-244", "FILE-245"}


def test_a_heading_typed_over_loses_its_column_with_a_word() -> None:
    case, problems = read(edited(set_cell(POTLINES, "D4", "单 位 名")))
    assert case is None  # the units of the rows stand under it
    assert "D5:D" in find(problems, "FILE-240").message.zh


def test_a_month_headed_twice_is_told() -> None:
    problems = told(set_cell(POTLINES, "G4", "2025年1月"))
    assert find(problems, "FILE-226").where.cell == "G4"


# ── areas and figures ────────────────────────────────────────────────────────────────────────────


def test_cells_are_gathered_into_areas() -> None:
    cells = [(row, column) for row in (5, 6, 7) for column in (2, 3, 4)] + [(9, 1), (5, 9)]
    assert places_text(areas_of(cells)) == "B5:D7, I5, A9"
    scattered = [(2 * row, row % 3 + 1) for row in range(1, 40)]
    assert places_text(areas_of(scattered)).count(",") == 12
    assert places_text(areas_of(scattered)).endswith("A26:C78")


@pytest.mark.parametrize("text", ["5", "-5.5", "1,000", "12%", "1e5", "1,23", "5 t", "5t", "12.5MWh", "1 000"])
def test_figures_are_numbers_with_or_without_a_unit(text: str) -> None:
    assert is_figure(Cell("text", text))


@pytest.mark.parametrize("text", ["", "1号窑", "2025年", "表1", "张三", "2025-01-05", "t", "第3页", "0-1", "A5"])
def test_words_with_digits_are_no_figures(text: str) -> None:
    assert not is_figure(Cell("text", text))


def test_the_first_month_stands_where_the_tests_think() -> None:
    assert openpyxl.utils.get_column_letter(MONTH_1) == "F"
