"""The numbers of the power packs against the reference, typed here a second time: defaults, benchmarks, classes, corrections."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from tanheng.engine.numbers import exact_context, round_decimal
from tanheng.rulebook import load

COALS = (
    "anthracite",
    "bituminous_coal",
    "lignite",
    "washed_coal",
    "other_washed_coal",
    "coal_gangue",
    "coal_slime",
    "coal_water_slurry",
    "other_coal_products",
)
OTHERS = """
petroleum_coke 32.500 0.02750 0.99 | crude_oil 41.816 0.02008 0.98 | fuel_oil 41.816 0.02110 0.98 | gasoline 43.070 0.01890 0.98
diesel 42.652 0.02020 0.98 | kerosene 43.070 0.01960 0.98 | other_petroleum 41.031 0.02000 0.98 | lng 51.498 0.01720 0.98
lpg 50.179 0.01720 0.98 | coal_tar 33.453 0.02200 0.98 | refinery_gas 45.998 0.01820 0.98 | natural_gas 389.310 0.01532 0.99
blast_furnace_gas 33.000 0.07080 0.99 | converter_gas 84.000 0.04960 0.99 | coke_oven_gas 173.854 0.01210 0.99
other_gas 52.270 0.01220 0.99
"""
BENCHMARKS = {  # electricity I, II, III, IV; heat of coal and of gas
    ("allowance_2019_2020", 2019): "0.877 0.979 1.146 0.392 0.126 0.059",
    ("allowance_2019_2020", 2020): "0.877 0.979 1.146 0.392 0.126 0.059",
    ("allowance_2021_2022", 2021): "0.8218 0.8773 0.9350 0.3920 0.1111 0.0560",
    ("allowance_2021_2022", 2022): "0.8177 0.8729 0.9303 0.3901 0.1105 0.0557",
    ("allowance_2023_2024", 2023): "0.7950 0.8090 0.8285 0.3305 0.1038 0.0536",
    ("allowance_2023_2024", 2024): "0.7910 0.8049 0.8244 0.3288 0.1033 0.0533",
    ("allowance_2025_2026_draft", 2025): "0.7902 0.8017 0.8162 0.3288 0.1027 0.0533",
    ("allowance_2025_2026_draft", 2026): "0.7894 0.7985 0.8080 0.3288 0.1021 0.0533",
}
BALANCE = {
    ("allowance_2021_2022", 2021): "0.8210 0.8920 0.9627 0.3930 0.1110 0.0560",
    ("allowance_2023_2024", 2023): "0.7982 0.8155 0.8352 0.3239 0.1041 0.0525",
}
STATUS = {
    "allowance_2019_2020": "secondary",
    "allowance_2021_2022": "secondary",
    "allowance_2023_2024": "official",
    "allowance_2025_2026_draft": "draft",
}
EDITIONS = ("cn/power/cets_2022", "cn/power/cets_2026")


def numbers(text: str) -> list[Decimal]:
    return [Decimal(word) for word in text.split()]


@pytest.mark.parametrize("pack_id", EDITIONS)
@pytest.mark.parametrize("coal", COALS)
def test_coal_has_the_penalty_defaults_and_never_the_general_table(pack_id, coal):
    row = load(pack_id).tables["fuel"].rows[coal]
    assert [row.values[column] for column in ("ncv", "cc", "of", "coal")] == numbers("26.7 0.03085 0.99 1")


@pytest.mark.parametrize("pack_id", EDITIONS)
@pytest.mark.parametrize("line", [line.strip() for line in OTHERS.replace("\n", "|").split("|") if line.strip()])
def test_liquids_and_gases(pack_id, line):
    name, *values = line.split()
    row = load(pack_id).tables["fuel"].rows[name]
    assert [row.values[column] for column in ("ncv", "cc", "of")] == [Decimal(value) for value in values]
    assert row.values["coal"] == 0


@pytest.mark.parametrize("pack_id", EDITIONS)
def test_coke_has_no_default(pack_id):
    values = load(pack_id).tables["fuel"].rows["coke"].values
    assert [values[column] for column in ("ncv", "cc", "of")] == [None, None, None]


def test_own_secondary_energy_is_marked():
    rows = load("cn/power/cets_2022").tables["fuel"].rows
    assert {name for name, row in rows.items() if row.values["secondary"]} == {
        "blast_furnace_gas",
        "converter_gas",
        "coke_oven_gas",
    }


def test_the_oxidation_of_coal_is_official_in_2022_and_a_stand_in_in_2026():
    before, after = load("cn/power/cets_2022"), load("cn/power/cets_2026")
    assert before.quantities["fuel_oxidation_rate"].fixed
    assert not after.quantities["fuel_oxidation_rate"].fixed
    assert before.tables["fuel"].facts["bituminous_coal.of"].status == "official"
    assert after.tables["fuel"].rows["bituminous_coal"].status == "recalled"


def test_purchased_electricity_leaves_the_total_in_2026():
    before, after = load("cn/power/cets_2022"), load("cn/power/cets_2026")
    assert "unit_electricity_emission_tco2" in before.formulas["unit_emission_tco2"].arguments
    assert after.formulas["unit_emission_tco2"].arguments == ("unit_fuel_emission_tco2",)
    assert after.quantities["purchased_electricity_mwh"].level == "auxiliary"
    assert "purchased_electricity" not in {source["id"] for source in after.emission_sources}


def test_only_fuels_are_cleared():
    for pack_id in EDITIONS:
        cleared = {source["id"] for source in load(pack_id).emission_sources if source["cleared"]}
        assert cleared == {"fuel_combustion"}


@pytest.mark.parametrize(("edition", "year"), BENCHMARKS)
def test_benchmarks(edition, year):
    table = load(f"cn/power/{edition}").tables["benchmark"]
    *power, coal, gas = numbers(BENCHMARKS[edition, year])
    assert [table.rows[unit].values[f"power_{year}"] for unit in ("I", "II", "III", "IV")] == power
    assert [table.rows[unit].values[f"heat_{year}"] for unit in ("I", "II", "III", "IV")] == [coal, coal, coal, gas]
    assert table.rows["I"].status == STATUS[edition]


@pytest.mark.parametrize(("edition", "year"), BALANCE)
def test_balance_values_stand_beside(edition, year):
    table = load(f"cn/power/{edition}").tables["benchmark"]
    *power, coal, gas = numbers(BALANCE[edition, year])
    assert [table.rows[unit].values[f"balance_power_{year}"] for unit in ("I", "II", "III", "IV")] == power
    assert [table.rows[unit].values[f"balance_heat_{year}"] for unit in ("I", "IV")] == [coal, gas]


def test_the_basis_changed_in_2023():
    assert "net_supply_mwh" in load("cn/power/allowance_2021_2022").quantities
    assert "gross_generation_mwh" not in load("cn/power/allowance_2021_2022").quantities
    assert "gross_generation_mwh" in load("cn/power/allowance_2023_2024").quantities


@pytest.mark.parametrize(
    ("edition", "factor", "correction"),
    [
        ("allowance_2023_2024", "0.40", "1.126493"),
        ("allowance_2023_2024", "0.60", "1.061364"),
        ("allowance_2023_2024", "0.65", "1"),
        ("allowance_2025_2026_draft", "0.30", "1.281146"),
        ("allowance_2025_2026_draft", "0.50", "1"),
    ],
)
def test_load_correction(edition, factor, correction):
    assert corrected(edition, factor, "1") == Decimal(correction)
    assert corrected(edition, factor, "0") == 1  # classes III and IV


def corrected(edition, factor, applies, *more):
    pack = load(f"cn/power/{edition}")
    parameters = type("p", (), {name: dated[0].value for name, dated in pack.parameters.items()})
    with localcontext(exact_context()):
        value = pack.formulas["load_correction"].function(Decimal(factor), Decimal(applies), *map(Decimal, more), p=parameters)
    return round_decimal(value, 6)


@pytest.mark.parametrize(
    ("factor", "correction"),
    [
        ("0.90", "1"),
        ("0.85", "1"),
        ("0.82", "1.0042"),
        ("0.80", "1.007"),
        ("0.76", "1.0134"),
        ("0.75", "1.015"),
        ("0.70", "1.030225"),
    ],
)
def test_load_correction_until_2022_in_four_steps(factor, correction):
    assert corrected("allowance_2019_2020", factor, "1", "0") == Decimal(correction)
    assert corrected("allowance_2019_2020", factor, "1", "1") == 1  # cogeneration units


def test_cooling_and_heat_corrections_until_2022():
    pack = load("cn/power/allowance_2021_2022")
    rows = pack.tables["cooling"].rows
    assert {name: row.values["cooling_correction"] for name, row in rows.items()} == {
        "water": Decimal("1.00"),
        "air": Decimal("1.05"),
        "back_pressure": Decimal("1.00"),
    }
    coefficients = {name: row.values["heat_ratio_coefficient"] for name, row in pack.tables["unit_class"].rows.items()}
    assert [coefficients[unit] for unit in ("I", "II", "III", "IV")] == numbers("0.22 0.22 0.22 0.6")


SHARES = {
    "allowance_2019_2020": "0.70",
    "allowance_2021_2022": "0.70",
    "allowance_2023_2024": "0.70",
    "allowance_2025_2026_draft": "0.50",
}


@pytest.mark.parametrize("edition", SHARES)
def test_shares(edition):
    pack = load(f"cn/power/{edition}")
    assert pack.parameters["pre_allocation_share_default"][0].value == Decimal(SHARES[edition])
    assert pack.parameters["ccer_share"][0].value == Decimal("0.05")
    if "gap_floor_share" in pack.parameters:
        assert pack.parameters["gap_floor_share"][0].value == Decimal("0.80")
    else:
        assert pack.parameters["gap_cap_share"][0].value == Decimal("0.20")


def test_special_cases_stand_outside_until_2024_and_get_their_emission_in_the_draft():
    official = load("cn/power/allowance_2023_2024").tables["special_case"].rows
    draft = load("cn/power/allowance_2025_2026_draft").tables["special_case"].rows
    assert {name for name, row in official.items() if row.values["in_quota"]} == {"none"}
    assert {name for name, row in draft.items() if not row.values["in_quota"]} == {"heating_boiler"}
    assert {name for name, row in draft.items() if not row.values["quota_is_verified"]} == {"none", "heating_boiler"}


@pytest.mark.parametrize("edition", STATUS)
def test_every_special_case_of_the_attribute_has_a_row(edition):
    pack = load(f"cn/power/{edition}")
    assert set(pack.attributes["special_case"].values) == set(pack.tables["special_case"].rows)
    assert set(pack.attributes["unit_class"].values) == set(pack.tables["unit_class"].rows) == set(pack.tables["benchmark"].rows)
