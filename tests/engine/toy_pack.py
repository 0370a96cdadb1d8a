"""A small rule pack for the engine's own tests: two plants, two fuels, one yearly intensity. Not a rule of any guideline."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tanheng.engine.checks import check
from tanheng.engine.editions import PackParts
from tanheng.engine.loading import build_pack
from tanheng.engine.pack import Pack
from tanheng.engine.words import carbon, first_present, if_reported, total
from tests.engine.toy_rows import case, head, parts, quantity


def burn_tco2(fuel_t, fuel_carbon, fuel_measured_carbon, *, p):
    """Clause 1: carbon of the fuel as CO2."""
    return fuel_t * first_present(fuel_measured_carbon, fuel_carbon) * p.co2_per_carbon


def anode_tco2(anode_t, ash, *, p):
    """Clause 2: carbon of the anodes as CO2."""
    return carbon(anode_t * (1 - ash)) * p.co2_per_carbon


def plant_intensity(anode_tco2, output_t):
    """Clause 3: emission over output."""
    return anode_tco2 / output_t


def counted_quoted_tco2(quoted_tco2):
    """Clause 4: what is quoted, as far as reported."""
    return if_reported(quoted_tco2)


def all_tco2(burn_tco2, anode_tco2, counted_quoted_tco2):
    """Clause 4: everything."""
    return total(burn_tco2) + total(anode_tco2) + counted_quoted_tco2


@check(
    "TOY-1",
    index=("facility", "month"),
    low="0.4",
    high="0.6",
    status="project",
    zh="比值 {value} 超出 {low}–{high}",
    en="ratio {value} outside {low}–{high}",
    remedy_zh="核对",
    remedy_en="look again",
)
def anode_ratio(anode_t, output_t):
    """Clause 5: anodes per output."""
    return anode_t / output_t


def _quantity(symbol: str, unit: str, index: list[str], role: str, **more: Any) -> dict[str, Any]:
    return quantity(symbol, unit, index, role, **{"decimals": 2, **more})


QUANTITIES: dict[str, Any] = {
    "output_t": _quantity("P", "t", ["facility", "month"], "input", required=True, facility_kind="plant", low="0"),
    "anode_t": _quantity("AC", "t", ["facility", "month"], "input", required=True, facility_kind="plant", low="0"),
    "ash": _quantity(
        "A",
        "1",
        ["facility", "month"],
        "input",
        decimals=4,
        year="mean",
        weight="anode_t",
        facility_kind="plant",
        default={"parameter": "ash"},
        fixed=True,
        low="0",
        high="1",
    ),
    "fuel_t": _quantity("FC", "{unit}", ["item", "month"], "input", required=True, item_table="fuel", low="0"),
    "fuel_carbon": _quantity(
        "C",
        "tC/{unit}",
        ["item", "month"],
        "input",
        decimals=5,
        year="mean",
        weight="fuel_t",
        item_table="fuel",
        default={"table": "fuel", "column": "carbon"},
        required=True,
        low="0",
    ),
    "fuel_measured_carbon": _quantity(
        "Cm",
        "tC/{unit}",
        ["item", "month"],
        "input",
        decimals=4,
        year="mean",
        weight="fuel_t",
        item_table="fuel",
        low="0",
    ),
    "quoted_tco2": _quantity("Q", "tCO2", ["month"], "input", level="enterprise", low="0"),
    "burn_tco2": _quantity("Ef", "tCO2", ["item", "month"], "derived", item_table="fuel"),
    "anode_tco2": _quantity("Ea", "tCO2", ["facility", "month"], "derived", facility_kind="plant"),
    "plant_intensity": _quantity("I", "tCO2/t", ["facility", "year"], "derived", decimals=4, year="formula", facility_kind="plant"),
    "counted_quoted_tco2": _quantity("Qc", "tCO2", ["month"], "derived", level="enterprise"),
    "all_tco2": _quantity("E", "tCO2", ["month"], "derived", year="formula", year_decimals=0, level="enterprise"),
}
PARAMETERS: dict[str, Any] = {
    "co2_per_carbon": {
        "label": {"zh": "碳换算", "en": "C to CO2"},
        "unit": "tCO2/tC",
        "nature": "constant",
        "status": "official",
        "values": [{"value": "44/12"}],
    },
    "ash": {
        "label": {"zh": "灰分", "en": "ash"},
        "unit": "1",
        "nature": "factor",
        "status": "secondary",
        "source": "S",
        "values": [{"from": 2020, "to": 2023, "value": "0.005"}, {"from": 2024, "value": "0.004"}],
    },
}
TABLES: dict[str, Any] = {
    "fuel": {
        "set": "toy/fuel",
        "label": {"zh": "燃料", "en": "fuels"},
        "columns": {"carbon": "tC/{unit}"},
        "status": "secondary",
        "source": "S",
        "items": {
            "coal": {"zh": "煤", "en": "coal", "unit": "t", "carbon": "0.6"},
            "gas": {"zh": "气", "en": "gas", "unit": "10^4 Nm3", "carbon": "5.9"},
            "peat": {"zh": "泥炭", "en": "peat", "unit": "t", "carbon": None},
        },
    }
}
KINDS = {"plant": {"zh": "厂", "en": "plant", "required": True}, "other": {"zh": "其他", "en": "other"}}
HEAD: dict[str, Any] = {**head("toy", "plant", "all_tco2"), "title": {"zh": "玩具", "en": "toy"}, "facility_kinds": KINDS}
FORMULAS = {one.__name__: one for one in (burn_tco2, anode_tco2, plant_intensity, counted_quoted_tco2, all_tco2)}


def toy_parts(**changes: Any) -> PackParts:
    """The parts, with some replaced."""
    given: dict[str, Any] = {
        "pack": HEAD,
        "quantities": deepcopy(QUANTITIES),
        "parameters": deepcopy(PARAMETERS),
        "tables": deepcopy(TABLES),
        "check_functions": (anode_ratio,),
    }
    return parts(FORMULAS.values(), **{**given, **changes})


def toy_pack(**changes: Any) -> Pack:
    """The pack."""
    return build_pack(toy_parts(**changes))


def toy_case(**changes: Any) -> dict[str, Any]:
    """A sound case."""
    given: dict[str, Any] = {
        "values": [
            {"quantity": "output_t", "facility": "a", "each_month": "100.00"},
            {"quantity": "output_t", "facility": "b", "each_month": "200.00"},
            {"quantity": "anode_t", "facility": "a", "each_month": "50.01"},
            {"quantity": "anode_t", "facility": "b", "each_month": "90.00"},
            {"quantity": "fuel_t", "item": "coal", "each_month": "10.00"},
            {"quantity": "fuel_t", "item": "gas", "each_month": "1.00"},
        ],
    }
    return case("toy", {"a": ("plant", "甲"), "b": ("plant", "乙")}, **{**given, **changes})
