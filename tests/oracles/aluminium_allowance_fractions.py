"""Allowances of primary aluminium by the plans of 2017 (draft), 2024, 2025 and 2026 (draft) in plain fractions: the formulas and forms as
the reference prints them, and not as the rule packs do.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.oracles.aluminium_ledger_fractions import AluminiumLedger
from tests.oracles.ledger_fractions import Place

BENCHMARK_2017, FIRST_ISSUE_2017 = Fraction("9.1132"), Fraction("0.50")
SLOPE, BAND, CAP = Fraction("0.15"), Fraction("0.20"), Fraction("0.03")
PRE_ALLOCATION = {2025: "0.70", 2026: "0.50"}
SMALL_ENTITY_BELOW = {2025: 0, 2026: 26000}
CCER_SHARE = Fraction("0.05")


def allowance_2017(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Output by the benchmark, half of it first on the output of 2015."""
    book = AluminiumLedger(case)
    whole, first, emission = Fraction(0), Fraction(0), Fraction(0)
    every_emission = True
    for line in book.of_kind("potline"):
        output = book.of_the_year("molten_aluminium_output_t", line, 2) or Fraction(0)
        old = book.of_the_year("base_year_output_t", line, 2)
        verified = book.of_the_year("verified_emission_tco2e", line, 2)
        allowance = book.put("allowance_tco2e", line, floor(output * BENCHMARK_2017), 0)
        issued = book.put("first_issue_tco2e", line, floor((old or 0) * BENCHMARK_2017 * FIRST_ISSUE_2017), 0)
        book.put("true_up_tco2e", line, allowance - issued, 0)
        if verified is None:
            every_emission = False
        else:
            emission += verified
            if output:
                book.put("emission_intensity_tco2e_per_t", line, verified / output, None)
                book.put("benchmark_gap", line, (BENCHMARK_2017 - verified / output) / BENCHMARK_2017, None)
        whole, first = whole + allowance, first + issued
    book.put("entity_allowance_tco2e", None, whole, 0)
    book.put("entity_first_issue_tco2e", None, first, 0)
    if every_emission:
        book.put("entity_verified_emission_tco2e", None, emission, 2)
        book.put("allowance_shortfall_tco2e", None, ceil(emission) - whole, 0)
    return book.numbers


def process(book: AluminiumLedger, line: str, counts: bool) -> int:
    """The allowance of one electrolysis process: its emission, adjusted by its deviation where that counts."""
    emission = book.of_the_year("verified_emission_tco2e", line, 2) or Fraction(0)
    output = book.of_the_year("molten_aluminium_output_t", line, 2)
    balance = book.of_the_year("balance_value_tco2e_per_t")
    by_gap: Fraction | None = None
    if output:
        intensity = book.put("emission_intensity_tco2e_per_t", line, emission / output, None)
        if balance is not None:
            gap = book.put("intensity_gap", line, (balance - intensity) / balance, None)
            by_gap = CAP if gap >= BAND else -CAP if gap <= -BAND else SLOPE * gap
    if book.year >= 2025 and by_gap is not None:
        book.put("adjustment_by_gap", line, by_gap, None)
    assert by_gap is not None or not counts
    alpha = by_gap if counts and by_gap is not None else Fraction(0)
    book.put("allocation_adjustment", line, alpha, None)
    return int(book.put("allowance_tco2e", line, floor(emission * (1 + alpha)), 0))


def entity(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every derived number of an entity by the plan of its year, from 2024 on."""
    book = AluminiumLedger(case)
    lines = book.of_kind("potline")
    emission = sum((book.of_the_year("verified_emission_tco2e", line, 2) or Fraction(0) for line in lines), Fraction(0))
    adjusted = book.year >= 2025 and emission >= SMALL_ENTITY_BELOW[book.year]
    allowance = sum(
        process(book, line, adjusted and book.attributes.get(("allocation_case", line), "regular") == "regular") for line in lines
    )
    obligation = ceil(emission)
    book.put("entity_verified_emission_tco2e", None, emission, 2)
    book.put("entity_obligation_tco2e", None, obligation, 0)
    book.put("entity_allowance_tco2e", None, allowance, 0)
    book.put("allowance_shortfall_tco2e", None, obligation - allowance, 0)
    book.put("ccer_limit_tco2e", None, floor(obligation * CCER_SHARE), 0)
    if book.year >= 2025:
        issues(book, lines, allowance)
    return book.numbers


def issues(book: AluminiumLedger, lines: list[str], allowance: int) -> None:
    """Forms 1-4, 1-5 and 2-5: what is issued first, what later, and what reductions take."""
    before = 0
    for line in lines:
        last = book.of_the_year("previous_verified_emission_tco2e", line, 2) or Fraction(0)
        share = book.of_the_year("pre_allocation_share", line, 4)
        share = Fraction(PRE_ALLOCATION[book.year]) if share is None else share
        before += int(book.put("pre_allocation_tco2e", line, floor(last * share), 0))
    reduction = int(book.of_the_year("allowance_reduction_tco2e", None, 0) or 0)
    taken_first = min(reduction, before)
    issued_first = max(before - reduction, 0)
    true_up = allowance - before
    returned = taken_first - allowance if taken_first > allowance else 0
    left = reduction - taken_first
    if returned:
        issued_last = true_up + returned
    elif 0 <= true_up <= left:
        issued_last = 0
    else:
        issued_last = true_up - left
    book.put("entity_pre_allocation_tco2e", None, before, 0)
    book.put("first_reduction_tco2e", None, taken_first, 0)
    book.put("pre_issued_tco2e", None, issued_first, 0)
    book.put("open_reduction_after_pre_allocation_tco2e", None, left, 0)
    book.put("true_up_tco2e", None, true_up, 0)
    book.put("returned_reduction_tco2e", None, returned, 0)
    book.put("second_reduction_tco2e", None, min(left, max(true_up, 0)), 0)
    book.put("final_issued_tco2e", None, issued_last, 0)
    book.put("total_issued_tco2e", None, issued_first + issued_last, 0)
    book.put("open_reduction_tco2e", None, left + returned - min(left, max(true_up, 0)), 0)
