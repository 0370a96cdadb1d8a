"""The four allowance plans of cement in plain fractions: the discussion draft of 2017, the plans of 2024 and 2025 and
the draft of 2026, as they are printed and not as the rule packs do.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.cement_2024_fractions import DEDUCTION_OF, PROCESS_FACTOR
from tests.oracles.cement_ledger_fractions import FULL, Ledger
from tests.oracles.ledger_fractions import Place, total

BENCHMARK_2017 = Fraction("0.8534")
UPLIFTS_2017 = ((30_000, Fraction("0.01")), (50_000, Fraction("0.02")), (100_000, Fraction("0.03")))
FIRST_ISSUE_2017 = Fraction("0.50")
SLOPE, BAND, CAP = Fraction("0.15"), Fraction("0.20"), Fraction("0.03")
CARBIDE_SLAG_ABOVE = {2025: Fraction("0.15"), 2026: Fraction("0.30")}
PRE_ALLOCATION = {2025: "0.70", 2026: "0.50"}
SMALL_ENTITY_BELOW = 26_000  # by the lines that take part; whether the others count is not stated
CCER_SHARE = Fraction("0.05")
COVERED = ("portland", "white")  # white cement clinker is a Portland clinker; the other two only report


def whole_down(number: Fraction) -> Fraction:
    """向下取整."""
    return Fraction(number.__floor__())


def whole_up(number: Fraction) -> Fraction:
    """向上取整: not less than the obligation."""
    return Fraction(number.__ceil__())


class Plan:
    """One year of an entity: its lines' numbers, and what they give."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.book = Ledger(case)
        self.year = self.book.year

    def of(self, quantity: str, line: str | None, decimals: int | None, otherwise: str | None = None) -> Fraction:
        """An input of the year."""
        return self.book.given(quantity, line, None, decimals, otherwise)[None]

    def put(self, quantity: str, line: str | None, number: Fraction) -> Fraction:
        """Records a derived number of the year as it is."""
        return self.book.put((quantity, line, None, None), number, FULL)

    def sum_of(self, quantity: str) -> Fraction:
        """The sum over the lines of a number derived before."""
        return total(self.book.numbers[quantity, line, None, None] for line in self.book.lines)


def uplift_2017(waste: Fraction, *, limit_belongs_above: bool) -> Fraction:
    """+1 %, +2 %, +3 % by the waste co-processed; whether a limit belongs to the band above it is not stated."""
    found = Fraction(0)
    for limit, add in UPLIFTS_2017:
        if waste > limit or (limit_belongs_above and waste == limit):
            found = add
    return found


def allowance_2017(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """A = Q × 0.8534 × (1 + u) × local factor; half of it on the output of 2015 first, then adjusted.

    Whether the first issue is raised for waste is not stated; the waste of the year is not known by then, so it is not.
    """
    plan = Plan(case)
    above = plan.book.attributes.get(("waste_limit_reading", None)) == "upper_band"
    for line in plan.book.lines:
        waste = plan.of("co_processed_waste_t", line, 2, "0")
        uplift = plan.put("waste_uplift", line, uplift_2017(waste, limit_belongs_above=above))
        rate = BENCHMARK_2017 * plan.of("local_factor", line, FULL, "1")
        allowance = whole_down(plan.of("clinker_output_t", line, 2) * rate * (1 + uplift))
        plan.put("allowance_tco2e", line, allowance)
        basis = plan.of("base_year_output_t", line, 2, "0")
        first = plan.put("first_issue_tco2e", line, whole_down(basis * rate * FIRST_ISSUE_2017))
        plan.put("true_up_tco2e", line, allowance - first)
        if plan.book.reported("verified_emission_tco2e", line):
            intensity = plan.of("verified_emission_tco2e", line, 2) / plan.of("clinker_output_t", line, 2)
            plan.put("emission_intensity_tco2e_per_t", line, intensity)
            plan.put("benchmark_gap", line, (BENCHMARK_2017 - intensity) / BENCHMARK_2017)
    entity = plan.put("entity_allowance_tco2e", None, plan.sum_of("allowance_tco2e"))
    plan.put("entity_first_issue_tco2e", None, plan.sum_of("first_issue_tco2e"))
    if all(plan.book.reported("verified_emission_tco2e", line) for line in plan.book.lines):
        verified = total(plan.of("verified_emission_tco2e", line, 2) for line in plan.book.lines)
        plan.put("entity_verified_emission_tco2e", None, verified)
        plan.put("allowance_shortfall_tco2e", None, whole_up(verified) - entity)
    return plan.book.numbers


def carbide_slag_rate(plan: Plan, line: str) -> Fraction:
    """(carbide slag × its coefficient) / (clinker × its process factor)."""
    slag = plan.of("carbide_slag_consumption_t", line, 2, "0") * Fraction(DEDUCTION_OF["carbide_slag"])
    factor = Fraction(PROCESS_FACTOR[plan.book.attributes["clinker_class", line]])
    return slag / (plan.of("clinker_output_t", line, 2) * factor)


def adjustment(gap: Fraction) -> Fraction:
    """α = 0.15 X inside ±20 %, else ±0.03; the limits themselves are outside."""
    if -BAND < gap < BAND:
        return SLOPE * gap
    return CAP if gap > 0 else -CAP


def special(plan: Plan, line: str, entity_emission: Fraction) -> bool:
    """Whether the allowance is the verified emission: A = E."""
    if plan.year == 2024:
        return True
    return (
        plan.book.attributes["clinker_class", line] == "white"
        or plan.book.attributes.get(("allocation_case", line), "regular") != "regular"
        or carbide_slag_rate(plan, line) > CARBIDE_SLAG_ABOVE[plan.year]
        or (plan.year == 2026 and entity_emission < SMALL_ENTITY_BELOW)
    )


def clinker_lines(plan: Plan) -> None:
    """Intensity, X, α and the allowance of each line, cut down to whole tonnes."""
    taking_part = [line for line in plan.book.lines if plan.book.attributes["clinker_class", line] in COVERED]
    entity_emission = total(plan.of("verified_emission_tco2e", line, 2) for line in taking_part)
    for line in plan.book.lines:
        covered = plan.book.attributes["clinker_class", line] in COVERED
        emission = plan.of("verified_emission_tco2e", line, 2)
        intensity = emission / plan.of("clinker_output_t", line, 2)
        plan.put("carbide_slag_substitution_rate", line, carbide_slag_rate(plan, line))
        plan.put("emission_intensity_tco2e_per_t", line, intensity)
        emission = plan.put("covered_emission_tco2e", line, emission if covered else Fraction(0))
        if plan.book.reported("balance_value_tco2e_per_t"):
            balance = plan.of("balance_value_tco2e_per_t", None, FULL)
            gap = plan.put("intensity_gap", line, (balance - intensity) / balance)
        else:
            gap = Fraction(0)
        if plan.year > 2024:
            plan.put("adjustment_by_gap", line, adjustment(gap))
        alpha = Fraction(0) if special(plan, line, entity_emission) or not covered else adjustment(gap)
        plan.put("allocation_adjustment", line, alpha)
        plan.put("allowance_tco2e", line, whole_down(emission * (1 + alpha)))


def issues(plan: Plan) -> None:
    """Pre-allocation on the verified emission of the year before; what was too much or too little afterwards."""
    for line in plan.book.lines:
        covered = plan.book.attributes["clinker_class", line] in COVERED
        before = plan.of("previous_verified_emission_tco2e", line, 2, "0") if covered else Fraction(0)
        share = plan.of("pre_allocation_share", line, FULL, PRE_ALLOCATION[plan.year])
        plan.put("pre_allocation_tco2e", line, whole_down(before * share))
    first = plan.put("entity_pre_allocation_tco2e", None, plan.sum_of("pre_allocation_tco2e"))
    fixed = plan.sum_of("allowance_tco2e")
    owed = plan.of("allowance_reduction_tco2e", None, 0, "0")
    taken = plan.put("first_reduction_tco2e", None, min(owed, first))
    issued = plan.put("pre_issued_tco2e", None, first - taken)
    plan.put("open_reduction_after_pre_allocation_tco2e", None, owed - taken)  # 1-5 ④
    due = plan.put("true_up_tco2e", None, fixed - first)  # ①
    returned = plan.put("returned_reduction_tco2e", None, max(taken - fixed, Fraction(0)))  # ②
    second = plan.put("second_reduction_tco2e", None, max(min(owed - taken, due), Fraction(0)))  # ③
    rest = plan.put("final_issued_tco2e", None, due + returned - second)  # ⑤
    plan.put("total_issued_tco2e", None, issued + rest)  # ⑥
    plan.put("open_reduction_tco2e", None, owed - taken - second + returned)  # ⑦


def plan_2024_on(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every number of the plans of 2024, 2025 and 2026: lines, entity, pre-allocation."""
    plan = Plan(case)
    clinker_lines(plan)
    verified = plan.put("entity_verified_emission_tco2e", None, plan.sum_of("covered_emission_tco2e"))
    obligation = plan.put("entity_obligation_tco2e", None, whole_up(verified))
    allowance = plan.put("entity_allowance_tco2e", None, plan.sum_of("allowance_tco2e"))
    plan.put("allowance_shortfall_tco2e", None, obligation - allowance)
    plan.put("ccer_limit_tco2e", None, whole_down(obligation * CCER_SHARE))
    if plan.year > 2024:
        issues(plan)
    return plan.book.numbers
