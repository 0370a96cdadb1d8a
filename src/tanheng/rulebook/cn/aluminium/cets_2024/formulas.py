"""The formulas of CETS—AG—04.01—V01—2024, aluminium smelting: one small function a quantity, in the order of the guide.

Each function is named as the quantity it gives. The engine reads it with decimals, with units and with symbols, so it
holds nothing but arithmetic and the engine's words. Clause numbers below section level are not official and say so.
"""

from __future__ import annotations

from tanheng.engine.words import carbon, first_present, if_reported, total

# ── section 6: electrolysis process ──────────────────────────────────────────────────────────────


def anode_net_consumption_t(anode_consumption_t, anode_loss_rate):
    """Section 6, anode consumption (clause number unconfirmed): AN = AC × (1 − LR)."""
    return anode_consumption_t * (1 - anode_loss_rate)


def anode_emission_tco2(anode_net_consumption_t, anode_sulphur_content, anode_ash_content, *, p):
    """Section 6, energy used as raw material (clause number unconfirmed): E = AN × (1 − S − A) × 44/12."""
    carbon_share = 1 - anode_sulphur_content - anode_ash_content
    return carbon(anode_net_consumption_t) * carbon_share * p.co2_per_carbon


def anode_effect_emission_tco2e(molten_aluminium_output_t, cf4_emission_factor_kg_per_t, c2f6_emission_factor_kg_per_t, *, p):
    """Section 6, anode effects (clause number unconfirmed): E = P × (EF_CF4 × GWP_CF4 + EF_C2F6 × GWP_C2F6) ÷ 1000."""
    tetrafluoromethane = molten_aluminium_output_t * cf4_emission_factor_kg_per_t * p.gwp_cf4 / p.kg_per_t
    hexafluoroethane = molten_aluminium_output_t * c2f6_emission_factor_kg_per_t * p.gwp_c2f6 / p.kg_per_t
    return tetrafluoromethane + hexafluoroethane


def electrolysis_emission_tco2e(anode_emission_tco2, anode_effect_emission_tco2e):
    """Section 6, emission of the electrolysis process: anodes plus anode effects."""
    return anode_emission_tco2 + anode_effect_emission_tco2e


def electrolysis_intensity_tco2e_per_t(electrolysis_emission_tco2e, molten_aluminium_output_t):
    """Section 6, emission per tonne of aluminium: year over year, I = E ÷ P."""
    return electrolysis_emission_tco2e / molten_aluminium_output_t


# ── section 7: enterprise level ──────────────────────────────────────────────────────────────────


def fuel_emission_tco2(
    fuel_consumption,
    fuel_net_calorific_value,
    fuel_carbon_content_tc_per_gj,
    fuel_received_carbon_content,
    fuel_oxidation_rate,
    *,
    p,
):
    """Section 7, combustion of fossil fuels (clause number unconfirmed): E = FC × C_ar × OF × 44/12.

    C_ar is the measured carbon content as received, or NCV × CC where none was measured; the product is not rounded.
    """
    default_content = fuel_net_calorific_value * fuel_carbon_content_tc_per_gj
    carbon_content = first_present(fuel_received_carbon_content, default_content)
    return fuel_consumption * carbon_content * fuel_oxidation_rate * p.co2_per_carbon


def carbonate_emission_tco2(carbonate_consumption_t, carbonate_emission_factor_tco2_per_t, carbonate_purity):
    """Section 7, decomposition of carbonates (clause number unconfirmed): E = AD × EF × PUR."""
    return carbonate_consumption_t * carbonate_emission_factor_tco2_per_t * carbonate_purity


def carried_in_emission_tco2(power_unit_emission_tco2, other_facility_emission_tco2):
    """Section 7, results quoted from other guides: power units and other facilities, as far as reported."""
    return if_reported(power_unit_emission_tco2) + if_reported(other_facility_emission_tco2)


def total_molten_aluminium_output_t(molten_aluminium_output_t):
    """Section 8, production data: output of all potlines."""
    return total(molten_aluminium_output_t)


def total_anode_emission_tco2(anode_emission_tco2):
    """Summary table (number by analogy): anodes of all potlines."""
    return total(anode_emission_tco2)


def total_anode_effect_emission_tco2e(anode_effect_emission_tco2e):
    """Summary table (number by analogy): anode effects of all potlines."""
    return total(anode_effect_emission_tco2e)


def total_electrolysis_emission_tco2e(electrolysis_emission_tco2e):
    """Summary table (number by analogy): electrolysis process of all potlines."""
    return total(electrolysis_emission_tco2e)


def total_fuel_emission_tco2(fuel_emission_tco2):
    """Summary table (number by analogy): all fossil fuels."""
    return total(fuel_emission_tco2)


def total_carbonate_emission_tco2(carbonate_emission_tco2):
    """Summary table (number by analogy): all carbonates."""
    return total(carbonate_emission_tco2)


def enterprise_emission_tco2e(
    total_electrolysis_emission_tco2e, total_fuel_emission_tco2, total_carbonate_emission_tco2, carried_in_emission_tco2
):
    """Section 7, enterprise total: electrolysis process, fuels, carbonates and the results quoted from other guides."""
    fuels_and_carbonates = total_fuel_emission_tco2 + total_carbonate_emission_tco2
    return total_electrolysis_emission_tco2e + fuels_and_carbonates + carried_in_emission_tco2


# ── annex E: auxiliary items, in no total ────────────────────────────────────────────────────────


def electricity_emission_tco2(net_purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh):
    """Annex E, auxiliary item (number unconfirmed): net purchased electricity × factor; in no total."""
    return net_purchased_electricity_mwh * electricity_emission_factor_tco2_per_mwh


def heat_emission_tco2(net_purchased_heat_gj, heat_emission_factor_tco2_per_gj):
    """Annex E, auxiliary item (number unconfirmed): net purchased heat × factor; in no total."""
    return net_purchased_heat_gj * heat_emission_factor_tco2_per_gj
