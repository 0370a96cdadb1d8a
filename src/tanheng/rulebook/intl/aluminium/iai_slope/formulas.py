"""The formulas of worksheet 8: perfluorocarbons of anode effects by slope or by overvoltage, one function a quantity.

The overvoltage formula takes the current efficiency as a per cent number; cases hold fractions, and the step is
visible here.
"""

from __future__ import annotations

from tanheng.engine.words import first_present, total


def cf4_emission_by_slope_t(slope_factor, anode_effect_minutes_per_cell_day, molten_aluminium_output_t, *, p):
    """Worksheet 8, slope method: CF4 = slope × AEM × P ÷ 1000."""
    return slope_factor * anode_effect_minutes_per_cell_day * molten_aluminium_output_t / p.kg_per_t


def cf4_emission_by_overvoltage_t(
    overvoltage_coefficient, anode_effect_overvoltage_mv, current_efficiency, molten_aluminium_output_t, *, p
):
    """Worksheet 8, overvoltage method: CF4 = OVC × AEO ÷ CE in per cent × P ÷ 1000."""
    coefficient_and_voltage = overvoltage_coefficient * anode_effect_overvoltage_mv * molten_aluminium_output_t
    return coefficient_and_voltage / (current_efficiency * p.percent_per_one) / p.kg_per_t


def cf4_emission_t(cf4_emission_by_slope_t, cf4_emission_by_overvoltage_t, collection_efficiency):
    """Worksheet 8, CF4 by the method reported, slope where both are; divided by a reported collection efficiency."""
    return first_present(cf4_emission_by_slope_t, cf4_emission_by_overvoltage_t) / collection_efficiency


def c2f6_emission_t(cf4_emission_t, c2f6_to_cf4_ratio):
    """Worksheet 8, C2F6 = CF4 × F."""
    return cf4_emission_t * c2f6_to_cf4_ratio


def anode_effect_emission_tco2e(cf4_emission_t, c2f6_emission_t, gwp_cf4, gwp_c2f6):
    """Worksheet 8, CO2 equivalent: CF4 × GWP_CF4 + C2F6 × GWP_C2F6."""
    return cf4_emission_t * gwp_cf4 + c2f6_emission_t * gwp_c2f6


def total_anode_effect_emission_tco2e(anode_effect_emission_tco2e):
    """Worksheet 8, all potlines."""
    return total(anode_effect_emission_tco2e)
