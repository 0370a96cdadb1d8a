"""Budgets of a run: what correlates adds before it is squared, what does not adds in squares, and what nobody stated is listed."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from math import sqrt
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.errors import PackError
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.uncertainty.budget import Budget, Propagation
from tanheng.engine.uncertainty.forms import Statement, forms_of
from tests.engine.toy_pack import PARAMETERS, TABLES, toy_case, toy_pack

C_TO_CO2 = 44 / 12
ANODES, MONTHS = 50.01, 12  # plant a, each month


def run(*statements: dict[str, Any], **changes: Any) -> Run:
    pack = toy_pack()
    case, problems = read_case(toy_case(uncertainties=list(statements), **changes), lambda name: pack)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(pack, case, problems)


def budget(*statements: dict[str, Any], of: tuple[Any, ...] = ("anode_tco2", "a"), **changes: Any) -> Budget:
    found = Propagation(run(*statements, **changes)).budget(*of)
    assert found is not None
    return found


EMISSION_PER_T = (1 - 0.004) * C_TO_CO2
MONTH = 0.01 * ANODES * EMISSION_PER_T  # what one percent of a month's anodes is


def test_one_meter_over_twelve_months_correlates_fully():
    assert budget({"quantity": "anode_t", "relative": "0.01"}).standard == pytest.approx(MONTHS * MONTH)


def test_independent_months_add_in_squares():
    found = budget({"quantity": "anode_t", "relative": "0.01", "independent": True})
    assert found.standard == pytest.approx(sqrt(MONTHS) * MONTH)


def test_repeatability_is_drawn_anew_each_month():
    found = budget({"quantity": "anode_t", "repeatability": {"limit": "2.8", "repeats": "4"}})
    assert found.standard == pytest.approx(sqrt(MONTHS) * 0.5 * EMISSION_PER_T)


def test_two_meters_in_one_year_are_two():
    halves = [{"quantity": "anode_t", "relative": "0.01", "months": list(range(one, one + 6))} for one in (1, 7)]
    assert budget(*halves).standard == pytest.approx(sqrt(2) * 6 * MONTH)


def test_two_facilities_are_independent_unless_one_group_says_otherwise():
    each = MONTHS * 0.01 * EMISSION_PER_T
    of = ("all_tco2",)
    apart = budget({"quantity": "anode_t", "relative": "0.01"}, of=of)
    together = budget({"quantity": "anode_t", "relative": "0.01", "group": "weighbridge"}, of=of)
    assert apart.standard == pytest.approx(each * sqrt(ANODES**2 + 90**2))
    assert together.standard == pytest.approx(each * (ANODES + 90))
    assert [one.line.group for one in together.contributions] == ["weighbridge"]
    assert together.contributions[0].values == 24


def test_a_group_may_join_quantities():
    found = budget(
        {"quantity": "anode_t", "facility": "a", "meter_class": "1", "group": "weighbridge"},
        {"quantity": "fuel_t", "item": "coal", "meter_class": "1", "group": "weighbridge"},
        of=("all_tco2",),
    )
    relative = 0.01 / sqrt(3)
    assert found.standard == pytest.approx(MONTHS * relative * (ANODES * EMISSION_PER_T + 10 * 0.6 * C_TO_CO2))


def test_one_default_is_one_number_wherever_it_is_used():
    found = budget({"quantity": "ash", "absolute": "0.001"}, of=("all_tco2",))
    assert found.standard == pytest.approx(0.001 * MONTHS * (ANODES + 90) * C_TO_CO2)
    assert found.standard == pytest.approx(budget({"parameter": "ash", "absolute": "0.001"}, of=("all_tco2",)).standard)
    fuel = budget({"quantity": "fuel_carbon", "item": "coal", "relative": "0.05"}, of=("all_tco2",))
    assert fuel.standard == pytest.approx(0.05 * MONTHS * 10 * 0.6 * C_TO_CO2)


def test_forms_of_one_value_add_in_squares_and_are_ranked():
    found = budget(
        {"quantity": "anode_t", "meter_class": "0.5", "calibration": {"expanded": "0.004", "k": "2"}},
        {"parameter": "ash", "relative": "0.5"},
    )
    meter, calibration = 0.005 / sqrt(3), 0.002
    year = MONTHS * ANODES * EMISSION_PER_T
    ash = 0.5 * 0.004 * MONTHS * ANODES * C_TO_CO2
    assert found.standard == pytest.approx(sqrt((meter * year) ** 2 + (calibration * year) ** 2 + ash**2))
    assert [one.line.form.name for one in found.contributions] == ["meter_class", "relative", "calibration"]
    assert sum(one.share for one in found.contributions) == pytest.approx(1)
    first, second, _ = found.contributions
    assert first.sensitivity == pytest.approx(EMISSION_PER_T) and first.unit == "tCO2/t"
    assert second.sensitivity == pytest.approx(-MONTHS * ANODES * C_TO_CO2) and second.unit == "tCO2"


def test_what_cancels_in_an_intensity_cancels():
    """Output stands above (not at all) and below the line; anodes and output of one scale nearly cancel."""
    joined = budget(
        {"quantity": "anode_t", "relative": "0.01", "group": "scale"},
        {"quantity": "output_t", "relative": "0.01", "group": "scale"},
        of=("plant_intensity", "a"),
    )
    assert joined.standard == pytest.approx(0, abs=1e-5)
    apart = budget(
        {"quantity": "anode_t", "relative": "0.01"},
        {"quantity": "output_t", "relative": "0.01"},
        of=("plant_intensity", "a"),
    )
    assert apart.relative == pytest.approx(2 * sqrt(2) * 0.01, rel=1e-3)


def test_value_interval_and_coverage():
    found = budget({"quantity": "anode_t", "relative": "0.01"})
    assert found.value == run().value("anode_tco2", "a")
    assert found.expanded == 2 * found.standard
    low, high = found.interval
    assert high - low == pytest.approx(2 * 1.959964 * found.standard)
    row = found.as_json()
    assert row["value"] == str(found.value)
    assert all(isinstance(row[name], str) for name in ("standard_uncertainty", "expanded_uncertainty", "relative_expanded"))


def test_what_is_not_stated_is_listed_by_what_one_percent_would_do():
    found = budget({"quantity": "anode_t", "facility": "a", "relative": "0.01"}, of=("all_tco2",))
    assert [(one.kind, one.name, one.facility, one.item) for one in found.not_stated] == [
        ("input", "anode_t", "b", None),
        ("default", "fuel.coal.carbon", None, None),
        ("input", "fuel_t", None, "coal"),
        ("default", "fuel.gas.carbon", None, None),
        ("input", "fuel_t", None, "gas"),
        ("parameter", "ash", None, None),
    ]  # 44/12 is a convention and cannot vary
    assert found.not_stated[0].one_percent == pytest.approx(MONTHS * 0.9 * EMISSION_PER_T)
    assert found.not_stated[0].values == MONTHS


def test_stated_as_exact_is_stated():
    found = budget({"quantity": "anode_t", "absolute": "0"}, {"parameter": "ash", "absolute": "0"})
    assert found.stated and found.standard == 0 and found.not_stated == ()


def test_nothing_stated_is_no_uncertainty_and_says_so():
    found = budget()
    assert not found.stated and found.standard == 0 and found.not_stated


def test_the_uncertainty_beside_a_value_covers_its_months():
    values = toy_case()["values"]
    values[2]["uncertainty"] = "0.01"
    assert budget(values=values).standard == pytest.approx(MONTHS * MONTH)


def test_a_year_at_once_and_a_month():
    values = [{**{k: v for k, v in row.items() if k != "each_month"}, "year": row["each_month"]} for row in toy_case()["values"]]
    found = budget({"quantity": "anode_t", "relative": "0.01"}, values=values, grain="year")
    assert found.standard == pytest.approx(MONTH)
    assert budget({"quantity": "anode_t", "relative": "0.01"}, of=("anode_tco2", "a", None, 3)).standard == pytest.approx(MONTH)


def test_inputs_and_strange_places_have_no_budget():
    propagation = Propagation(run())
    assert propagation.budget("anode_t", "a") is None
    assert propagation.budget("anode_tco2", "z") is None
    assert propagation.budget("nothing") is None


def test_a_value_of_zero_has_no_relative_uncertainty():
    values = [{**row, "each_month": "0.00"} if row["quantity"] == "anode_t" else row for row in toy_case()["values"]]
    found = budget({"quantity": "anode_t", "absolute": "1"}, values=values)
    assert found.relative is None and found.standard > 0


def test_an_absent_result_has_no_budget():
    pack = toy_pack()
    case, _ = read_case(toy_case(), lambda name: pack)
    assert case is not None
    bare = replace(case, values=tuple(one for one in case.values if one.quantity != "output_t"))
    assert Propagation(run_case(pack, bare)).budget("plant_intensity", "a") is None


def test_values_stay_exact_decimals():
    assert isinstance(budget({"quantity": "anode_t", "relative": "0.01"}).value, Decimal)


def stating_pack() -> Any:
    """The toy pack whose document states the uncertainty of its ash and of coal's carbon."""
    parameters, tables = deepcopy(PARAMETERS), deepcopy(TABLES)
    parameters["ash"]["uncertainty"] = {"relative": "0.10", "k": "2"}
    tables["fuel"]["items"]["coal"]["facts"] = {"carbon": {"uncertainty": {"limits": "0.03"}}}
    return toy_pack(parameters=parameters, tables=tables)


def stating(*statements: dict[str, Any]) -> Budget:
    pack = stating_pack()
    case, problems = read_case(toy_case(uncertainties=list(statements)), lambda name: pack)
    assert case is not None, [problem.as_text("en") for problem in problems]
    found = Propagation(run_case(pack, case)).budget("all_tco2")
    assert found is not None
    return found


def test_what_the_edition_states_of_its_own_values_counts():
    found = stating()
    ash, coal = 0.05 * 0.004 * MONTHS * 140.01 * C_TO_CO2, 0.03 / sqrt(3) * MONTHS * 10 * 0.6 * C_TO_CO2
    assert found.standard == pytest.approx(sqrt(ash**2 + coal**2))
    assert {(one.line.name, one.label.en, one.unit) for one in found.contributions} == {
        ("ash", "quantity A", "tCO2"),  # here a quantity has the name of its default
        ("fuel.coal.carbon", "quantity C (coal, default)", "tCO2/(tC/t)"),
    }


def test_a_case_that_states_it_takes_the_editions_place():
    found = stating({"parameter": "ash", "absolute": "0"}, {"quantity": "fuel_carbon", "item": "coal", "relative": "0.1"})
    assert found.standard == pytest.approx(0.1 * MONTHS * 10 * 0.6 * C_TO_CO2)


def test_a_pack_that_states_nonsense_does_not_load():
    parameters = deepcopy(PARAMETERS)
    parameters["ash"]["uncertainty"] = {"relative": "ten"}
    with pytest.raises(PackError, match="uncertainty"):
        toy_pack(parameters=parameters)


def test_an_input_of_zero_counts_with_its_absolute_uncertainty():
    values = [{**row, "each_month": "0.00"} if row["quantity"] == "fuel_t" else row for row in toy_case()["values"]]
    found = budget({"quantity": "fuel_t", "item": "coal", "absolute": "1"}, of=("all_tco2",), values=values)
    assert found.standard == pytest.approx(MONTHS * 0.6 * C_TO_CO2)


def test_meters_speak_where_the_case_is_silent_and_only_of_what_was_measured():
    """Class 1 over all months of a plant; three months of it were estimated, and a statement of the case is never overruled."""
    (form,) = forms_of({"meter_class": "1"}, pytest.fail)
    meter = Statement((form,), "anode_t", "a", group="M-1", source="M-1 C-7")
    months = {str(month): "50.01" for month in range(1, 13)}
    measured = {"quantity": "anode_t", "facility": "a", "months": {month: months[month] for month in list(months)[3:]}, "kind": "measured"}
    guessed = {"quantity": "anode_t", "facility": "a", "months": {month: months[month] for month in list(months)[:3]}, "kind": "estimated"}
    values = [one for one in toy_case()["values"] if (one["quantity"], one.get("facility")) != ("anode_t", "a")]
    silent = run(values=[*values, measured, guessed])
    found = Propagation(silent, [meter]).budget("anode_tco2", "a")
    assert found is not None and found.standard == pytest.approx(9 * MONTH / sqrt(3))
    (line,) = [one.line for one in found.contributions if one.line.name == "anode_t"]
    assert (line.given, line.group, line.source) == ("meter", "M-1", "M-1 C-7")
    assert found.as_json()["contributions"][0]["given"] == "meter"
    told = run({"quantity": "anode_t", "facility": "a", "relative": "0.01"}, values=[*values, measured, guessed])
    assert Propagation(told, [meter]).budget("anode_tco2", "a") == Propagation(told).budget("anode_tco2", "a")
