"""A small rule pack for the engine's own tests: allowances of facilities by year. Not a rule of any guideline."""

from __future__ import annotations

from typing import Any

from tanheng.engine.loading import build_pack
from tanheng.engine.pack import Pack
from tanheng.engine.words import both, ceiled, exponential, first_present, floored, if_reported, lesser, total, where
from tests.engine.toy_rows import case, head, parameter, parts, quantity


def plant_intensity(verified_tco2, output_t):
    """Clause 1: emission over output."""
    return verified_tco2 / output_t


def intensity_gap(plant_intensity, balance_value):
    """Clause 2: how far the plant lies from the balance value, within a fifth of it."""
    gap = plant_intensity / balance_value - 1
    return where(both(gap * 5 <= 1, gap * 5 >= -1), gap, where(gap > 0, 1, -1) / 5)


def plant_allowance(verified_tco2, intensity_gap, scarcity, *, p):
    """Clause 3: the emission less the gap's part, shared as scarce, cut to whole tonnes."""
    return verified_tco2 * (1 - intensity_gap * p.tightening) * scarcity


def entity_verified(verified_tco2):
    """Clause 4: all plants."""
    return total(verified_tco2)


def scarcity(entity_verified, entity_cap):
    """Clause 5: the entity's cap shared out, never more than all."""
    return lesser(first_present(entity_cap, entity_verified) / entity_verified, 1)


def entity_allowance(plant_allowance, bonus):
    """Clause 6: plants and bonus, up to the next hundred tonnes."""
    return total(plant_allowance) + ceiled(if_reported(bonus))


def decayed(age, *, p):
    """Clause 7: what is left of a credit by age, in whole per mille."""
    return floored(exponential(age * -1 / p.life) * 1000) / 1000


ALLOWANCE_QUANTITIES = {
    "verified_tco2": quantity("E", "tCO2e", ["facility", "year"], "input", facility_kind="plant", decimals=0, year="none", required=True),
    "output_t": quantity("P", "t", ["facility", "year"], "input", facility_kind="plant", decimals=2, year="none", required=True),
    "balance_value": quantity(
        "BV",
        "tCO2e/t",
        ["facility", "year"],
        "input",
        facility_kind="plant",
        year="none",
        required=True,
        default={"table": "product", "column": "balance_{year}", "attribute": "product"},
    ),
    "entity_cap": quantity("C", "tCO2e", ["year"], "input", decimals=0, year="none"),
    "bonus": quantity("B", "tCO2e", ["year"], "input", decimals=2, year="none"),
    "age": quantity("a", "1", ["year"], "input", year="none"),
    "plant_intensity": quantity("I", "tCO2e/t", ["facility", "year"], "derived", facility_kind="plant", year="formula"),
    "intensity_gap": quantity("X", "1", ["facility", "year"], "derived", facility_kind="plant", year="formula"),
    "entity_verified": quantity("ΣE", "tCO2e", ["year"], "derived", decimals=0, year="formula"),
    "scarcity": quantity("k", "1", ["year"], "derived", year="formula"),
    "plant_allowance": quantity(
        "A", "tCO2e", ["facility", "year"], "derived", facility_kind="plant", decimals=0, mode="floor", year="formula"
    ),
    "entity_allowance": quantity("ΣA", "tCO2e", ["year"], "derived", decimals=0, year="formula"),
    "decayed": quantity("d", "1", ["year"], "derived", year="formula"),
}
ALLOWANCE = parts(
    (plant_intensity, intensity_gap, entity_verified, scarcity, plant_allowance, entity_allowance, decayed),
    pack=head(
        "toy/allowance",
        "plant",
        "entity_allowance",
        kind="allowance",
        attributes={
            "product": {
                "label": {"zh": "产品", "en": "product"},
                "default": "white",
                "values": {"white": {"zh": "白", "en": "white"}, "grey": {"zh": "灰", "en": "grey"}},
            }
        },
    ),
    quantities=ALLOWANCE_QUANTITIES,
    parameters={name: parameter(name, "1", value, "draft") for name, value in (("tightening", "0.15"), ("life", "7"))},
    tables={
        "product": {
            "set": "toy/product",
            "label": {"zh": "平衡值", "en": "balance values"},
            "columns": {"balance_2024": "tCO2e/t", "balance_2025": "tCO2e/t", "balance_2026": "tCO2e/t"},
            "status": "draft",
            "source": "S",
            "facts": {"balance_2024": {"status": "official", "published": "2024-06-01"}},
            "items": {
                "white": {
                    "zh": "白",
                    "en": "white",
                    "balance_2024": "1.7",
                    "balance_2025": "1.6",
                    "balance_2026": None,
                },
                "grey": {"zh": "灰", "en": "grey", "balance_2024": "0.9", "balance_2025": "0.8", "balance_2026": None},
            },
        }
    },
)


def allowance_pack() -> Pack:
    """Facilities by year, with entity totals that come back to the facilities."""
    return build_pack(ALLOWANCE)


def allowance_case(**changes: Any) -> dict[str, Any]:
    """Two plants of a year, the second far from the balance value."""
    given: dict[str, Any] = {
        "grain": "year",
        "values": [
            {"quantity": "verified_tco2", "facility": "a", "year": "160000"},
            {"quantity": "verified_tco2", "facility": "b", "year": "100000"},
            {"quantity": "output_t", "facility": "a", "year": "99000.00"},
            {"quantity": "output_t", "facility": "b", "year": "50000.00"},
            {"quantity": "entity_cap", "year": "250000"},
            {"quantity": "bonus", "year": "12.01"},
            {"quantity": "age", "year": "2"},
        ],
    }
    return case("toy/allowance", {"a": ("plant", "甲"), "b": ("plant", "乙")}, **{**given, **changes})
