"""The formulas of the cement protocol, version 3: output methods B1 and B2, input methods A1 and A2, fuels, gross and net.

Nothing is rounded. The method chosen for a line gives its process emission; the others stand beside as cross-checks.
"""

from __future__ import annotations

from tanheng.engine.words import carbon, first_present, if_reported, total, where

# ── calcination ──────────────────────────────────────────────────────────────────────────────────


def measured_clinker_factor_tco2_per_t(
    clinker_cao_content,
    noncarbonate_cao_content,
    clinker_mgo_content,
    noncarbonate_mgo_content,
    other_carbonate_mgo_equivalent,
    *,
    p,
):
    """Method B2: EF = (CaO_cl − CaO_nc) × 0.785 + (MgO_cl − MgO_nc + MgO_eq) × 1.092."""
    calcium = (clinker_cao_content - noncarbonate_cao_content) * p.co2_per_calcium_oxide
    magnesium = clinker_mgo_content - noncarbonate_mgo_content + other_carbonate_mgo_equivalent
    return calcium + magnesium * p.co2_per_magnesium_oxide


def clinker_factor_tco2_per_t(measured_clinker_factor_tco2_per_t, default_clinker_factor_tco2_per_t):
    """Method B2 where the composition is analysed, else the default of method B1."""
    return first_present(measured_clinker_factor_tco2_per_t, default_clinker_factor_tco2_per_t)


def measured_calcination_degree(kiln_dust_loss_on_ignition, raw_meal_loss_on_ignition):
    """Kiln dust: d = 1 − LOI_ckd × (1 − LOI_rm) ÷ [(1 − LOI_ckd) × LOI_rm]."""
    remaining = kiln_dust_loss_on_ignition * (1 - raw_meal_loss_on_ignition)
    return 1 - remaining / ((1 - kiln_dust_loss_on_ignition) * raw_meal_loss_on_ignition)


def calcination_degree(measured_calcination_degree, default_calcination_degree):
    """Kiln dust: the measured degree first, else 0 for dry kilns and 1 for others."""
    return first_present(measured_calcination_degree, default_calcination_degree)


def kiln_dust_factor_tco2_per_t(clinker_factor_tco2_per_t, calcination_degree, *, p):
    """Kiln dust: EF_ckd = [EF ÷ (1 + EF) × d] ÷ [1 − EF ÷ (1 + EF) × d]."""
    mass_ratio = clinker_factor_tco2_per_t / p.co2_mass
    lost = mass_ratio / (1 + mass_ratio) * calcination_degree
    return lost / (1 - lost) * p.co2_mass


def clinker_calcination_emission_tco2(clinker_output_t, clinker_factor_tco2_per_t):
    """Method B1: E = Q_cl × EF."""
    return clinker_output_t * clinker_factor_tco2_per_t


def dust_calcination_emission_tco2(bypass_dust_t, clinker_factor_tco2_per_t, kiln_dust_t, kiln_dust_factor_tco2_per_t):
    """Method B1: E = Q_bypass × EF + Q_ckd × EF_ckd; bypass dust counts as fully calcined."""
    return bypass_dust_t * clinker_factor_tco2_per_t + kiln_dust_t * kiln_dust_factor_tco2_per_t


def organic_carbon_emission_tco2(clinker_output_t, raw_meal_clinker_ratio, raw_meal_organic_carbon_content, *, p):
    """Method B1: E = Q_cl × ratio × TOC × 44/12."""
    return carbon(clinker_output_t * raw_meal_clinker_ratio) * raw_meal_organic_carbon_content * p.co2_per_carbon


def calcination_emission_tco2(
    uses_detailed_input,
    detailed_input_emission_tco2,
    uses_simple_input,
    raw_meal_method_emission_tco2,
    clinker_calcination_emission_tco2,
    dust_calcination_emission_tco2,
):
    """Line 007n: method A2 or A1 where chosen, else clinker and dust of the output method."""
    by_output = clinker_calcination_emission_tco2 + dust_calcination_emission_tco2
    otherwise = where(uses_simple_input > 0, raw_meal_method_emission_tco2, by_output)
    return where(uses_detailed_input > 0, detailed_input_emission_tco2, otherwise)


def counted_organic_carbon_emission_tco2(uses_simple_input, uses_detailed_input, organic_carbon_emission_tco2):
    """Organic carbon beside the output method; loss on ignition and total carbon of the input methods hold it."""
    return where(uses_simple_input + uses_detailed_input > 0, 0, organic_carbon_emission_tco2)


def process_emission_tco2(calcination_emission_tco2, counted_organic_carbon_emission_tco2):
    """The process emission by the method chosen: calcination and organic carbon."""
    return calcination_emission_tco2 + counted_organic_carbon_emission_tco2


# ── fuels ────────────────────────────────────────────────────────────────────────────────────────


def fuel_emission_tco2(fuel_consumption, fuel_net_calorific_value, fuel_emission_factor_kgco2_per_gj, *, p):
    """Conventional fossil fuels: E = FC × LHV × EF ÷ 1000."""
    return fuel_consumption * fuel_net_calorific_value * fuel_emission_factor_kgco2_per_gj / p.kg_per_t


def alternative_fuel_carbon_emission_tco2(
    alternative_fuel_consumption_t,
    alternative_fuel_heating_value_gj_per_t,
    alternative_fuel_emission_factor_kgco2_per_gj,
    *,
    p,
):
    """Alternative fuels, fossil and biogenic carbon together: E = Q × LHV × EF ÷ 1000."""
    heat = alternative_fuel_consumption_t * alternative_fuel_heating_value_gj_per_t
    return heat * alternative_fuel_emission_factor_kgco2_per_gj / p.kg_per_t


def alternative_fuel_emission_tco2(alternative_fuel_carbon_emission_tco2, alternative_fuel_biogenic_share):
    """Alternative fossil fuels: the part that is not biogenic."""
    return alternative_fuel_carbon_emission_tco2 * (1 - alternative_fuel_biogenic_share)


def biomass_emission_tco2(alternative_fuel_carbon_emission_tco2, alternative_fuel_biogenic_share):
    """Biomass memo item: the biogenic part, in no total."""
    return alternative_fuel_carbon_emission_tco2 * alternative_fuel_biogenic_share


# ── totals of the line ───────────────────────────────────────────────────────────────────────────


def line_fuel_emission_tco2(fuel_emission_tco2):
    """Conventional fossil fuels of the line."""
    return total(fuel_emission_tco2)


def line_alternative_fuel_emission_tco2(alternative_fuel_emission_tco2):
    """Alternative fossil fuels of the line."""
    return total(alternative_fuel_emission_tco2)


def line_gross_emission_tco2(process_emission_tco2, line_fuel_emission_tco2, line_alternative_fuel_emission_tco2):
    """Gross emission: process, conventional and alternative fossil fuels."""
    return process_emission_tco2 + line_fuel_emission_tco2 + line_alternative_fuel_emission_tco2


def line_net_emission_tco2(line_gross_emission_tco2, line_alternative_fuel_emission_tco2):
    """Net emission: gross less the credit for alternative fossil fuels."""
    return line_gross_emission_tco2 - line_alternative_fuel_emission_tco2


def gross_intensity_tco2_per_t(line_gross_emission_tco2, clinker_output_t):
    """Gross emission per tonne of clinker, year over year."""
    return line_gross_emission_tco2 / clinker_output_t


def net_intensity_tco2_per_t(line_net_emission_tco2, clinker_output_t):
    """Net emission per tonne of clinker, year over year."""
    return line_net_emission_tco2 / clinker_output_t


# ── the company ──────────────────────────────────────────────────────────────────────────────────


def total_process_emission_tco2(process_emission_tco2):
    """Process emission of all lines."""
    return total(process_emission_tco2)


def total_gross_emission_tco2(line_gross_emission_tco2):
    """Gross emission of all lines."""
    return total(line_gross_emission_tco2)


def total_net_emission_tco2(line_net_emission_tco2):
    """Net emission of all lines."""
    return total(line_net_emission_tco2)


def total_biomass_emission_tco2(biomass_emission_tco2):
    """Biomass memo item of all lines."""
    return total(biomass_emission_tco2)


def total_clinker_output_t(clinker_output_t):
    """Line 008: clinker produced."""
    return total(clinker_output_t)


def clinker_consumed_t(
    total_clinker_output_t,
    clinker_purchased_t,
    clinker_sold_t,
    clinker_transferred_out_t,
    clinker_transferred_in_t,
    clinker_stock_decrease_t,
):
    """Line 011 = 008 + 009 − 010 − 010a + 010b + 010c, as far as reported."""
    outgoing = if_reported(clinker_sold_t) + if_reported(clinker_transferred_out_t)
    incoming = if_reported(clinker_purchased_t) + if_reported(clinker_transferred_in_t)
    return total_clinker_output_t + incoming - outgoing + if_reported(clinker_stock_decrease_t)


def electricity_emission_tco2(purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh):
    """Indirect emission of electricity, shown apart."""
    return purchased_electricity_mwh * electricity_emission_factor_tco2_per_mwh


# ── input methods ────────────────────────────────────────────────────────────────────────────────


def raw_meal_method_emission_tco2(raw_meal_t, raw_meal_loss_on_ignition, *, p):
    """Method A1: raw meal × loss on ignition, the loss counted as CO2."""
    return raw_meal_t * raw_meal_loss_on_ignition * p.co2_mass


def calculated_kiln_dust_carbon_content(raw_meal_total_carbon_content, calcination_degree, *, p):
    """Method A2: carbon left in kiln dust, TC_rm × (1 − d) ÷ (1 − TC_rm × 44/12 × d), as the dust lost the share d of its CO2."""
    lost = raw_meal_total_carbon_content * p.carbon_dioxide_per_carbon_mass * calcination_degree
    return raw_meal_total_carbon_content * (1 - calcination_degree) / (1 - lost)


def counted_kiln_dust_carbon_content(kiln_dust_total_carbon_content, calculated_kiln_dust_carbon_content):
    """Method A2: carbon of kiln dust as analysed, else from its calcination degree."""
    return first_present(kiln_dust_total_carbon_content, calculated_kiln_dust_carbon_content)


def additional_raw_material_emission_tco2(additional_raw_material_t, additional_raw_material_carbon_content, *, p):
    """Method A2: Q_arm × TC_arm × 44/12."""
    return carbon(additional_raw_material_t) * additional_raw_material_carbon_content * p.co2_per_carbon


def detailed_input_emission_tco2(
    raw_meal_t,
    raw_meal_total_carbon_content,
    kiln_dust_t,
    counted_kiln_dust_carbon_content,
    bypass_dust_t,
    bypass_dust_total_carbon_content,
    additional_raw_material_emission_tco2,
    *,
    p,
):
    """Method A2: E = (Q_rm × TC_rm − Q_ckd × TC_ckd − Q_bypass × TC_bypass) × 44/12 + E_arm."""
    entering = raw_meal_t * raw_meal_total_carbon_content
    leaving = kiln_dust_t * counted_kiln_dust_carbon_content + bypass_dust_t * bypass_dust_total_carbon_content
    return carbon(entering - leaving) * p.co2_per_carbon + if_reported(additional_raw_material_emission_tco2)
