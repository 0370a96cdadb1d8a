"""Formulas of the settlement that several allocation plans share: issue in two stages, shortfall, limit of credits. An
edition names those it takes in `use_formulas`; clause, label and status of each quantity stay the edition's own.
"""

from __future__ import annotations

from tanheng.engine.words import greater, if_reported, lesser, total


def allowance_shortfall_tco2e(entity_obligation_tco2e, entity_allowance_tco2e):
    """Obligation − approved allowance; negative is a surplus."""
    return entity_obligation_tco2e - entity_allowance_tco2e


def ccer_limit_tco2e(entity_obligation_tco2e, *, p):
    """Order 19, article 29: at most 5 % of the obligation, cut down."""
    return entity_obligation_tco2e * p.ccer_share


# ── issue ────────────────────────────────────────────────────────────────────────────────────────


def entity_pre_allocation_tco2e(pre_allocation_tco2e):
    """Form 1-5 (1): the pre-allocations of all facilities."""
    return total(pre_allocation_tco2e)


def first_reduction_tco2e(allowance_reduction_tco2e, entity_pre_allocation_tco2e):
    """Form 1-5 (2): as much of the reduction as the pre-allocation holds."""
    return lesser(if_reported(allowance_reduction_tco2e), entity_pre_allocation_tco2e)


def pre_issued_tco2e(entity_pre_allocation_tco2e, first_reduction_tco2e):
    """Form 1-5 (3): pre-allocated − reduction."""
    return entity_pre_allocation_tco2e - first_reduction_tco2e


def open_reduction_after_pre_allocation_tco2e(allowance_reduction_tco2e, first_reduction_tco2e):
    """Form 1-5 (4): the reduction that the pre-allocation could not take."""
    return if_reported(allowance_reduction_tco2e) - first_reduction_tco2e


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


def open_reduction_tco2e(allowance_reduction_tco2e, first_reduction_tco2e, returned_reduction_tco2e, second_reduction_tco2e):
    """Form 2-5 (7): the reduction that neither stage could take."""
    taken = first_reduction_tco2e - returned_reduction_tco2e + second_reduction_tco2e
    return if_reported(allowance_reduction_tco2e) - taken
