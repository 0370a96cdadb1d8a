"""How the cement packs behave: boundaries, choices, gaps and seeded faults, each on a worked case that is changed a little."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load

GUIDE_2024, GUIDE_2013, SHEET_2017 = "cn/cement/cets_2024", "cn/cement/ndrc_2013", "cn/cement/supplement_2017"
STANDARD_2015, INSTRUCTION_2023 = "cn/cement/gbt_32151_8_2015", "cn/cement/reporting_2023"
PLAN_2025, PLAN_2026 = "cn/cement/allowance_2025", "cn/cement/allowance_2026_draft"
LINE = {"facility": "kiln-1"}


def worked(pack_id: str, title: str) -> dict[str, Any]:
    """A worked case of the pack by its English title, to be changed by a test."""
    return deepcopy(next(dict(case["given"]) for case in load(pack_id).cases if case["title"]["en"] == title))


def computed(given: Mapping[str, Any]) -> tuple[Run, list[Problem]]:
    case, problems = read_case(given, load)
    assert case is not None, [problem.message.zh for problem in problems]
    run = run_case(load(given["pack"]), case, problems)
    return run, run.problems


def codes(given: Mapping[str, Any]) -> set[str]:
    return {one.code for problem in computed(given)[1] for one in (problem, *problem.also)}


def synthetic_line() -> dict[str, Any]:
    return worked(GUIDE_2024, "a synthetic line of 5000 t a day and the enterprise total")


def change(given: dict[str, Any], quantity: str, value: str, **place: str) -> dict[str, Any]:
    """The case with one yearly value changed or added."""
    for row in given["values"]:
        if row["quantity"] == quantity and all(row.get(key) == wanted for key, wanted in place.items()):
            row["year"] = value
            return given
    given["values"].append({"quantity": quantity, **place, "year": value})
    return given


# ── the guide of 2024 ────────────────────────────────────────────────────────────────────────────


def test_only_fuel_and_process_are_cleared():
    cleared = {one["id"] for one in load(GUIDE_2024).emission_sources if one["cleared"]}
    assert cleared == {"kiln_fuel", "clinker_process"}


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        ("kiln_dust_t", "30000"),
        ("raw_meal_t", "2600000"),
        ("clinker_cao_content", "0.66"),
        ("clinker_section_electricity_mwh", "99000"),
        ("waste_heat_power_mwh", "10000"),
    ],
)
def test_data_kept_for_checks_change_no_result(quantity, value):
    before, _ = computed(synthetic_line())
    after, _ = computed(change(synthetic_line(), quantity, value, **LINE))
    assert after.results == before.results


def test_alternative_fuels_are_recorded_and_not_counted():
    before, _ = computed(synthetic_line())
    after, _ = computed(change(synthetic_line(), "alternative_fuel_consumption_t", "90000", facility="kiln-1", item="tyres"))
    assert after.value("line_emission_tco2", "kiln-1") == before.value("line_emission_tco2", "kiln-1")


def test_purchased_power_counts_in_the_enterprise_total_by_one_reading_only():
    counted, _ = computed(synthetic_line())
    auxiliary = synthetic_line()
    auxiliary["attributes"].append({"name": "purchased_energy", "value": "auxiliary"})
    apart, _ = computed(auxiliary)
    assert counted.value("enterprise_emission_tco2e") - apart.value("enterprise_emission_tco2e") == Decimal(23138)
    assert apart.value("electricity_emission_tco2") == Decimal("23028.04")  # still shown
    assert apart.value("line_emission_tco2", "kiln-1") == counted.value("line_emission_tco2", "kiln-1")


@pytest.mark.parametrize(("year", "factor"), [(2024, "0.5366"), (2025, "0.5306")])
def test_the_grid_factor_is_the_newest_published_when_the_report_is_due(year, factor):
    given = {**synthetic_line(), "year": year}
    run, _ = computed(given)
    assert run.value("electricity_emission_factor_tco2_per_mwh") == Decimal(factor)


def test_a_month_of_deductions_beyond_the_clinker_is_not_cut_to_zero():
    given = change(synthetic_line(), "substitute_consumption_t", "1800000", facility="kiln-1", item="carbide_slag")
    run, problems = computed(given)
    assert run.value("process_emission_tco2", "kiln-1") == Decimal("829250.00") - 1800000 * Decimal("0.480") - 2585
    assert run.value("process_emission_tco2", "kiln-1") < 0
    assert "CE-039" in {problem.code for problem in problems}


def test_a_document_may_give_fluorite_a_coefficient():
    given = change(synthetic_line(), "substitute_consumption_t", "1000", facility="kiln-1", item="fluorite")
    given["overrides"] = [
        {"table": "substitute", "item": "fluorite", "column": "deduction", "value": "0.245", "unit": "tCO2/t",
         "document": "合成文件1号", "person": "合成人员", "reason": "归类"}
    ]  # fmt: skip
    run, _ = computed(given)
    assert run.value("substitute_avoided_emission_tco2", "kiln-1", "fluorite") == 245


def test_two_lines_keep_their_own_class_and_fuel():
    given = worked(GUIDE_2024, "each clinker class has its own process factor")
    given["values"].append({"quantity": "fuel_consumption", "facility": "kiln-2", "item": "bituminous_coal", "year": "1000"})
    run, _ = computed(given)
    assert run.value("line_fuel_emission_tco2", "kiln-1") == 0
    assert run.value("line_fuel_emission_tco2", "kiln-2") > 0
    assert run.value("total_line_fuel_emission_tco2") == run.value("line_fuel_emission_tco2", "kiln-2")


# ── seeded faults of the synthetic line ──────────────────────────────────────────────────────────


def test_only_the_stand_by_unit_of_the_synthetic_line_is_doubted():
    """Its power units emit 1 200 t of CO2 beside 1.55 million t of clinker."""
    problems = computed(synthetic_line())[1]
    assert {problem.code for problem in problems if problem.severity != "note"} == {"CE-056"}
    problems = computed(change(synthetic_line(), "power_unit_emission_tco2", "120040"))[1]
    assert {problem.severity for problem in problems} <= {"note"}


@pytest.mark.parametrize(
    ("quantity", "value", "place", "code"),
    [
        ("raw_meal_t", "2700000", LINE, "CE-021"),
        ("clinker_sold_t", "727600", {}, "CE-022"),
        ("clinker_output_t", "1950000", LINE, "CE-024"),
        ("fuel_net_calorific_value", "30.500", {"facility": "kiln-1", "item": "bituminous_coal"}, "CE-025"),
        ("fuel_consumption", "216000", {"facility": "kiln-1", "item": "bituminous_coal"}, "CE-027"),
        ("clinker_cao_content", "0.6000", LINE, "CE-028"),
        ("clinker_mgo_content", "0.0500", LINE, "CE-029"),
        ("clinker_cao_content", "0.7000", LINE, "CE-030"),
        ("clinker_output_t", "155", LINE, "CE-031"),
        ("clinker_section_electricity_mwh", "89900000", LINE, "CE-032"),
        ("waste_heat_power_mwh", "4650", LINE, "CE-033"),
        ("kiln_dust_t", "60000", LINE, "CE-034"),
        ("raw_meal_moisture", "0.02", LINE, "CE-035"),
        ("monitored_emission_tco2", "1500000", LINE, "CE-040"),
    ],
)
def test_a_seeded_fault_is_noticed(quantity, value, place, code):
    assert code not in codes(synthetic_line())
    assert code in codes(change(synthetic_line(), quantity, value, **place))


def test_clinker_computed_from_cement_must_agree():
    given = change(change(synthetic_line(), "cement_output_t", "1200000"), "cement_clinker_share", "0.70")
    assert "CE-023" in codes(given)
    assert "CE-023" not in codes(change(given, "cement_output_t", "1150000"))


def test_fuel_burned_in_a_month_without_clinker_is_noticed():
    given = worked(GUIDE_2024, "two months of production worked by hand, the kiln stopped for the rest")
    assert "CE-026" not in codes(given)
    coal = next(row for row in given["values"] if row["quantity"] == "fuel_consumption")
    coal["months"][7] = "5000.00"
    told = [problem for problem in computed(given)[1] if problem.code == "CE-026"]
    assert [place.month for problem in told for place in problem.all_places] == [7]


def test_ranges_of_portland_clinker_are_not_held_against_other_classes():
    given = worked(GUIDE_2024, "each clinker class has its own process factor")
    given["values"] += [
        {"quantity": "clinker_cao_content", "facility": "kiln-3", "year": "0.4200"},
        {"quantity": "clinker_mgo_content", "facility": "kiln-3", "year": "0.0600"},
    ]
    assert codes(given) & {"CE-028", "CE-029", "CE-030"} == set()


def test_a_line_without_fuel_is_told():
    assert "CE-001" in codes(worked(GUIDE_2024, "process emission with deductions for substitutes"))


# ── older editions ───────────────────────────────────────────────────────────────────────────────


def test_high_carbon_raw_mix_triples_the_raw_meal_carbon():
    given = worked(GUIDE_2013, "non-fuel carbon of raw meal, and MgO by 44/40")
    given["attributes"].append({"name": "raw_mix", "facility": "kiln-1", "value": "high_carbon"})
    run, _ = computed(given)
    assert run.value("raw_meal_carbon_emission_tco2", "kiln-1") == Decimal("25850.00")


def test_the_standard_of_2015_counts_two_sources_only_when_asked():
    without, _ = computed(worked(STANDARD_2015, "a synthetic enterprise, the optional sources left out"))
    with_both, _ = computed(worked(STANDARD_2015, "a synthetic enterprise, the optional sources counted"))
    assert without.value("optional_emission_tco2") == 0
    assert with_both.value("optional_emission_tco2") == Decimal("10751.57")


def test_the_standard_of_2015_does_not_ask_for_raw_meal():
    given = worked(STANDARD_2015, "a synthetic enterprise, the optional sources left out")
    given["values"] = [row for row in given["values"] if row["quantity"] != "raw_meal_t"]
    run, _ = computed(given)
    assert run.value("enterprise_emission_tco2e") == Decimal(1296676)


@pytest.mark.parametrize(("altitude", "factor"), [("1500", "1"), ("1501", "0.91339"), ("3000", "0.83170")])
def test_altitude_counts_above_its_threshold_only(altitude, factor):
    given = change(worked(SHEET_2017, "altitude of 2000 m with the correction on"), "altitude_m", altitude, **LINE)
    run, _ = computed(given)
    assert round(run.value("altitude_factor", "kiln-1"), 5) == Decimal(factor)


def test_coal_of_months_without_test_takes_the_penalty_and_is_told():
    given = worked(SHEET_2017, "coal without a valid test takes the penalty")
    given.pop("grain")
    for row in given["values"]:
        row["each_month"] = row.pop("year")
    given["values"].append({"quantity": "fuel_net_calorific_value", **LINE, "item": "bituminous_coal", "months": {1: "22.800"}})
    run, problems = computed(given)
    applied = [run.value("applied_net_calorific_value", "kiln-1", "bituminous_coal", month) for month in (1, 2)]
    assert applied == [Decimal("22.800"), Decimal("26.700")]
    assert {place.month for problem in problems if problem.code == "CE-043" for place in problem.all_places} == set(range(2, 13))


def test_per_cent_may_be_entered_with_their_unit():
    """The sheet of 2017 asks for 98; with its unit the number is converted, without it is refused."""
    run, _ = computed(worked(SHEET_2017, "a synthetic clinker section: fuels, carbonates, electricity"))
    assert run.value("fuel_oxidation_rate", "kiln-1", "bituminous_coal") == Decimal("0.98")


def test_power_of_the_lines_is_not_added_to_the_enterprise_again():
    given = worked(INSTRUCTION_2023, "a synthetic line in three parts and the enterprise in four")
    before, _ = computed(given)
    after, _ = computed(change(given, "electricity_by_origin_mwh", "90000", facility="kiln-1", item="grid"))
    assert after.value("line_emission_tco2", "kiln-1") > before.value("line_emission_tco2", "kiln-1")
    assert after.value("enterprise_emission_tco2e") == before.value("enterprise_emission_tco2e")


def test_weighed_clinker_goes_before_the_raw_meal_ratio():
    given = worked(INSTRUCTION_2023, "clinker not weighed, computed from raw meal")
    run, _ = computed(change(given, "clinker_output_t", "1540000", **LINE))
    assert run.value("accounted_clinker_output_t", "kiln-1") == 1540000
    assert run.value("clinker_output_by_raw_meal_t", "kiln-1") == 1550000


# ── allowances ───────────────────────────────────────────────────────────────────────────────────


def one_line(pack_id: str, **values: str) -> dict[str, Any]:
    year = 2025 if pack_id == PLAN_2025 else 2026
    rows = [{"quantity": name, **LINE, "year": value} for name, value in values.items()]
    return {
        "tanheng": "case/1", "pack": pack_id, "year": year, "grain": "year", "entity": {"name": "合成示例水泥有限公司"},
        "facilities": [{"id": "kiln-1", "kind": "kiln_line"}],
        "values": [*rows, {"quantity": "balance_value_tco2e_per_t", "year": "0.85"}],
    }  # fmt: skip


@pytest.mark.parametrize("pack_id", [PLAN_2025, PLAN_2026])
@pytest.mark.parametrize("emission", ["679999.99", "680000.00", "680000.01", "850000.00", "1019999.99", "1020000.00"])
def test_the_coefficient_does_not_jump_at_the_band(pack_id, emission):
    run, _ = computed(one_line(pack_id, verified_emission_tco2e=emission, clinker_output_t="1000000"))
    gap = (Decimal("0.85") - Decimal(emission) / 1000000) / Decimal("0.85")
    bounded = max(min(gap, Decimal("0.20")), Decimal("-0.20"))
    assert abs(run.value("allocation_adjustment", "kiln-1") - bounded * Decimal("0.15")) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("pack_id", "slag", "settled_at_emission"),
    [
        (PLAN_2025, "167187", False),
        (PLAN_2025, "167188", True),
        (PLAN_2026, "334375", False),
        (PLAN_2026, "334376", True),
    ],
)
def test_carbide_slag_above_the_limit_settles_at_the_emission(pack_id, slag, settled_at_emission):
    given = one_line(pack_id, verified_emission_tco2e="900000", clinker_output_t="1000000", carbide_slag_consumption_t=slag)
    run, _ = computed(given)
    assert (run.value("allowance_tco2e", "kiln-1") == 900000) is settled_at_emission


@pytest.mark.parametrize("case", ["closed", "new", "gypsum_acid"])
def test_special_lines_settle_at_their_emission(case):
    given = one_line(PLAN_2025, verified_emission_tco2e="900000.90", clinker_output_t="1000000")
    given["attributes"] = [{"name": "allocation_case", "facility": "kiln-1", "value": case}]
    run, _ = computed(given)
    assert run.value("allowance_tco2e", "kiln-1") == 900000


@pytest.mark.parametrize(
    ("clinker_class", "allowance", "obligation"),
    [
        ("portland", "892058", "900000"),
        ("white", "900000", "900000"),
        ("sulfoaluminate", "0", "0"),
        ("aluminate", "0", "0"),
    ],
)
def test_the_clinker_class_decides_whether_a_line_takes_part(clinker_class, allowance, obligation):
    given = one_line(PLAN_2025, verified_emission_tco2e="900000", clinker_output_t="1000000")
    given["attributes"] = [{"name": "clinker_class", "facility": "kiln-1", "value": clinker_class}]
    run, _ = computed(given)
    assert (run.value("entity_allowance_tco2e"), run.value("entity_obligation_tco2e")) == (
        Decimal(allowance),
        Decimal(obligation),
    )


def test_a_small_entity_of_the_draft_settles_at_its_emission():
    small, _ = computed(one_line(PLAN_2026, verified_emission_tco2e="25999.99", clinker_output_t="40000"))
    threshold, _ = computed(one_line(PLAN_2026, verified_emission_tco2e="26000.00", clinker_output_t="40000"))
    assert small.value("allocation_adjustment", "kiln-1") == 0
    assert threshold.value("allocation_adjustment", "kiln-1") > 0
