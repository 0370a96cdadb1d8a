"""The shape of a table: which column is the entity, the place, the month, an attribute or a quantity, and in which unit.

It looks at headings and types alone; rows are read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction

from tanheng.bulk.backend import ColumnType
from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.engine.errors import Text, UnitError
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.units import conversion

PLACE_COLUMNS = ("entity", "year", "facility", "kind", "item", "month", "line")
LONG_COLUMNS = ("quantity", "value", "unit")
HEADING_WITH_UNIT = re.compile(r"(.+?)\s*\[(.+)\]")


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of amounts: its heading, its quantity, its type, and the factor by unit of item that turns it into the pack's
    unit (None: it cannot).
    """

    heading: str
    quantity: Quantity
    type: ColumnType
    factors: Mapping[str, Fraction | None]

    @property
    def factor(self) -> Fraction:
        """The one factor that all fitting items share."""
        return next((factor for factor in self.factors.values() if factor is not None), Fraction(1))


@dataclass(frozen=True)
class TableShape:
    """The headings of a table by what they are. `long`: one amount a row, under the columns quantity and value."""

    places: Mapping[str, str] = field(default_factory=dict)  # entity, facility, … → heading
    attributes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, ValueColumn] = field(default_factory=dict)
    long: bool = False


def read_shape(pack: Pack, columns: Mapping[str, ColumnType]) -> tuple[TableShape, list[TableProblem]]:
    """The shape, and every problem of the headings."""
    problems: list[TableProblem] = []
    places: dict[str, str] = {}
    attributes: dict[str, str] = {}
    values: dict[str, ValueColumn] = {}
    long = {"quantity", "value"} <= {heading.strip().lstrip("\ufeff") for heading in columns}
    for heading, kind in columns.items():
        name = heading.strip().lstrip("\ufeff")
        if name in PLACE_COLUMNS or (long and name in LONG_COLUMNS):
            problems += _place_problems(name, heading, kind, places)
            places[name] = heading
        elif name in pack.attributes:
            problems += _place_problems(name, heading, kind, attributes)
            attributes[name] = heading
        else:
            found, wrong = _value_column(pack, heading, name, kind, values, long)
            problems += wrong
            if found is not None:
                values[found.quantity.id] = found
    refused = {one.column for one in problems}
    seen = {*values, *(_plain_name(heading) for heading in columns if heading in refused)}
    problems += _missing_columns(pack, places, seen, long)
    return TableShape(places, attributes, values, long), problems


def known_columns(pack: Pack) -> list[str]:
    """Every heading that a table of this pack may have."""
    return [*PLACE_COLUMNS, *pack.attributes, *(quantity.id for quantity in pack.inputs())]


def _place_problems(name: str, heading: str, kind: ColumnType, known: Mapping[str, str]) -> list[TableProblem]:
    if name in known:
        return [table_problem("BATCH-106", column=heading, found=name)]
    if kind.kind == "float":
        return [table_problem("BATCH-103", column=heading, found=name, type=kind.name)]
    if kind.kind == "other" or (kind.kind == "decimal" and kind.scale):
        return [_unreadable(heading, name, kind, Text("文本或整数", "text or whole numbers"))]
    return []


def _value_column(
    pack: Pack, heading: str, name: str, kind: ColumnType, values: Mapping[str, ValueColumn], long: bool
) -> tuple[ValueColumn | None, list[TableProblem]]:
    with_unit = HEADING_WITH_UNIT.fullmatch(name)
    name, unit = (with_unit[1], with_unit[2]) if with_unit else (name, "")
    quantity = pack.quantities.get(name)
    if quantity is None or long:
        known = get_close_matches(name, known_columns(pack), 3, 0.5) or known_columns(pack)
        return None, [table_problem("BATCH-102", column=heading, found=name, known=", ".join(known))]
    if quantity.role == "derived":
        known = list(pack.formulas[name].arguments)
        return None, [table_problem("CASE-131", column=heading, found=name, known=", ".join(known))]
    if name in values:
        return None, [table_problem("BATCH-106", column=heading, found=name)]
    if kind.kind in ("float", "other"):
        return None, _type_problem(heading, name, kind)
    factors = unit_factors(pack, quantity, unit)
    if all(factor is None for factor in factors.values()):
        wanted = " / ".join(factors)
        return None, [table_problem("BATCH-105", column=heading, found=heading, name=name, unit=unit, wanted=wanted)]
    return ValueColumn(heading, quantity, kind, factors), []


def _type_problem(heading: str, name: str, kind: ColumnType) -> list[TableProblem]:
    if kind.kind == "float":
        return [table_problem("BATCH-103", column=heading, found=name, type=kind.name)]
    return [_unreadable(heading, name, kind, Text("DECIMAL、整数或文本", "DECIMAL, whole numbers or text"))]


def _unreadable(heading: str, name: str, kind: ColumnType, wanted: Text) -> TableProblem:
    return table_problem("BATCH-104", column=heading, found=name, type=kind.name, wanted=wanted.zh, wanted_en=wanted.en)


def unit_factors(pack: Pack, quantity: Quantity, unit: str) -> dict[str, Fraction | None]:
    """The factor from a heading's unit to each unit that the quantity has in the pack; a blank one is the pack's own."""
    return {wanted: _factor(unit, wanted) for wanted in _units_of(pack, quantity)}


def _units_of(pack: Pack, quantity: Quantity) -> list[str]:
    if "{unit}" not in quantity.unit or not quantity.item_table:
        return [quantity.unit]
    rows = pack.tables[quantity.item_table].rows
    return list(dict.fromkeys(pack.unit_of(quantity.id, item) for item in rows))


def _factor(unit: str, wanted: str) -> Fraction | None:
    """The factor from the heading's unit, where its decimal expansion ends; None where it does not fit."""
    if not unit or unit == wanted:
        return Fraction(1)
    try:
        factor = conversion(unit, wanted)
    except UnitError:
        return None
    return factor if 10**18 % factor.denominator == 0 else None


def unit_of_heading(heading: str) -> str:
    """The unit that a heading names; nothing where it names none."""
    with_unit = HEADING_WITH_UNIT.fullmatch(heading.strip())
    return with_unit[2] if with_unit else ""


def _plain_name(heading: str) -> str:
    with_unit = HEADING_WITH_UNIT.fullmatch(heading.strip())
    return with_unit[1] if with_unit else heading.strip()


def _missing_columns(pack: Pack, places: Mapping[str, str], seen: set[str], long: bool) -> list[TableProblem]:
    known = ", ".join(known_columns(pack))
    wanted = ["entity"] if "entity" not in places else []
    if not long:
        wanted += [one.id for one in pack.inputs() if one.id not in seen and _is_needed(pack, one)]
    if "kind" not in places and len(facility_kinds(pack)) > 1 and "facility" in places:
        wanted.append("kind")
    return [table_problem("BATCH-101", column=name, found=name, known=known) for name in wanted]


def _is_needed(pack: Pack, quantity: Quantity) -> bool:
    """A required input without a default, at a place that is sure to exist."""
    if not quantity.required or quantity.default is not None or quantity.by_item:
        return False
    if quantity.by_facility:
        return pack.facility_kinds[quantity.facility_kind or ""].required
    return True


def facility_kinds(pack: Pack) -> list[str]:
    """The kinds that a table must tell apart: of quantities by facility, and of attributes; all, where items stand at
    facilities.
    """
    kinds = {one.facility_kind for one in pack.quantities.values() if one.by_facility and one.facility_kind}
    kinds |= {one.facility_kind for one in pack.attributes.values() if one.facility_kind}
    return sorted(kinds)
