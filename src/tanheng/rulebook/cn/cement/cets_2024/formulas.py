"""The formulas of CETS—AG—02.01—V01—2024, cement: one small function a quantity, in the order of the guide.

Each function is named as the quantity it gives. The engine reads it with decimals, with units and with symbols, so it
holds nothing but arithmetic and the engine's words. Clause numbers below section level are not official and say so.
"""

from __future__ import annotations

from tanheng.engine.words import if_reported, total

# ── section 6: clinker production, per kiln line ─────────────────────────────────────────────────


def substitute_avoided_emission_tco2(substitute_consumption_t, substitute_deduction_tco2_per_t):
    """Section 6, substitutes (clause number unconfirmed): R = Q_m × D_m, not rounded."""
    return substitute_consumption_t * substitute_deduction_tco2_per_t


def process_emission_tco2(clinker_output_t, clinker_process_factor_tco2_per_t, substitute_avoided_emission_tco2):
    """Section 6, process emission (clause number unconfirmed): E = Q_cl × EF_cl − Σ (Q_m × D_m).

    A month may become negative; the guide's text on this is not known, so nothing is cut off.
    """
    return clinker_output_t * clinker_process_factor_tco2_per_t - total(substitute_avoided_emission_tco2)


def fuel_emission_tco2(fuel_consumption, fuel_net_calorific_value, fuel_carbon_content_tc_per_gj, fuel_oxidation_rate, *, p):
    """Section 6, combustion of fossil fuels (clause number unconfirmed): E = FC × NCV × CC × OF × 44/12."""
    heat = fuel_consumption * fuel_net_calorific_value
    return heat * fuel_carbon_content_tc_per_gj * fuel_oxidation_rate * p.co2_per_carbon


def line_fuel_emission_tco2(fuel_emission_tco2):
    """Section 6, fuel emission of the line: all fuels of kiln and calciner."""
    return total(fuel_emission_tco2)


def line_emission_tco2(line_fuel_emission_tco2, process_emission_tco2):
    """Section 6, emission of the kiln line: fuel plus process."""
    return line_fuel_emission_tco2 + process_emission_tco2


def line_intensity_tco2_per_t(line_emission_tco2, clinker_output_t):
    """Section 6, emission per tonne of clinker: year over year, I = E ÷ Q_cl."""
    return line_emission_tco2 / clinker_output_t


def carbide_slag_avoided_emission_tco2(substitute_avoided_emission_tco2, substitute_carbide_slag_share):
    """Allocation plan, carbide-slag substitution rate: the deduction of carbide slag alone."""
    return substitute_avoided_emission_tco2 * substitute_carbide_slag_share


def carbide_slag_substitution_rate(carbide_slag_avoided_emission_tco2, clinker_output_t, clinker_process_factor_tco2_per_t):
    """Allocation plan, carbide-slag substitution rate: (Q × D) of carbide slag ÷ (Q_cl × EF_cl), of the year."""
    return total(carbide_slag_avoided_emission_tco2) / (clinker_output_t * clinker_process_factor_tco2_per_t)


def fuel_heat_gj(fuel_consumption, fuel_net_calorific_value):
    """Cross-checks, heat use: FC × NCV, in no total."""
    return fuel_consumption * fuel_net_calorific_value


def line_heat_gj(fuel_heat_gj):
    """Cross-checks, heat use: heat of all fuels of the line, in no total."""
    return total(fuel_heat_gj)


# ── section 7: enterprise level ──────────────────────────────────────────────────────────────────


def other_fuel_emission_tco2(
    other_fuel_consumption,
    other_fuel_net_calorific_value,
    other_fuel_carbon_content_tc_per_gj,
    other_fuel_oxidation_rate,
    *,
    p,
):
    """Section 7, fuels outside the lines (clause number unconfirmed): E = FC × NCV × CC × OF × 44/12."""
    heat = other_fuel_consumption * other_fuel_net_calorific_value
    return heat * other_fuel_carbon_content_tc_per_gj * other_fuel_oxidation_rate * p.co2_per_carbon


def electricity_emission_tco2(net_purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh):
    """Section 7, net purchased power (clause number unconfirmed): E = W × EF."""
    return net_purchased_electricity_mwh * electricity_emission_factor_tco2_per_mwh


def heat_emission_tco2(net_purchased_heat_gj, heat_emission_factor_tco2_per_gj):
    """Section 7, net purchased heat (clause number unconfirmed): E = Q × EF."""
    return net_purchased_heat_gj * heat_emission_factor_tco2_per_gj


def purchased_energy_emission_tco2(electricity_emission_tco2, heat_emission_tco2, purchased_energy_share):
    """Section 7, purchased power and heat, as far as reported and as far as the reading chosen counts them."""
    return (if_reported(electricity_emission_tco2) + if_reported(heat_emission_tco2)) * purchased_energy_share


def carried_in_emission_tco2(power_unit_emission_tco2, other_facility_emission_tco2):
    """Section 7, results quoted from other guides: power units and other facilities, as far as reported."""
    return if_reported(power_unit_emission_tco2) + if_reported(other_facility_emission_tco2)


def total_clinker_output_t(clinker_output_t):
    """Section 8, production data: output of all lines."""
    return total(clinker_output_t)


def total_line_fuel_emission_tco2(line_fuel_emission_tco2):
    """Summary table (number by analogy): fuels of all lines."""
    return total(line_fuel_emission_tco2)


def total_process_emission_tco2(process_emission_tco2):
    """Summary table (number by analogy): process emission of all lines."""
    return total(process_emission_tco2)


def total_line_emission_tco2(line_emission_tco2):
    """Summary table (number by analogy): all kiln lines."""
    return total(line_emission_tco2)


def total_other_fuel_emission_tco2(other_fuel_emission_tco2):
    """Summary table (number by analogy): fuels outside the lines."""
    return total(other_fuel_emission_tco2)


def direct_emission_tco2(total_line_emission_tco2, total_other_fuel_emission_tco2, carried_in_emission_tco2):
    """Section 7, direct emission: lines, other fuels and the results quoted from other guides."""
    return total_line_emission_tco2 + total_other_fuel_emission_tco2 + carried_in_emission_tco2


def enterprise_emission_tco2e(direct_emission_tco2, purchased_energy_emission_tco2):
    """Section 7, enterprise total: direct emission, and purchased power and heat as far as they count."""
    return direct_emission_tco2 + purchased_energy_emission_tco2
