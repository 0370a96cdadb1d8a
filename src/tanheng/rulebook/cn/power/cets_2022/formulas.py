"""The formulas of the power guide of 2022-12: one small function a quantity, from the coal sample to the unit's emission.

Labels P-1 … are this project's own, because official numbering differs between editions. Coal is never filled from the general
table: a month without a valid carbon test falls to the penalty default of the fuel table.
"""

from __future__ import annotations

from tanheng.engine.words import first_present, greater, if_reported, only_where, total, where

# ── daily or batch tests of coal ─────────────────────────────────────────────────────────────────


def sample_measured_carbon_tc(sample_coal_t, sample_received_carbon_content):
    """P-4, one day or batch: R × C_ar, where it was measured."""
    return sample_coal_t * sample_received_carbon_content


def sample_tested_carbon_tc(sample_measured_carbon_tc):
    """P-4: carbon of the days or batches with a valid test; nothing for one without."""
    return if_reported(sample_measured_carbon_tc)


def sample_carbon_tc(sample_measured_carbon_tc, sample_heat_gj, *, p):
    """P-4: the measured carbon; a day or batch without a valid test takes NCV × 0.03085."""
    return first_present(sample_measured_carbon_tc, sample_heat_gj * p.penalty_carbon_content_tc_per_gj)


def sample_heat_gj(sample_coal_t, sample_net_calorific_value_gj_per_t):
    """P-6, one day or batch: R × NCV; without a valid test the default NCV."""
    return sample_coal_t * sample_net_calorific_value_gj_per_t


def sampled_coal_t(sample_coal_t):
    """P-4: coal of all days or batches."""
    return total(sample_coal_t)


def sampled_carbon_content(sample_tested_carbon_tc, sample_carbon_tc, sampled_coal_t):
    """P-4: C_ar of the month = Σ R × C ÷ Σ R; none where no sample has a valid carbon test, so that the month is not measured."""
    return only_where(total(sample_tested_carbon_tc) > 0, total(sample_carbon_tc) / sampled_coal_t)


def sampled_net_calorific_value_gj_per_t(sample_heat_gj, sampled_coal_t):
    """P-6: NCV of the month = Σ R × NCV ÷ Σ R; none without samples."""
    return total(sample_heat_gj) / sampled_coal_t


# ── fuels of a unit ──────────────────────────────────────────────────────────────────────────────


def counted_fuel_consumption(fuel_consumption, fuel_calibration_addition):
    """Verification guide 3.4.1: fuel × (1 + addition); a meter's error must not lower emissions."""
    return fuel_consumption * (1 + fuel_calibration_addition)


def air_dried_to_received_carbon_content(fuel_air_dried_carbon_content, total_moisture, inherent_moisture):
    """P-3: C_ar = C_ad × (1 − M_ar) ÷ (1 − M_ad)."""
    return fuel_air_dried_carbon_content * (1 - total_moisture) / (1 - inherent_moisture)


def dry_to_received_carbon_content(fuel_dry_carbon_content, total_moisture):
    """P-3: C_ar = C_d × (1 − M_ar)."""
    return fuel_dry_carbon_content * (1 - total_moisture)


def monthly_carbon_content(fuel_received_carbon_content, air_dried_to_received_carbon_content, dry_to_received_carbon_content):
    """P-3, the month's test: as received, else from the air-dried, else from the dry basis."""
    converted = first_present(air_dried_to_received_carbon_content, dry_to_received_carbon_content)
    return first_present(fuel_received_carbon_content, converted)


def sampled_fuel_carbon_content(sampled_carbon_content, coal_t_per_unit):
    """P-4: what the samples say of a coal of the unit; nothing of other fuels."""
    return only_where(coal_t_per_unit > 0, sampled_carbon_content * coal_t_per_unit)


def fuel_measured_carbon_content(sampled_fuel_carbon_content, monthly_carbon_content):
    """P-3, P-4: weighted tests of days or batches where there are any, else the month's test."""
    return first_present(sampled_fuel_carbon_content, monthly_carbon_content)


def sampled_fuel_net_calorific_value(sampled_net_calorific_value_gj_per_t, coal_t_per_unit):
    """P-6: what the samples say of a coal of the unit; nothing of other fuels."""
    return only_where(coal_t_per_unit > 0, sampled_net_calorific_value_gj_per_t * coal_t_per_unit)


def counted_net_calorific_value(sampled_fuel_net_calorific_value, fuel_net_calorific_value):
    """P-6: the NCV of the month; of coal with daily or batch tests their weighted mean."""
    return first_present(sampled_fuel_net_calorific_value, fuel_net_calorific_value)


def fuel_default_carbon_content(counted_net_calorific_value, fuel_carbon_content_tc_per_gj):
    """P-2: C_ar = NCV × CC; for coal CC is the penalty default."""
    return counted_net_calorific_value * fuel_carbon_content_tc_per_gj


def fuel_counted_carbon_content(fuel_measured_carbon_content, fuel_default_carbon_content):
    """P-1, P-2: the measured carbon content where there is one, else NCV × CC, month by month."""
    return first_present(fuel_measured_carbon_content, fuel_default_carbon_content)


def fuel_emission_by_carbon_tco2(counted_fuel_consumption, fuel_fossil_share, fuel_measured_carbon_content, fuel_oxidation_rate, *, p):
    """P-1, data item F: E = FC × C_ar × OF × 44/12, of the fossil carbon; that of biomass counts 0."""
    fossil = counted_fuel_consumption * fuel_fossil_share
    return fossil * fuel_measured_carbon_content * fuel_oxidation_rate * p.co2_per_carbon


def fuel_emission_by_heat_tco2(counted_fuel_consumption, fuel_fossil_share, fuel_default_carbon_content, fuel_oxidation_rate, *, p):
    """P-1 with P-2, data item G: E = FC × NCV × CC × OF × 44/12, of the fossil carbon."""
    fossil = counted_fuel_consumption * fuel_fossil_share
    return fossil * fuel_default_carbon_content * fuel_oxidation_rate * p.co2_per_carbon


def fuel_emission_tco2(fuel_emission_by_carbon_tco2, fuel_emission_by_heat_tco2):
    """P-1: by carbon content where it was measured, else by heat."""
    return first_present(fuel_emission_by_carbon_tco2, fuel_emission_by_heat_tco2)


def biogenic_emission_tco2(counted_fuel_consumption, fuel_fossil_share, fuel_counted_carbon_content, *, p):
    """Memo, in no total: the CO2 of the biogenic carbon burnt, all of it oxidised; where its carbon content is given."""
    biogenic = counted_fuel_consumption * (1 - fuel_fossil_share)
    return only_where(first_present(fuel_fossil_share, 1) < 1, biogenic * fuel_counted_carbon_content * p.co2_per_carbon)


def fuel_heat_gj(counted_fuel_consumption, fuel_fossil_share, counted_net_calorific_value):
    """Data item K, one fuel: FC × NCV of the fossil part."""
    return counted_fuel_consumption * fuel_fossil_share * counted_net_calorific_value


def secondary_fuel_heat_gj(fuel_heat_gj, fuel_is_secondary_energy):
    """Own secondary energy (blast furnace, converter, coke oven gas): heat of the fuels so marked."""
    return fuel_heat_gj * fuel_is_secondary_energy


def dry_ash_free_carbon_content(fuel_measured_carbon_content, total_moisture, fuel_received_ash_content):
    """Plausibility of coal: C_daf = C_ar ÷ (1 − M_ar − A_ar)."""
    return fuel_measured_carbon_content / (1 - total_moisture - fuel_received_ash_content)


# ── generation, heat and time of a unit ──────────────────────────────────────────────────────────


def counted_generation_mwh(gross_generation_mwh, generation_calibration_deduction):
    """Verification guide 3.4.1: generation × (1 − deduction); a meter's error must not raise the allowance."""
    return gross_generation_mwh * (1 - generation_calibration_deduction)


def steam_heat_gj(supplied_steam_t, supplied_steam_enthalpy_kj_per_kg, *, p):
    """P-9, steam: Q = Ma × (h − 83.74) ÷ 1000."""
    return supplied_steam_t * (supplied_steam_enthalpy_kj_per_kg - p.feed_water_enthalpy_kj_per_kg) / p.mj_per_gj


def hot_water_heat_gj(supplied_hot_water_t, supplied_hot_water_temperature, heat_exchanger_efficiency, *, p):
    """P-9, hot water: Q = Ma × (T − 20) × 4.1868 ÷ 1000, over the exchanger efficiency where there is no steam meter."""
    rise = supplied_hot_water_temperature - p.reference_water_temperature
    return supplied_hot_water_t * rise * p.heat_capacity_of_water / p.mj_per_gj / heat_exchanger_efficiency


def counted_heat_supply_gj(heat_supply_gj, steam_heat_gj, hot_water_heat_gj, heat_calibration_deduction):
    """P-9: heat metered directly, else steam and hot water; × (1 − deduction) of verification guide 3.4.1."""
    converted = if_reported(steam_heat_gj) + if_reported(hot_water_heat_gj)
    return first_present(heat_supply_gj, converted) * (1 - heat_calibration_deduction)


def part_full_load_generation_mwh(part_rated_capacity_mw, part_running_hours_h, *, p):
    """P-10, one unit of a merged report: P_n × t_n."""
    return part_rated_capacity_mw * part_running_hours_h * p.mwh_per_mw_and_h


def merged_capacity_mw(part_rated_capacity_mw):
    """P-10: Σ P_n; 0 where no units are merged."""
    return total(part_rated_capacity_mw)


def merged_running_hours_h(part_full_load_generation_mwh, merged_capacity_mw, *, p):
    """P-10: t = Σ (t_n × P_n) ÷ Σ P_n; 0 where no units are merged."""
    at_full_load = greater(merged_capacity_mw, p.smallest_capacity_mw) * p.mwh_per_mw_and_h
    return total(part_full_load_generation_mwh) / at_full_load


def unit_running_hours_h(merged_capacity_mw, merged_running_hours_h, running_hours_h):
    """Data item O: the weighted hours of merged units, else the hours reported."""
    return where(merged_capacity_mw > 0, merged_running_hours_h, running_hours_h)


def counted_running_hours_h(unit_running_hours_h, hours_calibration_deduction):
    """Verification guide 3.4.1: hours × (1 − deduction)."""
    return unit_running_hours_h * (1 - hours_calibration_deduction)


def load_factor(counted_generation_mwh, rated_capacity_mw, counted_running_hours_h, *, p):
    """P-11: X = generation ÷ (rated power × running hours); the year from the sums of the year."""
    return counted_generation_mwh / (rated_capacity_mw * counted_running_hours_h * p.mwh_per_mw_and_h)


def fossil_fuel_heat_gj(fuel_heat_gj):
    """Data item K: heat of all fossil fuels of the unit."""
    return total(fuel_heat_gj)


def secondary_energy_heat_share(secondary_fuel_heat_gj, fuel_heat_gj):
    """Own secondary energy over all fossil heat; the year from the sums of the year, never a mean of months."""
    return total(secondary_fuel_heat_gj) / total(fuel_heat_gj)


def boiler_fuel_heat_gj(boiler_heat_output_gj, boiler_efficiency):
    """P-12: fuel heat of the boiler = Q_boiler ÷ η."""
    return boiler_heat_output_gj / boiler_efficiency


def biomass_heat_share(boiler_fuel_heat_gj, fossil_fuel_heat_gj):
    """P-12, data item L: w = (Q_boiler ÷ η − fossil heat) ÷ (Q_boiler ÷ η)."""
    return (boiler_fuel_heat_gj - fossil_fuel_heat_gj) / boiler_fuel_heat_gj


# ── purchased electricity ────────────────────────────────────────────────────────────────────────


def purchased_electricity_emission_tco2(purchased_electricity_mwh, purchased_electricity_factor_tco2_per_mwh):
    """P-7: E = AD × EF."""
    return purchased_electricity_mwh * purchased_electricity_factor_tco2_per_mwh


def unit_electricity_emission_tco2(purchased_electricity_emission_tco2):
    """P-7: purchased electricity of the unit."""
    return total(purchased_electricity_emission_tco2)


# ── emission of a unit and of all units ──────────────────────────────────────────────────────────


def unit_fuel_emission_tco2(fuel_emission_tco2):
    """P-1: all fuels of the unit; this is what is cleared."""
    return total(fuel_emission_tco2)


def unit_emission_tco2(unit_fuel_emission_tco2, unit_electricity_emission_tco2):
    """P-8: E = fuels + purchased electricity."""
    return unit_fuel_emission_tco2 + unit_electricity_emission_tco2


def listed_unit_emission_tco2(unit_fuel_emission_tco2, unit_on_power_list):
    """Boundary: the fuel emission of a unit on the power-sector list."""
    return unit_fuel_emission_tco2 * unit_on_power_list


def total_unit_emission_tco2(unit_emission_tco2):
    """Summary table: all units."""
    return total(unit_emission_tco2)


def listed_power_emission_tco2(listed_unit_emission_tco2):
    """Summary: what the power sector clears, all listed units without purchased electricity."""
    return total(listed_unit_emission_tco2)


def power_unit_emission_tco2(unit_fuel_emission_tco2, listed_power_emission_tco2):
    """Boundary: fuel emission of the units that are not listed; quoted at the enterprise level of the industry guide."""
    return total(unit_fuel_emission_tco2) - listed_power_emission_tco2


# ── auxiliary parameters, annex E ────────────────────────────────────────────────────────────────


def standard_coal_t(fossil_fuel_heat_gj, *, p):
    """Annex E: B_h = Σ FC × NCV ÷ 29.3076."""
    return fossil_fuel_heat_gj / p.gj_per_t_standard_coal


def boiler_heat_ratio(counted_heat_supply_gj, boiler_heat_output_gj):
    """Annex E: a = heat supplied ÷ boiler heat."""
    return counted_heat_supply_gj / boiler_heat_output_gj


def coal_rate_heat_ratio(design_heat_coal_rate_t_per_gj, counted_heat_supply_gj, standard_coal_t):
    """Annex E, where boiler heat is missing: a = b_r × heat supplied ÷ B_h."""
    return design_heat_coal_rate_t_per_gj * counted_heat_supply_gj / standard_coal_t


def heat_ratio(boiler_heat_ratio, coal_rate_heat_ratio, unit_is_cogeneration):
    """Annex E: the heat ratio of a cogeneration unit; 0 for a condensing one."""
    return where(unit_is_cogeneration >= 1, first_present(boiler_heat_ratio, coal_rate_heat_ratio), 0)


def supply_coal_rate_t_per_mwh(heat_ratio, standard_coal_t, net_supply_mwh):
    """Annex E: b = (1 − a) × B_h ÷ net supply."""
    return (1 - heat_ratio) * standard_coal_t / net_supply_mwh


def heat_coal_rate_t_per_gj(heat_ratio, standard_coal_t, counted_heat_supply_gj):
    """Annex E: b_r = a × B_h ÷ heat supplied."""
    return heat_ratio * standard_coal_t / counted_heat_supply_gj


def generation_intensity_tco2_per_mwh(heat_ratio, unit_fuel_emission_tco2, counted_generation_mwh):
    """Annex E: S_fd = (1 − a) × E ÷ generation."""
    return (1 - heat_ratio) * unit_fuel_emission_tco2 / counted_generation_mwh


def supply_intensity_tco2_per_mwh(heat_ratio, unit_fuel_emission_tco2, net_supply_mwh):
    """Annex E: S_gd = (1 − a) × E ÷ net supply."""
    return (1 - heat_ratio) * unit_fuel_emission_tco2 / net_supply_mwh


def heat_intensity_tco2_per_gj(heat_ratio, unit_fuel_emission_tco2, counted_heat_supply_gj):
    """Annex E: S_gr = a × E ÷ heat supplied; the plant's own heat factor."""
    return heat_ratio * unit_fuel_emission_tco2 / counted_heat_supply_gj
