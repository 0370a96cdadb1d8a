"""What GB/T 32151.8-2015 changes in the formulas of the 2013 guide: equations (5) and (7) count only as an option.

Whether the standard dropped the two sources is recalled, not read; the choice stands in the attribute optional_sources.
"""

from __future__ import annotations

from tanheng.engine.words import if_reported, total


def process_emission_tco2(carbonate_decomposition_emission_tco2):
    """Equation (6): process emission of the line; raw-meal carbon stands apart as an option."""
    return carbonate_decomposition_emission_tco2


def total_raw_meal_carbon_emission_tco2(reported_raw_meal_carbon_emission_tco2):
    """Equation (7), all lines, as far as raw meal is reported."""
    return total(reported_raw_meal_carbon_emission_tco2)


def reported_raw_meal_carbon_emission_tco2(raw_meal_carbon_emission_tco2):
    """Equation (7), the line, as far as raw meal is reported."""
    return if_reported(raw_meal_carbon_emission_tco2)


def optional_emission_tco2(total_alternative_fuel_emission_tco2, total_raw_meal_carbon_emission_tco2, optional_sources_share):
    """Equations (5) and (7): counted only where the attribute optional_sources says so."""
    return (total_alternative_fuel_emission_tco2 + total_raw_meal_carbon_emission_tco2) * optional_sources_share


def enterprise_emission_tco2e(
    total_fuel_emission_tco2,
    total_carbonate_decomposition_emission_tco2,
    optional_emission_tco2,
    purchased_energy_emission_tco2,
):
    """Equation (1): E = E_fuel + E_process + E_power_heat, with the optional sources as far as they count."""
    direct = total_fuel_emission_tco2 + total_carbonate_decomposition_emission_tco2 + optional_emission_tco2
    return direct + purchased_energy_emission_tco2
