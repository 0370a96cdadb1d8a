"""The formulas of (EU) 2025/2547 for primary aluminium, one function a quantity, numbered as in the regulation's annex.

The overvoltage formula takes the current efficiency as a per cent number; cases hold fractions, and the step is
visible here. Carbon becomes CO2 by the regulation's own 3.664, not by 44/12.
"""

from __future__ import annotations

from tanheng.engine.words import first_present, total, where

# ── perfluorocarbons ─────────────────────────────────────────────────────────────────────────────


def cf4_emission_by_slope_t(slope_factor, anode_effect_minutes_per_cell_day, molten_aluminium_output_t, *, p):
    """Annex II B.7 (21), slope: CF4 = AEM × (SEF ÷ 1000) × Pr."""
    return slope_factor * anode_effect_minutes_per_cell_day * molten_aluminium_output_t / p.kg_per_t


def c2f6_emission_by_slope_t(cf4_emission_by_slope_t, c2f6_to_cf4_ratio):
    """Annex II B.7 (22), slope: C2F6 = CF4 × F."""
    return cf4_emission_by_slope_t * c2f6_to_cf4_ratio


def cf4_emission_by_overvoltage_t(
    overvoltage_coefficient, anode_effect_overvoltage_mv, current_efficiency, molten_aluminium_output_t, *, p
):
    """Annex II B.7 (24), overvoltage: CF4 = OVC × (AEO ÷ CE in per cent) × Pr × 0.001."""
    coefficient_and_voltage = overvoltage_coefficient * anode_effect_overvoltage_mv * molten_aluminium_output_t
    return coefficient_and_voltage / (current_efficiency * p.percent_per_one) / p.kg_per_t


def c2f6_emission_by_overvoltage_t(cf4_emission_by_overvoltage_t, c2f6_to_cf4_ratio_of_overvoltage):
    """Annex II B.7 (25), overvoltage: C2F6 = CF4 × F."""
    return cf4_emission_by_overvoltage_t * c2f6_to_cf4_ratio_of_overvoltage


def cf4_emission_t(cf4_emission_by_slope_t, cf4_emission_by_overvoltage_t, collection_efficiency):
    """Annex II B.7 (20): total = duct ÷ collection efficiency; slope where both routes are reported."""
    return first_present(cf4_emission_by_slope_t, cf4_emission_by_overvoltage_t) / collection_efficiency


def c2f6_emission_t(cf4_emission_by_slope_t, c2f6_emission_by_slope_t, c2f6_emission_by_overvoltage_t, collection_efficiency, *, p):
    """Annex II B.7 (20): total = duct ÷ collection efficiency; by the route that gives CF4, never by the other one."""
    slope_counts = first_present(cf4_emission_by_slope_t, p.no_slope) >= 0
    by_route = where(slope_counts, c2f6_emission_by_slope_t, c2f6_emission_by_overvoltage_t)
    return first_present(by_route, c2f6_emission_by_slope_t) / collection_efficiency


def anode_effect_emission_tco2e(cf4_emission_t, c2f6_emission_t, *, p):
    """Annex II B.7 (26): CF4 × GWP_CF4 + C2F6 × GWP_C2F6."""
    return cf4_emission_t * p.gwp_cf4 + c2f6_emission_t * p.gwp_c2f6


# ── electrodes, fuels, flue-gas treatment ────────────────────────────────────────────────────────


def carbon_stream_emission_tco2(carbon_stream_t, stream_carbon_content_tc_per_t, stream_direction, *, p):
    """Annex II, carbon mass balance of one stream: M × C × 3.664, negative where it leaves."""
    return carbon_stream_t * stream_carbon_content_tc_per_t * stream_direction * p.co2_per_carbon


def electrode_emission_tco2(carbon_stream_emission_tco2):
    """Annex II, carbon mass balance of electrodes: all streams."""
    return total(carbon_stream_emission_tco2)


def fuel_emission_tco2(fuel_consumption, fuel_received_carbon_content, *, p):
    """Annex I 3.17, fuels by carbon mass balance: FC × C × 3.664; all carbon counts."""
    return fuel_consumption * fuel_received_carbon_content * p.co2_per_carbon


def carbonate_emission_tco2(carbonate_consumption_t, carbonate_emission_factor_tco2_per_t):
    """Annex I 3.17, flue-gas treatment: AD × EF."""
    return carbonate_consumption_t * carbonate_emission_factor_tco2_per_t


# ── totals and reported ratios ───────────────────────────────────────────────────────────────────


def total_anode_effect_emission_tco2e(anode_effect_emission_tco2e):
    """Annex I 3.17, perfluorocarbons of all potlines."""
    return total(anode_effect_emission_tco2e)


def total_fuel_emission_tco2(fuel_emission_tco2):
    """Annex I 3.17, all fuels."""
    return total(fuel_emission_tco2)


def total_carbonate_emission_tco2(carbonate_emission_tco2):
    """Annex I 3.17, all carbonates."""
    return total(carbonate_emission_tco2)


def direct_emission_tco2e(
    total_anode_effect_emission_tco2e, electrode_emission_tco2, total_fuel_emission_tco2, total_carbonate_emission_tco2
):
    """Annex I 3.17, direct emission: electrodes, perfluorocarbons, fuels and flue-gas treatment."""
    process = electrode_emission_tco2 + total_anode_effect_emission_tco2e
    return process + total_fuel_emission_tco2 + total_carbonate_emission_tco2


def direct_emission_intensity_tco2e_per_t(direct_emission_tco2e, unwrought_aluminium_output_t):
    """Reported per tonne of unwrought aluminium, year over year."""
    return direct_emission_tco2e / unwrought_aluminium_output_t


def scrap_per_t(scrap_consumption_t, unwrought_aluminium_output_t):
    """Scrap per tonne of unwrought aluminium, year over year."""
    return scrap_consumption_t / unwrought_aluminium_output_t


def preconsumer_scrap_share(preconsumer_scrap_t, scrap_consumption_t):
    """Share of pre-consumer scrap, year over year."""
    return preconsumer_scrap_t / scrap_consumption_t
