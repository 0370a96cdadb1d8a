"""The formulas of the supplement sheet for cement, row by row, per clinker section.

Rows 1, 1.1 and 1.2 (shared with the guide of 2013) are official (reprint); row 1.3 is recalled; the altitude factor
stands in one variant of the sheet and is off unless the attribute altitude_correction turns it on.
"""

from __future__ import annotations

from tanheng.engine.words import both, first_present, if_reported, raised, total, where

# ── row 1.1: fossil fuels ────────────────────────────────────────────────────────────────────────


def applied_net_calorific_value(fuel_net_calorific_value, fallback_net_calorific_value):
    """Row 1.1.2: the valid test, or the penalty of 26.7 GJ/t for a coal batch without one."""
    return first_present(fuel_net_calorific_value, fallback_net_calorific_value)


def fuel_emission_tco2(fuel_consumption, applied_net_calorific_value, fuel_carbon_content_tc_per_gj, fuel_oxidation_rate, *, p):
    """Row 1.1, per fuel: E = FC × NCV × CC × OF × 44/12."""
    heat = fuel_consumption * applied_net_calorific_value
    return heat * fuel_carbon_content_tc_per_gj * fuel_oxidation_rate * p.co2_per_carbon


def air_pressure_ratio(altitude_m, *, p):
    """Altitude row: PH ÷ P0 = (1 − H ÷ 44300)^5.256; sea level where no altitude is reported."""
    return raised(1 - if_reported(altitude_m) / p.altitude_scale, p.pressure_exponent)


def altitude_factor(altitude_m, altitude_correction_share, air_pressure_ratio, *, p):
    """Altitude row: K = √(PH ÷ P0) above 1500 m where the correction is on, else 1."""
    counts = both(altitude_correction_share > 0, if_reported(altitude_m) > p.altitude_threshold)
    return where(counts, raised(air_pressure_ratio, p.square_root), 1)


def line_fuel_emission_tco2(fuel_emission_tco2, altitude_factor):
    """Row 1.1: all fuels of the section, times K where the sheet has the altitude row."""
    return total(fuel_emission_tco2) * altitude_factor


# ── row 1.3: electricity ─────────────────────────────────────────────────────────────────────────


def electricity_by_origin_emission_tco2(electricity_by_origin_mwh, electricity_emission_factor_tco2_per_mwh):
    """Row 1.3, per origin: E = AD × EF; renewable and waste-heat power count zero."""
    return electricity_by_origin_mwh * electricity_emission_factor_tco2_per_mwh


def clinker_section_electricity_mwh(electricity_by_origin_mwh):
    """Row 1.3: electricity of the section from all origins."""
    return total(electricity_by_origin_mwh)


def line_electricity_emission_tco2(electricity_by_origin_emission_tco2):
    """Row 1.3: emission of the electricity of all origins."""
    return total(electricity_by_origin_emission_tco2)


# ── row 1: totals ────────────────────────────────────────────────────────────────────────────────


def line_emission_tco2(line_fuel_emission_tco2, carbonate_decomposition_emission_tco2, line_electricity_emission_tco2):
    """Row 1: E = 1.1 + 1.2 + 1.3."""
    return line_fuel_emission_tco2 + carbonate_decomposition_emission_tco2 + line_electricity_emission_tco2


def line_intensity_tco2_per_t(line_emission_tco2, clinker_output_t):
    """Row 1 over row 2: emission per tonne of clinker, year over year."""
    return line_emission_tco2 / clinker_output_t


def total_clinker_output_t(clinker_output_t):
    """Row 2, all sections."""
    return total(clinker_output_t)


def total_line_emission_tco2(line_emission_tco2):
    """Row 1, all sections."""
    return total(line_emission_tco2)


# ── cross-checks ─────────────────────────────────────────────────────────────────────────────────


def fuel_heat_gj(fuel_consumption, applied_net_calorific_value):
    """Cross-checks, heat use: FC × NCV."""
    return fuel_consumption * applied_net_calorific_value


def line_heat_gj(fuel_heat_gj):
    """Cross-checks, heat use: heat of all fuels of the section."""
    return total(fuel_heat_gj)
