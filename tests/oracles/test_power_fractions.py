"""The power packs against a second calculation in fractions, written from the reference sheet: random plants and entities,
every digit of the main derived numbers, and the check figures of the sheet."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import has_errors
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.oracles import power_allowance_fractions, power_guide_fractions
from tests.oracles.ledger_fractions import Place
from tests.oracles.power_allowance_fractions import PowerQuota
from tests.oracles.power_cases import random_plant, random_quota

PLANTS, QUOTAS = 40, 60
LAST_DIGITS = Fraction(1, 10**28)  # numbers without declared decimals keep at least 28 digits
PLANS = {
    "cn/power/allowance_2019_2020": (2019, 2020),
    "cn/power/allowance_2021_2022": (2021, 2022),
    "cn/power/allowance_2023_2024": (2023, 2024),
    "cn/power/allowance_2025_2026_draft": (2025, 2026),
}
# what a unit without an allowance by benchmark would get by its class is not the sheet's
BY_BENCHMARK = {
    "load_correction",
    "power_allowance_tco2e",
    "heat_allowance_tco2e",
    "initial_allowance_tco2e",
    "gas_top_up_tco2e",
}
Found = dict[tuple[str, str | None, str | None, int | None], Decimal]


def computed(document: dict[str, Any]) -> Found:
    """Every derived number of the engine, by place."""
    case, problems = read_case(document, load)
    assert case is not None, [one.message.en for one in problems]
    run = run_case(load(document["pack"]), case, problems, causes=False)
    assert not has_errors(run.problems), [one.message.en for one in run.problems if one.severity == "error"]
    return {(one.quantity, one.facility, one.item, one.month): one.value for one in run.results}


def differences(found: Found, expected: dict[Place, str], beside: frozenset[tuple[str, str]] = frozenset()) -> dict[Place, Any]:
    """Places of the quantities both know where the digits differ or only one has a number."""
    known = {place[0] for place in expected}
    texts = {place: format(value, "f") for place, value in found.items() if place[0] in known}
    places = {place for place in texts.keys() | expected.keys() if (place[0], str(place[1])) not in beside}
    return {place: (texts.get(place), expected.get(place)) for place in places if texts.get(place) != expected.get(place)}


@pytest.mark.parametrize("pack", ["cn/power/cets_2022", "cn/power/cets_2026"])
def test_every_digit_of_a_random_plant_is_the_same_in_fractions(pack: str) -> None:
    mixed = 0
    for seed in range(PLANTS):
        document = random_plant(pack, seed)
        expected = power_guide_fractions.expected_numbers(document)
        assert differences(computed(document), expected) == {}, seed
        assert len(expected) >= 15
        mixed += sum(place[0] == "biogenic_emission_tco2" for place in expected)
    assert mixed > 0


@pytest.mark.parametrize("pack", PLANS)
def test_every_digit_of_a_random_entity_is_the_same_in_fractions(pack: str) -> None:
    special = tuple(one for one in load(pack).attributes["special_case"].values if one != "none")
    for seed in range(QUOTAS):
        document = random_quota(pack, seed, PLANS[pack], special)
        found = computed(document)
        quota = PowerQuota(document)
        quota.entity()
        beside = frozenset((name, unit) for name in BY_BENCHMARK for unit in quota.units if not quota.by_benchmark(unit))
        assert differences(found, quota.numbers, beside) == {}, seed
        for (quantity, unit), exact in quota.exact.items():
            assert abs(Fraction(found[quantity, unit, None, None]) - exact) < LAST_DIGITS, (seed, quantity, unit)


# ── the check figures of the sheet ───────────────────────────────────────────────────────────────


def entity(pack: str, year: int, unit_class: str, **values: str) -> dict[str, Any]:
    """One unit of a plan; `values` by quantity."""
    place = {"facility": "unit-1"}
    return {
        "tanheng": "case/1",
        "pack": pack,
        "year": year,
        "grain": "year",
        "entity": {"name": "合成电厂"},
        "facilities": [{"id": "unit-1", "kind": "power_unit"}],
        "attributes": [{"name": "unit_class", "value": unit_class, **place}],
        "values": [{"quantity": name, "year": text, **place} for name, text in values.items()],
    }


@pytest.mark.parametrize(
    ("pack", "year", "load_factor", "correction"),
    [
        ("cn/power/allowance_2023_2024", 2023, "0.4000", "1.126493"),
        ("cn/power/allowance_2023_2024", 2024, "0.6000", "1.061364"),
        ("cn/power/allowance_2023_2024", 2024, "0.6500", "1.000000"),
        ("cn/power/allowance_2025_2026_draft", 2025, "0.3000", "1.281146"),
        ("cn/power/allowance_2025_2026_draft", 2026, "0.5000", "1.000000"),
    ],
)
def test_the_load_corrections_of_the_sheet(pack: str, year: int, load_factor: str, correction: str) -> None:
    document = entity(pack, year, "I", verified_emission_tco2e="1000000", gross_generation_mwh="1000000", load_factor=load_factor)
    place = ("load_correction", "unit-1", None, None)
    assert format(computed(document)[place], "f") == correction
    assert power_allowance_fractions.expected_numbers(document)[place] == correction


def test_the_gap_cap_of_the_sheet() -> None:
    document = entity(
        "cn/power/allowance_2023_2024",
        2023,
        "III",
        verified_emission_tco2e="1000000",
        gross_generation_mwh="869040.5",
        load_factor="0.9",
    )
    for numbers in (computed(document), power_allowance_fractions.expected_numbers(document)):
        assert Fraction(numbers["entity_initial_allowance_tco2e", None, None, None]) == 720000
        assert Fraction(numbers["entity_allowance_tco2e", None, None, None]) == 800000
        assert Fraction(numbers["gap_rate", None, None, None]) == Fraction("0.2")


def test_borrowing_never_exceeds_half_of_what_is_owed_beyond_the_allowance() -> None:
    document = entity("cn/power/allowance_2021_2022", 2022, "III", verified_emission_tco2e="1000000", net_supply_mwh="600000")
    numbers = computed(document)
    assert numbers["entity_obligation_tco2e", None, None, None] == 758180  # 558180 + 0.2 × 1000000
    assert numbers["borrowing_limit_tco2e", None, None, None] == 100000


def test_a_month_of_batches_without_any_carbon_test_is_computed_by_heat() -> None:
    place = {"facility": "unit-1"}
    document: dict[str, Any] = {
        "tanheng": "case/1",
        "pack": "cn/power/cets_2022",
        "year": 2024,
        "grain": "year",
        "entity": {"name": "合成电厂"},
        "facilities": [{"id": "unit-1", "kind": "power_unit"}],
        "values": [
            {"quantity": "fuel_consumption", "item": "lignite", "year": "10000", **place},
            {"quantity": "sample_coal_t", "item": "sample_01", "year": "10000", **place},
            {"quantity": "sample_net_calorific_value_gj_per_t", "item": "sample_01", "year": "21.4", **place},
        ],
    }
    numbers = computed(document)
    coal = ("unit-1", "lignite", None)
    assert format(numbers["fuel_emission_tco2", *coal], "f") == "23964.90"  # 10000 × 21.4 × 0.03085 × 0.99 × 44/12
    assert ("fuel_measured_carbon_content", *coal) not in numbers
    document["values"].append({"quantity": "fuel_received_carbon_content", "item": "lignite", "year": "0.55", **place})
    assert format(computed(document)["fuel_emission_tco2", *coal], "f") == "19965.00"  # the month's own valid test counts
