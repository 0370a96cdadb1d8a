"""The values of the cement packs against the reference, typed here a second time, and the misprints that circulate."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tanheng.engine.errors import DisabledPackError
from tanheng.engine.numbers import Ratio
from tanheng.rulebook import disabled_packs, load, pack_ids

GUIDE_2024, GUIDE_2013, STANDARD_2015 = "cn/cement/cets_2024", "cn/cement/ndrc_2013", "cn/cement/gbt_32151_8_2015"
SHEET_2017, INSTRUCTION_2023, PROTOCOL = "cn/cement/supplement_2017", "cn/cement/reporting_2023", "intl/cement/csi_v3"
ALLOWANCES = [f"cn/cement/allowance_{edition}" for edition in ("2017_draft", "2024", "2025", "2026_draft")]
FUELS_2024 = """
anthracite 22.867 0.02749 0.99 0.95 0.85 | bituminous_coal 23.076 0.02618 0.99 0.95 0.85
lignite 14.759 0.02797 0.99 0.95 0.85 | coal_gangue 8.374 0.02541 0.99 0.95 0.85 | coal_slime 12.545 0.02541 0.99 0.95 0.85
coke 28.435 0.02942 0.99 0.95 0.85 | petroleum_coke 32.500 0.02750 0.99 0.95 0.85
crude_oil 41.816 0.02008 0.98 0.98 0.98 | fuel_oil 41.816 0.02110 0.98 0.98 0.98 | gasoline 43.070 0.01890 0.98 0.98 0.98
diesel 42.652 0.02020 0.98 0.98 0.98 | kerosene 43.070 0.01960 0.98 0.98 0.98 | lng 51.498 0.01720 0.98 0.98 0.98
lpg 50.179 0.01720 0.98 0.98 0.98 | coal_tar 33.453 0.02200 0.98 0.98 0.98 | refinery_gas 45.998 0.01820 0.98 0.98 0.98
natural_gas 389.310 0.01532 0.99 0.99 0.99 | blast_furnace_gas 33.000 0.07080 0.99 0.99 0.99
converter_gas 84.000 0.04960 0.99 0.99 0.99 | coke_oven_gas 173.854 0.01210 0.99 0.99 0.99
"""
DEDUCTIONS = {
    "0.600": "脱硫粉剂（氢氧化钙） 熟石灰",
    "0.480": "电石渣 镁渣",
    "0.375": "造纸白泥 氟化钙污泥 磷渣",
    "0.305": "钒钛渣 氮渣 飞灰 铁合金炉渣",
    "0.245": "脱硫石膏 磷石膏 钛石膏 氟石膏 硼石膏 模型石膏 柠檬酸渣",
    "0.215": "钢渣 镍渣",
    "0.135": "锰渣 锌渣 锡渣",
    "0.055": "市政污泥 铝渣 硫酸渣 铜渣 铅锌渣 粉煤灰 赤泥",
}
CONTRACT = {
    GUIDE_2024: """clinker_output_t fuel_consumption fuel_net_calorific_value fuel_carbon_content_tc_per_gj fuel_oxidation_rate
        fuel_emission_tco2 substitute_consumption_t substitute_deduction_tco2_per_t clinker_process_factor_tco2_per_t
        process_emission_tco2 line_fuel_emission_tco2 line_emission_tco2 line_intensity_tco2_per_t enterprise_emission_tco2e""",
    GUIDE_2013: """clinker_output_t kiln_dust_t bypass_dust_t clinker_cao_content clinker_mgo_content noncarbonate_cao_content
        noncarbonate_mgo_content carbonate_decomposition_emission_tco2 raw_meal_t raw_meal_nonfuel_carbon_content
        raw_meal_carbon_emission_tco2 fuel_consumption fuel_emission_tco2 net_purchased_electricity_mwh
        electricity_emission_factor_tco2_per_mwh electricity_emission_tco2 net_purchased_heat_gj
        heat_emission_factor_tco2_per_gj heat_emission_tco2 enterprise_emission_tco2e""",
}
CONTRACT |= dict.fromkeys(
    ALLOWANCES[1:],
    "verified_emission_tco2e clinker_output_t balance_value_tco2e_per_t emission_intensity_tco2e_per_t "
    "intensity_gap allocation_adjustment allowance_tco2e entity_allowance_tco2e",
)


def row(pack, table, item):
    return load(pack).tables[table].rows[item]


def cells(pack, table, item, *columns):
    return [row(pack, table, item).values[column] for column in columns]


@pytest.mark.parametrize("pack_id", CONTRACT)
def test_the_promised_names_exist(pack_id):
    assert set(CONTRACT[pack_id].split()) - set(load(pack_id).quantities) == set()


@pytest.mark.parametrize("line", [one.split() for one in FUELS_2024.replace("\n", "|").split("|") if one.strip()])
def test_fuel_defaults_of_2024_with_oxidation_by_equipment(line):
    name, *numbers = line
    columns = ("ncv", "cc", "of_cement_kiln", "of_power_boiler", "of_industrial_boiler")
    assert cells(GUIDE_2024, "fuel", name, *columns) == [Decimal(number) for number in numbers]


def test_thirty_deduction_coefficients():
    rows = load(GUIDE_2024).tables["substitute"].rows.values()
    found = {one.label.zh: one.values["deduction"] for one in rows if one.values["deduction"] is not None}
    assert found == {name: Decimal(number) for number, names in DEDUCTIONS.items() for name in names.split()}
    assert len(found) == 30


def test_what_has_no_coefficient_says_so():
    without = {one.id: one.note for one in load(GUIDE_2024).tables["substitute"].rows.values() if one.values["deduction"] is None}
    assert set(without) == {"fluorite", "unlisted_material"}
    assert "0.245" in without["fluorite"]
    assert "0.375" in without["fluorite"]


def test_carbide_slag_alone_counts_in_its_rate():
    rows = load(GUIDE_2024).tables["substitute"].rows.values()
    assert [one.id for one in rows if one.values["carbide_slag"]] == ["carbide_slag"]


def test_fly_ash_of_coal_is_not_that_of_waste():
    assert cells(GUIDE_2024, "substitute", "fly_ash", "deduction") == [Decimal("0.055")]
    assert cells(GUIDE_2024, "substitute", "incineration_fly_ash", "deduction") == [Decimal("0.305")]


def test_process_factors_by_class():
    rows = load(GUIDE_2024).tables["clinker"].rows
    assert {name: one.values["ef"] for name, one in rows.items()} == {
        "portland": Decimal("0.535"),
        "white": Decimal("0.550"),
        "sulfoaluminate": Decimal("0.413"),
        "aluminate": Decimal("0.292"),
    }
    assert set(rows) == set(load(GUIDE_2024).attributes["clinker_class"].values)


def test_alternative_fuels_of_2013_are_recalled():
    table = load(GUIDE_2013).tables["alternative_fuel"].rows
    rows = {name: one for name, one in table.items() if one.status != "project"}
    found = {name: tuple(map(str, one.values.values())) for name, one in rows.items()}
    assert found == {
        "waste_oil": ("40.2", "0.074", "1.00"),
        "tyres": ("31.4", "0.085", "0.20"),
        "plastics": ("50.8", "0.075", "1.00"),
        "solvents": ("51.5", "0.074", "0.80"),
        "leather": ("29.0", "0.11", "0.20"),
        "fibre_reinforced_plastic": ("32.6", "0.083", "1.00"),
    }
    assert {one.status for one in rows.values()} == {"recalled"}


def test_alternative_fuels_outside_the_table_have_no_value_of_ours():
    table = load(GUIDE_2013).tables["alternative_fuel"].rows
    rows = {name: one for name, one in table.items() if one.status == "project"}
    assert {"refuse_derived_fuel", "sewage_sludge", "biomass", "other_solid", "other_liquid"} <= set(rows)
    given = {(name, column) for name, one in rows.items() for column, value in one.values.items() if value is not None}
    assert given == {("biomass", "fossil_share")} and rows["biomass"].values["fossil_share"] == 0


def test_known_coals_of_2013_and_what_is_borrowed():
    assert cells(GUIDE_2013, "fuel", "bituminous_coal", "cc", "of") == [Decimal("0.0261"), Decimal("0.98")]
    assert cells(GUIDE_2013, "fuel", "anthracite", "cc") == [Decimal("0.0274")]
    assert row(GUIDE_2013, "fuel", "diesel").status == "analogous"
    assert "aluminium guide" in row(GUIDE_2013, "fuel", "diesel").note


def test_a_coal_without_test_takes_the_penalty_in_the_sheet_of_2017():
    table = load(SHEET_2017).tables["fuel"].rows
    penalised = {name for name, one in table.items() if one.values["penalised"]}
    assert penalised == {"anthracite", "bituminous_coal", "lignite", "washed_coal", "other_washed_coal"}
    assert {table[name].values["fallback_ncv"] for name in penalised} == {Decimal("26.7")}


def test_the_instruction_of_2023_knows_few_defaults():
    assert cells(INSTRUCTION_2023, "fuel", "bituminous_coal", "ncv", "cc", "of") == [
        None,
        Decimal("0.0261"),
        Decimal("0.99"),
    ]
    assert cells(INSTRUCTION_2023, "fuel", "natural_gas", "ncv", "cc", "of") == [None, None, None]
    assert cells(INSTRUCTION_2023, "origin", "grid", "factor_2022", "factor_2023") == [Decimal("0.5703"), None]
    assert cells(INSTRUCTION_2023, "origin", "nonfossil_direct", "factor_2022") == [Decimal(0)]


@pytest.mark.parametrize("pack_id", [GUIDE_2013, INSTRUCTION_2023])
def test_raw_meal_carbon_by_raw_mix(pack_id):
    rows = load(pack_id).tables["raw_mix"].rows
    assert {name: str(one.values["carbon"]) for name, one in rows.items()} == {
        "ordinary": "0.001",
        "high_carbon": "0.003",
    }


# ── misprints in public copies ───────────────────────────────────────────────────────────────────


def test_bituminous_coal_of_cement_is_not_misprinted():
    """A public copy prints 0.02308, digits of the calorific value 23.076."""
    assert cells(GUIDE_2024, "fuel", "bituminous_coal", "cc") == [Decimal("0.02618")]
    assert "0.02308" in row(GUIDE_2024, "fuel", "bituminous_coal").note


@pytest.mark.parametrize("pack_id", [GUIDE_2013, STANDARD_2015, SHEET_2017, INSTRUCTION_2023, GUIDE_2024])
def test_magnesium_oxide_does_not_take_the_ratio_of_calcium_oxide(pack_id):
    pack = load(pack_id)
    calcium = pack.parameter("co2_per_calcium_oxide", 2022).value
    magnesium = pack.parameter("co2_per_magnesium_oxide", 2022).value
    assert isinstance(calcium, Ratio)
    assert isinstance(magnesium, Ratio)
    assert Fraction(calcium.numerator) / Fraction(calcium.denominator) == Fraction(44, 56)
    assert Fraction(magnesium.numerator) / Fraction(magnesium.denominator) == Fraction(44, 40)


def test_the_protocol_has_rounded_oxide_factors_of_its_own():
    pack = load(PROTOCOL)
    names = ("co2_per_calcium_oxide", "co2_per_magnesium_oxide", "clinker_factor_default", "organic_carbon_default")
    assert [str(pack.parameter(name, 2024).value) for name in names] == ["0.785", "1.092", "0.525", "0.002"]


# ── allowances ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pack_id", "year", "pre_allocation", "carbide_slag", "status"),
    [
        ("cn/cement/allowance_2025", 2025, "0.70", "0.15", "secondary"),
        ("cn/cement/allowance_2026_draft", 2026, "0.50", "0.30", "draft"),
    ],
)
def test_numbers_of_the_plans(pack_id, year, pre_allocation, carbide_slag, status):
    pack = load(pack_id)
    names = ("adjustment_slope", "gap_band", "adjustment_cap", "pre_allocation_share_default", "carbide_slag_above")
    found = [pack.parameter(name, year) for name in names]
    assert [str(one.value) for one in found] == ["0.15", "0.20", "0.03", pre_allocation, carbide_slag]
    assert {one.status for one in found} == {status}


def test_no_balance_value_is_ever_assumed():
    for pack_id in ALLOWANCES[2:]:
        balance = load(pack_id).quantities["balance_value_tco2e_per_t"]
        assert balance.required
        assert balance.default is None


def test_the_draft_of_2017():
    pack = load(ALLOWANCES[0])
    names = (
        "benchmark",
        "first_issue_share",
        "waste_limit_1",
        "waste_uplift_1",
        "waste_limit_2",
        "waste_uplift_2",
        "waste_limit_3",
        "waste_uplift_3",
    )
    found = [str(pack.parameter(name, 2017).value) for name in names]
    assert found == ["0.8534", "0.50", "30000", "0.01", "50000", "0.02", "100000", "0.03"]


def test_cement_of_cbam_is_listed_with_its_reason_and_cannot_be_loaded():
    assert "eu/cement/cbam_2025" not in pack_ids()
    assert "2025/2547" in disabled_packs()["eu/cement/cbam_2025"].zh
    with pytest.raises(DisabledPackError):
        load("eu/cement/cbam_2025")
