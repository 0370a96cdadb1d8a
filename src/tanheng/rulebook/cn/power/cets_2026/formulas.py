"""What the power guide of 2026 changes in formulas: the unit's emission is its fuels alone, and coal use is per generation."""

from __future__ import annotations


def unit_emission_tco2(unit_fuel_emission_tco2):
    """P-8 of the edition of 2026: E = fuels; purchased electricity is deleted."""
    return unit_fuel_emission_tco2


def generation_coal_rate_t_per_mwh(heat_ratio, standard_coal_t, counted_generation_mwh):
    """Annex E: b_fd = (1 − a) × B_h ÷ generation."""
    return (1 - heat_ratio) * standard_coal_t / counted_generation_mwh
