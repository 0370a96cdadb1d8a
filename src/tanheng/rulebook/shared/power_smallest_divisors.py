"""The power guides until 2026-11: a sum of nothing stood as 0, and a divisor of nothing as the smallest that can be recorded. Their
first revisions keep it, for the runs that were made by it.
"""

from __future__ import annotations

from tanheng.engine.words import greater, total, where


def sampled_carbon_content(sample_tested_carbon_tc, sample_carbon_tc, sampled_coal_t, *, p):
    """P-4: C_ar of the month = Σ R × C ÷ Σ R; 0 where no sample has a valid carbon test, so that the month is not measured."""
    weighted = total(sample_carbon_tc) / greater(sampled_coal_t, p.smallest_coal_t)
    return where(total(sample_tested_carbon_tc) > 0, weighted, 0)


def sampled_net_calorific_value_gj_per_t(sample_heat_gj, sampled_coal_t, *, p):
    """P-6: NCV of the month = Σ R × NCV ÷ Σ R; 0 where there are no samples."""
    return total(sample_heat_gj) / greater(sampled_coal_t, p.smallest_coal_t)


def fuel_measured_carbon_content(monthly_carbon_content, sampled_carbon_content, coal_t_per_unit):
    """P-3, P-4: weighted tests of days or batches where there are any, else the month's test."""
    sampled = sampled_carbon_content * coal_t_per_unit
    return where(sampled > 0, sampled, monthly_carbon_content)


def counted_net_calorific_value(fuel_net_calorific_value, sampled_net_calorific_value_gj_per_t, coal_t_per_unit):
    """P-6: the NCV of the month; of coal with daily or batch tests their weighted mean."""
    sampled = sampled_net_calorific_value_gj_per_t * coal_t_per_unit
    return where(sampled > 0, sampled, fuel_net_calorific_value)


def secondary_energy_heat_share(secondary_fuel_heat_gj, fuel_heat_gj, *, p):
    """Own secondary energy over all fossil heat; the year from the sums of the year, never a mean of months."""
    return total(secondary_fuel_heat_gj) / greater(total(fuel_heat_gj), p.smallest_heat_gj)


def heat_coal_rate_t_per_gj(heat_ratio, standard_coal_t, counted_heat_supply_gj, *, p):
    """Annex E: b_r = a × B_h ÷ heat supplied."""
    return heat_ratio * standard_coal_t / greater(counted_heat_supply_gj, p.smallest_heat_gj)


def heat_intensity_tco2_per_gj(heat_ratio, unit_fuel_emission_tco2, counted_heat_supply_gj, *, p):
    """Annex E: S_gr = a × E ÷ heat supplied; the plant's own heat factor."""
    return heat_ratio * unit_fuel_emission_tco2 / greater(counted_heat_supply_gj, p.smallest_heat_gj)
