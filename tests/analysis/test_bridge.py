"""The bridge: each part against a calculation by hand, and the sum of the parts against the difference for every edition there is."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tanheng.analysis.bridge.document import bridge_document
from tanheng.analysis.bridge.map import BridgeMap, read_bridge_map
from tanheng.analysis.bridge.parts import PARTS, Bridge, bridge
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tanheng.engine.problems import has_errors
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.words import carbon, total
from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.bridge_maps import bridge_maps
from tests.engine.toy_pack import FORMULAS, HEAD, PARAMETERS, anode_tco2, burn_tco2, toy_case, toy_pack

NO_MAP = BridgeMap({}, {}, {})
MAPS = read_bridge_map(bridge_maps())
GRID_FACTOR = {"quantity": "electricity_emission_factor_tco2_per_mwh", "each_month": "0.5703", "kind": "default"}


def all_tco2(burn_tco2, anode_tco2):
    """Clause 4: everything."""
    return total(burn_tco2) + total(anode_tco2)


def everything_but_fuel(anode_tco2):
    """Clause 4: anodes."""
    return total(anode_tco2)


everything_but_fuel.__name__ = "all_tco2"


def anodes_counted_twice(anode_t, ash, *, p):
    """Clause 2 of a later edition: twice the carbon."""
    return carbon(anode_t * (1 - ash)) * p.co2_per_carbon * 2


anodes_counted_twice.__name__ = "anode_tco2"


def edition(name: str, *, parameters: dict[str, str] | None = None, **formulas: Any) -> Pack:
    """A toy edition with other parameters and formulas."""
    rows = deepcopy(PARAMETERS)
    for parameter, value in (parameters or {}).items():
        rows[parameter]["values"] = [{"value": value}]
    functions = {"burn_tco2": burn_tco2, "anode_tco2": anode_tco2, "all_tco2": all_tco2, **formulas}
    kept = {name: FORMULAS[name] for name in ("plant_intensity", "counted_quoted_tco2")}
    return toy_pack(pack={**HEAD, "id": name}, parameters=rows, formula_functions={**kept, **functions})


def crossed(first: Pack, second: Pack, maps: BridgeMap = NO_MAP, **changes: Any) -> Bridge:
    """The bridge of the toy case from one toy edition to another."""
    editions = {one.id: one for one in (first, second)}
    case, problems = read_case(toy_case(pack=first.id, **changes), editions.__getitem__)
    assert case is not None, problems
    return bridge(run_case(first, case), second, maps, editions.__getitem__)


def part(found: Bridge, kind: str) -> Decimal:
    return next(one.tonnes for one in found.parts if one.kind == kind)


def cents(number: Fraction) -> Decimal:
    """Half up to two decimals."""
    return Decimal(int(number * 100 + Fraction(1, 2))) / 100


ANODES = 12 * (Fraction("50.01") + 90)
FUEL = 12 * Fraction(44, 12) * (6 + Fraction("5.9"))


def test_parameters_and_constants_are_replaced_one_after_the_other():
    found = crossed(edition("toy/a"), edition("toy/b", parameters={"ash": "0.01", "co2_per_carbon": "3.664"}))
    start = FUEL + ANODES * Fraction("0.996") * Fraction(44, 12)
    with_ash = FUEL + ANODES * Fraction("0.99") * Fraction(44, 12)
    end = with_ash * Fraction("3.664") / Fraction(44, 12)
    assert part(found, "factor") == cents(with_ash) - cents(start)
    assert part(found, "constant") == cents(end) - cents(with_ash)
    assert (part(found, "boundary"), part(found, "data"), part(found, "formula")) == (0, 0, 0)
    assert found.start == Decimal(6659)
    assert part(found, "rounding") == (found.end - cents(end)) - (found.start - cents(start))


def test_a_source_that_one_edition_does_not_count_is_the_boundary():
    found = crossed(edition("toy/a"), edition("toy/b", all_tco2=everything_but_fuel))
    lines = {(one.label.en, one.place.en): one.tonnes for one in found.parts[0].details}
    assert lines == {("quantity Ef", "coal"): Decimal("-264.00"), ("quantity Ef", "gas"): Decimal("-259.60")}
    assert part(found, "boundary") == Decimal("-523.60")


def test_another_formula_over_the_same_data_is_the_formula():
    found = crossed(edition("toy/a"), edition("toy/b", anode_tco2=anodes_counted_twice))
    anodes = ANODES * Fraction("0.996") * Fraction(44, 12)
    assert part(found, "formula") == cents(FUEL + 2 * anodes) - cents(FUEL + anodes)
    assert sum(abs(one.tonnes) for one in found.parts if one.kind in ("boundary", "data", "factor", "constant")) == 0


def test_a_reported_value_that_the_target_fixes_is_data_and_said():
    value = {"quantity": "ash", "facility": "a", "each_month": "0.008", "evidence": "lab.pdf"}
    values = [*toy_case()["values"], value]
    found = crossed(edition("toy/a"), edition("toy/b"), values=values)
    assert "BRG-202" in {one.code for one in found.problems}
    change = 12 * Fraction("50.01") * (Fraction("0.008") - Fraction("0.004")) * Fraction(44, 12)
    assert abs(part(found, "data") - cents(change)) <= Decimal("0.01")
    assert part(found, "factor") == 0


def test_editions_of_two_sectors_and_totals_without_a_common_source_are_refused():
    other = toy_pack(pack={**HEAD, "id": "toy/b", "sector": "power"})
    assert [one.code for one in crossed(edition("toy/a"), other).problems] == ["BRG-102"]
    renamed = BridgeMap({}, {}, read_bridge_map({"concepts": {}, "sources": {}, "packs": {"toy/b": {"sources": {
        "x": ["burn_tco2", "anode_tco2"]}}}}).packs)  # fmt: skip
    found = crossed(edition("toy/a"), edition("toy/b"), renamed)
    assert [one.code for one in found.problems if one.severity == "error"] == ["BRG-104"]
    assert found.parts == []


# ── real editions ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def smelter() -> Run:
    case, _ = read_case(synthetic_case(2025), load)
    assert case is not None
    return run_case(load(case.pack_id), case)


def test_what_the_target_needs_is_collected_with_what_to_write(smelter):
    found = bridge(smelter, load("cn/aluminium/ndrc_2013"), MAPS, load)
    assert found.parts == []
    missing = next(one for one in found.problems if one.code == "BRG-101")
    assert "{quantity: electricity_emission_factor_tco2_per_mwh}" in missing.remedy.en


def test_a_missing_attribute_does_not_hide_what_else_is_missing(smelter):
    found = bridge(smelter, load("intl/aluminium/iai_slope"), MAPS, load)
    assert {"CASE-122", "IAI-001"} <= {one.code for one in found.problems}


def test_the_2013_guide_over_the_data_of_2024(smelter):
    found = bridge(smelter, load("cn/aluminium/ndrc_2013"), MAPS, load, given={"values": [GRID_FACTOR]})
    output = sum(smelter.value("molten_aluminium_output_t", line) for line in ("potline-1", "potline-2"))
    lines = {(part.kind, one.label.en): one.tonnes for part in found.parts for one in part.details}
    # anodes are the same carbon in both: the net rate is the gross use less the loss, over the output
    assert not any("anode consumption" in label for _, label in lines)
    cf4 = output * (Decimal("0.034") - Decimal("0.020")) * 6630 / 1000
    gwp = output * Decimal("0.034") * (6500 - 6630) / 1000
    assert abs(lines["factor", "CF4 emission factor"] - cf4) <= Decimal("0.01")
    assert abs(lines["constant", "GWP of CF4"] - gwp) <= Decimal("0.01")
    power = sum(smelter.value("net_purchased_electricity_mwh", None, None, month) for month in range(1, 13))
    assert abs(lines["boundary", "net purchased electricity"] - power * Decimal("0.5703")) <= Decimal("0.01")
    assert part(found, "formula") == 0


def test_purer_conversion_returns_the_same_total(smelter):
    there = bridge(smelter, load("cn/aluminium/ndrc_2013"), MAPS, load, given={"values": [GRID_FACTOR]})
    assert there.target is not None
    back = bridge(there.target, load("cn/aluminium/cets_2024"), MAPS, load)
    soda_ash = smelter.value("carbonate_emission_tco2", None, "Na2CO3")  # the older guide has no place for it
    assert abs(back.end + soda_ash - smelter.value("enterprise_emission_tco2e")) <= 30  # the net rate has four decimals


@pytest.mark.parametrize("pack_id", pack_ids())
def test_the_parts_of_every_bridge_add_up(pack_id):
    pack = load(pack_id)
    targets = [load(one) for one in pack_ids() if one != pack_id and load(one).sector == pack.sector]
    for worked in pack.cases:
        case, _ = read_case(worked["given"], load)
        if case is None or "expected_problem" in worked:
            continue
        run = run_case(pack, case)
        for target in targets:
            found = bridge(run, target, MAPS, load)
            assert found.parts or has_errors(found.problems), target.id
            if found.parts:
                assert [one.kind for one in found.parts] == list(PARTS)
                assert sum((one.tonnes for one in found.parts), Decimal(0)) == found.end - found.start
                for one in found.parts:
                    assert one.tonnes == sum((line.tonnes for line in one.details), Decimal(0))


def test_an_edition_that_changes_nothing_bridges_to_nothing(smelter):
    same = bridge(run_case(load("cn/aluminium/ndrc_2013"), ndrc_case()), load("cn/aluminium/gbt_32151_4_2015"), MAPS, load)
    assert [one.tonnes for one in same.parts] == [0] * 6


def ndrc_case() -> Any:
    pack = load("cn/aluminium/ndrc_2013")
    worked = next(one for one in pack.cases if "expected" in one)
    return read_case(worked["given"], load)[0]


def test_money_is_tonnes_times_price_to_the_last_digit(smelter):
    found = bridge(smelter, load("cn/aluminium/ndrc_2013"), MAPS, load, given={"values": [GRID_FACTOR]})
    document = bridge_document(found, "en", Decimal("79.53"))
    for one in document["parts"]:
        assert Decimal(one["money_yuan"]) == Decimal(one["tonnes"]) * Decimal("79.53")
    money = sum(Decimal(one["money_yuan"]) for one in document["parts"])
    assert money == Decimal(document["difference"]["money_yuan"])
    assert money == (Decimal(document["target"]["value"]) - Decimal(document["source"]["value"])) * Decimal("79.53")
