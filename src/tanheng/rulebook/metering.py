"""What rules and standards say of meters: kinds and the class asked of each, the interval of calibration, rates of equipping. Data of
`metering.yaml`; which meters a plant has is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tanheng.engine.text import Text
from tanheng.rulebook.rule_yaml import read_record

FILE = "metering.yaml"
LEVELS = {
    "entity": Text("用能单位", "entity"),
    "sub_unit": Text("主要次级用能单位", "main sub-unit"),
    "equipment": Text("主要用能设备", "main equipment"),
}


@dataclass(frozen=True, slots=True)
class MeterKind:
    """A kind of meter. `accuracy_class` is the worst that is allowed, "" where no text names one; `rule` what it is verified by."""

    id: str
    label: Text
    accuracy_class: str
    rule: str
    status: str
    source: Text


@dataclass(frozen=True, slots=True)
class Energy:
    """A kind of energy with the rate of equipping that is asked for at each level, in per cent; `doubt` where sources differ."""

    id: str
    label: Text
    rates: Mapping[str, Decimal]
    doubt: Text | None


@dataclass(frozen=True, slots=True)
class EquippingTable:
    """The rates of one standard."""

    standard: str
    status: str
    source: Text
    energies: Mapping[str, Energy]


@dataclass(frozen=True, slots=True)
class Metering:
    """All of it."""

    interval_months: int
    kinds: Mapping[str, MeterKind]
    equipping: EquippingTable


@lru_cache(maxsize=1)
def metering() -> Metering:
    """What is said of meters, with the source and the status of each. Raises PackError where the file is no YAML."""
    found = read_record(files("tanheng.rulebook").joinpath(FILE), FILE)
    sources = {name: _text(row) for name, row in found["sources"].items()}
    kinds = {
        name: MeterKind(name, _text(row), row["class"], row["rule"], row["status"], sources[row["source"]])
        for name, row in found["kinds"].items()
    }
    table = found["equipping"]
    energies = {name: _energy(name, row) for name, row in table["energies"].items()}
    equipping = EquippingTable(table["standard"], table["status"], sources[table["source"]], energies)
    return Metering(found["interval"]["months"], kinds, equipping)


def _energy(name: str, row: Mapping[str, Any]) -> Energy:
    doubt = _text(row["doubt"]) if "doubt" in row else None
    return Energy(name, _text(row), {level: Decimal(row[level]) for level in LEVELS}, doubt)


def _text(row: Mapping[str, Any]) -> Text:
    return Text(row["zh"], row["en"])
