"""A small rule pack for the engine's own tests: power units with fuels by month. Not a rule of any guideline."""

from __future__ import annotations

from typing import Any

from tanheng.engine.loading import build_pack
from tanheng.engine.pack import Pack
from tanheng.engine.words import carbon, either, first_present, greater, raised, total, weighted_mean, where
from tests.engine.toy_rows import case, head, parameter, parts, quantity


def unit_fuel_tco2(fuel_t, fuel_received_carbon, fuel_moisture, fuel_dried_carbon, *, p):
    """Clause 1: received carbon, or the dried one brought to the received basis."""
    return carbon(fuel_t) * first_present(fuel_received_carbon, fuel_dried_carbon * (1 - fuel_moisture)) * p.co2_per_carbon


def unit_tco2(unit_fuel_tco2):
    """Clause 2: all fuels of the unit."""
    return total(unit_fuel_tco2)


def unit_moisture(fuel_moisture, fuel_t):
    """Clause 3: mean moisture of the fuels of the unit."""
    return weighted_mean(fuel_moisture, fuel_t)


def load_correction(load_factor, gas_flag, *, p):
    """Clause 4: a power of the load, one for gas units and above the limit."""
    low = raised(p.load_base, 16 - 20 * load_factor)
    return where(either(gas_flag > 0, load_factor >= p.load_limit), 1, greater(low, 1))


def entity_tco2(unit_tco2):
    """Clause 5: all units."""
    return total(unit_tco2)


def unit_share(unit_tco2, entity_tco2):
    """Clause 6: a unit's part of the entity."""
    return unit_tco2 / entity_tco2


def content(symbol: str, **more: Any) -> dict[str, Any]:
    """A share of a fuel, by month."""
    return quantity(
        symbol,
        "1",
        ["facility", "item", "month"],
        "input",
        item_table="fuel",
        facility_kind="unit",
        year="mean",
        weight="fuel_t",
        **more,
    )


POWER_QUANTITIES = {
    "fuel_t": quantity(
        "FC",
        "t",
        ["facility", "item", "month"],
        "input",
        item_table="fuel",
        facility_kind="unit",
        decimals=2,
        required=True,
    ),
    "fuel_received_carbon": content("Car"),
    "fuel_dried_carbon": content("Cad", default={"table": "fuel", "column": "dried_carbon"}),
    "fuel_moisture": content("M", default={"table": "fuel", "column": "moisture"}),
    "load_factor": quantity("F", "1", ["facility", "year"], "input", facility_kind="unit", year="none", default={"parameter": "full_load"}),
    "gas_flag": quantity(
        "g",
        "1",
        ["facility", "month"],
        "input",
        facility_kind="unit",
        year="mean",
        weight="unit_tco2",
        default={"table": "unit_class", "column": "gas", "attribute": "unit_class"},
        fixed=True,
    ),
    "unit_fuel_tco2": quantity("Ef", "tCO2", ["facility", "item", "month"], "derived", item_table="fuel", facility_kind="unit", decimals=2),
    "unit_tco2": quantity("Eu", "tCO2", ["facility", "month"], "derived", facility_kind="unit", decimals=2),
    "unit_moisture": quantity(
        "Mu", "1", ["facility", "month"], "derived", facility_kind="unit", year="mean", weight="unit_tco2", decimals=4
    ),
    "load_correction": quantity("X", "1", ["facility", "year"], "derived", facility_kind="unit", year="formula", decimals=4),
    "entity_tco2": quantity("E", "tCO2", ["month"], "derived", decimals=2),
    "unit_share": quantity("s", "1", ["facility", "month"], "derived", facility_kind="unit", year="formula", decimals=6),
}
POWER = parts(
    (unit_fuel_tco2, unit_tco2, unit_moisture, load_correction, entity_tco2, unit_share),
    pack=head(
        "toy/power",
        "unit",
        "entity_tco2",
        attributes={
            "unit_class": {
                "label": {"zh": "类别", "en": "class"},
                "facility_kind": "unit",
                "required": True,
                "values": {"I": {"zh": "一", "en": "I"}, "IV": {"zh": "四", "en": "IV"}},
            }
        },
    ),
    quantities=POWER_QUANTITIES,
    parameters={
        name: parameter(name, unit, value, "official")
        for name, unit, value in (
            ("co2_per_carbon", "tCO2/tC", "44/12"),
            ("load_base", "1", "1.015"),
            ("load_limit", "1", "0.85"),
            ("full_load", "1", "0.9"),
        )
    },
    tables={
        "fuel": {
            "set": "toy/fuel",
            "label": {"zh": "燃料", "en": "fuel"},
            "columns": {"dried_carbon": "1", "moisture": "1"},
            "status": "secondary",
            "source": "S",
            "items": {
                "coal": {"zh": "煤", "en": "coal", "unit": "t", "dried_carbon": "0.65", "moisture": "0.10"},
                "oil": {"zh": "油", "en": "oil", "unit": "t", "dried_carbon": "0.86", "moisture": "0"},
            },
        },
        "unit_class": {
            "set": "toy/class",
            "label": {"zh": "机组类别", "en": "class of unit"},
            "columns": {"gas": "1"},
            "status": "official",
            "source": "S",
            "items": {"I": {"zh": "一", "en": "I", "gas": "0"}, "IV": {"zh": "四", "en": "IV", "gas": "1"}},
        },
    },
)


def power_pack() -> Pack:
    """Facility × fuel × month, with a class that formulas know by a flag."""
    return build_pack(POWER)


def power_case(**changes: Any) -> dict[str, Any]:
    """Two units: coal with a measured carbon in one month, and gas class with oil."""
    given: dict[str, Any] = {
        "attributes": [
            {"name": "unit_class", "facility": "u1", "value": "I"},
            {"name": "unit_class", "facility": "u2", "value": "IV"},
        ],
        "values": [
            {"quantity": "fuel_t", "facility": "u1", "item": "coal", "each_month": "1000.00"},
            {"quantity": "fuel_t", "facility": "u1", "item": "oil", "each_month": "10.00"},
            {"quantity": "fuel_t", "facility": "u2", "item": "oil", "each_month": "333.33"},
            {"quantity": "fuel_received_carbon", "facility": "u1", "item": "coal", "months": {3: "0.5555"}},
        ],
    }
    return case("toy/power", {"u1": ("unit", "1号"), "u2": ("unit", "2号")}, **{**given, **changes})
