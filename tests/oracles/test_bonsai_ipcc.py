"""IPCC equations against bonsai_ipcc, a program written by others: random inputs, equal to one part in 10^9."""

from __future__ import annotations

import random
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tanheng.engine.case_reading import read_case
from tanheng.engine.run import Run, run_case
from tanheng.rulebook import load
from tests.oracles.bonsai import equations

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
    places = {
        name: {"facility": {"potline": "potline-1", "anode_plant": "anodes"}[pack.quantities[name].facility_kind]}
        for name in values
    }
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
