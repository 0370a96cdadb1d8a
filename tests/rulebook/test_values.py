"""The values of the packs against the reference, typed here a second time, and the misprints that circulate."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import pytest
import yaml

from tanheng.engine.numbers import Ratio, exact_context
from tanheng.rulebook import load
from tests.rulebook.printed_tables import printed_rows

SMELTER, WORKBOOK = "cn/aluminium/cets_2024", "intl/aluminium/iai_slope"
FUELS = """
anthracite 22.867 0.02749 0.98 | bituminous_coal 23.076 0.02618 0.98 | lignite 14.759 0.02797 0.98
coal_gangue 8.374 0.02541 0.98 | coal_slime 12.545 0.02541 0.98 | coke 28.435 0.02942 0.98
petroleum_coke 32.500 0.02750 0.98 | crude_oil 41.816 0.02008 0.98 | fuel_oil 41.816 0.02110 0.98
gasoline 43.070 0.01890 0.98 | diesel 42.652 0.02020 0.98 | kerosene 43.070 0.01960 0.98
lng 51.498 0.01720 0.98 | lpg 50.179 0.01720 0.98 | coal_tar 33.453 0.02200 0.98 | refinery_gas 45.998 0.01820 0.98
natural_gas 389.310 0.01532 0.99 | blast_furnace_gas 33.000 0.07080 0.99 | converter_gas 84.000 0.04960 0.99
coke_oven_gas 173.854 0.01210 0.99 | washed_coal - - - | other_washed_coal - - - | other_gas - - -
"""
CARBONATES = {
    "CaCO3": "0.4400", "MgCO3": "0.5220", "Na2CO3": "0.4149", "NaHCO3": "0.5237", "FeCO3": "0.3799", "MnCO3": "0.3829",
    "BaCO3": "0.2230", "Li2CO3": "0.5955", "K2CO3": "0.3184", "SrCO3": "0.2980", "CaMg(CO3)2": "0.4773",
}  # fmt: skip
GASES = {"natural_gas", "blast_furnace_gas", "converter_gas", "coke_oven_gas", "other_gas"}


@pytest.mark.parametrize(("name", "numbers"), list(printed_rows(FUELS)))
def test_fuel_defaults(name, numbers):
    row = load(SMELTER).tables["fuel"].rows[name]
    assert [row.values[column] for column in ("ncv", "cc", "of")] == numbers
    assert row.unit == ("10^4 Nm3" if name in GASES else "t")


def test_the_fuel_table_has_no_other_rows():
    open_rows = {"other_solid_fuel", "other_liquid_fuel", "other_gas_fuel"}
    rows = load(SMELTER).tables["fuel"].rows
    assert set(rows) == {name for name, _ in printed_rows(FUELS)} | open_rows
    assert {value for name in open_rows for value in rows[name].values.values()} == {None}


def test_fuels_outside_the_edition_say_so():
    rows = load(SMELTER).tables["fuel"].rows
    assert all("2024" in rows[name].note for name in ("washed_coal", "other_washed_coal", "other_gas"))


def test_carbonate_defaults():
    rows = load(SMELTER).tables["carbonate"].rows
    assert {name: row.values["ef"] for name, row in rows.items()} == {
        **{name: Decimal(ef) for name, ef in CARBONATES.items()},
        "other_carbonate": None,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("anode_loss_rate_default", "0.1518"),
        ("anode_sulphur_default", "0.02"),
        ("anode_ash_default", "0.004"),
        ("cf4_factor_default", "0.02"),
        ("c2f6_factor_default", "0.0011"),
        ("carbonate_purity_default", "1"),
    ],
)
def test_process_defaults(name, value):
    found = load(SMELTER).parameter(name, 2025)
    assert found.value == Decimal(value)
    assert found.status == "secondary"


def test_no_parameter_is_read_for_a_year_before_the_edition():
    with pytest.raises(KeyError):
        load(SMELTER).parameter("anode_loss_rate_default", 2023)


# ── misprints in public copies ───────────────────────────────────────────────────────────────────


def test_bituminous_coal_is_not_misprinted():
    """A public copy prints 0.02308, which is 11.8 % too low."""
    row = load(SMELTER).tables["fuel"].rows["bituminous_coal"]
    assert row.values["cc"] == Decimal("0.02618")
    assert "0.02308" in row.note


def test_hexafluoroethane_is_not_a_copy_of_tetrafluoromethane():
    pack = load(SMELTER)
    ratio = pack.parameter("c2f6_factor_default", 2025).value / pack.parameter("cf4_factor_default", 2025).value
    assert Decimal("0.05") <= ratio <= Decimal("0.12")


def test_carbon_becomes_carbon_dioxide_by_the_exact_ratio():
    """3.664 belongs to EU rules."""
    ratio = load(SMELTER).parameter("co2_per_carbon", 2025).value
    assert isinstance(ratio, Ratio)
    assert Fraction(ratio.numerator) / Fraction(ratio.denominator) == Fraction(44, 12)
    assert exact_context().divide(Decimal(44), Decimal(12)) != Decimal("3.664")


def test_the_guide_of_2024_has_the_newer_warming_potentials():
    """6500 and 9200 belong to the 2013 family."""
    pack = load(SMELTER)
    assert pack.parameter("gwp_cf4", 2025).value == Decimal(6630)
    assert pack.parameter("gwp_c2f6", 2025).value == Decimal(11100)


# ── the potline workbook ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("technology", "slope", "coefficient", "ratio"),
    [
        ("CWPB", "0.143", "1.16", "0.121"),
        ("SWPB", "0.272", "3.65", "0.252"),
        ("VSS", "0.092", None, "0.053"),
        ("HSS", "0.099", None, "0.085"),
    ],
)
def test_factors_by_technology(technology, slope, coefficient, ratio):
    values = load(WORKBOOK).tables["technology"].rows[technology].values
    assert values["slope"] == Decimal(slope)
    assert values["c2f6_ratio"] == Decimal(ratio)
    assert values["overvoltage_coefficient"] == (None if coefficient is None else Decimal(coefficient))


def test_warming_potentials_by_set():
    rows = load(WORKBOOK).tables["gwp"].rows
    found = {name: (row.values["cf4"], row.values["c2f6"]) for name, row in rows.items()}
    assert found == {
        "workbook_2006": (Decimal(6500), Decimal(9200)),
        "ar4_surveys": (Decimal(7390), Decimal(12200)),
        "ar5": (Decimal(6630), Decimal(11100)),
    }


@pytest.mark.parametrize(("attribute", "table"), [("cell_technology", "technology"), ("gwp_set", "gwp")])
def test_every_attribute_value_has_its_row(attribute, table):
    pack = load(WORKBOOK)
    assert set(pack.attributes[attribute].values) == set(pack.tables[table].rows)


# ── grid and heat sets ───────────────────────────────────────────────────────────────────────────


def shared(name):
    return yaml.safe_load(files("tanheng.rulebook").joinpath("shared", f"{name}.yaml").read_text(encoding="utf-8"))


def test_the_two_families_of_national_factors_stay_apart():
    ets, statistical = shared("grid_ets_report"), shared("grid_statistical")
    factors = {column: ets["items"]["national"][column] for column in ets["columns"]}
    assert set(list(factors.values())[:6]) == {"0.6101"}
    assert list(factors.items())[6:] == [
        ("factor_2021", "0.5810"), ("factor_2022", "0.5703"), ("factor_2023", None), ("factor_2024", None), ("factor_2025", None)
    ]  # fmt: skip
    national = statistical["items"]["national"]
    assert [national[column] for column in statistical["columns"]] == ["0.5568", "0.5366", "0.5306"]
    assert [row["value"] for row in ets["rejected"]] == ["0.5839"]


def test_the_years_of_the_report_factor_leave_no_gap():
    years = [int(column.removeprefix("factor_")) for column in shared("grid_ets_report")["columns"]]
    assert years == list(range(2015, 2026))


def test_only_announcements_read_in_full_are_official():
    for name in ("grid_statistical", "grid_regional", "grid_provincial"):
        facts = shared(name)["facts"]
        assert [column for column, fact in facts.items() if fact["status"] == "official"] == ["factor_2023"]
        assert facts["factor_2022"] == {"status": "secondary", "source": "F7", "published": "2024-12-20"}


def test_every_province_has_its_rows_and_one_region():
    provincial, regional = shared("grid_provincial"), shared("grid_regional")
    with_factor = {row["zh"] for row in provincial["items"].values() if row["factor_2023"]}
    grouped = [name for key, members in regional["provinces"].items() if key != "status" for name in members]
    assert len(with_factor) == 30
    assert len(grouped) == len(set(grouped)) == 31
    assert set(grouped) - with_factor == {"西藏"}  # no factor is published for Tibet
    assert provincial["items"]["ningxia"]["factor_2023"] == "0.6187"
    assert provincial["items"]["yunnan"]["factor_2022"] == "0.1073"
    assert provincial["items"]["shaanxi"]["zh"] == "陕西"
    assert provincial["items"]["shanxi"]["zh"] == "山西"


def test_regions_and_provinces_may_be_named_by_an_attribute():
    attributes = shared("regions")
    assert list(attributes["grid_region"]["values"]) == list(shared("grid_regional")["items"])
    assert list(attributes["province"]["values"]) == list(shared("grid_provincial")["items"])


def test_the_heat_default():
    heat = shared("heat")
    assert (heat["items"]["purchased_heat"]["factor"], heat["status"]) == ("0.11", "secondary")


def test_the_gwp_sets():
    sets = {name: (row["cf4"], row["c2f6"]) for name, row in shared("gwp_sets")["items"].items()}
    assert sets == {
        "sar_like": ("6500", "9200"), "ar4": ("7390", "12200"), "ar5": ("6630", "11100"), "ar6": ("7380", "12400")
    }  # fmt: skip
