"""The allowances of electrolysis processes against the plan in plain fractions, over random entities and at every edge."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load

PLANS = {2025: "cn/aluminium/allowance_2025", 2026: "cn/aluminium/allowance_2026_draft"}
BAND, CAP, SLOPE = Fraction(1, 5), Fraction(3, 100), Fraction(15, 100)
SMALL = 26000


def entity(year: int, balance: str, processes: list[dict[str, str]], reduction: str = "0") -> dict[str, Any]:
    """A case of an entity with these processes: emission, output, previous, share, case."""
    names = {
        "emission": "verified_emission_tco2e",
        "output": "molten_aluminium_output_t",
        "previous": "previous_verified_emission_tco2e",
        "share": "pre_allocation_share",
    }
    values = [
        {"quantity": names[key], "facility": f"process-{number}", "year": text}
        for number, one in enumerate(processes)
        for key, text in one.items()
        if key in names
    ]
    values.append({"quantity": "balance_value_tco2e_per_t", "year": balance})
    values.append({"quantity": "allowance_reduction_tco2e", "year": reduction})
    return {
        "tanheng": "case/1",
        "pack": PLANS[year],
        "year": year,
        "grain": "year",
        "entity": {"name": "合成铝业"},
        "facilities": [{"id": f"process-{number}", "kind": "potline"} for number in range(len(processes))],
        "attributes": [
            {"name": "allocation_case", "facility": f"process-{number}", "value": one["case"]}
            for number, one in enumerate(processes)
            if "case" in one
        ],
        "values": values,
    }


def computed(case: dict[str, Any]) -> Run:
    read, problems = read_case(case, load)
    assert read is not None, [problem.message.en for problem in problems]
    return run_case(load(case["pack"]), read, problems)


def adjustment(year: int, balance: str, one: dict[str, str], whole: Fraction) -> Fraction:
    """α by the plan."""
    small = year == 2026 and whole < SMALL
    if one.get("case", "regular") != "regular" or small:
        return Fraction(0)
    gap = 1 - Fraction(one["emission"]) / Fraction(one["output"]) / Fraction(balance)
    return CAP if gap >= BAND else -CAP if gap <= -BAND else SLOPE * gap


def settled(year: int, balance: str, processes: list[dict[str, str]], reduction: str) -> dict[str, int]:
    """The entity's columns by the forms, in whole numbers."""
    whole = sum((Fraction(one["emission"]) for one in processes), Fraction(0))
    allowances = [floor(Fraction(one["emission"]) * (1 + adjustment(year, balance, one, whole))) for one in processes]
    usual = Fraction(7, 10) if year == 2025 else Fraction(1, 2)
    pre = [floor(Fraction(one.get("previous", 0)) * Fraction(one.get("share", usual))) for one in processes]
    due = int(reduction)
    return {
        **{f"allowance {number}": amount for number, amount in enumerate(allowances)},
        "entity_allowance_tco2e": sum(allowances),
        "entity_pre_allocation_tco2e": sum(pre),
        "entity_obligation_tco2e": ceil(whole),
        "allowance_shortfall_tco2e": ceil(whole) - sum(allowances),
        "true_up_tco2e": sum(allowances) - sum(pre),
        "pre_issued_tco2e": max(sum(pre) - due, 0),
        "total_issued_tco2e": max(sum(allowances) - due, 0),
        "open_reduction_tco2e": max(due - sum(allowances), 0),
    }


def assert_settled(year: int, balance: str, processes: list[dict[str, str]], reduction: str = "0") -> Run:
    run = computed(entity(year, balance, processes, reduction))
    found = {
        name: run.value("allowance_tco2e", f"process-{name.split()[1]}") if " " in name else run.value(name)
        for name in settled(year, balance, processes, reduction)
    }
    assert found == settled(year, balance, processes, reduction)
    return run


def amounts(low: int, high: int, places: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(lambda number: f"{Decimal(number).scaleb(-places):f}")


PROCESS = st.fixed_dictionaries(
    {"emission": amounts(100, 60_000_000, 2), "output": amounts(100, 40_000_000, 2)},
    optional={
        "previous": amounts(0, 60_000_000, 2),
        "share": amounts(0, 5000, 4),
        "case": st.sampled_from(["regular", "closed", "new"]),
    },
)


@settings(deadline=None, max_examples=80)
@given(
    year=st.sampled_from([2025, 2026]),
    balance=amounts(10_000, 30_000, 4),
    processes=st.lists(PROCESS, min_size=1, max_size=4),
    reduction=amounts(0, 900_000, 0),
)
def test_random_entities_get_what_the_plan_says(year, balance, processes, reduction):
    assert_settled(year, balance, processes, reduction)


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize(
    ("emission", "gap"),
    [("128000.00", "0.2"), ("128000.01", None), ("127999.99", None), ("192000.00", "-0.2"), ("191999.99", None)],
)
def test_the_limit_of_the_band_belongs_to_the_constant(year, emission, gap):
    run = assert_settled(year, "1.6", [{"emission": emission, "output": "100000"}])
    found = run.value("intensity_gap", "process-0")
    alpha = run.value("allocation_adjustment", "process-0")
    if gap is not None:
        assert found == Decimal(gap)
    assert (abs(alpha) == Decimal("0.03")) is (abs(found) >= Decimal("0.2"))


def test_deviation_and_coefficient_keep_full_precision():
    run = assert_settled(2025, "1.6", [{"emission": "157000.00", "output": "99999.97"}])
    exact = 1 - Fraction("157000.00") / Fraction("99999.97") / Fraction("1.6")
    for name, wanted in (("intensity_gap", exact), ("allocation_adjustment", SLOPE * exact)):
        assert abs(Fraction(run.value(name, "process-0")) - wanted) < Fraction(1, 10**40)


@pytest.mark.parametrize(("emission", "small"), [("25999.99", True), ("26000.00", False)])
def test_small_entities_get_their_emission_from_2026_only(emission, small):
    process = [{"emission": emission, "output": "16000"}]
    assert (assert_settled(2026, "1.5", process).value("allocation_adjustment", "process-0") == 0) is small
    assert assert_settled(2025, "1.5", process).value("allocation_adjustment", "process-0") != 0


def test_a_process_below_the_threshold_of_a_large_entity_follows_the_formula():
    processes = [{"emission": "20000", "output": "13000"}, {"emission": "300000", "output": "190000"}]
    assert assert_settled(2026, "1.6", processes).value("allocation_adjustment", "process-0") != 0


def test_a_closed_process_without_output_gets_its_emission():
    run = assert_settled(2025, "1.6", [{"emission": "50000.90", "output": "0", "case": "closed"}])
    assert run.value("allowance_tco2e", "process-0") == 50000
    assert not [problem for problem in run.problems if problem.severity == "error"]


def test_allowances_of_a_sector_that_balances_equal_its_emissions():
    """The balance value of the closed form makes the allowances, before cutting, equal the emissions."""
    rows = [("300000", "200000"), ("160000", "100000"), ("90000", "52000"), ("240000", "100000"), ("50000", "50000")]
    inside = [(Fraction(e), Fraction(p)) for e, p in rows[:3]]
    above, below = Fraction(rows[4][0]), Fraction(rows[3][0])
    weighted = sum(e * e / p for e, p in inside)
    balance = weighted / (sum(e for e, _ in inside) + (above - below) / 5)
    text = f"{Decimal(balance.numerator) / Decimal(balance.denominator):.12f}"
    run = computed(entity(2025, text, [{"emission": e, "output": p} for e, p in rows]))
    raw = sum(run.raw_value("allowance_tco2e", f"process-{number}") for number in range(len(rows)))
    assert abs(raw - run.value("entity_verified_emission_tco2e")) < Decimal("0.001")
