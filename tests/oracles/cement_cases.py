"""Random cement cases for the second calculations in fractions: what a plant may report under each edition, by months
or by the year, with defaults taken or own values, and with one decimal more than the guides keep.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Limits = tuple[str, str, int]  # lowest, highest, decimals typed

MASS: Limits = ("1000", "160000", 3)
LITTLE: Limits = ("0", "900", 3)
CAO: Limits = ("0.62", "0.68", 4)
MGO: Limits = ("0.008", "0.04", 4)
OTHER_OXIDE: Limits = ("0", "0.008", 4)
CALORIFIC_VALUE: Limits = ("8", "40", 4)
CARBON: Limits = ("0.012", "0.035", 6)
OXIDATION: Limits = ("0.85", "1", 2)
FACTOR: Limits = ("0.1", "1.1", 4)
MEAL: Limits = ("90000", "200000", 3)
MEAL_CARBON: Limits = ("0.0005", "0.004", 4)
ENERGY: Limits = ("100", "9000", 2)
EMISSION: Limits = ("0", "90000", 3)

OXIDES = (
    ("clinker_output_t", MASS, 1.0),
    ("kiln_dust_t", LITTLE, 0.5),
    ("bypass_dust_t", LITTLE, 0.5),
    ("clinker_cao_content", CAO, 1.0),
    ("clinker_mgo_content", MGO, 1.0),
    ("noncarbonate_cao_content", OTHER_OXIDE, 0.5),
    ("noncarbonate_mgo_content", OTHER_OXIDE, 0.5),
)


class Drawing:
    """A case being drawn: its head, its lines, and rows of random amounts."""

    def __init__(self, pack: str, year: int, seed: int, grain: str = "") -> None:
        self.chance = random.Random(f"{pack} {seed}")
        self.grain = grain or self.chance.choice(["month", "month", "year"])
        self.lines = [f"line-{number}" for number in range(1, self.chance.randint(1, 3) + 1)]
        self.rows: list[Row] = []
        self.attributes: list[Row] = []
        self.head = {"tanheng": "case/1", "pack": pack, "year": year, "grain": self.grain}

    def amount(self, limits: Limits) -> str:
        """Decimal text between the limits."""
        low, high, places = limits
        lowest, highest = (int(Decimal(text).scaleb(places)) for text in (low, high))
        return f"{Decimal(self.chance.randint(lowest, highest)).scaleb(-places):f}"

    def put(self, quantity: str, limits: Limits, share: float = 1.0, **place: str) -> bool:
        """A row of the quantity, in so many of the cases; tells whether it was drawn."""
        if self.chance.random() >= share:
            return False
        row: Row = {"quantity": quantity, **place, "kind": "measured", "evidence": "合成凭证.pdf"}
        if self.grain == "year":
            row["year"] = self.amount(limits)
        elif self.chance.random() < 0.2:
            row["each_month"] = self.amount(limits)
        else:
            row["months"] = {str(month): self.amount(limits) for month in range(1, 13)}
        self.rows.append(row)
        return True

    def choose(self, name: str, values: Iterable[str], facility: str | None = None) -> str:
        """An attribute's value, at random."""
        value = self.chance.choice(list(values))
        self.attributes.append({"name": name, "value": value, **({"facility": facility} if facility else {})})
        return value

    def some(self, items: Iterable[str], most: int) -> list[str]:
        """Some of the items, perhaps none."""
        listed = list(items)
        return self.chance.sample(listed, self.chance.randint(0, min(most, len(listed))))

    def fuel(self, prefix: str, item: str, *, needed: Iterable[str] = (), **place: str) -> None:
        """A fuel with some of its properties, those that are needed in any case."""
        self.put(f"{prefix}_consumption", ("0", "9000", 3), item=item, **place)
        for name, limits in (
            ("net_calorific_value", CALORIFIC_VALUE),
            ("carbon_content_tc_per_gj", CARBON),
            ("oxidation_rate", OXIDATION),
        ):
            self.put(f"{prefix}_{name}", limits, 1.0 if name in needed else 0.4, item=item, **place)

    def energy(self, electricity_factor: str, *, needed: bool) -> None:
        """Net purchased electricity and heat of the entity, perhaps with own factors."""
        if self.put("net_purchased_electricity_mwh", ("100", "9000", 4), 0.7):
            self.put(electricity_factor, FACTOR, 1.0 if needed else 0.5)
        if self.put("net_purchased_heat_gj", ("100", "9000", 3), 0.7):
            self.put("heat_emission_factor_tco2_per_gj", ("0.08", "0.13", 4), 0.4)

    def case(self) -> Row:
        """The whole case/1 document."""
        return {
            **self.head,
            "entity": {"name": "合成水泥"},
            "facilities": [{"id": line, "kind": "kiln_line"} for line in self.lines],
            "attributes": self.attributes,
            "values": self.rows,
        }
