"""IPCC equations against bonsai_ipcc, a program written by others: random inputs, equal to one part in 10^9."""

from __future__ import annotations

import random
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.oracles.bonsai import equations, table

METAL, MINERAL = equations("metal"), equations("mineral")
SMELTER, WORKS = "intl/aluminium/ipcc_2006", "cn/cement/ndrc_2013"
NEAR = 1e-9
SEEDS = range(40)
# bonsai_ipcc rounds the molar masses (0.43971 of CaCO3 is CO2, 0.5603 is CaO), the guide has 44/56: compared on equal terms.
CO2_PER_CAO = Decimal("0.43971") / Decimal("0.5603")


def near(found: Decimal | None, expected: float) -> None:
    assert found is not None
    assert float(found) == pytest.approx(expected, rel=NEAR, abs=NEAR)


def drawn(chance: random.Random, low: str, high: str, places: int) -> Decimal:
    least, most = (int(Decimal(text).scaleb(places)) for text in (low, high))
    return Decimal(chance.randint(least, most)).scaleb(-places)


def smelter(values: dict[str, Decimal], technology: str = "CWPB") -> Run:
    """A smelter of one potline, and an anode plant where its output is given, taken as a year."""
    pack = load(SMELTER)
    places = {name: {"facility": {"potline": "potline-1", "anode_plant": "anodes"}[pack.quantities[name].facility_kind]} for name in values}
    given: dict[str, Any] = {
        "tanheng": "case/1",
        "pack": SMELTER,
        "year": 2020,
        "grain": "year",
        "entity": {"name": "合成铝业"},
        "facilities": [
            {"id": "potline-1", "kind": "potline"},
            *([{"id": "anodes", "kind": "anode_plant"}] if "baked_anode_output_t" in values else []),
        ],
        "attributes": [{"name": "cell_technology", "facility": "potline-1", "value": technology}],
        "values": [{"quantity": name, **places[name], "year": str(value)} for name, value in values.items()],
    }
    case, problems = read_case(given, load)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(pack, case, problems)


@pytest.mark.parametrize("technology", ["CWPB", "SWPB", "VSS", "HSS"])
def test_tier_1_of_every_technology(technology):
    output = Decimal("123456.78")
    run = smelter({"molten_aluminium_output_t": output}, technology)
    factors = {
        name: float(run.value(f"{name}", "potline-1"))
        for name in (
            "anode_emission_factor_tco2_per_t",
            "cf4_emission_factor_kg_per_t",
            "c2f6_emission_factor_kg_per_t",
        )
    }
    near(
        run.value("anode_emission_tco2", "potline-1"),
        METAL.e_co2_tier1_(float(output), factors["anode_emission_factor_tco2_per_t"]),
    )
    near(
        run.value("cf4_emission_t", "potline-1"),
        METAL.e_cf4_tier1_(factors["cf4_emission_factor_kg_per_t"], float(output)) / 1000,
    )
    near(
        run.value("c2f6_emission_t", "potline-1"),
        METAL.e_c2f6_tier1_(factors["c2f6_emission_factor_kg_per_t"], float(output)) / 1000,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_tier_2_and_3_of_anodes_packing_coke_and_anode_effects(seed):
    chance = random.Random(seed)
    output, net = drawn(chance, "1000", "900000", 2), drawn(chance, "0.380", "0.460", 4)
    sulphur, ash = drawn(chance, "0", "0.05", 4), drawn(chance, "0", "0.02", 4)
    minutes, slope, ratio = (
        drawn(chance, "0", "20", 3),
        drawn(chance, "0.01", "0.3", 3),
        drawn(chance, "0.01", "0.3", 3),
    )
    baked, coke = drawn(chance, "100", "400000", 2), drawn(chance, "0.005", "0.02", 3)
    run = smelter(
        {
            "molten_aluminium_output_t": output,
            "anode_net_consumption_rate_t_per_t": net,
            "anode_sulphur_content": sulphur,
            "anode_ash_content": ash,
            "anode_effect_minutes_per_cell_day": minutes,
            "slope_factor": slope,
            "c2f6_to_cf4_ratio": ratio,
            "baked_anode_output_t": baked,
            "packing_coke_rate_t_per_t": coke,
            "packing_coke_sulphur_content": sulphur,
            "packing_coke_ash_content": ash,
        }
    )
    near(
        run.value("anode_emission_tco2", "potline-1"),
        METAL.e_co2_anode(float(net), float(output), float(sulphur), float(ash)),
    )
    cf4 = METAL.e_cf4_tier2_3_(float(slope), float(minutes), float(output)) / 1000
    near(run.value("cf4_emission_t", "potline-1"), cf4)
    near(run.value("c2f6_emission_t", "potline-1"), METAL.e_c2f6_tier2_3_(cf4, float(ratio)))
    near(
        run.value("packing_coke_emission_tco2", "anodes"),
        METAL.e_co2_packing(float(coke), float(baked), float(sulphur), float(ash)),
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("technology", ["VSS", "HSS"])
def test_paste_of_soderberg_cells(technology, seed):
    """Equation 4.24."""
    chance = random.Random(seed)
    output = drawn(chance, "1000", "900000", 2)
    given = {
        "paste_consumption_rate_t_per_t": drawn(chance, "0.450", "0.650", 4),
        "cyclohexane_soluble_matter_kg_per_t": drawn(chance, "0", "6", 2),
        "paste_binder_content": drawn(chance, "0.18", "0.34", 3),
        "pitch_sulphur_content": drawn(chance, "0", "0.02", 4),
        "pitch_ash_content": drawn(chance, "0", "0.01", 4),
        "pitch_hydrogen_content": drawn(chance, "0", "0.06", 4),
        "calcined_coke_sulphur_content": drawn(chance, "0", "0.04", 4),
        "calcined_coke_ash_content": drawn(chance, "0", "0.01", 4),
        "skimmed_dust_carbon_tc_per_t": drawn(chance, "0", "0.03", 4),
    }
    run = smelter({"molten_aluminium_output_t": output, **given}, technology)
    paste, soluble, *contents, skimmed = map(float, given.values())
    near(
        run.value("anode_emission_tco2", "potline-1"),
        METAL.e_co2_soderberg(paste, float(output), soluble, *contents, skimmed),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_pitch_volatiles_of_an_anode_plant(seed):
    """Equation 4.22."""
    chance = random.Random(seed)
    green, left = drawn(chance, "100", "400000", 2), drawn(chance, "0.90", "0.97", 4)
    hydrogen, tar = drawn(chance, "0", "0.01", 4), drawn(chance, "0", "0.02", 4)
    baked = (green * left).quantize(Decimal("0.01"))
    run = smelter(
        {
            "molten_aluminium_output_t": Decimal(1000),
            "baked_anode_output_t": baked,
            "green_anode_input_t": green,
            "green_anode_hydrogen_content": hydrogen,
            "waste_tar_share": tar,
        }
    )
    near(
        run.value("pitch_volatiles_emission_tco2", "anodes"),
        METAL.e_co2_pitch(float(green), float(hydrogen), float(baked), float(tar)),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_decomposition_of_clinker_and_lost_dust(seed):
    """Equation 2.2 with 2.4 and 2.5: clinker, and dust that left the kiln as fully calcined as the clinker."""
    chance = random.Random(seed)
    clinker, dust = drawn(chance, "1000", "2000000", 2), drawn(chance, "0", "9000", 2)
    lime, foreign = drawn(chance, "0.60", "0.68", 4), drawn(chance, "0", "0.05", 4)
    nothing = Decimal(0)
    constants = SimpleNamespace(co2_per_calcium_oxide=CO2_PER_CAO, co2_per_magnesium_oxide=Decimal(44) / 40)
    formula = load(WORKS).formulas["carbonate_decomposition_emission_tco2"].function
    found = formula(clinker, dust, nothing, lime, foreign, nothing, nothing, p=constants)
    factor = MINERAL.ef_cl(float(lime), float(foreign))
    correction = MINERAL.cf_ckd(float(dust), float(clinker), 1, 1, factor, factor)
    near(found, MINERAL.co2_emissions_tier2_(float(clinker), factor, correction))


@pytest.mark.parametrize("seed", SEEDS)
def test_carbon_of_raw_meal_is_that_of_another_carbon_bearing_material(seed):
    """Equation 2.3, third term: mass × carbon share × 44/12."""
    chance = random.Random(seed)
    meal, share = drawn(chance, "1000", "3000000", 2), drawn(chance, "0", "0.005", 4)
    formula = load(WORKS).formulas["raw_meal_carbon_emission_tco2"].function
    found = formula(meal, share, p=SimpleNamespace(co2_per_carbon=Decimal(44) / 12))
    near(found, MINERAL.co2_emissions_tier3_other(float(meal), float(share), 44 / 12))


TABLE_PARAMETERS = {
    "s_a": "anode_sulphur_default",
    "ash_a": "anode_ash_default",
    "pcc": "packing_coke_default",
    "ash_pc": "packing_coke_ash_default",
    "h_w": "green_anode_hydrogen_default",
    "s_p": "pitch_sulphur_default",
    "ash_p": "pitch_ash_default",
    "h_p": "pitch_hydrogen_default",
    "s_c": "calcined_coke_sulphur_default",
    "ash_c": "calcined_coke_ash_default",
}
TABLE_COLUMNS = {  # its activity: our technology
    "csm": ("cyclohexane_soluble_matter", {"soderberg_vss": "VSS", "soderberg_hss": "HSS"}),
    "s_cf4_alu": (
        "slope",
        (cells := {"prebake_cwpb": "CWPB", "prebake_swpb": "SWPB", "soderberg_vss": "VSS", "soderberg_hss": "HSS"}),
    ),
    "f_alu": ("c2f6_ratio", cells),
    "ef_co2_alu": ("co2_tier_1", {"prebake": "CWPB", "soderberg": "HSS"}),
}


def same_default(value: Decimal, forms: tuple[Any, ...], wanted: dict[str, Decimal]) -> None:
    """The default, and its expanded uncertainty as half of what lies between the bounds; these are printed with four places or more."""
    assert value == wanted["def"]
    (form,) = forms
    stated = value * Decimal(dict(form.typed)["relative"])
    assert abs(stated - (wanted["max"] - wanted["min"]) / 2) <= Decimal("0.00005")


@pytest.mark.parametrize("name", TABLE_PARAMETERS)
def test_a_default_of_the_carbon_balances_with_its_uncertainty(name):
    ours = load(SMELTER).parameter(TABLE_PARAMETERS[name], 2020)
    same_default(ours.value, ours.uncertainty, table("metal", name)[""])


@pytest.mark.parametrize("name", TABLE_COLUMNS)
def test_a_default_by_technology_with_its_uncertainty(name):
    column, technologies = TABLE_COLUMNS[name]
    ours = load(SMELTER).tables["tier_1"]
    for activity, technology in technologies.items():
        same_default(
            ours.rows[technology].values[column],
            ours.fact(technology, column).uncertainty,
            table("metal", name)[activity],
        )


def test_the_defaults_of_paste_tar_and_packing_coke_sulphur():
    """Dry paste and the Riedhammer furnace; the upper bound of the coke's sulphur is printed as its default, so bounds are left out."""
    pack = load(SMELTER)
    assert pack.tables["paste"].rows["dry"].values["binder_content"] == table("metal", "bc")[""]["def"]
    assert pack.tables["furnace"].rows["riedhammer"].values["waste_tar_share"] == table("metal", "wt")[""]["def"]
    assert pack.parameter("packing_coke_sulphur_default", 2020).value == table("metal", "s_pc")[""]["def"]


def test_skimmed_dust_is_not_read_as_per_cent():
    """0.01 t of carbon per tonne of aluminium; the package has a hundredth of it."""
    assert load(SMELTER).parameter("skimmed_dust_carbon_default", 2020).value == table("metal", "cd")[""]["def"] * 100
