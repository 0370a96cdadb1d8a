"""A rule pack in memory: quantities, parameters, item tables, formulas and checks of one edition of one guideline.

Only the shapes stand here; `engine.loading` builds them from a folder and `engine.graph` proves them sound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING, Any, Literal

from tanheng.engine.errors import Text
from tanheng.engine.numbers import Number
from tanheng.engine.parts import sums_of_parts

if TYPE_CHECKING:
    from tanheng.engine.uncertainty_forms import Form

Role = Literal["input", "derived"]
YearRule = Literal["sum", "mean", "formula", "none"]
KINDS = ("measured", "calculated", "design", "default", "estimated")
CONFIRMED = "official"  # any other status is shown as unconfirmed
OVERRIDE = "override"  # the status of a value that a case put in the place of the edition's


@dataclass(frozen=True, slots=True)
class Default:
    """Where a missing input comes from: a parameter, or a column of an item table (row by item, or by an
    attribute's value).
    """

    parameter: str | None = None
    table: str | None = None
    column: str | None = None  # may hold {year} or {frozen_year}
    attribute: str | None = None
    row: str | None = None  # one row for all places


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of the pack; the single source for forms, workbook, report, API and data dictionary."""

    id: str
    symbol: str
    label: Text
    unit: str  # may hold {unit}: the unit of the item
    index: tuple[str, ...]  # of facility, item, month; or year instead of month
    role: Role
    decimals: int | None
    mode: str
    year: YearRule
    weight: str | None
    year_decimals: int | None
    default: Default | None
    fixed: bool
    required: bool
    acquisition: str
    low: Decimal | None
    high: Decimal | None
    item_table: str | None
    facility_kind: str | None
    level: str  # process, enterprise or auxiliary
    status: str
    source: str
    clause: str
    keeps_measured: bool | None = (
        None  # months beside measured ones: True refuses any default, False lets it in with a warning
    )

    @property
    def by_facility(self) -> bool:
        """Whether it is reported per facility."""
        return "facility" in self.index

    @property
    def by_item(self) -> bool:
        """Whether it is reported per item."""
        return "item" in self.index

    @property
    def yearly_only(self) -> bool:
        """Whether it exists for the year alone."""
        return "year" in self.index


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a case's override stands for: the edition's value (empty: it had none), and document, person and reason."""

    value: str
    status: str
    source: str
    document: str
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A constant or default of the edition, dated, with clause, status and source."""

    id: str
    symbol: str
    label: Text
    unit: str
    value: Number
    clause: str
    status: str
    source: str
    valid_from: int | None
    valid_to: int | None
    fixed: bool
    note: str
    replaceable: bool = True
    replaced: Replaced | None = None
    uncertainty: tuple[Form, ...] = ()  # only where the document states one


@dataclass(frozen=True, slots=True)
class TableRow:
    """One item of a table: label, unit of its activity data, and its default values by column (None: no
    default known).
    """

    id: str
    label: Text
    unit: str
    values: Mapping[str, Decimal | None]
    status: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class CellFact:
    """What is known of a table value beside its amount; `published` is a date text (2024-04-12, 2021-03), or empty."""

    status: str
    source: str
    published: str
    note: str
    replaced: Replaced | None = None
    uncertainty: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemTable:
    """Items with their defaults: fuels, carbonates, technologies, GWP sets, dated factors."""

    id: str
    set_id: str
    label: Text
    columns: Mapping[str, str]  # column → unit
    rows: Mapping[str, TableRow]
    clause: str
    facts: Mapping[str, CellFact] = field(default_factory=dict)  # by column, or by `row.column`
    replaceable: bool = True

    def fact(self, row: str, column: str) -> CellFact:
        """Status, source and publication of a value: the cell's own, else the column's, else the row's."""
        found = self.facts.get(f"{row}.{column}") or self.facts.get(column)
        if found is not None:
            return found
        one = self.rows[row]
        return CellFact(one.status, one.source, "", one.note)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula function, the names it reads, and its clause (the first line of its docstring)."""

    quantity: str
    function: FunctionType
    arguments: tuple[str, ...]
    uses_parameters: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Check:
    """A plausibility check: a measure read like a formula, and the range it must stay in."""

    id: str
    formula: Formula
    index: tuple[str, ...]
    unit: str
    severity: Literal["error", "warning", "note"]
    low: Decimal | None
    high: Decimal | None
    decimals: int
    clause: str
    status: str
    label: Text
    message: Text
    remedy: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value that is no number: its allowed words, and whether it belongs to a facility kind or to the entity."""

    id: str
    label: Text
    values: Mapping[str, Text]
    facility_kind: str | None
    default: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class FacilityKind:
    """A kind of facility; `required` kinds must occur at least once."""

    id: str
    label: Text
    required: bool


@dataclass(frozen=True)
class Pack:
    """One edition of one guideline, resolved and hashed."""

    id: str
    title: Text
    document: Mapping[str, Any]
    sector: str
    status: str
    valid_from: int
    valid_to: int | None
    hash: str
    quantities: Mapping[str, Quantity]
    parameters: Mapping[str, tuple[Parameter, ...]]
    tables: Mapping[str, ItemTable]
    formulas: Mapping[str, Formula]  # in the order of computation
    checks: tuple[Check, ...]
    attributes: Mapping[str, Attribute]
    facility_kinds: Mapping[str, FacilityKind]
    forms: Mapping[str, Any]
    sources: Mapping[str, str]
    cases: tuple[Mapping[str, Any], ...]
    emission_sources: tuple[Mapping[str, Any], ...]
    expects_any: tuple[Mapping[str, Any], ...] = ()
    factor_freeze: Mapping[str, Any] | None = None
    # pack.yaml as resolved, for its readers
    head: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    unit_cache: dict[tuple[str, str | None], str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def by_item(self) -> dict[str, Quantity]:
        """The quantities that are reported or computed per item."""
        return {name: quantity for name, quantity in self.quantities.items() if quantity.by_item}

    @cached_property
    def sums_of_parts(self) -> frozenset[str]:
        """The quantities whose year needs all its months."""
        return sums_of_parts(self.quantities, self.formulas)

    def covers(self, year: int) -> bool:
        """Whether the edition is valid for data of this year."""
        return self.valid_from <= year <= (self.valid_to or year)

    def parameter(self, name: str, year: int) -> Parameter:
        """The parameter as dated for the year. Raises KeyError when no dated value covers it (never a neighbour's)."""
        for candidate in self.parameters[name]:
            if (candidate.valid_from or year) <= year <= (candidate.valid_to or year):
                return candidate
        raise KeyError(f"{name} has no value for {year}")

    def freeze_date(self, year: int) -> str | None:
        """The day up to which published factors count for the data of a year; None without a `factor_freeze` rule."""
        rule = self.factor_freeze
        if rule is None:
            return None
        dates = {str(one): date for one, date in (rule.get("dates") or {}).items()}
        return str(dates.get(str(year), f"{year + rule['years_after']}-{rule['month_day']}"))

    def unit_of(self, quantity: str, item: str | None = None) -> str:
        """The unit of a quantity, for an item where the unit depends on it (t or 10^4 Nm3)."""
        key = (quantity, item)
        if key not in self.unit_cache:
            found = self.quantities[quantity]
            text = found.unit
            if "{unit}" in text and found.item_table and item:
                text = text.replace("{unit}", self.tables[found.item_table].rows[item].unit)
            self.unit_cache[key] = text
        return self.unit_cache[key]

    def inputs(self) -> list[Quantity]:
        """The quantities a user reports, in the order of the pack."""
        return [quantity for quantity in self.quantities.values() if quantity.role == "input"]
