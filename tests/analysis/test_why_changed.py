"""Why a total changed: what the effects say for figures that were changed on purpose, and that they always add up."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.analysis.why_changed import AMOUNT, CALENDAR, EFFECTS, FACTOR, OUTPUT, RATE, ROUNDING, RULES, Period, Why, why_changed
from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load

OUTPUT_QUANTITY, ANODES = "molten_aluminium_output_t", "anode_consumption_t"
CASES = {
    "smelter": synthetic_case,
    "cement": synthetic_cement_case,
    "power": lambda year: synthetic_power_case(year, {"name": "合成", "code": ""}),
}


def run_of(document: Any) -> Run:
    case, problems = read_case(document, load)
    assert case is not None, problems
    return run_case(load(case.pack_id), case, problems)


def scaled(document: Any, times: dict[str, str], only: str | None = None) -> Any:
    """The case with all amounts of some quantities multiplied."""
    changed = copy.deepcopy(document)
    for row in changed["values"]:
        if row["quantity"] in times and only in (None, row.get("facility")):
            row["months"] = {month: str(Decimal(amount) * Decimal(times[row["quantity"]])) for month, amount in row["months"].items()}
    return changed


def adds_up(found: Why) -> None:
    assert all(sum(line.effects.values()) == line.difference for line in found.lines)
    assert sum(found.effects.values()) == found.difference
    assert found.states[-1] == found.totals[1]
    assert set(found.effects) <= set(EFFECTS)


@pytest.fixture(scope="module")
def year() -> Any:
    return synthetic_case(2025)


@pytest.fixture(scope="module")
def base(year: Any) -> Run:
    return run_of(year)


def test_more_metal_by_the_same_practice_is_output_alone(year: Any, base: Run) -> None:
    everything = {row["quantity"]: "2" for row in year["values"] if "months" in row}
    found = why_changed(Period(base), Period(run_of(scaled(year, everything))))
    assert found is not None
    adds_up(found)
    moved = {name: tonnes for name, tonnes in found.effects.items() if abs(tonnes) > 2}
    assert set(moved) == {OUTPUT} and abs(moved[OUTPUT] - found.totals[0]) < 2


def test_more_anodes_for_the_same_metal_is_the_rate(year: Any, base: Run) -> None:
    found = why_changed(Period(base), Period(run_of(scaled(year, {ANODES: "1.01"}))))
    assert found is not None
    adds_up(found)
    assert abs(found.effects[RATE] - found.difference) <= 1
    assert {line.quantity for line in found.lines} == {"anode_emission_tco2"}


def test_a_longer_month_at_the_same_pace_is_the_calendar(year: Any) -> None:
    changed = copy.deepcopy(year)
    for row in changed["values"]:
        if row.get("months"):  # the same every day of February and March
            row["months"] |= {2: str(Decimal(row["months"][3]) * 28 / 31)} if not row["quantity"].endswith("content") else {}
    found = why_changed(Period(run_of(changed), 2), Period(run_of(changed), 3))
    assert found is not None
    adds_up(found)
    assert abs(found.effects[CALENDAR] - found.difference) < abs(found.difference) / 1000


def test_a_leap_day_is_the_calendar_too(base: Run) -> None:
    found = why_changed(Period(run_of(synthetic_case(2024))), Period(base))
    assert found is not None
    adds_up(found)
    assert found.effects[CALENDAR] < 0


def test_another_edition_is_told_apart_from_the_figures(year: Any, base: Run) -> None:
    replaced = {**year, "overrides": [{"parameter": "gwp_cf4", "value": "7390", "unit": "tCO2e/t", "document": "某通知", "person": "某人"}]}
    found = why_changed(Period(base), Period(run_of(scaled(replaced, {ANODES: "1.01"}))))
    assert found is not None
    adds_up(found)
    assert found.effects[RATE] > 0


def test_a_line_that_starts_is_output_and_one_that_only_burns_is_amount(year: Any, base: Run) -> None:
    stopped = scaled(year, dict.fromkeys({row["quantity"] for row in year["values"]}, "0"), only="potline-2")
    run = run_of(stopped)
    found = why_changed(Period(run), Period(base))
    assert found is not None
    adds_up(found)
    started = [line for line in found.lines if line.key[0] == "potline-2"]
    assert started and all(set(line.effects) <= {OUTPUT, FACTOR} for line in started)
    nothing_made = scaled(year, {OUTPUT_QUANTITY: "0", ANODES: "0", "anode_effect_minutes_per_cell_day": "0"})
    found = why_changed(Period(run_of(nothing_made)), Period(base))
    assert found is not None
    adds_up(found)
    burnt = [line for line in found.lines if line.quantity == "fuel_emission_tco2"]
    assert all(AMOUNT not in line.effects or OUTPUT not in line.effects for line in burnt)


@pytest.mark.parametrize("name", CASES)
def test_every_sector_adds_up_month_by_month_and_between_years(name: str) -> None:
    before, after = run_of(CASES[name](2024)), run_of(CASES[name](2025))
    adds_up(found) if (found := why_changed(Period(before), Period(after))) else pytest.fail("no total")
    for month in range(1, 12):
        found = why_changed(Period(after, month), Period(after, month + 1))
        if found is not None:
            adds_up(found)


@given(st.dictionaries(st.sampled_from([OUTPUT_QUANTITY, ANODES, "fuel_consumption"]), st.sampled_from(["0", "0.3333", "1", "1.7", "12"])))
def test_whatever_changes_adds_up_and_turned_round_changes_its_sign(times: dict[str, str]) -> None:
    year = synthetic_case(2025)
    one, other = run_of(year), run_of(scaled(year, times))
    there, back = why_changed(Period(one), Period(other)), why_changed(Period(other), Period(one))
    assert there is not None and back is not None
    adds_up(there)
    adds_up(back)
    for name in set(there.effects) - {ROUNDING, RULES}:
        assert abs(there.effects[name] + back.effects.get(name, Decimal(0))) <= Decimal("0.1")
