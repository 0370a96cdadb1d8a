"""Every aluminium edition on random inputs against a calculation written from the rules: every derived number, every digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import has_errors
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.oracles.aluminium_2013_fractions import (
    FUELS_2013,
    GRID_OF_SHEETS,
    REGIONAL_GRID,
    REGIONS,
    enterprise_2013,
    supplement_2017,
)
from tests.oracles.aluminium_allowance_fractions import allowance_2017, entity
from tests.oracles.aluminium_cases import allowance_case, reported_case
from tests.oracles.aluminium_pfc_fractions import (
    CBAM_SLOPE,
    IPCC_GWP,
    OVERVOLTAGE,
    TIER_1,
    WORKBOOK_GWP,
    cbam_2025,
    iai_slope,
    ipcc_2006,
)
from tests.oracles.ledger_fractions import Place

Oracle = Callable[[Mapping[str, Any]], dict[Place, Fraction]]
REPORTS: dict[str, Oracle] = {
    "cn/aluminium/ndrc_2013": enterprise_2013,
    "cn/aluminium/gbt_32151_4_2015": enterprise_2013,
    "cn/aluminium/supplement_2017": supplement_2017,
    "eu/aluminium/cbam_2025": cbam_2025,
    "intl/aluminium/iai_slope": iai_slope,
    "intl/aluminium/ipcc_2006": ipcc_2006,
}
PLANS: dict[str, Oracle] = {
    "cn/aluminium/allowance_2017_draft": allowance_2017,
    "cn/aluminium/allowance_2024": entity,
    "cn/aluminium/allowance_2025": entity,
    "cn/aluminium/allowance_2026_draft": entity,
}
FULL_PRECISION = Fraction(1, 10**28)  # the contract: a number without declared decimals has at least 28 digits


def computed(document: Mapping[str, Any]) -> Run:
    case, problems = read_case(document, load)
    assert case is not None and not has_errors(problems), [str(one.message.en) for one in problems]
    return run_case(load(document["pack"]), case, problems, causes=False)


def differences(run: Run, exact: Mapping[Place, Fraction]) -> list[tuple[Place, Any, Any]]:
    """Places whose numbers are not the same, or which only one side has."""
    found = {(one.quantity, one.facility, one.item, one.month): Fraction(one.value) for one in run.results}
    wrong = []
    for place in sorted(found.keys() | exact.keys(), key=str):
        one, other = found.get(place), exact.get(place)
        if one is None or other is None or abs(one - other) > FULL_PRECISION * abs(other):
            wrong.append((place, one and float(one), other and float(other)))
    return wrong


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("pack_id", REPORTS)
def test_a_random_report_has_the_digits_of_the_rules(pack_id: str, seed: int) -> None:
    document = reported_case(pack_id, seed)
    assert differences(computed(document), REPORTS[pack_id](document)) == []


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("pack_id", PLANS)
def test_a_random_entity_has_the_allowances_of_the_plan(pack_id: str, seed: int) -> None:
    document = allowance_case(pack_id, seed)
    assert differences(computed(document), PLANS[pack_id](document)) == []


def of_one_potline(pack_id: str, year: int, amounts: Mapping[str, str], attributes: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A case by the year, so large that rounding hides no digit of a default. `a__b` is quantity a of item b."""
    entity_wide = {name for name, one in load(pack_id).quantities.items() if "facility" not in one.index}
    rows = {"molten_aluminium_output_t": "100000000", **amounts}
    return {
        "tanheng": "case/1",
        "pack": pack_id,
        "year": year,
        "grain": "year",
        "entity": {"name": "合成铝业"},
        "facilities": [{"id": "potline-1", "kind": "potline"}],
        "attributes": [
            {"name": name, "value": value} | ({"facility": "potline-1"} if name == "cell_technology" else {})
            for name, value in (attributes or {}).items()
        ],
        "values": [
            {"quantity": name.partition("__")[0], "year": text}
            | ({} if name.partition("__")[0] in entity_wide else {"facility": "potline-1"})
            | ({"item": name.partition("__")[2]} if "__" in name else {})
            for name, text in rows.items()
        ],
    }


ALL = "100000000"
MINUTES = {"anode_effect_minutes_per_cell_day": "0.15"}
VOLTS = {"anode_effect_overvoltage_mv": "5", "current_efficiency": "0.95"}


def defaults_of_china() -> list[dict[str, Any]]:
    """One case for each default number of the guide of 2013 and of the supplementary sheet."""
    guide, sheet = "cn/aluminium/ndrc_2013", "cn/aluminium/supplement_2017"
    cases = [of_one_potline(guide, 2015, {f"fuel_consumption__{item}": ALL}) for item in FUELS_2013]
    cases += [
        of_one_potline(guide, year, {"net_purchased_electricity_mwh": ALL}, {"grid_region": region})
        for year, rows in REGIONAL_GRID.items()
        for region, factor in zip(REGIONS, rows, strict=True)
        if year > 2010 and factor is not None
    ]
    cases.append(of_one_potline(guide, 2015, {"limestone_consumption_t": ALL, "net_purchased_heat_gj": ALL}))
    electricity = {f"electricity_by_origin_mwh__{item}": ALL for item in ("grid", "renewable", "waste_heat")}
    return cases + [of_one_potline(sheet, year, electricity) for year in GRID_OF_SHEETS]


def defaults_of_the_world() -> list[dict[str, Any]]:
    """One case for each technology, method and GWP set of the workbook, of IPCC and of CBAM."""
    iai, ipcc, cbam = "intl/aluminium/iai_slope", "intl/aluminium/ipcc_2006", "eu/aluminium/cbam_2025"
    cases = []
    for cell in TIER_1:
        cases += [of_one_potline(iai, 2020, MINUTES, {"cell_technology": cell, "gwp_set": one}) for one in WORKBOOK_GWP]
        cases += [of_one_potline(ipcc, 2020, {}, {"cell_technology": cell, "gwp_set": one}) for one in IPCC_GWP]
        cases.append(of_one_potline(ipcc, 2020, MINUTES, {"cell_technology": cell}))
    cases += [of_one_potline(cbam, 2026, MINUTES, {"cell_technology": cell}) for cell in CBAM_SLOPE if cell != "PFPB_MW"]
    return cases + [
        of_one_potline(pack_id, 2026, VOLTS, {"cell_technology": cell}) for pack_id in (iai, ipcc, cbam) for cell in OVERVOLTAGE
    ]


@pytest.mark.parametrize("cases", [defaults_of_china, defaults_of_the_world])
def test_every_default_of_the_reference_is_the_one_computed_with(cases: Callable[[], list[dict[str, Any]]]) -> None:
    for document in cases():
        run = computed(document)
        assert len(run.results) > 3
        assert differences(run, REPORTS[document["pack"]](document)) == [], document


def test_cells_without_a_default_slope_take_their_own() -> None:
    own = {"slope_factor": "0.11", "c2f6_to_cf4_ratio": "0.06", **MINUTES}
    document = of_one_potline("eu/aluminium/cbam_2025", 2026, own, {"cell_technology": "PFPB_MW"})
    assert differences(computed(document), cbam_2025(document)) == []


def test_scrap_that_is_not_reported_is_not_nought() -> None:
    amounts = {**MINUTES, "unwrought_aluminium_output_t": "100000"}
    document = of_one_potline("eu/aluminium/cbam_2025", 2026, amounts, {"cell_technology": "CWPB"})
    run = computed(document)
    assert run.value("scrap_per_t") is None
    assert run.value("direct_emission_intensity_tco2e_per_t") is not None
    assert differences(run, cbam_2025(document)) == []


@pytest.mark.parametrize(
    ("output", "emission", "balance", "allowance"),
    [
        (
            "180000",
            "300000.00",
            "1.5",
            295000,
        ),  # I = 1.666…, yet the allowance is a whole number: nothing may be cut off
        ("100000", "128000.00", "1.6", 131840),  # X = +20 % exactly
        ("100000", "192000.00", "1.6", 186240),  # X = −20 % exactly
        ("30000", "50000.00", "1.5", 49166),  # 49166.66…
    ],
)
@pytest.mark.parametrize(("pack_id", "year"), [("cn/aluminium/allowance_2025", 2025), ("cn/aluminium/allowance_2026_draft", 2026)])
def test_an_allowance_is_cut_down_and_never_below_a_whole_number_it_reaches(
    pack_id: str, year: int, output: str, emission: str, balance: str, allowance: int
) -> None:
    amounts = {
        "molten_aluminium_output_t": output,
        "verified_emission_tco2e": emission,
        "balance_value_tco2e_per_t": balance,
    }
    document = of_one_potline(pack_id, year, amounts)
    run = computed(document)
    assert run.value("allowance_tco2e", "potline-1") == allowance
    assert differences(run, entity(document)) == []


def test_c2f6_follows_the_route_that_gives_cf4() -> None:
    """A slope without its ratio is an error; the ratio of the overvoltage does not step in."""
    both_routes = {"slope_factor": "0.2", **MINUTES, **VOLTS, "overvoltage_coefficient": "1.2"}
    amounts = {**both_routes, "c2f6_to_cf4_ratio_of_overvoltage": "0.1"}
    document = of_one_potline("eu/aluminium/cbam_2025", 2026, amounts, {"cell_technology": "PFPB_MW"})
    run = computed(document)
    assert run.value("c2f6_emission_t", "potline-1") is None
    assert "CBAM-012" in {one.code for one in run.problems if one.severity == "error"}
    complete = of_one_potline("eu/aluminium/cbam_2025", 2026, {**amounts, "c2f6_to_cf4_ratio": "0.06"}, {"cell_technology": "PFPB_MW"})
    assert differences(computed(complete), cbam_2025(complete)) == []
