"""The formulas of IPCC 2006, vol. 3 ch. 4, primary aluminium, one function a quantity: tier 1, tier 2/3, and which counts.

A higher tier counts where its activity data are reported. The overvoltage formula takes the current efficiency as a
per cent number; cases hold fractions, and the step is visible here.
"""

from __future__ import annotations

from tanheng.engine.words import carbon, first_present, total

# ── tier 1 ───────────────────────────────────────────────────────────────────────────────────────


def anode_emission_by_tier_1_tco2(molten_aluminium_output_t, anode_emission_factor_tco2_per_t):
    """Vol. 3 ch. 4, tier 1 (table 4.10): CO2 = EF × P."""
    return molten_aluminium_output_t * anode_emission_factor_tco2_per_t


def cf4_emission_by_tier_1_t(molten_aluminium_output_t, cf4_emission_factor_kg_per_t, *, p):
    """Vol. 3 ch. 4, tier 1 (table 4.15): CF4 = EF × P ÷ 1000."""
    return molten_aluminium_output_t * cf4_emission_factor_kg_per_t / p.kg_per_t


def c2f6_emission_by_tier_1_t(molten_aluminium_output_t, c2f6_emission_factor_kg_per_t, *, p):
    """Vol. 3 ch. 4, tier 1 (table 4.15): C2F6 = EF × P ÷ 1000."""
    return molten_aluminium_output_t * c2f6_emission_factor_kg_per_t / p.kg_per_t


# ── tier 2 and 3, anodes ─────────────────────────────────────────────────────────────────────────


def anode_emission_by_balance_tco2(
    anode_net_consumption_rate_t_per_t, molten_aluminium_output_t, anode_sulphur_content, anode_ash_content, *, p
):
    """Vol. 3 ch. 4, tier 2/3, prebaked anodes: E = NAC × P × (1 − S_a − Ash_a) × 44/12."""
    anodes = carbon(anode_net_consumption_rate_t_per_t * molten_aluminium_output_t)
    return anodes * (1 - anode_sulphur_content - anode_ash_content) * p.co2_per_carbon


def anode_emission_tco2(anode_emission_by_balance_tco2, anode_emission_by_tier_1_tco2):
    """The anode emission that counts: tier 2/3 where net consumption is reported, else tier 1."""
    return first_present(anode_emission_by_balance_tco2, anode_emission_by_tier_1_tco2)


def packing_coke_emission_tco2(
    baked_anode_output_t, packing_coke_rate_t_per_t, packing_coke_sulphur_content, packing_coke_ash_content, *, p
):
    """Vol. 3 ch. 4, tier 2/3, packing coke (formula recalled): E = PCC × BA × (1 − S_pc − Ash_pc) × 44/12."""
    coke = carbon(packing_coke_rate_t_per_t * baked_anode_output_t)
    return coke * (1 - packing_coke_sulphur_content - packing_coke_ash_content) * p.co2_per_carbon


# ── tier 2 and 3, perfluorocarbons ───────────────────────────────────────────────────────────────


def cf4_emission_by_slope_t(slope_factor, anode_effect_minutes_per_cell_day, molten_aluminium_output_t, *, p):
    """Vol. 3 ch. 4 eq. 4.26, slope: CF4 = S × AEM × P ÷ 1000."""
    return slope_factor * anode_effect_minutes_per_cell_day * molten_aluminium_output_t / p.kg_per_t


def cf4_emission_by_overvoltage_t(
    overvoltage_coefficient, anode_effect_overvoltage_mv, current_efficiency, molten_aluminium_output_t, *, p
):
    """Vol. 3 ch. 4, overvoltage: CF4 = OVC × AEO ÷ CE in per cent × P ÷ 1000."""
    coefficient_and_voltage = overvoltage_coefficient * anode_effect_overvoltage_mv * molten_aluminium_output_t
    return coefficient_and_voltage / (current_efficiency * p.percent_per_one) / p.kg_per_t


def cf4_emission_by_tier_2_t(cf4_emission_by_slope_t, cf4_emission_by_overvoltage_t):
    """CF4 of tier 2/3: by slope where minutes are reported, else by overvoltage."""
    return first_present(cf4_emission_by_slope_t, cf4_emission_by_overvoltage_t)


def c2f6_emission_by_tier_2_t(cf4_emission_by_tier_2_t, c2f6_to_cf4_ratio):
    """Vol. 3 ch. 4 eq. 4.26: C2F6 = CF4 × F."""
    return cf4_emission_by_tier_2_t * c2f6_to_cf4_ratio


def cf4_emission_t(cf4_emission_by_tier_2_t, cf4_emission_by_tier_1_t):
    """The CF4 emission that counts: tier 2/3 where anode-effect data are reported, else tier 1."""
    return first_present(cf4_emission_by_tier_2_t, cf4_emission_by_tier_1_t)


def c2f6_emission_t(c2f6_emission_by_tier_2_t, c2f6_emission_by_tier_1_t):
    """The C2F6 emission that counts: tier 2/3 where anode-effect data are reported, else tier 1."""
    return first_present(c2f6_emission_by_tier_2_t, c2f6_emission_by_tier_1_t)


def anode_effect_emission_tco2e(cf4_emission_t, c2f6_emission_t, gwp_cf4, gwp_c2f6):
    """CO2 equivalent of anode effects: CF4 × GWP_CF4 + C2F6 × GWP_C2F6."""
    return cf4_emission_t * gwp_cf4 + c2f6_emission_t * gwp_c2f6


def electrolysis_emission_tco2e(anode_emission_tco2, anode_effect_emission_tco2e):
    """Anodes plus anode effects of a potline."""
    return anode_emission_tco2 + anode_effect_emission_tco2e


# ── totals ───────────────────────────────────────────────────────────────────────────────────────


def total_anode_emission_tco2(anode_emission_tco2):
    """Anodes of all potlines."""
    return total(anode_emission_tco2)


def total_anode_effect_emission_tco2e(anode_effect_emission_tco2e):
    """Anode effects of all potlines."""
    return total(anode_effect_emission_tco2e)


def total_packing_coke_emission_tco2(packing_coke_emission_tco2):
    """Packing coke of all anode plants; nothing where there is none."""
    return total(packing_coke_emission_tco2)


def enterprise_emission_tco2e(
    total_anode_emission_tco2, total_anode_effect_emission_tco2e, total_packing_coke_emission_tco2
):
    """Process emission of the smelter: anodes, anode effects and packing coke."""
    return total_anode_emission_tco2 + total_anode_effect_emission_tco2e + total_packing_coke_emission_tco2
