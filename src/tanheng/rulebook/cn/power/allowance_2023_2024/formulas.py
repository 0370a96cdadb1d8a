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


def initial_allowance_tco2e(power_allowance_tco2e, heat_allowance_tco2e):
    """Form 2-1 (2): A = A_e + A_h."""
    return power_allowance_tco2e + heat_allowance_tco2e


def gas_top_up_tco2e(verified_emission_tco2e, initial_allowance_tco2e, unit_is_gas):
    """Form 2-1 (3): a gas unit whose initial allowance is below its verified emission is topped up to it."""
    return greater(floored(verified_emission_tco2e) - initial_allowance_tco2e, 0) * unit_is_gas


def approved_allowance_tco2e(initial_allowance_tco2e, gas_top_up_tco2e, verified_emission_tco2e, unit_in_quota, quota_is_verified_emission):
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


# ── issue ────────────────────────────────────────────────────────────────────────────────────────


def pre_allocation_tco2e(previous_verified_emission_tco2e, pre_allocation_share):
    """Pre-allocation of a unit: share × verified emission of the previous year, cut down."""
    return if_reported(previous_verified_emission_tco2e) * pre_allocation_share
