"""The shape of a table: which column is the entity, the place, the month, an attribute or a quantity, and in which unit.

It looks at headings and types alone; rows are read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from typing import Any

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.sql.backend import ColumnType
from tanheng.documents.input.headings import Names, folded, quantity_names
from tanheng.documents.reading.invisible_marks import without_marks
from tanheng.engine.errors import UnitError
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.text import Text
from tanheng.engine.units import conversion
from tanheng.engine.units.choices import refusal_words

PLACE_COLUMNS = ("entity", "year", "facility", "kind", "item", "month", "line")
LONG_COLUMNS = ("quantity", "value", "unit")
OPENING, CLOSING, PARTING = "[(（【", "])）】", "/,，"
NUMBERED = re.compile(r"(?:(?P<name>.+) )?\((?P<number>\d+)\)")  # a heading that is blank or stood before
WORDS = {
    "企业名称": "entity", "企业": "entity", "核算年度": "year", "年度": "year", "年份": "year", "设施": "facility", "设施编号": "facility",
    "设施类别": "kind", "品种": "item", "月份": "month", "代号": "quantity", "数值": "value", "单位": "unit",
}  # fmt: skip
COUNTS = frozenset(("#", "no", "no.", "№", "序号", "行号", "row"))
SHOWN_KNOWN = 12
MONTH_KINDS = ("date", "float")  # types whose values are read as months are written: 2025-01-01, 1.0
ALIKE = 0.75  # headings so much alike are one mistyped


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


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column that is none of the table's own: its heading, its number where it has none, whether it counts the rows."""

    heading: str
    number: int | None = None
    counts: bool = False
    known: str = ""
    opaque: bool = False  # of a type that holds no plain text or number: lists, records, times


@dataclass(frozen=True)
class TableShape:
    """The headings of a table by what they are. `long`: one amount a row, under the columns quantity and value."""

    places: Mapping[str, str] = field(default_factory=dict)  # entity, facility, … → heading
    attributes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, ValueColumn] = field(default_factory=dict)
    long: bool = False
    unread: tuple[UnreadColumn, ...] = ()
    headings: tuple[str, ...] = ()  # all columns of the source in their order
    texts: frozenset[str] = frozenset()  # those of text, and one of months as dates or floats


@dataclass
class _Shaping:
    """What was found of the headings so far."""

    pack: Pack
    long: bool
    places: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    values: dict[str, ValueColumn] = field(default_factory=dict)
    unread: list[UnreadColumn] = field(default_factory=list)
    problems: list[TableProblem] = field(default_factory=list)

    @cached_property
    def labels(self) -> Names:
        """The inputs of the pack by what people call them."""
        return quantity_names(self.pack)

    @cached_property
    def attributes_by_label(self) -> Names:
        """The attributes of the pack by what people call them."""
        return Names((one.id, one.label) for one in self.pack.attributes.values())

    def take(self, heading: str, kind: ColumnType) -> None:
        """One column of the table."""
        name = self._known_name(heading)
        if name in PLACE_COLUMNS or (self.long and name in LONG_COLUMNS):
            self._take_place(name, heading, kind, self.places)
        elif name in self.pack.attributes:
            self._take_place(name, heading, kind, self.attributes)
        elif self._is_unread(name, heading, kind):
            return
        else:
            found, wrong = _value_column(self.pack, heading, name, kind, self.values, self.long)
            self.problems += wrong
            if found is not None:
                self.values[found.quantity.id] = found

    def _known_name(self, heading: str) -> str:
        """The name as the pack writes it: capital letters and full-width ones are the same; a second one of a name is that name."""
        name = without_marks(heading).strip()
        numbered = NUMBERED.fullmatch(name)
        first = folded(numbered["name"] or "") if numbered else ""
        if first and first in {folded(one) for one in (*self.places, *self.attributes, *self.values)}:
            return first
        plain = place_name(name)
        if plain in PLACE_COLUMNS or plain in LONG_COLUMNS or plain in self.pack.attributes:
            return plain
        return self.attributes_by_label.find(name) or self._by_label(name)

    def _by_label(self, name: str) -> str:
        """A heading that calls a quantity by its label, with the unit behind it, as its id; any other as it is."""
        whole = self.labels.find(name)
        if whole is not None:
            return whole
        found, unit = self.labels.find(_plain_name(name)), unit_of_heading(name)
        return f"{found} [{unit}]" if found and unit else found or name

    def _take_place(self, name: str, heading: str, kind: ColumnType, into: dict[str, str]) -> None:
        self.problems += _place_problems(name, heading, kind, into)
        into.setdefault(name, heading)

    def _is_unread(self, name: str, heading: str, kind: ColumnType) -> bool:
        """Whether nobody asks for such a column; one that is nearly known is left to be refused."""
        numbered, opaque = NUMBERED.fullmatch(name), kind.kind == "other"
        if numbered and not numbered["name"]:
            self.unread.append(UnreadColumn(heading, int(numbered["number"]), opaque=opaque))
            return True
        plain = folded(_plain_name(name))
        if plain in self.pack.quantities:
            return False
        if get_close_matches(plain, known_columns(self.pack), 1, ALIKE):
            return False
        known = get_close_matches(plain, known_columns(self.pack), 3, 0.5) or known_columns(self.pack)[:SHOWN_KNOWN]
        self.unread.append(UnreadColumn(heading, counts=plain in COUNTS, known=", ".join(known), opaque=opaque))
        return True


def place_name(heading: str) -> str:
    """The table's own name of a column where the heading is one, in Chinese too; else the heading in small letters."""
    plain = folded(without_marks(heading))
    return WORDS.get(plain, plain)


def read_shape(pack: Pack, columns: Mapping[str, ColumnType]) -> tuple[TableShape, list[TableProblem]]:
    """The shape, and every problem of the headings."""
    long = {"quantity", "value"} <= {place_name(heading) for heading in columns}
    found = _Shaping(pack, long)
    for heading, kind in columns.items():
        found.take(heading, kind)
    refused = {one.column for one in found.problems}
    seen = {*found.values, *(_plain_name(heading) for heading in columns if heading in refused)}
    found.problems += _missing_columns(pack, found.places, seen, long)
    month = found.places.get("month")
    texts = frozenset(one for one, kind in columns.items() if kind.kind == "text" or (one == month and kind.kind in MONTH_KINDS))
    shape = TableShape(found.places, found.attributes, found.values, long, tuple(found.unread), tuple(columns), texts)
    return shape, found.problems


def known_columns(pack: Pack) -> list[str]:
    """Every heading that a table of this pack may have."""
    return [*PLACE_COLUMNS, *pack.attributes, *(quantity.id for quantity in pack.inputs())]


def _place_problems(name: str, heading: str, kind: ColumnType, known: Mapping[str, str]) -> list[TableProblem]:
    if name in known:
        return [table_problem("BATCH-106", column=heading, found=name)]
    if name == "month" and kind.kind in MONTH_KINDS:
        return []
    if kind.kind == "float":
        return [table_problem("BATCH-103", column=heading, found=name, type=kind.name)]
    if kind.kind in ("date", "other") or (kind.kind == "decimal" and kind.scale):
        return [_unreadable(heading, name, kind, Text("文本或整数", "text or whole numbers"))]
    return []


def _value_column(
    pack: Pack, heading: str, name: str, kind: ColumnType, values: Mapping[str, ValueColumn], long: bool
) -> tuple[ValueColumn | None, list[TableProblem]]:
    name, unit = folded(_plain_name(name)), unit_of_heading(name)
    quantity = pack.quantities.get(name)
    if quantity is not None and quantity.role != "derived" and long:
        return None, [table_problem("BATCH-153", column=heading, found=name)]
    if quantity is None or long:
        known = get_close_matches(name, known_columns(pack), 3, 0.5) or known_columns(pack)[:SHOWN_KNOWN]
        return None, [table_problem("BATCH-102", column=heading, found=name, known=", ".join(known))]
    if quantity.role == "derived":
        known = list(pack.formulas[name].arguments)
        return None, [table_problem("CASE-131", column=heading, found=name, known=", ".join(known))]
    if name in values:
        return None, [table_problem("BATCH-106", column=heading, found=name)]
    if kind.kind in ("float", "date", "other"):
        return None, _type_problem(heading, name, kind)
    factors = unit_factors(pack, quantity, unit)
    if all(factor is None for factor in factors.values()):
        wanted = next(iter(factors))
        words: dict[str, Any] = {"heading": heading, "name": name, "unit": wanted, **refusal_words(unit, wanted)}
        return None, [table_problem("BATCH-105", column=heading, **words)]
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
    return _parted(heading)[1]


def _plain_name(heading: str) -> str:
    return _parted(heading)[0]


def _parted(heading: str) -> tuple[str, str]:
    """Name and unit of a heading: what stands behind the first stroke or comma, or in brackets that close at its end."""
    text = heading.strip()
    ends = PARTING if len(text) < 2 else PARTING + "".join(OPENING[CLOSING.index(end)] for end in text[-1:] if end in CLOSING)
    for at in range(1, len(text) - 1):
        if text[at] in ends and (text[at] in PARTING or at < len(text) - 2):
            unit = text[at + 1 :] if text[at] in PARTING else text[at + 1 : -1]
            return text[:at].strip(), unit.strip()
    return text, ""


def _missing_columns(pack: Pack, places: Mapping[str, str], seen: set[str], long: bool) -> list[TableProblem]:
    known = ", ".join(known_columns(pack))
    wanted = ["entity"] if "entity" not in places else []
    if not long:
        wanted += [one.id for one in pack.inputs() if one.id not in seen and _is_needed(pack, one)]
    if "kind" not in places and len(facility_kinds(pack)) > 1 and "facility" in places:
        wanted.append("kind")
    return [table_problem("BATCH-101", column=name, **_named(pack, name), known=known) for name in wanted]


def _named(pack: Pack, name: str) -> dict[str, Any]:
    """A heading with what people call it."""
    label = pack.quantities[name].label if name in pack.quantities else None
    return {"found": f"{name}（{label.zh}）", "found_en": f"{name} ({label.en})"} if label else {"found": name}


def _is_needed(pack: Pack, quantity: Quantity) -> bool:
    """A required input without a default, at a place that is sure to exist."""
    if not quantity.required or quantity.default is not None or quantity.by_item:
        return False
    if quantity.by_facility:
        return pack.facility_kinds[quantity.facility_kind or ""].required
    return True


def facility_kinds(pack: Pack) -> list[str]:
    """The kinds that a table must tell apart: of quantities by facility, and of attributes; all, where items stand at facilities."""
    kinds = {one.facility_kind for one in pack.quantities.values() if one.by_facility and one.facility_kind}
    kinds |= {one.facility_kind for one in pack.attributes.values() if one.facility_kind}
    return sorted(kinds)
