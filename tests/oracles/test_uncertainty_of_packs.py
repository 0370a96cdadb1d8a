"""Every pack read with uncertain operands and with draws: the digits are those of the run, the slopes are what small steps show.

The oracles are the plain decimals of the engine itself moved by a small step, and for the smelter's year the package `uncertainties`,
which propagates by its own means through formulas written here by hand.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pytest
from uncertainties import ufloat

from tanheng.analysis.draws import Draws
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import Ratio, exact_context
from tanheng.engine.run import Run
from tanheng.engine.running import compute_formulas, run_case
from tanheng.engine.uncertainty import plain_value, sensitivities
from tanheng.engine.uncertainty.budget import Propagation, fill_inputs, inputs_of, parameters_with, sources_of
from tanheng.rulebook import load, pack_ids
from tests.oracles.random_cases import random_case

SEEDS = (1, 2, 3)  # the last plant leaves months blank
STEP = Decimal("1e-15")


def random_run(pack_id: str, seed: int) -> Run | None:
    document = random_case(load(pack_id), seed, gaps=seed == SEEDS[-1])
    if document is None:
        return None
    case, _ = read_case(document, load)
    assert case is not None
    return run_case(load(pack_id), case, causes=False)


def unrounded(run: Run, inputs: dict[Any, Any]) -> Run:
    """The same graph with other inputs and no declared rounding."""
    reading = Run(run.pack, run.case, run.keys, run.periods, rounding=lambda raw, decimals, mode: raw)
    with localcontext(exact_context()):
        fill_inputs(reading, sources_of(run), inputs)
        compute_formulas(reading, parameters_with(inputs))
    return reading


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_number_is_the_runs_own_to_the_digit(pack_id, seed):
    run = random_run(pack_id, seed)
    if run is None:
        pytest.skip("no random case is accepted by this pack")
    reading = Propagation(run).reading
    for one in run.results:
        assert plain_value(reading.value(one.quantity, one.facility, one.item, one.month)) == one.value, one


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_slope_is_what_a_small_step_shows(pack_id):
    run = random_run(pack_id, SEEDS[0])
    if run is None:
        pytest.skip("no random case is accepted by this pack")
    propagation = Propagation(run)
    inputs = inputs_of(run)
    before = unrounded(run, inputs)
    smooth = _smooth_results(run)
    followed = 0
    for source in list(inputs)[:: max(1, len(inputs) // 12)]:  # a dozen inputs of each pack
        number = inputs[source]
        if isinstance(number, Ratio) or not number:
            continue
        after = unrounded(run, {**inputs, source: number * (1 + STEP)})
        for one in smooth:
            place = (one.quantity, one.facility, one.item, one.month)
            first, second = before.value(*place), after.value(*place)
            if first is None or second is None:
                continue
            with localcontext(exact_context()):
                moved = float((second - first) / (number * STEP))
            followed += moved != 0
            slope = sensitivities(propagation.reading.value(*place)).get(source, 0.0)
            assert slope == pytest.approx(moved, rel=2e-2, abs=1e-6 * (1 + abs(float(one.value) / float(number)))), (
                place,
                source,
            )
    assert followed or not smooth


def _smooth_results(run: Run) -> list[Any]:
    """Yearly results that do not stand on a step function of the formulas: a step of 1e-15 would never cross one."""
    stepping = {"floored", "ceiled", "rounded"}
    steps = {name for name, formula in run.pack.formulas.items() if stepping & set(formula.function.__code__.co_names)}
    while True:
        more = {name for name, formula in run.pack.formulas.items() if set(formula.arguments) & steps} - steps
        if not more:
            break
        steps |= more
    return [one for one in run.results if one.month is None and one.quantity not in steps]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pack_id", pack_ids())
def test_draws_that_do_not_vary_give_the_runs_numbers(pack_id, seed):
    run = random_run(pack_id, seed)
    if run is None:
        pytest.skip("no random case is accepted by this pack")
    inputs = inputs_of(run)
    exact = unrounded(run, inputs)
    floats = {source: Draws(float(_quotient(value))) for source, value in inputs.items()}
    drawn = unrounded(run, floats)
    for one in run.results:
        place = (one.quantity, one.facility, one.item, one.month)
        value = exact.value(*place)
        if value is None:
            continue
        found: Any = drawn.value(*place)
        assert getattr(found, "values", found) == pytest.approx(float(value), rel=1e-9, abs=1e-9), place


def _quotient(value: Any) -> Decimal:
    with localcontext(exact_context()):
        return value.numerator / value.denominator if isinstance(value, Ratio) else value


def test_the_smelters_year_agrees_with_another_program():
    """Anode loss and CF4 factor shared by both lines, output by class, anodes by independent months."""
    document = synthetic_case(2025)
    document["uncertainties"] = [
        {"quantity": "molten_aluminium_output_t", "meter_class": "0.5"},
        {"quantity": "anode_consumption_t", "relative": "0.01", "independent": True},
        {"parameter": "anode_loss_rate_default", "relative": "0.05"},
        {"quantity": "cf4_emission_factor_kg_per_t", "relative": "0.2"},
    ]
    case, _ = read_case(document, load)
    assert case is not None
    found = Propagation(run_case(load(case.pack_id), case))
    amounts = {(one.quantity, one.facility, one.month): float(one.amount) for one in case.values}
    loss, cf4 = ufloat(0.1518, 0.1518 * 0.05), ufloat(0.020, 0.004)
    total: Any = 0
    for line in ("potline-1", "potline-2"):
        scale = ufloat(1, 0.005 / 3**0.5)
        year: Any = 0
        output: Any = 0
        for month in range(1, 13):
            anodes = amounts["anode_consumption_t", line, month]
            aluminium = amounts["molten_aluminium_output_t", line, month] * scale
            carbon = ufloat(anodes, 0.01 * anodes) * (1 - loss) * (1 - 0.02 - 0.004) * 44 / 12
            year += carbon + aluminium * (cf4 * 6630 + 0.0011 * 11100) / 1000
            output += aluminium
        budget = found.budget("electrolysis_emission_tco2e", line)
        intensity = found.budget("electrolysis_intensity_tco2e_per_t", line)
        assert budget is not None and intensity is not None
        assert budget.standard == pytest.approx(year.std_dev, rel=1e-6)
        assert intensity.standard == pytest.approx((year / output).std_dev, rel=1e-3)  # it divides by the rounded emission
        total += year
    everything = found.budget("total_electrolysis_emission_tco2e")
    assert everything is not None
    assert everything.standard == pytest.approx(total.std_dev, rel=1e-6)
    assert float(everything.value) == pytest.approx(total.nominal_value, abs=1)
