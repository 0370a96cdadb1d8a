"""The ids others rely on: every pack, quantity, attribute and item that is promised by name stands in its pack, as an input
where users enter it and as a derived quantity where the pack computes it.
"""

from __future__ import annotations

import pytest

from tanheng.engine.errors import DisabledPackError
from tanheng.rulebook import disabled_packs, listed_pack_ids, load

PACKS = [
    "cn/aluminium/ndrc_2013",
    "cn/aluminium/gbt_32151_4_2015",
    "cn/aluminium/supplement_2017",
    "cn/aluminium/cets_2024",
    "cn/cement/ndrc_2013",
    "cn/cement/gbt_32151_8_2015",
    "cn/cement/supplement_2017",
    "cn/cement/reporting_2023",
    "cn/cement/cets_2024",
    "cn/power/cets_2022",
    "cn/power/cets_2026",
    "eu/aluminium/cbam_2025",
    "eu/cement/cbam_2025",
    "intl/aluminium/ipcc_2006",
    "intl/aluminium/iai_slope",
    "intl/cement/csi_v3",
    "cn/aluminium/allowance_2017_draft",
    "cn/aluminium/allowance_2024",
    "cn/aluminium/allowance_2025",
    "cn/aluminium/allowance_2026_draft",
    "cn/cement/allowance_2017_draft",
    "cn/cement/allowance_2024",
    "cn/cement/allowance_2025",
    "cn/cement/allowance_2026_draft",
    "cn/power/allowance_2019_2020",
    "cn/power/allowance_2021_2022",
    "cn/power/allowance_2023_2024",
    "cn/power/allowance_2025_2026_draft",
]

FUELS = "fuel_consumption fuel_net_calorific_value fuel_carbon_content_tc_per_gj fuel_oxidation_rate > fuel_emission_tco2"
ENERGY = """net_purchased_electricity_mwh electricity_emission_factor_tco2_per_mwh net_purchased_heat_gj
heat_emission_factor_tco2_per_gj > electricity_emission_tco2 heat_emission_tco2"""
SMELTER_2013 = """molten_aluminium_output_t anode_net_consumption_rate_tc_per_t anode_sulphur_content anode_ash_content
anode_effect_minutes_per_cell_day limestone_consumption_t > anode_emission_tco2 anode_effect_emission_tco2e
limestone_emission_tco2 enterprise_emission_tco2e"""
ANODE_EFFECTS = """molten_aluminium_output_t anode_effect_minutes_per_cell_day slope_factor c2f6_to_cf4_ratio
anode_effect_overvoltage_mv current_efficiency collection_efficiency > cf4_emission_t c2f6_emission_t anode_effect_emission_tco2e"""
POWER_UNIT = """fuel_consumption fuel_received_carbon_content fuel_air_dried_carbon_content total_moisture inherent_moisture
fuel_net_calorific_value fuel_carbon_content_tc_per_gj fuel_oxidation_rate gross_generation_mwh heat_supply_gj running_hours_h
rated_capacity_mw > fuel_emission_tco2 unit_emission_tco2 load_factor"""
ALLOWANCE = """verified_emission_tco2e {output} balance_value_tco2e_per_t > emission_intensity_tco2e_per_t intensity_gap
allocation_adjustment allowance_tco2e"""
POWER_ALLOWANCE = """verified_emission_tco2e {output} heat_supply_gj load_factor > load_correction power_allowance_tco2e
heat_allowance_tco2e initial_allowance_tco2e approved_allowance_tco2e entity_allowance_tco2e"""

# inputs > derived
QUANTITIES = [
    ("cn/aluminium/cets_2024", FUELS),
    (
        "cn/aluminium/cets_2024",
        """molten_aluminium_output_t anode_consumption_t anode_loss_rate anode_sulphur_content anode_ash_content
        cf4_emission_factor_kg_per_t c2f6_emission_factor_kg_per_t carbonate_consumption_t carbonate_purity
        carbonate_emission_factor_tco2_per_t power_unit_emission_tco2 other_facility_emission_tco2
        electrolysis_ac_electricity_mwh net_purchased_electricity_mwh net_purchased_heat_gj
        > anode_net_consumption_t anode_emission_tco2 anode_effect_emission_tco2e electrolysis_emission_tco2e
        electrolysis_intensity_tco2e_per_t carbonate_emission_tco2 enterprise_emission_tco2e""",
    ),
    *[(pack, names) for pack in ("cn/aluminium/ndrc_2013", "cn/aluminium/gbt_32151_4_2015") for names in (SMELTER_2013, FUELS, ENERGY)],
    ("eu/aluminium/cbam_2025", ANODE_EFFECTS),
    ("intl/aluminium/iai_slope", ANODE_EFFECTS),
    ("cn/cement/cets_2024", FUELS),
    (
        "cn/cement/cets_2024",
        """clinker_output_t substitute_consumption_t substitute_deduction_tco2_per_t clinker_process_factor_tco2_per_t
        > process_emission_tco2 line_fuel_emission_tco2 line_emission_tco2 line_intensity_tco2_per_t enterprise_emission_tco2e""",
    ),
    *[("cn/cement/ndrc_2013", names) for names in (FUELS, ENERGY)],
    (
        "cn/cement/ndrc_2013",
        """clinker_output_t kiln_dust_t bypass_dust_t clinker_cao_content clinker_mgo_content noncarbonate_cao_content
        noncarbonate_mgo_content raw_meal_t raw_meal_nonfuel_carbon_content
        > carbonate_decomposition_emission_tco2 raw_meal_carbon_emission_tco2""",
    ),
    ("cn/power/cets_2022", POWER_UNIT),
    ("cn/power/cets_2026", POWER_UNIT),
    *[
        (f"cn/{sector}/allowance_{plan}", ALLOWANCE.format(output=output))
        for sector, output in (("aluminium", "molten_aluminium_output_t"), ("cement", "clinker_output_t"))
        for plan in ("2024", "2025", "2026_draft")
    ],
    *[
        (f"cn/power/allowance_{plan}", POWER_ALLOWANCE.format(output=output))
        for plan, output in (
            ("2019_2020", "net_supply_mwh"),
            ("2021_2022", "net_supply_mwh"),
            ("2023_2024", "gross_generation_mwh"),
            ("2025_2026_draft", "gross_generation_mwh"),
        )
    ],
]
ATTRIBUTES = [
    ("cn/cement/cets_2024", "clinker_class", "portland white sulfoaluminate aluminate"),
    ("eu/aluminium/cbam_2025", "cell_technology", ""),
    ("intl/aluminium/iai_slope", "cell_technology", ""),
    *[(f"cn/power/allowance_{plan}", "unit_class", "I II III IV") for plan in ("2019_2020", "2021_2022", "2023_2024", "2025_2026_draft")],
]
FUEL_ITEMS = """anthracite bituminous_coal lignite washed_coal other_washed_coal coal_gangue coal_slime coke petroleum_coke
crude_oil fuel_oil gasoline diesel kerosene lng lpg coal_tar refinery_gas natural_gas blast_furnace_gas converter_gas
coke_oven_gas other_gas"""
ITEMS = [
    *[
        (pack, "fuel_consumption", FUEL_ITEMS)
        for pack in ("cn/aluminium/cets_2024", "cn/cement/cets_2024", "cn/power/cets_2022", "cn/power/cets_2026")
    ],
    ("cn/aluminium/cets_2024", "carbonate_consumption_t", "CaCO3 Na2CO3"),
    ("cn/cement/cets_2024", "substitute_consumption_t", "carbide_slag fly_ash steel_slag"),
]


def promised():
    """Pack, quantity, role, one by one."""
    for pack, names in QUANTITIES:
        inputs, _, derived = names.partition(">")
        yield from ((pack, name, "input") for name in inputs.split())
        yield from ((pack, name, "derived") for name in derived.split())


def test_the_rulebook_holds_these_packs_and_no_others():
    assert sorted(listed_pack_ids()) == sorted(PACKS)


@pytest.mark.parametrize("pack_id", PACKS)
def test_every_pack_loads_or_says_why_it_is_disabled(pack_id):
    if pack_id not in disabled_packs():
        assert load(pack_id).id == pack_id
        return
    with pytest.raises(DisabledPackError) as refused:
        load(pack_id)
    assert refused.value.reason.zh and refused.value.reason.en


def test_only_cement_under_cbam_is_disabled():
    assert set(disabled_packs()) == {"eu/cement/cbam_2025"}


@pytest.mark.parametrize(("pack_id", "name", "role"), list(promised()))
def test_quantity(pack_id, name, role):
    quantity = load(pack_id).quantities[name]
    assert quantity.role == role
    assert quantity.label.zh and quantity.label.en


@pytest.mark.parametrize(("pack_id", "name", "values"), ATTRIBUTES)
def test_attribute(pack_id, name, values):
    assert set(values.split()) <= set(load(pack_id).attributes[name].values)


@pytest.mark.parametrize(("pack_id", "name", "items"), ITEMS)
def test_items(pack_id, name, items):
    pack = load(pack_id)
    rows = pack.tables[pack.quantities[name].item_table].rows
    assert set(items.split()) <= set(rows)
    assert all(rows[item].label.zh != item for item in items.split()), "items carry a label in Chinese"
