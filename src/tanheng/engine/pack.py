"""A rule pack in memory: quantities, parameters, item tables, formulas and checks of one edition of one guideline.

Only the shapes stand here; `engine.loading` builds them from a folder and `engine.graph` proves them sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING, Any, Literal

from tanheng.engine.numbers import TEXT_DECIMALS, ZERO, Number
from tanheng.engine.parts import amounts_of, carried_up, results_above, sums_of_parts
from tanheng.engine.sectors import Sector
from tanheng.engine.symbols import Expression, expression_of
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.uncertainty.forms import Form

Role = Literal["input", "derived"]
PackKind = Literal["accounting", "allowance"]
Nature = Literal["constant", "factor", "data"]  # of the world or the rule, of a process or a fuel, of the plant's own year
YearRule = Literal["sum", "mean", "formula", "none"]
KINDS = ("measured", "calculated", "design", "default", "estimated")  # from what is firmest to what is weakest
CONFIRMED = "official"  # any other status is shown as unconfirmed
MONTHS = 12
KEPT_DIGITS = 28  # of a result that no rule rounds: the promise of every run
OVERRIDE = "override"  # the status of a value that a case put in the place of the edition's
UNIT_CONVERSION = "SI"  # source of exact conversions such as 1000 kg per t, which cannot vary


@dataclass(frozen=True, slots=True)
class Default:
    """Where a missing input comes from: a parameter, or a column of an item table (row by item, or by an attribute's value)."""

    parameter: str | None = None
    table: str | None = None
    column: str | None = None  # may hold {year} or {frozen_year}
    attribute: str | None = None
    row: str | None = None  # one row for all places


@dataclass(frozen=True, slots=True)
class Calendar:
    """An upper bound by the calendar: the hours or the days of the period, times a number."""

    unit: Literal["hours", "days"]
    times: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of the pack; the single source for forms, workbook, report, API and data dictionary."""

    id: str
    symbol: str
    label: Text
    unit: str  # may hold {unit}: the unit of the item
    index: tuple[str, ...]  # of facility, item, month; or year instead of month
    role: Role
    nature: Nature
    decimals: int | None
    mode: str
    year: YearRule
    weight: str | None
    year_decimals: int | None
    default: Default | None
    fixed: bool
    required: bool
    acquisition: str
    low: Decimal  # of one period; a year that is a sum may be twelve times as much
    high: Decimal
    item_table: str | None
    facility_kind: str | None
    level: str  # process, enterprise or auxiliary
    status: str
    source: str
    clause: str
    asked_where: str | None = None  # the flag at its place: where it is 0 nobody needs this content
    keeps_measured: bool | None = None  # months beside measured ones: True refuses any default, False lets it in with a warning
    calendar: Calendar | None = None  # the upper bound grows with the length of the period; `high` is the longest of all

    @property
    def digits(self) -> int:
        """The places after the point that a value can have: its decimals; unrounded, what decimal text may hold or a result keeps."""
        if self.decimals is not None:
            return self.decimals
        return TEXT_DECIMALS if self.role == "input" else KEPT_DIGITS

    def limits(self, *, year: bool = False, months: int = MONTHS) -> tuple[Decimal, Decimal]:
        """Its bounds; `year`: of a year whose `months` are known, where a sum may have as many times as much."""
        if not year or self.year != "sum" or self.yearly_only:
            return self.low, self.high
        return min(self.low, self.low * months), max(self.high, self.high * months)

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

    @property
    def is_amount(self) -> bool:
        """Whether it is something burnt, made, moved or stored, and no property of such a thing."""
        stock = self.role == "input" and self.year == "none" and not self.yearly_only and self.weight is None
        return self.year == "sum" or stock


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
    nature: Nature
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
    """One item of a table: label, unit of its activity data, and its default values by column (None: no default known)."""

    id: str
    label: Text
    unit: str
    values: Mapping[str, Decimal | None]
    status: str
    source: str
    note: str
    aliases: tuple[str, ...] = ()  # what people call it beside its labels
    open: bool = False  # the plant says what it is


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


@dataclass(frozen=True)
class Formula:
    """A formula function, the names it reads, and its clause (the first line of its docstring)."""

    quantity: str
    function: FunctionType
    arguments: tuple[str, ...]
    uses_parameters: bool
    clause: str

    @cached_property
    def expression(self) -> Expression:
        """The formula read as symbols."""
        return expression_of(self.function, self.arguments, self.uses_parameters)


@dataclass(frozen=True, slots=True)
class Check:
    """A plausibility check: a measure read like a formula, and what it must hold (`engine.checks` says how packs write them)."""

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
    kind: Literal["range", "spread", "continuity"] = "range"
    suspects: tuple[str, ...] = ()  # arguments whose magnitude is doubted
    likely: Decimal | None = None  # of an open range: where the measure usually ends on the other side
    asks: bool = True  # whether a warning wants an answer before a report is issued
    before: tuple[str, ...] = ()  # arguments that are read at the month before
    sigma: Decimal | None = None  # of a spread: how many standard deviations
    least: Decimal = ZERO  # of a spread: the share of the mean below which nothing is told


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


@dataclass(frozen=True, slots=True)
class Cleared:
    """What of an edition is cleared in the national market: the emission, and of an allocation plan the obligation and the most
    CCER that it works out itself. `ccer_share` is the largest share of the obligation that CCER may stand for.
    """

    emission: str
    obligation: str | None
    ccer_limit: str | None
    ccer_share: Decimal


@dataclass(frozen=True)
class Pack:
    """One edition of one guideline, resolved and hashed."""

    id: str
    title: Text
    document: Mapping[str, Any]
    kind: PackKind
    jurisdiction: str  # cn, eu or intl: whose rule it is
    sector: Sector
    total: str  # the number a run of this pack is made for
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
    cases: Sequence[Mapping[str, Any]]
    emission_sources: tuple[Mapping[str, Any], ...]
    expects_any: tuple[Mapping[str, Any], ...] = ()
    untranslatable: tuple[Mapping[str, Any], ...] = ()  # what the edition says and the pack cannot
    factor_freeze: Mapping[str, Any] | None = None
    cleared: Cleared | None = None  # nothing of it where there is none
    main_output: str | None = None  # the product that amounts are held against, by facility or for the enterprise
    # as the versions before decision 8 computed: defaults stand in for contents of nothing, too
    defaults_for_nothing: bool = False
    # pack.yaml as resolved, for its readers
    head: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    unit_cache: dict[tuple[str, str | None], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_allowance(self) -> bool:
        """Whether it allots allowances; otherwise it accounts for emissions."""
        return self.kind == "allowance"

    @property
    def total_unit(self) -> str:
        """The unit of the total: tCO2e, tCO2 where a pack knows carbon dioxide alone."""
        return self.quantities[self.total].unit

    @cached_property
    def by_item(self) -> dict[str, Quantity]:
        """The quantities that are reported or computed per item."""
        return {name: quantity for name, quantity in self.quantities.items() if quantity.by_item}

    @cached_property
    def untranslated(self) -> dict[str, tuple[str, ...]]:
        """For each quantity what the edition says and the pack cannot, where it or something beneath it is affected."""
        own = {name: [str(one["id"]) for one in self.untranslatable if name in one["affects"]] for name in self.quantities}
        return carried_up(own, self.formulas)

    @cached_property
    def inputs_beneath(self) -> dict[str, frozenset[str]]:
        """For each quantity the inputs it comes from; an input comes from itself."""
        found = {one.id: frozenset((one.id,)) for one in self.inputs()}
        for name, formula in self.formulas.items():
            found[name] = frozenset().union(*(found[argument] for argument in formula.arguments))
        return found

    @cached_property
    def results_above(self) -> dict[str, frozenset[str]]:
        """For each quantity all whose months or year follow from it, itself included: by a formula, or as the weight of a mean."""
        return results_above(self.quantities, self.formulas)

    @cached_property
    def sums_of_parts(self) -> frozenset[str]:
        """The quantities whose year needs all its months."""
        return sums_of_parts(self.quantities, self.formulas)

    @cached_property
    def amounts_behind(self) -> dict[str, tuple[str, ...]]:
        """For each quantity the inputs whose amounts weigh its yearly mean; none where nothing weighs it."""
        behind = {name: amounts_of(one.weight, self.quantities, self.formulas) for name, one in self.quantities.items() if one.weight}
        return {name: tuple(behind.get(name, ())) for name in self.quantities}

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

    def inputs(self) -> tuple[Quantity, ...]:
        """The quantities a user reports, in the order of the pack."""
        return self._inputs

    @cached_property
    def _inputs(self) -> tuple[Quantity, ...]:
        return tuple(quantity for quantity in self.quantities.values() if quantity.role == "input")
