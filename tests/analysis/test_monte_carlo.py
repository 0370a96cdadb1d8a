"""Monte Carlo: seeded, the same on any number of processors, and in agreement with the propagation within its own error."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from math import log1p, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from tanheng.analysis.draws import Draws
from tanheng.analysis.monte_carlo import FEWEST, MOST, Drawn, monte_carlo
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import Ratio
from tanheng.engine.running import run_case
from tanheng.engine.uncertainty.budget import Propagation
from tanheng.engine.words import both, either, greater, lesser, where
from tanheng.rulebook import load
from tests.engine.toy_pack import toy_case, toy_pack

DRAWS = 40_000
WITHIN = 4.5  # of the standard errors; a true disagreement is many times that


def propagation(document: dict[str, Any], pack_of: Any = load) -> Propagation:
    case, problems = read_case(document, pack_of)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return Propagation(run_case(pack_of(case.pack_id), case))


def smelter(*statements: dict[str, Any]) -> Propagation:
    return propagation({**synthetic_case(2025), "uncertainties": list(statements)})


def toy(*statements: dict[str, Any], **changes: Any) -> Propagation:
    pack = toy_pack()
    return propagation(toy_case(uncertainties=list(statements), **changes), lambda name: pack)


def drawn(found: Propagation, *place: str, draws: int = DRAWS, seed: int = 1) -> Drawn:
    one = monte_carlo(found, draws, seed).at(*place)
    assert one is not None
    return one


SMELTER = (
    {"quantity": "molten_aluminium_output_t", "meter_class": "0.5"},
    {
        "quantity": "anode_consumption_t",
        "meter_class": "1",
        "calibration": {"expanded": "0.01"},
        "repeatability": {"limit": "300"},
    },
    {"quantity": "fuel_consumption", "limits": "0.05", "distribution": "triangular", "group": "weighbridge"},
    {"quantity": "carbonate_consumption_t", "relative": "0.02", "independent": True},
    {"parameter": "anode_loss_rate_default", "relative": "0.05"},
    {"quantity": "cf4_emission_factor_kg_per_t", "relative": "0.1"},
)


def test_the_smelters_year_agrees_with_the_propagation_within_its_own_error():
    found = smelter(*SMELTER)
    results = monte_carlo(found, DRAWS, 7).results
    budgets = {(one.quantity, one.facility, one.item): one for one in found.budgets() if one.standard}
    assert {(one.quantity, one.facility, one.item) for one in results} == set(budgets)
    for one in results:
        budget = budgets[one.quantity, one.facility, one.item]
        rounding = 12 * 0.01 + 1  # the run rounds each month, and the enterprise to whole tonnes
        assert one.mean.value == pytest.approx(float(budget.value), abs=WITHIN * one.mean.error + rounding)
        assert one.standard.value == pytest.approx(budget.standard, abs=WITHIN * one.standard.error + 1e-3 * budget.standard)
        for estimate, bound in zip((one.low, one.high), budget.interval, strict=True):
            assert estimate.value == pytest.approx(bound, abs=WITHIN * estimate.error + 0.15 * budget.standard)


def test_a_seed_gives_the_same_draws_on_any_number_of_processors():
    found = smelter(*SMELTER[:3])
    one = monte_carlo(found, 5_000, 3)
    with ThreadPoolExecutor(4) as pool:
        assert monte_carlo(found, 5_000, 3, each=pool.map) == one
    assert monte_carlo(found, 5_000, 3) == one
    assert monte_carlo(found, 5_000, 4) != one


@pytest.mark.parametrize(
    ("statement", "quantile"),
    [
        ({"relative": "0.02"}, NormalDist().inv_cdf(0.975)),
        ({"limits": "0.02"}, 0.95 * sqrt(3)),
        ({"meter_class": "2"}, 0.95 * sqrt(3)),
        ({"limits": "0.02", "distribution": "triangular"}, sqrt(6) * (1 - sqrt(0.05))),
    ],
)
def test_a_linear_result_has_the_shape_of_its_input(statement, quantile):
    one = drawn(toy({"quantity": "anode_t", "facility": "a", **statement}), "anode_tco2", "a")
    for bound, sign in ((one.low, -1), (one.high, 1)):
        wanted = one.mean.value + sign * quantile * one.standard.value
        assert bound.value == pytest.approx(wanted, abs=WITHIN * (bound.error + one.mean.error + 2 * one.standard.error))


def test_a_lognormal_input_keeps_mean_and_spread_and_is_skewed():
    one = drawn(toy({"quantity": "anode_t", "facility": "a", "relative": "0.5", "distribution": "lognormal"}), "anode_tco2", "a")
    value = 12 * 50.01 * 0.996 * 44 / 12
    assert one.mean.value == pytest.approx(value, abs=WITHIN * one.mean.error)
    assert one.standard.value == pytest.approx(0.5 * value, abs=WITHIN * one.standard.error)
    variance = log1p(0.25)
    for bound, z in ((one.low, -1.959964), (one.high, 1.959964)):
        wanted = value * np.exp(z * sqrt(variance) - variance / 2)
        assert bound.value == pytest.approx(wanted, abs=WITHIN * bound.error)


def test_correlation_is_drawn_as_stated():
    together = drawn(toy({"quantity": "anode_t", "relative": "0.01", "group": "scale"}), "all_tco2")
    apart = drawn(toy({"quantity": "anode_t", "relative": "0.01", "independent": True}), "all_tco2")
    each = 0.01 * 0.996 * 44 / 12
    assert together.standard.value == pytest.approx(each * 12 * 140.01, abs=WITHIN * together.standard.error)
    assert apart.standard.value == pytest.approx(each * sqrt(12 * (50.01**2 + 90**2)), abs=WITHIN * apart.standard.error)


def test_a_ratio_of_the_rules_may_be_uncertain_too():
    one = drawn(toy({"parameter": "co2_per_carbon", "relative": "0.01"}), "all_tco2")
    assert one.standard.value == pytest.approx(0.01 * one.mean.value, abs=WITHIN * one.standard.error)


def test_what_does_not_vary_is_not_listed_and_what_reaches_nothing_is_not_drawn():
    found = toy({"quantity": "output_t", "facility": "a", "relative": "0.01"})
    assert [(one.quantity, one.facility) for one in monte_carlo(found, FEWEST, 1).results] == [("plant_intensity", "a")]
    power = smelter({"quantity": "electrolysis_ac_electricity_mwh", "relative": "0.1"})
    assert monte_carlo(power, FEWEST, 1).results == ()


def test_too_few_and_too_many_draws_are_refused():
    for draws in (0, FEWEST - 1, MOST + 1):
        with pytest.raises(ValueError, match="draws"):
            monte_carlo(toy(), draws, 1)


def test_an_exact_statement_does_not_vary():
    found = toy({"quantity": "anode_t", "facility": "a", "absolute": "0"})
    assert monte_carlo(found, FEWEST, 1).results == ()


def test_a_value_of_zero_does_not_vary_and_stops_nothing():
    values = [{**row, "each_month": "0.00"} if row["quantity"] == "fuel_t" else row for row in toy_case()["values"]]
    statements = (
        {"quantity": "fuel_t", "relative": "0.1", "independent": True},
        {"quantity": "anode_t", "relative": "0.01"},
    )
    found = monte_carlo(toy(*statements, values=values), FEWEST, 1)
    assert found.at("burn_tco2", None, "coal") is None
    assert found.at("all_tco2") is not None


def test_words_work_draw_by_draw():
    first, second = Draws(np.array([1.0, 2.0, 3.0])), Draws(np.array([3.0, 2.0, 1.0]))
    one = Draws(1.5)
    assert list(lesser(first, second).values) == [1, 2, 1]
    assert list(greater(first, Decimal(2)).values) == [2, 2, 3]
    assert list(where(first < second, first, Decimal(0)).values) == [1, 0, 0]
    assert list(where(both(first <= second, first > one), first, -first).values) == [-1, 2, -3]
    assert list(where(either(second >= first, one > 1), first, second).values) == [1, 2, 3]
    assert list(where(both(one > 1, first >= second), 1, 0).values) == [0, 1, 1]
    assert list((first * Ratio(Decimal(44), Decimal(12))).values) == pytest.approx([44 / 12, 88 / 12, 11])
    assert list((1 - first).values) == [0, -1, -2] and list((6 / first).values) == [6, 3, 2]
    with pytest.raises(TypeError):
        first + None


def test_floors_are_not_cut_by_binary_noise():
    assert Draws(np.array([0.1 * 3 * 10, 2.9999])).floored().values.tolist() == [3, 2]
    assert Draws(np.array([0.1 * 3 * 10, 2.0001])).ceiled().values.tolist() == [3, 3]
    assert Draws(np.array([0.125])).rounded(2).values.tolist() == [0.13]


def test_calculating_without_draws_never_loads_numpy():
    code = "import sys, tanheng.cli.calculate, tanheng.cli.uncertainty; print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
