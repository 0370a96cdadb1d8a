"""The formulas of the aluminium guide of 2013, one small function a quantity, in the order of the guide.

Clause numbers are not known and say so. Anode effects take the recorded minutes where there are any, else the default
factors. The unknown rounding of the edition stands in quantities.yaml, not here.
"""

from __future__ import annotations

from tanheng.engine.words import first_present, if_reported, total

# ── anodes and anode effects ─────────────────────────────────────────────────────────────────────


def anode_emission_factor_tco2_per_t(anode_net_consumption_rate_tc_per_t, anode_sulphur_content, anode_ash_content, *, p):
    """Energy used as raw material (clause number unconfirmed): EF = NC × (1 − S − A) × 44/12."""
    return anode_net_consumption_rate_tc_per_t * (1 - anode_sulphur_content - anode_ash_content) * p.co2_per_carbon


def anode_emission_tco2(molten_aluminium_output_t, anode_emission_factor_tco2_per_t):
    """Energy used as raw material (clause number unconfirmed): E = P × EF."""
    return molten_aluminium_output_t * anode_emission_factor_tco2_per_t


def cf4_factor_by_slope_kg_per_t(anode_effect_minutes_per_cell_day, *, p):
    """Anode effects (clause number unconfirmed), where minutes are recorded: EF_CF4 = 0.143 × AEM."""
    return p.slope_cf4 * anode_effect_minutes_per_cell_day


def c2f6_factor_by_slope_kg_per_t(cf4_factor_by_slope_kg_per_t, *, p):
    """Anode effects (clause number unconfirmed), where minutes are recorded: EF_C2F6 = 0.1 × EF_CF4."""
    return p.ratio_c2f6 * cf4_factor_by_slope_kg_per_t


def cf4_emission_t(molten_aluminium_output_t, cf4_factor_by_slope_kg_per_t, cf4_emission_factor_kg_per_t, *, p):
    """Anode effects (clause number unconfirmed): CF4 = P × EF_CF4 ÷ 1000, by slope where minutes are recorded."""
    factor = first_present(cf4_factor_by_slope_kg_per_t, cf4_emission_factor_kg_per_t)
    return molten_aluminium_output_t * factor / p.kg_per_t


def c2f6_emission_t(molten_aluminium_output_t, c2f6_factor_by_slope_kg_per_t, c2f6_emission_factor_kg_per_t, *, p):
    """Anode effects (clause number unconfirmed): C2F6 = P × EF_C2F6 ÷ 1000, by slope where minutes are recorded."""
    factor = first_present(c2f6_factor_by_slope_kg_per_t, c2f6_emission_factor_kg_per_t)
    return molten_aluminium_output_t * factor / p.kg_per_t


def anode_effect_emission_tco2e(cf4_emission_t, c2f6_emission_t, *, p):
    """Anode effects (clause number unconfirmed): E = CF4 × GWP_CF4 + C2F6 × GWP_C2F6."""
    return cf4_emission_t * p.gwp_cf4 + c2f6_emission_t * p.gwp_c2f6


def electrolysis_emission_tco2e(anode_emission_tco2, anode_effect_emission_tco2e):
    """Anodes plus anode effects of a potline, for comparison with later editions; not a sum of the guide."""
    return anode_emission_tco2 + anode_effect_emission_tco2e


def electrolysis_intensity_tco2e_per_t(electrolysis_emission_tco2e, molten_aluminium_output_t):
    """Anodes plus anode effects per tonne of aluminium, year over year; not asked by the guide."""
    return electrolysis_emission_tco2e / molten_aluminium_output_t


# ── limestone, fuels, purchased energy ───────────────────────────────────────────────────────────


def limestone_emission_tco2(limestone_consumption_t, limestone_emission_factor_tco2_per_t):
    """Calcined limestone (clause number unconfirmed): E = L × EF."""
    return limestone_consumption_t * limestone_emission_factor_tco2_per_t


def fuel_emission_tco2(fuel_consumption, fuel_net_calorific_value, fuel_carbon_content_tc_per_gj, fuel_oxidation_rate, *, p):
    """Combustion of fuels (clause number unconfirmed): E = FC × NCV × CC × OF × 44/12."""
    carbon_burnt = fuel_consumption * fuel_net_calorific_value * fuel_carbon_content_tc_per_gj * fuel_oxidation_rate
    return carbon_burnt * p.co2_per_carbon


def electricity_emission_tco2(net_purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh):
    """Net purchased electricity (clause number unconfirmed): E = AD × EF."""
    return net_purchased_electricity_mwh * electricity_emission_factor_tco2_per_mwh


def heat_emission_tco2(net_purchased_heat_gj, heat_emission_factor_tco2_per_gj):
    """Net purchased heat (clause number unconfirmed): E = AD × EF."""
    return net_purchased_heat_gj * heat_emission_factor_tco2_per_gj


# ── totals ───────────────────────────────────────────────────────────────────────────────────────


def total_molten_aluminium_output_t(molten_aluminium_output_t):
    """Output of all potlines."""
    return total(molten_aluminium_output_t)


def total_anode_emission_tco2(anode_emission_tco2):
    """Energy used as raw material, all potlines."""
    return total(anode_emission_tco2)


def total_anode_effect_emission_tco2e(anode_effect_emission_tco2e):
    """Anode effects, all potlines."""
    return total(anode_effect_emission_tco2e)


def total_fuel_emission_tco2(fuel_emission_tco2):
    """Combustion, all fuels."""
    return total(fuel_emission_tco2)


def process_emission_tco2e(total_anode_effect_emission_tco2e, limestone_emission_tco2):
    """Process emission (clause number unconfirmed): anode effects plus calcined limestone where there is any."""
    return total_anode_effect_emission_tco2e + if_reported(limestone_emission_tco2)


def indirect_emission_tco2(electricity_emission_tco2, heat_emission_tco2):
    """Net purchased electricity and heat (clause number unconfirmed), as far as reported."""
    return if_reported(electricity_emission_tco2) + if_reported(heat_emission_tco2)


def carried_in_emission_tco2(power_unit_emission_tco2, other_facility_emission_tco2):
    """Results quoted from other guides: power units and other facilities, as far as reported."""
    return if_reported(power_unit_emission_tco2) + if_reported(other_facility_emission_tco2)


def enterprise_emission_tco2e(
    total_fuel_emission_tco2,
    total_anode_emission_tco2,
    process_emission_tco2e,
    indirect_emission_tco2,
    carried_in_emission_tco2,
):
    """Total (clause number unconfirmed): E = E_fuel + E_anode + E_process + E_power + E_heat, and quoted results."""
    direct = total_fuel_emission_tco2 + total_anode_emission_tco2 + process_emission_tco2e
    return direct + indirect_emission_tco2 + carried_in_emission_tco2
