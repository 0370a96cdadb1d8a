"""Faults of many kinds in one workbook come back in one round, each told once and at its place; what was typed is never missing."""

import datetime as dt
import random
from collections.abc import Callable
from functools import lru_cache
from itertools import combinations

import pytest
from openpyxl.workbook import Workbook

from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.documents.sample_input import ENTITY, FACILITIES, FUELS, POTLINES, edited, read, sample_workbook
from tests.documents.sample_inputs import input_of
from tests.documents.test_input_totals import HEADINGS
from tests.documents.test_input_unread import ANODES, OUTPUT, TWELVE, small_book

OVERRIDES, UNCERTAINTIES = "替换值 Overrides", "不确定度 Uncertainties"
Fault = tuple[str, Callable[[Workbook], object]]


def put(sheet: str, **cells: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for name, value in cells.items():
            book[sheet][name] = value

    return change


FAULTS: dict[str, Fault] = {
    "words for a number": ("FILE-219", put(POTLINES, F5="约一万")),
    "a date for a number": ("FILE-215", put(POTLINES, G6=dt.date(2025, 1, 2))),
    "an error for a number": ("FILE-214", put(POTLINES, H7="#REF!")),
    "below its bounds": ("CASE-142", put(POTLINES, I8=-5)),
    "a month left out": ("CASE-150", put(POTLINES, J9=None)),
    "a figure beside the table": ("FILE-239", put(POTLINES, AB10=5)),
    "an unknown unit": ("CASE-148", put(POTLINES, D10="桶")),
    "an unknown item": ("CASE-136", put(FUELS, C5="木柴")),
    "an unknown kind of data": ("CASE-147", put(POTLINES, T9="猜测")),
    "a heading of another year": ("FILE-241", put(FUELS, K4="2024年6月")),
    "an unknown kind of facility": ("CASE-112", put(FACILITIES, A8="x", B8="窑炉")),
    "an override without its document": ("CASE-162", put(OVERRIDES, A6="co2_per_carbon", E6="3.6")),
    "an uncertainty of nothing": ("UNC-101", put(UNCERTAINTIES, E6="相对不确定度", F6="0.01")),
    "a total that contradicts": ("FILE-247", put(POTLINES, R8=5)),
    "no name": ("CASE-104", put(ENTITY, B9=None)),
    "a row of no quantity": ("FILE-222", put(POTLINES, F60=7)),
}


@lru_cache(maxsize=len(FAULTS))
def alone(name: str) -> frozenset[str]:
    """The codes of a fault alone."""
    return frozenset(one.code for one in read(edited(FAULTS[name][1]))[1])


def told(names: tuple[str, ...]) -> list[Problem]:
    def change(book: Workbook) -> None:
        for name in names:
            FAULTS[name][1](book)

    return read(edited(change, sample_workbook()))[1]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_has_its_code(name: str) -> None:
    code = FAULTS[name][0]
    assert code in alone(name)


SETS = random.Random(8).sample(list(combinations(FAULTS, 5)), 25)


@pytest.mark.parametrize("names", SETS, ids=[str(number) for number in range(len(SETS))])
def test_five_faults_of_five_kinds_come_back_in_one_round(names: tuple[str, ...]) -> None:
    codes = {one.code for one in told(names)}
    wanted = {code for name in names for code in alone(name)}
    assert wanted <= codes, (names, wanted - codes)


def test_all_of_them_together_likewise() -> None:
    problems = told(tuple(FAULTS))
    codes = {one.code for one in problems}
    assert {code for code, _ in FAULTS.values()} <= codes
    assert [one.as_text() for one in problems if one.severity == "error" and not (one.where.sheet and one.where.cell)] == []


@pytest.mark.parametrize("typed", ["约一万", "#REF!", "1,23", "12%"])
def test_what_was_typed_and_refused_is_not_missing_too(typed: str) -> None:
    problems = read(edited(put(POTLINES, F5=typed)))[1]
    assert len([one for one in problems if one.severity == "error"]) == 1


def test_a_month_that_is_missing_beside_one_that_is_unreadable_is_told_alone() -> None:
    problems = [one for one in read(edited(put(POTLINES, F5="约一万", G5=None)))[1] if one.severity == "error"]
    assert {(one.code, one.where.cell) for one in problems} == {("FILE-219", "F5"), ("CASE-150", "G5")}
    assert "2" in next(one.message.zh for one in problems if one.code == "CASE-150")


def test_a_row_whose_amounts_are_all_unreadable_still_has_its_place_judged() -> None:
    rows = [[OUTPUT, "P9", None, *["约"] * 12, None], [ANODES, "P1", None, *TWELVE, None]]
    codes = {one.code for one in read(small_book(HEADINGS, *rows))[1]}
    assert {"FILE-219", "CASE-132"} <= codes


def test_a_facility_whose_id_is_an_error_is_told_once() -> None:
    problems = [one for one in read(edited(put(FACILITIES, A7="#REF!")))[1] if one.severity == "error"]
    assert [(one.code, one.where.cell) for one in problems] == [("FILE-214", "A7")]


@pytest.mark.parametrize("name", ["c07-rated-power-typed-in-year-column.xlsx", "10-min-blank-headings.xlsx", "14-min-total-disagrees.xlsx"])
def test_every_problem_of_a_workbook_has_a_cell(name: str) -> None:
    problems = input_of(name)[1]
    assert problems
    assert [one.as_text() for one in problems if not (one.where.sheet and one.where.cell)] == []


@pytest.mark.parametrize("refused", ["words for a number", "an unknown item", "a row of no quantity", "an unknown unit"])
def test_a_refused_cell_leaves_the_doubts_of_other_figures(refused: str) -> None:
    """An amount twenty times too large is doubted in the same round as what cannot be read elsewhere."""

    def slipped(book: Workbook) -> None:
        book[POTLINES]["H9"] = float(book[POTLINES]["H9"].value or 0) * 20

    def both(book: Workbook) -> None:
        slipped(book)
        FAULTS[refused][1](book)

    case, doubted = read(edited(slipped, sample_workbook()))
    assert case is not None
    wanted = {one.code for one in run_case(load(case.pack_id), case, doubted).problems if one.where.cell == "H9"}
    case, problems = read(edited(both, sample_workbook()))
    assert case is None
    assert wanted and wanted <= {one.code for one in problems if one.where.cell == "H9"}


# ── what errors do not reach ─────────────────────────────────────────────────────────────────────


def with_a_slip(*changes: Callable[[Workbook], object]) -> list[Problem]:
    """The sample with anodes of one month of the first potline a thousand times too small, beside other changes."""

    def change(book: Workbook) -> None:
        sheet = book[POTLINES]
        row = next(row for row in range(1, 40) if str(sheet.cell(row, 1).value).startswith("阳极消耗量"))
        sheet[f"M{row}"] = sheet[f"M{row}"].value / 1000
        for one in changes:
            one(book)

    return read(edited(change, sample_workbook()))[1]


def merge_fuels(book: Workbook) -> None:
    book[FUELS].merge_cells("F6:Q6")


def spare_row(book: Workbook) -> None:
    """A figure in the first row of the output that names no potline."""
    sheet = book[POTLINES]
    labelled = [row for row in range(1, 60) if str(sheet.cell(row, 1).value).startswith("铝液产量")]
    sheet[f"F{next(row for row in labelled if sheet.cell(row, 2).value is None)}"] = 1


STRAYS: dict[str, Callable[[Workbook], object]] = {
    "merged cells of a fuel": merge_fuels,
    "a figure in a spare row": spare_row,
    "a total below the table": put(POTLINES, F60="合计", G60=7),
}


@pytest.mark.parametrize("name", STRAYS)
def test_a_slip_is_told_beside_errors_elsewhere(name: str) -> None:
    assert "RUN-221" in {one.code for one in with_a_slip(STRAYS[name])}


def test_where_checks_wait_for_errors_one_line_says_so() -> None:
    problems = with_a_slip(spare_row)
    assert [one.severity for one in problems if one.code == "CASE-177"] == []  # nothing is held back by a row that has a place already
    (note,) = (one for one in with_a_slip(put(POTLINES, F5="约一万")) if one.code == "CASE-177")
    assert (note.severity, note.where.sheet is not None) == ("note", True)
    assert "CASE-177" not in {one.code for one in with_a_slip()}


@pytest.mark.parametrize("typed", ["2025年度", "2025年", "2025 年度", "２０２５年"])
def test_the_year_may_have_its_word(typed: str) -> None:
    problems = read(edited(put(ENTITY, B7=typed), sample_workbook()))[1]
    assert {one.code for one in problems} == {one.code for one in read(sample_workbook())[1]}


def test_an_unknown_year_does_not_make_the_hints_of_the_template_strange() -> None:
    problems = read(edited(put(ENTITY, B7="去年"), sample_workbook()))[1]
    assert "FILE-243" not in {one.code for one in problems}


def test_a_factor_that_no_grid_has_for_the_year_is_told_beside_the_row_that_names_none() -> None:
    rows = "values:\n  - {quantity: purchased_electricity_mwh, months: {1: '5'}}\n"
    text = (
        "tanheng: case/1\npack: cn/power/cets_2022\nyear: 2025\nentity: {name: 合成电厂, code: ''}\n"
        "facilities: [{id: u1, kind: power_unit, name: 1号}]\n" + rows
    )
    codes = {one.code for one in read(text.encode(), "case.yaml")[1]}
    assert {"CASE-133", "CASE-137", "CASE-160"} <= codes
