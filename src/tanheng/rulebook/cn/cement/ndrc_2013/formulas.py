"""The formulas of the 2013 guide for cement producers: one small function a quantity, numbered as its equations.

Equations (2) and (6) are official (quoted by the supplement sheet); the form of (5) and (7) is second-hand; (1), (3), (4)
and (8) are recalled. MgO goes with 44/40: two public programs copy 44/56 from the CaO term.
"""

from __future__ import annotations

from tanheng.engine.words import carbon, first_present, if_reported, only_where, total

# ── raw meal, per kiln line ───────────────────────────────────────────────────────────────────────


def raw_meal_carbon_emission_tco2(raw_meal_t, raw_meal_nonfuel_carbon_content, *, p):
    """Equation (7): E = Q_rm × FR0 × 44/12."""
    return carbon(raw_meal_t) * raw_meal_nonfuel_carbon_content * p.co2_per_carbon


def process_emission_tco2(carbonate_decomposition_emission_tco2, raw_meal_carbon_emission_tco2):
    """Equations (6) and (7) together: process emission of the line."""
    return carbonate_decomposition_emission_tco2 + raw_meal_carbon_emission_tco2


# ── fuels of the enterprise ──────────────────────────────────────────────────────────────────────


def fuel_emission_tco2(fuel_consumption, fuel_net_calorific_value, fuel_carbon_content_tc_per_gj, fuel_oxidation_rate, *, p):
    """Equations (2) to (4): E = FC × NCV × CC × OF × 44/12."""
    heat = fuel_consumption * fuel_net_calorific_value
    return heat * fuel_carbon_content_tc_per_gj * fuel_oxidation_rate * p.co2_per_carbon


def alternative_fuel_emission_tco2(
    alternative_fuel_consumption_t,
    alternative_fuel_heating_value_gj_per_t,
    alternative_fuel_emission_factor_tco2_per_gj,
    alternative_fuel_fossil_share,
):
    """Equation (5): E = Q × HV × EF × a."""
    fossil = alternative_fuel_consumption_t * alternative_fuel_fossil_share
    return fossil * alternative_fuel_heating_value_gj_per_t * alternative_fuel_emission_factor_tco2_per_gj


def alternative_fuel_biogenic_emission_tco2(
    alternative_fuel_consumption_t,
    alternative_fuel_heating_value_gj_per_t,
    alternative_fuel_emission_factor_tco2_per_gj,
    alternative_fuel_fossil_share,
):
    """Memo to equation (5), in no total: the CO2 of the biogenic part, where heating value and factor are given."""
    biogenic = alternative_fuel_consumption_t * (1 - alternative_fuel_fossil_share)
    emission = biogenic * alternative_fuel_heating_value_gj_per_t * alternative_fuel_emission_factor_tco2_per_gj
    return only_where(first_present(alternative_fuel_fossil_share, 1) < 1, emission)


# ── purchased power and heat ─────────────────────────────────────────────────────────────────────


def electricity_emission_tco2(net_purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh):
    """Equation (8), power: E = AD × EF; a net sale is negative and is deducted."""
    return net_purchased_electricity_mwh * electricity_emission_factor_tco2_per_mwh


def heat_emission_tco2(net_purchased_heat_gj, heat_emission_factor_tco2_per_gj):
    """Equation (8), heat: E = AD × 0.11."""
    return net_purchased_heat_gj * heat_emission_factor_tco2_per_gj


def purchased_energy_emission_tco2(electricity_emission_tco2, heat_emission_tco2):
    """Equation (8): power and heat, as far as reported."""
    return if_reported(electricity_emission_tco2) + if_reported(heat_emission_tco2)


# ── totals ───────────────────────────────────────────────────────────────────────────────────────


def total_clinker_output_t(clinker_output_t):
    """Production data: clinker output of all lines."""
    return total(clinker_output_t)


def total_carbonate_decomposition_emission_tco2(carbonate_decomposition_emission_tco2):
    """Equation (6), all lines."""
    return total(carbonate_decomposition_emission_tco2)


def total_raw_meal_carbon_emission_tco2(raw_meal_carbon_emission_tco2):
    """Equation (7), all lines."""
    return total(raw_meal_carbon_emission_tco2)


def total_fuel_emission_tco2(fuel_emission_tco2):
    """Equation (2), the sum over all fossil fuels."""
    return total(fuel_emission_tco2)


def total_alternative_fuel_emission_tco2(alternative_fuel_emission_tco2):
    """Equation (5), the sum over all alternative fuels."""
    return total(alternative_fuel_emission_tco2)


def enterprise_emission_tco2e(
    total_fuel_emission_tco2,
    total_alternative_fuel_emission_tco2,
    total_carbonate_decomposition_emission_tco2,
    total_raw_meal_carbon_emission_tco2,
    purchased_energy_emission_tco2,
):
    """Equation (1): E = E_fuel + E_process + E_power_heat."""
    combustion = total_fuel_emission_tco2 + total_alternative_fuel_emission_tco2
    process = total_carbonate_decomposition_emission_tco2 + total_raw_meal_carbon_emission_tco2
    return combustion + process + purchased_energy_emission_tco2


def emission_per_clinker_tco2e_per_t(enterprise_emission_tco2e, total_clinker_output_t):
    """An indicator of the project, not of the guide: enterprise total over clinker, year over year."""
    return enterprise_emission_tco2e / total_clinker_output_t


# ── cross-checks ─────────────────────────────────────────────────────────────────────────────────


def fuel_heat_gj(fuel_consumption, fuel_net_calorific_value):
    """Cross-checks, heat use: FC × NCV."""
    return fuel_consumption * fuel_net_calorific_value


def kiln_fuel_heat_gj(fuel_heat_gj):
    """Cross-checks, heat use: heat of all fuels."""
    return total(fuel_heat_gj)
