"""What the instruction of 2023 changes in the formulas of the supplement sheet: process by composition, and an enterprise level.

The structure is known from trade notes, the formulas from the program of a plant; none was read in the text.
"""

from __future__ import annotations

from tanheng.engine.words import carbon, first_present, if_reported, total

# ── clinker output ───────────────────────────────────────────────────────────────────────────────


def clinker_output_by_raw_meal_t(raw_meal_t, raw_meal_clinker_ratio):
    """Clinker output (second-hand): Q_cl = Q_rm ÷ ratio, where clinker is not weighed."""
    return raw_meal_t / raw_meal_clinker_ratio


def accounted_clinker_output_t(clinker_output_t, clinker_output_by_raw_meal_t):
    """Clinker output (second-hand): the weighed output first, else the one computed from raw meal."""
    return first_present(clinker_output_t, clinker_output_by_raw_meal_t)


# ── fuels, per kiln line ─────────────────────────────────────────────────────────────────────────


def fuel_emission_tco2(fuel_consumption, fuel_net_calorific_value, fuel_carbon_content_tc_per_gj, fuel_oxidation_rate, *, p):
    """Fossil fuel combustion (second-hand): E = FC × NCV × CC × OF × 44/12."""
    heat = fuel_consumption * fuel_net_calorific_value
    return heat * fuel_carbon_content_tc_per_gj * fuel_oxidation_rate * p.co2_per_carbon


def line_fuel_emission_tco2(fuel_emission_tco2):
    """Fossil fuel combustion (second-hand): all fuels of the line."""
    return total(fuel_emission_tco2)


def fuel_heat_gj(fuel_consumption, fuel_net_calorific_value):
    """Cross-checks, heat use: FC × NCV."""
    return fuel_consumption * fuel_net_calorific_value


# ── process, per kiln line ───────────────────────────────────────────────────────────────────────


def substitute_avoided_emission_tco2(substitute_consumption_t, substitute_cao_content, substitute_mgo_content, *, p):
    """Process emission (second-hand), substitutes: R = M × (CaO × 44/56 + MgO × 44/40), not rounded."""
    oxides = substitute_cao_content * p.co2_per_calcium_oxide + substitute_mgo_content * p.co2_per_magnesium_oxide
    return substitute_consumption_t * oxides


def raw_meal_carbon_emission_tco2(raw_meal_t, raw_meal_nonfuel_carbon_content, *, p):
    """Process emission (second-hand), raw meal: E = Q_rm × c_nf × 44/12."""
    return carbon(raw_meal_t) * raw_meal_nonfuel_carbon_content * p.co2_per_carbon


def process_emission_tco2(
    accounted_clinker_output_t,
    clinker_cao_content,
    clinker_mgo_content,
    substitute_avoided_emission_tco2,
    raw_meal_carbon_emission_tco2,
    *,
    p,
):
    """Process emission (second-hand): E = Q_cl × (CaO × 44/56 + MgO × 44/40) − Σ R + Q_rm × c_nf × 44/12."""
    oxides = clinker_cao_content * p.co2_per_calcium_oxide + clinker_mgo_content * p.co2_per_magnesium_oxide
    avoided = total(substitute_avoided_emission_tco2)
    return accounted_clinker_output_t * oxides - avoided + raw_meal_carbon_emission_tco2


def line_emission_tco2(line_fuel_emission_tco2, process_emission_tco2, line_electricity_emission_tco2):
    """Line total (second-hand): fuel, process and electricity."""
    return line_fuel_emission_tco2 + process_emission_tco2 + line_electricity_emission_tco2


def line_intensity_tco2_per_t(line_emission_tco2, accounted_clinker_output_t):
    """Emission per tonne of clinker, year over year."""
    return line_emission_tco2 / accounted_clinker_output_t


def total_clinker_output_t(accounted_clinker_output_t):
    """Clinker output of all lines."""
    return total(accounted_clinker_output_t)


# ── enterprise level ─────────────────────────────────────────────────────────────────────────────


def other_fuel_emission_tco2(
    other_fuel_consumption,
    other_fuel_net_calorific_value,
    other_fuel_carbon_content_tc_per_gj,
    other_fuel_oxidation_rate,
    *,
    p,
):
    """Enterprise level (second-hand), fuels outside the lines: E = FC × NCV × CC × OF × 44/12."""
    heat = other_fuel_consumption * other_fuel_net_calorific_value
    return heat * other_fuel_carbon_content_tc_per_gj * other_fuel_oxidation_rate * p.co2_per_carbon


def electricity_emission_tco2(net_purchased_electricity_mwh, net_electricity_emission_factor_tco2_per_mwh):
    """Enterprise level (second-hand), net purchased power: E = W × EF."""
    return net_purchased_electricity_mwh * net_electricity_emission_factor_tco2_per_mwh


def heat_emission_tco2(net_purchased_heat_gj, heat_emission_factor_tco2_per_gj):
    """Enterprise level (second-hand), net purchased heat: E = Q × 0.11."""
    return net_purchased_heat_gj * heat_emission_factor_tco2_per_gj


def purchased_energy_emission_tco2(electricity_emission_tco2, heat_emission_tco2):
    """Enterprise level (second-hand): power and heat, as far as reported."""
    return if_reported(electricity_emission_tco2) + if_reported(heat_emission_tco2)


def total_fuel_emission_tco2(line_fuel_emission_tco2, other_fuel_emission_tco2):
    """Enterprise level (second-hand): fuels of the lines and outside them."""
    return total(line_fuel_emission_tco2) + total(other_fuel_emission_tco2)


def total_process_emission_tco2(process_emission_tco2):
    """Enterprise level (second-hand): process emission of all lines."""
    return total(process_emission_tco2)


def enterprise_emission_tco2e(total_fuel_emission_tco2, total_process_emission_tco2, purchased_energy_emission_tco2):
    """Enterprise total (second-hand): fuel, process, net power and net heat; the lines' power is not added again."""
    return total_fuel_emission_tco2 + total_process_emission_tco2 + purchased_energy_emission_tco2
