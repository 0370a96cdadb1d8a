"""What the allowances of 2025 add to those of 2024: the coefficient by deviation, the pre-allocation and the settlement.

Exactly ±20 % takes the constant branch, by comparison of exact numbers; 0.15 × 0.20 = 0.03, so nothing jumps there.
"""

from __future__ import annotations

from tanheng.engine.words import greater, if_reported, lesser, total, where


def adjustment_by_gap(intensity_gap, *, p):
    """Plan for 2025: α = 0.15 X inside ±20 %, else +0.03 or −0.03."""
    below = where(intensity_gap <= p.gap_band * -1, p.adjustment_cap * -1, intensity_gap * p.adjustment_slope)
    return where(intensity_gap >= p.gap_band, p.adjustment_cap, below)


def allocation_adjustment(
    adjustment_by_gap, intensity_rule_applies, clinker_class_rule_applies, carbide_slag_substitution_rate, *, p
):
    """Form 2-3 (6): the coefficient by deviation; nought for lines closed or new, white, gypsum-acid or rich in slag."""
    regular = if_reported(adjustment_by_gap) * intensity_rule_applies * clinker_class_rule_applies
    return where(if_reported(carbide_slag_substitution_rate) > p.carbide_slag_above, 0, regular)


# ── issue ────────────────────────────────────────────────────────────────────────────────────────


def pre_allocation_tco2e(previous_verified_emission_tco2e, pre_allocation_share, clinker_covered_share):
    """Form 1-3: share × verified emission of the previous year, cut down; nothing for a line without one, or not covered."""
    return if_reported(previous_verified_emission_tco2e) * pre_allocation_share * clinker_covered_share


def entity_pre_allocation_tco2e(pre_allocation_tco2e):
    """Form 1-5 (1): all lines."""
    return total(pre_allocation_tco2e)


def first_reduction_tco2e(allowance_reduction_tco2e, entity_pre_allocation_tco2e):
    """Form 1-5 (2): as much of the reduction as the pre-allocation holds."""
    return lesser(if_reported(allowance_reduction_tco2e), entity_pre_allocation_tco2e)


def pre_issued_tco2e(entity_pre_allocation_tco2e, first_reduction_tco2e):
    """Form 1-5 (3): pre-allocated − reduction."""
    return entity_pre_allocation_tco2e - first_reduction_tco2e


def true_up_tco2e(entity_allowance_tco2e, entity_pre_allocation_tco2e):
    """Form 2-5 (1): approved − pre-allocated; negative is given back."""
    return entity_allowance_tco2e - entity_pre_allocation_tco2e


def returned_reduction_tco2e(first_reduction_tco2e, entity_allowance_tco2e):
    """Form 2-5 (2): the part of the first reduction above the approved allowance comes back."""
    return greater(first_reduction_tco2e - entity_allowance_tco2e, 0)


def second_reduction_tco2e(allowance_reduction_tco2e, first_reduction_tco2e, true_up_tco2e):
    """Form 2-5 (3): as much of the open reduction as the settlement holds."""
    open_reduction = if_reported(allowance_reduction_tco2e) - first_reduction_tco2e
    return lesser(open_reduction, greater(true_up_tco2e, 0))


def final_issued_tco2e(true_up_tco2e, returned_reduction_tco2e, second_reduction_tco2e):
    """Form 2-5 (5): (1) + (2) − (3)."""
    return true_up_tco2e + returned_reduction_tco2e - second_reduction_tco2e


def total_issued_tco2e(pre_issued_tco2e, final_issued_tco2e):
    """Form 2-5 (6): issued at both stages."""
    return pre_issued_tco2e + final_issued_tco2e


def open_reduction_tco2e(
    allowance_reduction_tco2e, first_reduction_tco2e, returned_reduction_tco2e, second_reduction_tco2e
):
    """Form 2-5 (7): the reduction that neither stage could take."""
    taken = first_reduction_tco2e - returned_reduction_tco2e + second_reduction_tco2e
    return if_reported(allowance_reduction_tco2e) - taken
