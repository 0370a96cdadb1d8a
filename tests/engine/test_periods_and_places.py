"""Where quantities live: facility, item and month together; facilities by year; entity totals that come back to facilities; a
yearly figure in a case by month. Numbers are worked with fractions.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.checks.figures import fits, values_beneath
from tanheng.engine.errors import PackError
from tanheng.engine.explain import explain
from tanheng.engine.loading import build_pack
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tests.engine.toy_allowance import ALLOWANCE, allowance_case, allowance_pack
from tests.engine.toy_power import POWER, power_case, power_pack
from tests.engine.toy_rows import quantity


def power_run(**changes) -> Run:
    case, problems = read_case(power_case(**changes), lambda _: power_pack())
    assert case is not None, [one.as_text("en") for one in problems]
    return run_case(power_pack(), case, problems)


def allowance_run(**changes) -> Run:
    case, problems = read_case(allowance_case(**changes), lambda _: allowance_pack())
    assert case is not None, [one.as_text("en") for one in problems]
    return run_case(allowance_pack(), case, problems)


def half_up(number: Fraction, places: int) -> Decimal:
    scaled = number * 10**places
    return Decimal((scaled + Fraction(1, 2)).__floor__()).scaleb(-places)


def test_each_unit_fuel_and_month_is_a_place_of_its_own():
    run = power_run()
    dried = half_up(1000 * Fraction("0.65") * Fraction("0.9") * Fraction(44, 12), 2)
    received = half_up(1000 * Fraction("0.5555") * Fraction(44, 12), 2)
    oil = half_up(10 * Fraction("0.86") * Fraction(44, 12), 2)
    assert run.value("unit_fuel_tco2", "u1", "coal", 1) == dried == Decimal("2145.00")
    assert run.value("unit_fuel_tco2", "u1", "coal", 3) == received == Decimal("2036.83")
    assert run.value("unit_tco2", "u1", None, 3) == received + oil
    assert run.value("unit_tco2", "u1") == 11 * dried + received + 12 * oil
    assert run.value("unit_fuel_tco2", "u2", "coal", 1) is None  # the second unit burns no coal


def test_a_mean_over_fuels_is_weighted_within_the_unit():
    run = power_run()
    assert run.value("unit_moisture", "u1", None, 1) == half_up(Fraction(1000, 10100), 4)
    assert run.value("unit_moisture", "u2", None, 1) == 0


def test_an_entity_total_comes_back_to_the_units():
    run = power_run()
    first, second = run.value("unit_tco2", "u1", None, 2), run.value("unit_tco2", "u2", None, 2)
    assert run.value("entity_tco2", None, None, 2) == first + second
    assert run.value("unit_share", "u1", None, 2) == half_up(Fraction(first) / Fraction(first + second), 6)
    assert run.value("unit_share", "u2") == half_up(Fraction(run.value("unit_tco2", "u2")) / Fraction(run.value("entity_tco2")), 6)


@pytest.mark.parametrize(
    ("load", "unit_class", "wanted"),
    [("0.85", "I", "1"), ("0.80", "I", "1"), ("0.70", "I", "1.0302"), ("0.70", "IV", "1"), ("0.9", "I", "1")],
)
def test_a_class_reaches_a_formula_as_a_flag(load, unit_class, wanted):
    attributes = [{"name": "unit_class", "facility": unit, "value": unit_class} for unit in ("u1", "u2")]
    yearly = {"quantity": "load_factor", "facility": "u1", "year": load}
    run = power_run(attributes=attributes, values=[*power_case()["values"], yearly])
    assert run.value("load_correction", "u1") == Decimal(wanted)  # 1.015^(16 − 20 × 0.70) = 1.015² = 1.030225


def test_a_yearly_figure_may_stand_in_a_case_by_month():
    values = [*power_case()["values"], {"quantity": "load_factor", "facility": "u1", "year": "0.70"}]
    run = power_run(values=values)
    assert run.value("load_factor", "u1") == Decimal("0.70")
    assert run.value("load_factor", "u2") == Decimal("0.9")  # the default
    node = explain(run, "load_correction", "u1")
    leaf = next(one for one in node.operands if one.quantity == "load_factor")
    assert (leaf.kind, leaf.value, leaf.month) == ("input", "0.70", None)
    again, problems = read_case(case_document(run.case), lambda _: power_pack())
    assert (again, problems) == (run.case, []) or again.snapshot_hash == run.case.snapshot_hash


def test_a_yearly_figure_by_month_is_refused():
    values = [*power_case()["values"], {"quantity": "load_factor", "facility": "u1", "each_month": "0.70"}]
    case, problems = read_case(power_case(values=values), lambda _: power_pack())
    assert case is None
    assert "CASE-146" in {one.code for one in problems}


def test_facilities_by_year_with_a_total_that_comes_back():
    run = allowance_run()
    scarcity = Fraction(250000, 260000)
    gap = Fraction(160000, 99000) / Fraction("1.6") - 1
    first = (160000 * (1 - gap * Fraction("0.15")) * scarcity).__floor__()
    second = (100000 * (1 - Fraction(1, 5) * Fraction("0.15")) * scarcity).__floor__()  # 2 ÷ 1.6 − 1 = 0.25, held at a fifth
    assert run.value("plant_allowance", "a") == first
    assert run.value("plant_allowance", "b") == second
    assert run.value("entity_allowance") == first + second + 13  # 12.01 t counted up
    assert run.value("decayed") == Decimal("0.751")  # e^(−2/7) = 0.75147…


def test_a_cap_that_is_not_scarce_or_not_given_takes_nothing():
    values = [one for one in allowance_case()["values"] if one["quantity"] != "entity_cap"]
    assert allowance_run(values=values).value("scarcity") == 1
    assert allowance_run(values=[*values, {"quantity": "entity_cap", "year": "999999"}]).value("scarcity") == 1


def test_a_whole_result_is_not_cut_to_the_next_lower():
    """150 000 t × 100 000 ÷ 300 000 is 50 000 t, though a third has no finite decimal."""
    values = [
        *({"quantity": "verified_tco2", "facility": plant, "year": "150000"} for plant in "ab"),
        *({"quantity": "output_t", "facility": plant, "year": "100000.00"} for plant in "ab"),
        {"quantity": "balance_value", "facility": "a", "year": "1.5"},
        {"quantity": "balance_value", "facility": "b", "year": "1.50000000001"},
        {"quantity": "entity_cap", "year": "100000"},
    ]
    run = allowance_run(values=values)
    assert run.value("plant_allowance", "a") == 50000
    assert run.value("plant_allowance", "b") == 50000  # a hair above
    values[4]["year"] = "1.49999999999"
    assert allowance_run(values=values).value("plant_allowance", "a") == 49999  # a true shortfall, however small


def test_an_attribute_of_the_entity_picks_the_column_of_the_year():
    assert allowance_run().value("balance_value", "a") == Decimal("1.6")
    grey = allowance_run(attributes=[{"name": "product", "value": "grey"}], year=2024)
    assert grey.value("balance_value", "b") == Decimal("0.9")


@pytest.mark.parametrize("run", [power_run, allowance_run], ids=["power", "allowance"])
def test_every_result_can_be_explained(run):
    made = run()
    for one in made.results:
        node = explain(made, one.quantity, one.facility, one.item, one.month)
        assert node is not None
        assert node.value is not None


def test_beneath_a_result_stand_the_figures_of_its_own_place_and_month_alone():
    run = power_run()
    for one in run.results:
        key, month = (one.facility, one.item), one.month
        inputs = run.pack.inputs_beneath[one.quantity]
        own = [value for value in run.case.values if value.quantity in inputs and fits(value.key, key) and value.month in (month, None)]
        assert sorted(values_beneath(run, [one.quantity], key, {month})) == sorted(own)


# ── what a pack may not say ──────────────────────────────────────────────────────────────────────


def test_a_month_cannot_read_a_result_of_the_year():
    def early(load_correction):
        """Clause 9: too early."""
        return load_correction

    more = {"early": quantity("x", "1", ["facility", "month"], "derived", facility_kind="unit", year="none")}
    with pytest.raises(PackError, match="a month cannot read load_correction"):
        build_pack(
            replace(
                POWER,
                quantities={**POWER.quantities, **more},
                formula_functions={**POWER.formula_functions, "early": early},
            )
        )


def test_a_year_needs_operands_with_a_yearly_value():
    more = {"gas_flag": {**POWER.quantities["gas_flag"], "year": "none"}}
    with pytest.raises(PackError, match="the year needs gas_flag"):
        build_pack(replace(POWER, quantities={**POWER.quantities, **more}))


def test_a_weight_lives_where_the_mean_does():
    more = {"gas_flag": {**POWER.quantities["gas_flag"], "weight": "fuel_t"}}
    with pytest.raises(PackError, match="fuel_t cannot weight it"):
        build_pack(replace(POWER, quantities={**POWER.quantities, **more}))


def test_a_default_must_be_in_the_unit_of_its_quantity():
    table = {
        **ALLOWANCE.tables["product"],
        "columns": {**ALLOWANCE.tables["product"]["columns"], "balance_2026": "tCO2/t"},
    }
    with pytest.raises(PackError, match="balance_2026 is in tCO2/t"):
        build_pack(replace(ALLOWANCE, tables={"product": table}))
