"""A total beside its months: what agrees is silent, what contradicts is told with both figures, a constant stands once."""

import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from tanheng.documents.input.template.workbook import input_template
from tanheng.documents.input.totals import _same
from tanheng.rulebook import load
from tests.documents.sample_input import codes, find, read
from tests.documents.sample_inputs import input_of, total_of
from tests.documents.test_input_unread import ANODES, OUTPUT, TWELVE, small_book

MONTHS = [f"{month}月" for month in range(1, 13)]
HEADINGS = ["Quantity", "Facility", "Item", *MONTHS, "全年"]
TOTALS = {"FILE-247", "FILE-248", "FILE-249"}


def told(*rows: list[object]) -> set[str]:
    full = [[OUTPUT, "P1", None, *TWELVE, None], [ANODES, "P1", None, *TWELVE, None]]
    named = {row[0] for row in rows}
    return codes(read(small_book(HEADINGS, *rows, *(row for row in full if row[0] not in named)))[1])


def test_a_typed_total_that_its_months_contradict_is_told_with_both_figures() -> None:
    case, problems = input_of("14-min-total-disagrees.xlsx")
    problem = find(problems, "FILE-247")
    assert total_of(case, "direct_emission_tco2") == "791554.80"
    assert (problem.severity, problem.where.sheet, problem.where.cell) == ("warning", "数据", "P2")
    assert "1,260,000" in problem.message.zh
    assert "960,000" in problem.message.zh


def test_in_the_template_likewise() -> None:
    case, problems = input_of("c04-typed-year-total-ignored.xlsx")
    problem = find(problems, "FILE-247")
    assert case is not None
    assert problem.where.cell == "R5"
    assert problem.where.facility in {one.id for one in case.facilities}  # its row says it: it is counted there
    assert "210,000" in problem.message.zh
    assert "200,202.5" in problem.message.zh


@pytest.mark.parametrize("total", [1266, "1,266", 1266.0, None, "/"])
def test_a_total_that_agrees_says_nothing(total: object) -> None:
    assert not told([OUTPUT, "P1", None, *TWELVE, total]) & (TOTALS | {"FILE-242", "FILE-245"})


@pytest.mark.parametrize("total", [1267, 126.6, 0, "0", 12660])
def test_a_total_that_contradicts_is_told(total: object) -> None:
    assert "FILE-247" in told([OUTPUT, "P1", None, *TWELVE, total])


@pytest.mark.parametrize(
    ("typed", "expected", "same"),
    [("1266", "1265.6", True), ("1266", "1265.4", False), ("1265.6", "1265.64", True), ("1265.6", "1265.66", False), ("1", "0.54", False),
     ("0", "0", True), ("0", "0.4", False), ("0.5401", "0.54013", True), ("1266.0000000001", "1266", True)],
)  # fmt: skip
def test_a_total_may_be_rounded_to_its_own_digits(typed: str, expected: str, same: bool) -> None:
    assert _same(Decimal(typed), Decimal(expected)) is same


def test_a_total_that_is_no_number_is_told() -> None:
    assert "FILE-245" in told([OUTPUT, "P1", None, *TWELVE, "约一千"])


def test_a_stale_stored_result_is_told_as_such() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    rows = openpyxl.load_workbook(io.BytesIO(small_book(HEADINGS, [ANODES, "P1", None, *TWELVE, None]))).active.iter_rows(values_only=True)
    sheet = book.add_worksheet("数据")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    sheet.write_row(9, 0, [OUTPUT, "P1", None, *TWELVE])
    sheet.write_formula(9, 15, "=SUM(D10:O10)", None, 1200)
    book.close()
    problem = find(read(stream.getvalue())[1], "FILE-247")
    assert "重新计算" in problem.message.zh
    assert "recalculated" in problem.message.en


def test_rows_of_half_a_year_may_carry_the_total_of_the_whole() -> None:
    halves = [[OUTPUT, "P1", None, *TWELVE[:6], *[None] * 6, total] for total in (1266, 615)]
    rest = [OUTPUT, "P1", None, *[None] * 6, *TWELVE[6:], None]
    for half in halves:
        assert not told(half, rest) & TOTALS
    assert "FILE-247" in told([*halves[0][:-1], 616], rest)


# ── units ────────────────────────────────────────────────────────────────────────────────────────

UNIT_HEADINGS = ["Quantity", "Facility", "Item", "单位", *MONTHS]
IN_TONNES, IN_KILOGRAMS = [OUTPUT, "P1", None, "t", *TWELVE[:6], *[None] * 6], [OUTPUT, "P1", None, "kg", *[None] * 6]
ANODES_IN_TONNES = [ANODES, "P1", None, "t", *TWELVE]


@pytest.mark.parametrize(("heading", "year", "said"), [
    ("全年/万吨", "0.1266", None), ("全年（kg）", 1266000, None), ("全年/万吨", "0.127", None), ("全年/t", 1266, None),
    ("全年/万吨", "0.1366", ("0.1366 万吨", "0.1266 万吨")), ("全年/kg", "1266", ("1,266 kg", "1,266,000 kg")),
])  # fmt: skip
def test_a_total_in_another_unit_is_compared_in_one(heading: str, year: object, said: tuple[str, str] | None) -> None:
    rows = [IN_TONNES[:4] + TWELVE + [year], ANODES_IN_TONNES]
    problems = read(small_book([*UNIT_HEADINGS, heading], *rows))[1]
    found = [one for one in problems if one.code in TOTALS]
    assert bool(found) == (said is not None)
    for text in (found[0].message.zh, found[0].message.en) if said else ():
        assert all(word in text for word in said or ())


@pytest.mark.parametrize(("total", "agrees"), [(1266, True), (1267, False)])
def test_months_of_one_series_in_two_units_sum_to_its_total(total: object, agrees: bool) -> None:
    kilograms = [*IN_KILOGRAMS, *(one * 1000 for one in TWELVE[6:]), None]
    problems = read(small_book([*UNIT_HEADINGS, "全年"], [*IN_TONNES, total], kilograms, ANODES_IN_TONNES))[1]
    assert ("FILE-247" in codes(problems)) is not agrees


def test_a_total_in_a_row_of_its_own_may_have_another_unit() -> None:
    headings = ["Quantity", "Facility", "单位", "月份", "数值"]
    months = [[name, "P1", "t", month, 100] for name in (OUTPUT, ANODES) for month in range(1, 13)]
    for typed, agrees in ((1200000, True), (1200, False)):
        problems = read(small_book(headings, *months, [OUTPUT, "P1", "kg", "全年", typed]))[1]
        assert ("FILE-247" in codes(problems)) is not agrees


# ── means and constants ──────────────────────────────────────────────────────────────────────────

FUEL = ["fuel_consumption", None, "diesel", *[100] * 6, *[300] * 6, None]
HEAT = ["fuel_net_calorific_value", None, "diesel", *[42.0] * 6, *[43.0] * 6]


@pytest.mark.parametrize(("year", "codes_told"), [(42.75, set()), (42.8, set()), (42.5, {"FILE-248"}), (None, set())])
def test_the_year_of_a_content_is_its_weighted_mean(year: object, codes_told: set[str]) -> None:
    assert told(FUEL, [*HEAT, year]) & TOTALS == codes_told


def test_a_mean_without_its_weights_agrees_only_where_all_months_are_alike() -> None:
    assert not told(["fuel_net_calorific_value", None, "diesel", *[42.0] * 12, 42.0]) & TOTALS
    assert "FILE-249" in told([*HEAT, 42.5])


def test_a_constant_of_the_year_may_stand_once() -> None:
    case, problems = read(small_book(HEADINGS, [OUTPUT, "P1", None, *TWELVE, None], [ANODES, "P1", None, *TWELVE, None],
                                     ["anode_sulphur_content", "P1", None, *[None] * 12, "0.02"]))  # fmt: skip
    assert codes(problems, "error") <= {"CASE-153"}
    assert case is not None or "CASE-153" in codes(problems)


def test_the_template_leaves_the_year_of_a_constant_open() -> None:
    book = openpyxl.load_workbook(io.BytesIO(input_template(load("cn/power/cets_2022"), 2022)))
    sheet = next(one for one in book if one.title.startswith("电、热"))
    names = {row[-1].value: row for row in sheet.iter_rows(min_row=5)}
    assert not names["rated_capacity_mw"][17].protection.locked
    assert names["gross_generation_mwh"][17].protection.locked
    assert names["supplied_hot_water_temperature"][17].protection.locked


def test_months_that_are_not_applicable_stand_beside_a_constant() -> None:
    case, problems = read(small_book(HEADINGS, [OUTPUT, "P1", None, "/", "/", *TWELVE[2:], None],
                                     [ANODES, "P1", None, "/", "/", *TWELVE[2:], None],
                                     ["anode_loss_rate", "P1", None, "/", "/", *[None] * 10, "0.15"]))  # fmt: skip
    assert codes(problems, "error") <= {"CASE-153"}
    assert case is None or len([one for one in case.values if one.quantity == "anode_loss_rate" and one.amount is not None]) == 10


def test_a_total_of_months_that_are_not_applicable_is_told() -> None:
    assert "FILE-247" in told([OUTPUT, "P1", None, *["/"] * 12, 5])
    assert "FILE-247" not in told([OUTPUT, "P1", None, *["/"] * 12, 0])


def test_what_is_measured_by_month_may_not_stand_once() -> None:
    assert "FILE-223" in told([OUTPUT, "P1", None, *[None] * 12, 1266])
    assert "CASE-151" not in told([OUTPUT, "P1", None, *[None] * 12, 1266])


def test_rated_power_typed_in_the_year_is_read() -> None:
    _, problems = input_of("c07-rated-power-typed-in-year-column.xlsx")
    assert not [one for one in problems if one.code == "FILE-223"]
    assert not [one for one in problems if one.where.quantity == "rated_capacity_mw"]


def test_the_sum_of_nothing_is_nothing() -> None:
    _, problems = read(input_template(load("cn/aluminium/cets_2024"), 2025))  # every row of months ends in a formula
    assert not codes(problems) & {"FILE-223", *TOTALS}
