"""The allocation plan 2019–2020: net supply × benchmark with cooling, heat and load corrections; relief is on the obligation.

Marks taken from attributes (class, cooling, special case) are 1 or 0. Units outside the quota get nothing and owe nothing.
"""

from __future__ import annotations

from tanheng.engine.words import both, ceiled, first_present, greater, if_reported, lesser, raised, total, where

# ── a unit ───────────────────────────────────────────────────────────────────────────────────────


def load_correction(load_factor, load_correction_applies, unit_is_cogeneration, *, p):
    """F_f of condensing units of classes I and II: 1; 1 + 0.0014(85 − F); 1.007 + 0.0016(80 − F); 1.015^(16 − 20F)."""
    factor = first_present(load_factor, p.no_correction)
    percent = factor * p.percent_per_one
    middle = p.no_correction + p.load_slope_middle * (p.load_threshold_percent - percent)
    low = p.load_offset_low + p.load_slope_low * (p.load_middle_percent - percent)
    below = where(factor >= p.load_low, low, raised(p.load_base, 16 - 20 * factor))
    stepped = where(factor >= p.load_threshold, p.no_correction, where(factor >= p.load_middle, middle, below))
    applies = both(load_correction_applies > 0, unit_is_cogeneration <= 0)
    return where(applies, stepped, p.no_correction)


def heat_correction(heat_ratio, heat_ratio_coefficient):
    """F_r = 1 − 0.22 a for coal, 1 − 0.6 a for gas; a is the heat ratio."""
    return 1 - heat_ratio_coefficient * if_reported(heat_ratio)


def counted_cooling_correction(cooling_correction, unit_is_gas, *, p):
    """F_l of coal units by cooling; 1 for gas."""
    return where(unit_is_gas > 0, p.no_correction, cooling_correction)


def power_allowance_tco2e(net_supply_mwh, power_benchmark_tco2_per_mwh, counted_cooling_correction, heat_correction, load_correction):
    """A_e = net supply × benchmark × F_l × F_r × F_f, cut down."""
    corrections = counted_cooling_correction * heat_correction * load_correction
    return net_supply_mwh * power_benchmark_tco2_per_mwh * corrections


def initial_allowance_tco2e(power_allowance_tco2e, heat_allowance_tco2e):
    """A = A_e + A_h."""
    return power_allowance_tco2e + heat_allowance_tco2e


def approved_allowance_tco2e(initial_allowance_tco2e, verified_emission_tco2e, unit_in_quota, quota_is_verified_emission):
    """The allowance by benchmark; the verified emission where a special case says so; nothing outside the quota."""
    by_case = where(quota_is_verified_emission > 0, verified_emission_tco2e, initial_allowance_tco2e)
    return by_case * unit_in_quota


def unit_obligation_tco2e(verified_emission_tco2e, approved_allowance_tco2e, unit_is_gas, unit_in_quota):
    """The verified emission; of a gas unit at most its free allowance."""
    owed = where(unit_is_gas > 0, lesser(verified_emission_tco2e, approved_allowance_tco2e), verified_emission_tco2e)
    return owed * unit_in_quota


def quota_emission_tco2e(verified_emission_tco2e, unit_in_quota):
    """The verified emission of a unit inside the quota."""
    return verified_emission_tco2e * unit_in_quota


# ── the entity ───────────────────────────────────────────────────────────────────────────────────


def entity_verified_emission_tco2e(quota_emission_tco2e):
    """All units inside the quota: their verified emission."""
    return total(quota_emission_tco2e)


def entity_allowance_tco2e(approved_allowance_tco2e):
    """The approved allowances of the units."""
    return total(approved_allowance_tco2e)


def entity_obligation_tco2e(unit_obligation_tco2e, entity_verified_emission_tco2e, entity_allowance_tco2e, *, p):
    """Obligation: the units' obligations, at most free allowance + 20 % × verified emission; raised to whole tonnes."""
    cap = entity_allowance_tco2e + p.gap_cap_share * entity_verified_emission_tco2e
    return ceiled(lesser(total(unit_obligation_tco2e), cap))


def gap_rate(entity_verified_emission_tco2e, entity_allowance_tco2e, *, p):
    """(verified emission − allowance) ÷ verified emission."""
    gap = entity_verified_emission_tco2e - entity_allowance_tco2e
    return gap / greater(entity_verified_emission_tco2e, p.smallest_emission_tco2e)


# ── issue ────────────────────────────────────────────────────────────────────────────────────────


def pre_allocation_tco2e(
    base_net_supply_mwh,
    base_heat_supply_gj,
    power_benchmark_tco2_per_mwh,
    heat_benchmark_tco2_per_gj,
    pre_allocation_share,
):
    """Pre-allocation of a unit: 70 % × (supply of 2018 × benchmark), cut down."""
    electricity = if_reported(base_net_supply_mwh) * power_benchmark_tco2_per_mwh
    heat = if_reported(base_heat_supply_gj) * heat_benchmark_tco2_per_gj
    return (electricity + heat) * pre_allocation_share
