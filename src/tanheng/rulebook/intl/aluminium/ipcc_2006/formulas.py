"""The formulas of IPCC 2006, vol. 3 ch. 4, primary aluminium, one function a quantity: tier 1, tier 2/3, and which counts.

A higher tier counts where its activity data are reported. The overvoltage formula takes the current efficiency as a
per cent number; cases hold fractions, and the step is visible here.
"""

from __future__ import annotations

from tanheng.engine.words import carbon, first_present, if_reported, total

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
    """Vol. 3 ch. 4 eq. 4.21, prebaked anodes: E = NAC × P × (1 − S_a − Ash_a) × 44/12."""
    anodes = carbon(anode_net_consumption_rate_t_per_t * molten_aluminium_output_t)
    return anodes * (1 - anode_sulphur_content - anode_ash_content) * p.co2_per_carbon


def anode_emission_by_paste_tco2(
    paste_consumption_rate_t_per_t,
    molten_aluminium_output_t,
    cyclohexane_soluble_matter_kg_per_t,
    paste_binder_content,
    pitch_sulphur_content,
    pitch_ash_content,
    pitch_hydrogen_content,
    calcined_coke_sulphur_content,
    calcined_coke_ash_content,
    skimmed_dust_carbon_tc_per_t,
    *,
    p,
):
    """Vol. 3 ch. 4 eq. 4.24, Søderberg: E = [PC − CSM/1000 − BC·PC·(S_p + Ash_p + H_p) − (1 − BC)·PC·(S_c + Ash_c) − CD]·MP·44/12."""
    paste = paste_consumption_rate_t_per_t * molten_aluminium_output_t
    escaped = cyclohexane_soluble_matter_kg_per_t * molten_aluminium_output_t / p.kg_per_t
    of_pitch = paste * paste_binder_content * (pitch_sulphur_content + pitch_ash_content + pitch_hydrogen_content)
    of_coke = paste * (1 - paste_binder_content) * (calcined_coke_sulphur_content + calcined_coke_ash_content)
    burnt = carbon(paste - escaped - of_pitch - of_coke) - skimmed_dust_carbon_tc_per_t * molten_aluminium_output_t
    return burnt * p.co2_per_carbon


def anode_emission_tco2(anode_emission_by_balance_tco2, anode_emission_by_paste_tco2, anode_emission_by_tier_1_tco2):
    """The anode emission that counts: tier 2/3 where net anode or paste consumption is reported, else tier 1."""
    by_balance = first_present(anode_emission_by_balance_tco2, anode_emission_by_paste_tco2)
    return first_present(by_balance, anode_emission_by_tier_1_tco2)


def packing_coke_emission_tco2(
    baked_anode_output_t, packing_coke_rate_t_per_t, packing_coke_sulphur_content, packing_coke_ash_content, *, p
):
    """Vol. 3 ch. 4 eq. 4.23, packing coke: E = PCC × BA × (1 − S_pc − Ash_pc) × 44/12."""
    coke = carbon(packing_coke_rate_t_per_t * baked_anode_output_t)
    return coke * (1 - packing_coke_sulphur_content - packing_coke_ash_content) * p.co2_per_carbon


def pitch_volatiles_emission_tco2(green_anode_input_t, green_anode_hydrogen_content, waste_tar_share, baked_anode_output_t, *, p):
    """Vol. 3 ch. 4 eq. 4.22, pitch volatiles: E = (GA − H_w·GA − BA − WT·GA) × 44/12."""
    left = green_anode_input_t * (1 - green_anode_hydrogen_content - waste_tar_share)
    return carbon(left - baked_anode_output_t) * p.co2_per_carbon


def counted_pitch_volatiles_emission_tco2(pitch_volatiles_emission_tco2):
    """Pitch volatiles as they enter the total; none where no green anodes are reported."""
    return if_reported(pitch_volatiles_emission_tco2)


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


def total_pitch_volatiles_emission_tco2(counted_pitch_volatiles_emission_tco2):
    """Pitch volatiles of all anode plants; nothing where there is none."""
    return total(counted_pitch_volatiles_emission_tco2)


def enterprise_emission_tco2e(
    total_anode_emission_tco2,
    total_anode_effect_emission_tco2e,
    total_packing_coke_emission_tco2,
    total_pitch_volatiles_emission_tco2,
):
    """Process emission of the smelter: anodes, anode effects, packing coke and pitch volatiles."""
    baking = total_packing_coke_emission_tco2 + total_pitch_volatiles_emission_tco2
    return total_anode_emission_tco2 + total_anode_effect_emission_tco2e + baking
