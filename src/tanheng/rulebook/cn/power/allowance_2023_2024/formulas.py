"""The allocation plan 2023–2024: allowance of a unit, gas top-up, gap cap of the entity, pre-allocation and final issue.

Marks taken from attributes (class, special case) are 1 or 0. Units outside the quota get nothing and owe nothing.
"""

from __future__ import annotations

from tanheng.engine.words import (
    both,
    ceiled,
    first_present,
    floored,
    greater,
    if_reported,
    lesser,
    raised,
    total,
    where,
)

# ── a unit ───────────────────────────────────────────────────────────────────────────────────────


def load_correction(load_factor, load_correction_applies, *, p):
    """Load correction of classes I and II: F_f = 1.015^(16 − 20 F) where F < 65 %, else 1."""
    factor = first_present(load_factor, p.no_load_correction)
    low = both(load_correction_applies > 0, factor < p.load_threshold)
    return where(low, raised(p.load_base, 16 - 20 * factor), p.no_load_correction)


def power_allowance_tco2e(gross_generation_mwh, power_benchmark_tco2_per_mwh, load_correction):
    """A_e = generation × benchmark × F_f, cut down."""
    return gross_generation_mwh * power_benchmark_tco2_per_mwh * load_correction


def heat_allowance_tco2e(heat_supply_gj, heat_benchmark_tco2_per_gj):
    """A_h = heat supplied × benchmark, cut down."""
    return if_reported(heat_supply_gj) * heat_benchmark_tco2_per_gj


def initial_allowance_tco2e(power_allowance_tco2e, heat_allowance_tco2e):
    """Form 2-1 (2): A = A_e + A_h."""
    return power_allowance_tco2e + heat_allowance_tco2e


def gas_top_up_tco2e(verified_emission_tco2e, initial_allowance_tco2e, unit_is_gas):
    """Form 2-1 (3): a gas unit whose initial allowance is below its verified emission is topped up to it."""
    return greater(floored(verified_emission_tco2e) - initial_allowance_tco2e, 0) * unit_is_gas


def approved_allowance_tco2e(
    initial_allowance_tco2e, gas_top_up_tco2e, verified_emission_tco2e, unit_in_quota, quota_is_verified_emission
):
    """Form 2-1 (4): initial + top-up; the verified emission in the special cases that say so; nothing outside the quota."""
    by_benchmark = initial_allowance_tco2e + gas_top_up_tco2e
    return where(quota_is_verified_emission > 0, verified_emission_tco2e, by_benchmark) * unit_in_quota


def unit_obligation_tco2e(verified_emission_tco2e, unit_in_quota):
    """Form 2-1 (5): the verified emission of a unit inside the quota."""
    return verified_emission_tco2e * unit_in_quota


# ── the entity ───────────────────────────────────────────────────────────────────────────────────


def entity_verified_emission_tco2e(unit_obligation_tco2e):
    """All units inside the quota."""
    return total(unit_obligation_tco2e)


def entity_obligation_tco2e(entity_verified_emission_tco2e):
    """Obligation: not less than the verified emission, so raised to whole tonnes."""
    return ceiled(entity_verified_emission_tco2e)


def entity_initial_allowance_tco2e(approved_allowance_tco2e):
    """Form 2-5, initial allowance: the approved allowances of the units."""
    return total(approved_allowance_tco2e)


def initial_gap_rate(entity_obligation_tco2e, entity_initial_allowance_tco2e, *, p):
    """Form 2-5: (obligation − initial) ÷ obligation."""
    gap = entity_obligation_tco2e - entity_initial_allowance_tco2e
    return gap / greater(entity_obligation_tco2e, p.smallest_obligation_tco2e)


def gap_top_up_tco2e(entity_obligation_tco2e, entity_initial_allowance_tco2e, *, p):
    """Gap cap: what is missing to 80 % of the obligation, cut down."""
    return greater(entity_obligation_tco2e * p.gap_floor_share - entity_initial_allowance_tco2e, 0)


def entity_allowance_tco2e(entity_initial_allowance_tco2e, gap_top_up_tco2e):
    """Form 2-5, approved allowance: initial + top-up."""
    return entity_initial_allowance_tco2e + gap_top_up_tco2e


def gap_rate(entity_obligation_tco2e, entity_allowance_tco2e, *, p):
    """(obligation − approved) ÷ obligation."""
    gap = entity_obligation_tco2e - entity_allowance_tco2e
    return gap / greater(entity_obligation_tco2e, p.smallest_obligation_tco2e)


def allowance_shortfall_tco2e(entity_obligation_tco2e, entity_allowance_tco2e):
    """Obligation − approved allowance; negative is a surplus."""
    return entity_obligation_tco2e - entity_allowance_tco2e


def ccer_limit_tco2e(entity_obligation_tco2e, *, p):
    """Order 19, article 29: at most 5 % of the obligation, cut down."""
    return entity_obligation_tco2e * p.ccer_share


# ── issue ────────────────────────────────────────────────────────────────────────────────────────


def pre_allocation_tco2e(previous_verified_emission_tco2e, pre_allocation_share):
    """Pre-allocation of a unit: share × verified emission of the previous year, cut down."""
    return if_reported(previous_verified_emission_tco2e) * pre_allocation_share


def entity_pre_allocation_tco2e(pre_allocation_tco2e):
    """Form 1-5 (1): all units."""
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
    """Form 2-5 (7): the reduction that neither stage could take; it is carried on."""
    taken = first_reduction_tco2e - returned_reduction_tco2e + second_reduction_tco2e
    return if_reported(allowance_reduction_tco2e) - taken
