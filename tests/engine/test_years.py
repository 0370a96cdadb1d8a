"""From months to the year where months are blank: rows of reported months, sums that need all their parts, and what is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.errors import PackError
from tanheng.engine.explain import explain
from tanheng.engine.loading import build_pack
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.words import carbon, if_reported, total
from tanheng.engine.years import yearly_means, yearly_sums
from tanheng.rulebook import load, pack_ids
from tests.engine.toy_pack import FORMULAS, QUANTITIES, toy_case, toy_pack, toy_parts
from tests.engine.toy_rows import quantity

D = Decimal


def blank(*months: int, amount: str = "10.00") -> dict[int, str]:
    """A year of one amount with months left out."""
    return {month: amount for month in range(1, 13) if month not in months}


def all_by_month(burn_tco2, anode_tco2, counted_quoted_tco2, dust_tco2):
    """Clause 4: everything, by month."""
    return total(burn_tco2) + total(anode_tco2) + counted_quoted_tco2 + if_reported(dust_tco2)


def dust_tco2(dust_t, *, p):
    """Clause 6: dust, where there is any."""
    return carbon(dust_t) * p.co2_per_carbon


def dust_share(dust_t, all_by_month):
    """Clause 7: dust over everything, the year over the year."""
    return dust_t / all_by_month


MORE = {
    "dust_t": quantity("D", "t", ["month"], "input", decimals=2, low="0"),
    "dust_tco2": quantity("Ed", "tCO2", ["month"], "derived", decimals=2),
    "all_by_month": quantity("Em", "tCO2", ["month"], "derived", decimals=2),
    "dust_share": quantity("s", "t/tCO2", ["year"], "derived", decimals=6, year="formula"),
}
MORE_FORMULAS = {one.__name__: one for one in (dust_tco2, all_by_month, dust_share)}
PACK = toy_pack(
    quantities={**QUANTITIES, "fuel_t": {**QUANTITIES["fuel_t"], "required": False}, **MORE},
    formula_functions={**FORMULAS, **MORE_FORMULAS},
)


def run(*more: dict[str, Any], without: tuple[str, ...] = ()) -> Run:
    values = [one for one in toy_case()["values"] if (one["quantity"], one.get("item"))[-1] not in without]
    case, problems = read_case(toy_case(values=[*values, *more]), lambda _: PACK)
    assert case is not None, [one.as_text("en") for one in problems]
    return run_case(PACK, case, problems)


def told(found: Run, code: str) -> list[Problem]:
    return [one for one in found.problems if one.code == code]


def test_a_row_counts_its_reported_months_and_the_total_counts_the_same():
    whole, found = run(), run({"quantity": "dust_t", "months": blank(3, 4, 5)})
    assert found.value("dust_t") == D("90.00")
    assert found.value("dust_tco2") == 9 * D("36.67")
    assert found.value("dust_tco2", month=4) is None
    assert found.value("all_by_month") == whole.value("all_by_month") + found.value("dust_tco2")


def test_a_row_without_any_month_has_no_year():
    assert run().value("dust_tco2") is None
    assert run().value("dust_t") is None


def test_the_warning_names_the_months_and_says_what_the_year_counts():
    (problem,) = told(run({"quantity": "dust_t", "months": blank(3, 11)}), "CASE-150")
    assert problem.severity == "warning"
    assert "3, 11" in problem.message.en and "counts the months reported" in problem.message.en


def test_a_ratio_of_the_year_reads_complete_years_only():
    """Nine months of dust over twelve of everything would be a number of no period."""
    assert run({"quantity": "dust_t", "months": blank()}).value("dust_share") is not None
    found = run({"quantity": "dust_t", "months": blank(3, 4, 5)})
    assert found.value("dust_share") is None
    node = explain(found, "dust_share")
    assert node.formula_numbers.startswith("– ")


def test_a_sum_that_lacks_a_part_in_a_month_has_no_year_and_says_why():
    """In June the gas was not read: the anodes of June stand in their row, and a total without June would not add up."""
    gas = {"quantity": "fuel_t", "item": "gas", "months": blank(6)}
    found = run(gas, without=("gas",))
    assert found.value("burn_tco2", None, "gas") == 11 * found.value("burn_tco2", None, "gas", 1)
    assert found.value("all_by_month", month=6) is None
    assert found.value("all_by_month") is None
    (problem,) = told(found, "RUN-203")
    assert (problem.where.quantity, problem.severity) == ("all_by_month", "warning")
    assert problem.message.en.endswith("month 6 cannot be computed without quantity Ef")
    assert "；6 月无法计算" in explain(found, "all_by_month").formula_words.zh


def test_an_explanation_says_which_months_are_not_counted():
    node = explain(run({"quantity": "dust_t", "months": blank(1, 2, 3, 7)}), "dust_tco2")
    assert node.formula_words.en.endswith("; month 1–3, 7 is missing and not counted")
    assert node.formula_numbers.startswith("– + – + – + 36.67")
    assert node.recalculated == "293.33333333"  # 80 t of dust at once


def test_the_mean_is_that_of_the_months_that_were_measured_and_weighed():
    measured = {"quantity": "fuel_measured_carbon", "item": "coal", "months": {1: "0.7000", 2: "0.5000", 12: "0.6000"}}
    coal = {"quantity": "fuel_t", "item": "coal", "months": blank(12) | {2: "30.00"}}
    found = run(measured, coal, without=("coal",))
    assert found.value("fuel_measured_carbon", None, "coal") == D("0.5500")  # (10 × 0.7 + 30 × 0.5) ÷ 40


@pytest.mark.parametrize(
    ("months", "shown", "complete"),
    [
        ([D(1), D(2)], D(3), D(3)),
        ([D(1), None], D(1), None),
        ([None, None], None, None),
        ([D(0), None], D(0), None),
        ([], D(0), D(0)),
    ],
)
def test_sums_of_columns(months, shown, complete):
    width = len(months) or 1
    found = yearly_sums(months, width)
    assert found == (([shown], [complete]) if months else ([], []))


@pytest.mark.parametrize(
    ("values", "weights", "shown", "complete"),
    [
        ([D(1), D(3)], [D(1), D(3)], D("2.5"), D("2.5")),
        ([D(1), D(3)], [D(1), None], D(1), None),
        ([None, D(3)], [D(1), D(3)], D(3), None),
        ([None, None], [D(1), D(3)], None, None),
        ([D(1), D(3)], [None, None], None, None),
        ([D(2), D("2.0")], [None, None], D(2), None),
        ([D(2), D("2.0")], [D(0), D(0)], D(2), D(2)),
        ([D(2), D(3)], [D(0), D(0)], None, None),
    ],
)
def test_means_of_columns(values, weights, shown, complete):
    assert yearly_means(values, weights, 2) == ([shown], [complete])


def test_what_adds_parts_is_told_from_what_a_source_reports():
    assert PACK.sums_of_parts == {"all_by_month"}  # the year of all_tco2 is a formula


@pytest.mark.parametrize("pack_id", pack_ids())
def test_a_mean_is_no_sum_of_parts(pack_id):
    """Its year stands where some months have none, by the queries of batches and in the kit as in the engine."""
    pack = load(pack_id)
    assert {pack.quantities[name].year for name in pack.sums_of_parts} <= {"sum"}


def test_a_yearly_formula_may_not_leave_out_the_months_of_a_source():
    def all_tco2(burn_tco2, anode_tco2, quoted_tco2):
        """Clause 4: everything."""
        return total(burn_tco2) + total(anode_tco2) + if_reported(quoted_tco2)

    with pytest.raises(PackError, match="would leave out the months reported of quoted_tco2"):
        build_pack(toy_parts(formula_functions={**FORMULAS, "all_tco2": all_tco2}))


def test_many_places_at_once_give_the_digits_of_each_alone():
    """Of whole columns, with places whose months are one default, and with a month blank that sends all of them the longer way."""
    width, places = 12, 40
    values = [D(7 * number % 101) / 7 for number in range(width * places)]
    values[24:36] = [D("0.3")] * 12
    values[24:36] = [values[24]] * 12
    weights = [D(3 * number % 29) for number in range(width * places)]
    weights[48:60] = [D(0)] * 12
    for blank_at in (None, 100):
        if blank_at is not None:
            values[blank_at] = None
        parts = [slice(start, start + width) for start in range(0, len(values), width)]
        sums, means = yearly_sums(values, width), yearly_means(values, weights, width)
        alone = [yearly_sums(values[part], width) for part in parts], [yearly_means(values[part], weights[part], width) for part in parts]
        for found, single in zip((sums, means), alone, strict=True):
            assert [[str(one) for one in column] for column in found] == [[str(one[0]) for one in row] for row in zip(*single, strict=True)]
            assert (found[0] is found[1]) == (blank_at is None)


def test_a_place_that_has_one_value_all_year_has_it_whatever_was_weighed():
    """The default stands also in a place without any amount to weigh it by; the places before and after it are others."""
    default, width = D("0.3"), 12
    before, after = [[D(number) / 7 for number in range(start, start + width)] for start in (1, 20)]
    values, weights = [*before, *[default] * width, *after], [D(1)] * width + [D(0)] * width + [D(2)] * width
    assert yearly_means(values, weights, width)[0][1] == default
    assert [one for found in (yearly_means(values, weights, width)) for one in found[::2]] == 2 * [sum(before) / 12, sum(after) / 12]


def test_the_year_of_one_place_in_one_period_is_that_period():
    assert yearly_means([D("0.3")], [D(5)], 1) == yearly_sums([D("0.3")], 1) == ([D("0.3")], [D("0.3")])
