"""The values of the aluminium packs against the reference, typed here a second time, and the misprints that circulate."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tanheng.engine.numbers import Ratio
from tanheng.rulebook import load
from tests.rulebook.printed_tables import printed_rows

GUIDE, STANDARD = "cn/aluminium/ndrc_2013", "cn/aluminium/gbt_32151_4_2015"
CBAM, IPCC, SHEET = "eu/aluminium/cbam_2025", "intl/aluminium/ipcc_2006", "cn/aluminium/supplement_2017"
FUELS = """
anthracite 20.304 0.02749 0.94 | bituminous_coal 19.570 0.02618 0.93 | lignite 14.080 0.02800 0.96
washed_coal 26.344 0.02540 0.90 | other_washed_coal 8.363 0.02540 0.90 | other_coal_products 17.460 0.03360 0.90
coke 28.447 0.02950 0.93 | crude_oil 41.816 0.02010 0.98 | fuel_oil 41.816 0.02110 0.98 | gasoline 43.070 0.01890 0.98
diesel 42.652 0.02020 0.98 | kerosene 44.75 0.01960 0.98 | lng 41.868 0.01720 0.98 | lpg 50.179 0.01720 0.98
refinery_gas 45.998 0.01820 0.98 | petroleum_coke 32.5 0.02750 0.98 | coke_oven_gas 173.54 0.01210 0.99
blast_furnace_gas 33.00 0.07080 0.99 | converter_gas 84.00 0.04960 0.99 | other_gas 52.27 0.01220 0.99
natural_gas 389.31 0.01530 0.99 | coal_gangue - - - | coal_slime - - - | coal_tar - - -
"""
RECALLED_FUELS = {"fuel_oil", "gasoline", "refinery_gas", "petroleum_coke", "natural_gas"}
DEFAULTS_OF_2013 = {
    "anode_net_consumption_default": "0.42",
    "anode_sulphur_default": "0.02",
    "anode_ash_default": "0.004",
    "cf4_factor_default": "0.034",
    "c2f6_factor_default": "0.0034",
    "slope_cf4": "0.143",
    "ratio_c2f6": "0.1",
    "limestone_factor_default": "0.405",
    "gwp_cf4": "6500",
    "gwp_c2f6": "9200",
}


@pytest.mark.parametrize(("name", "numbers"), list(printed_rows(FUELS)))
def test_fuel_defaults_of_2013(name, numbers):
    row = load(GUIDE).tables["fuel"].rows[name]
    assert [row.values[column] for column in ("ncv", "cc", "of")] == numbers
    assert row.status == ("recalled" if name in RECALLED_FUELS else "secondary")
    assert row.unit == ("10^4 Nm3" if name.endswith("_gas") and name != "refinery_gas" else "t")


def test_the_fuel_table_of_2013_has_no_other_rows():
    rows = load(GUIDE).tables["fuel"].rows.values()
    assert {row.id for row in rows if not row.open} == {name for name, _ in printed_rows(FUELS)}


@pytest.mark.parametrize(("name", "value"), DEFAULTS_OF_2013.items())
def test_defaults_of_2013_and_of_the_standard(name, value):
    guide, standard = load(GUIDE).parameter(name, 2015), load(STANDARD).parameter(name, 2016)
    assert guide.value == standard.value == Decimal(value)
    assert (guide.status, standard.status) == ("secondary", "recalled")


def test_hexafluoroethane_of_2013_is_not_a_copy_of_tetrafluoromethane():
    """A public copy prints 0.034 for both."""
    found = load(GUIDE).parameter("c2f6_factor_default", 2015)
    assert found.value == Decimal("0.0034")
    assert "0.034" in found.note


def test_bituminous_coal_of_2013_has_no_carbon_content_of_anthracite():
    """A public web form copies 0.02749."""
    row = load(GUIDE).tables["fuel"].rows["bituminous_coal"]
    assert row.values["cc"] == Decimal("0.02618")
    assert "0.02749" in row.note


def test_no_pack_mixes_the_two_ratios_of_carbon_dioxide():
    """44/12 belongs to the Chinese and IPCC packs, 3.664 to the EU rules."""
    for name in (GUIDE, STANDARD, IPCC):
        ratio = load(name).parameter("co2_per_carbon", 2023).value
        assert isinstance(ratio, Ratio)
        assert Fraction(ratio.numerator) / Fraction(ratio.denominator) == Fraction(44, 12)
    assert load(CBAM).parameter("co2_per_carbon", 2026).value == Decimal("3.664")


def test_no_pack_mixes_the_sets_of_warming_potentials():
    found = {name: load(name).parameter("gwp_cf4", 2026).value for name in (GUIDE, STANDARD, CBAM)}
    assert found == {GUIDE: Decimal(6500), STANDARD: Decimal(6500), CBAM: Decimal(6630)}


@pytest.mark.parametrize(
    ("technology", "slope", "ratio", "coefficient", "overvoltage_ratio"),
    [
        ("PFPB_L", "0.122", "0.097", None, None),
        ("PFPB_M", "0.104", "0.057", None, None),
        ("PFPB_MW", None, None, None, None),
        ("CWPB", "0.143", "0.121", "1.16", "0.121"),
        ("SWPB", "0.233", "0.280", "3.65", "0.252"),
        ("VSS", "0.058", "0.086", None, None),
        ("HSS", "0.165", "0.077", None, None),
    ],
)
def test_cbam_factors_by_technology(technology, slope, ratio, coefficient, overvoltage_ratio):
    values = load(CBAM).tables["technology"].rows[technology].values
    wanted = {
        "slope": slope,
        "slope_ratio": ratio,
        "overvoltage_coefficient": coefficient,
        "overvoltage_ratio": overvoltage_ratio,
    }
    assert values == {name: None if text is None else Decimal(text) for name, text in wanted.items()}


@pytest.mark.parametrize(
    ("technology", "carbon", "cf4", "c2f6"),
    [
        ("CWPB", "1.6", "0.4", "0.04"),
        ("SWPB", "1.6", "1.6", "0.4"),
        ("VSS", "1.7", "0.8", "0.04"),
        ("HSS", "1.7", "0.4", "0.03"),
    ],
)
def test_tier_1_factors_by_technology(technology, carbon, cf4, c2f6):
    values = load(IPCC).tables["tier_1"].rows[technology].values
    assert [values[name] for name in ("co2_tier_1", "cf4_tier_1", "c2f6_tier_1")] == [*map(Decimal, (carbon, cf4, c2f6))]


@pytest.mark.parametrize("pack_id", [CBAM, IPCC, "intl/aluminium/iai_slope"])
def test_every_technology_has_its_rows(pack_id):
    pack = load(pack_id)
    tables = {one.default.table for one in pack.inputs() if one.default and one.default.attribute == "cell_technology"}
    for table in tables:
        assert set(pack.attributes["cell_technology"].values) == set(pack.tables[table].rows)


def test_the_grid_of_the_supplementary_sheet_is_the_report_factor_of_the_year():
    """Typed in two tables, so told when they part."""
    sheet, report = load(SHEET).tables["origin"].rows["grid"].values, load("cn/aluminium/supplement_2017")
    assert {column: str(value) for column, value in sheet.items() if value is not None} == {
        **{f"factor_{year}": "0.6101" for year in range(2016, 2021)},
        "factor_2021": "0.5810",
        "factor_2022": "0.5703",
    }
    assert report.valid_to == 2023
    assert set(load(SHEET).tables["origin"].rows["captive_plant"].values.values()) == {None}


@pytest.mark.parametrize(
    ("pack_id", "year", "name", "value", "status"),
    [
        ("allowance_2017_draft", 2017, "benchmark", "9.1132", "secondary"),
        ("allowance_2017_draft", 2017, "first_issue_share", "0.50", "secondary"),
        ("allowance_2025", 2025, "adjustment_slope", "0.15", "secondary"),
        ("allowance_2025", 2025, "gap_band", "0.20", "secondary"),
        ("allowance_2025", 2025, "adjustment_cap", "0.03", "secondary"),
        ("allowance_2025", 2025, "pre_allocation_share_default", "0.70", "secondary"),
        ("allowance_2026_draft", 2026, "adjustment_slope", "0.15", "draft"),
        ("allowance_2026_draft", 2026, "gap_band", "0.20", "draft"),
        ("allowance_2026_draft", 2026, "adjustment_cap", "0.03", "draft"),
        ("allowance_2026_draft", 2026, "pre_allocation_share_default", "0.50", "draft"),
        ("allowance_2026_draft", 2026, "small_entity_below", "26000", "draft"),
    ],
)
def test_numbers_of_the_allocation_plans(pack_id, year, name, value, status):
    found = load(f"cn/aluminium/{pack_id}").parameter(name, year)
    assert (found.value, found.status) == (Decimal(value), status)


def test_nothing_of_a_draft_is_shown_as_confirmed():
    pack = load("cn/aluminium/allowance_2026_draft")
    ours = [one for one in pack.quantities.values() if one.source == "ALLOC-2026D"]
    assert len(ours) > 20
    assert {one.status for one in ours} == {"draft"}


def test_the_balance_value_has_no_default():
    for name in ("allowance_2025", "allowance_2026_draft"):
        quantity = load(f"cn/aluminium/{name}").quantities["balance_value_tco2e_per_t"]
        assert quantity.required
        assert quantity.default is None
