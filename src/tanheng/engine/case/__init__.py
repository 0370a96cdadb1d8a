"""A case: one entity's frozen inputs for one year and one rule pack, and its canonical form `case/1`.

The shapes only; `engine.case.reading` makes a case from parsed data and collects every problem on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.answer import Answer
from tanheng.engine.life import Life, Span, Stop
from tanheng.engine.numbers import decimal_text
from tanheng.engine.places import NOWHERE, Key, Origin, Place, Where
from tanheng.seal.canonical import sha256_of

if TYPE_CHECKING:
    from tanheng.engine.uncertainty.forms import Statement

VERSION = "case/1"
WORDS_AND_NUMBERS = re.compile(r"([^0-9]*)([0-9]*)")


Group = TypeVar("Group")


class StopDates(NamedTuple):
    """A stop of a facility: its first and last day ("": it goes on) as ISO text, and the reason."""

    first: str
    last: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility of the entity: its id in the case, its kind in the pack, its name; its days of use and its stops where they are stated."""

    id: str
    kind: str
    name: str
    in_use_from: str = ""
    in_use_to: str = ""
    stops: tuple[StopDates, ...] = ()

    @property
    def has_dates(self) -> bool:
        """Whether it says anything of its life."""
        return bool(self.in_use_from or self.in_use_to or self.stops)

    @property
    def life(self) -> Life:
        """Its life as far as it is stated."""
        stops = (Stop(date.fromisoformat(one.first), _day(one.last), one.reason) for one in self.stops)
        return Life((Span(_day(self.in_use_from), _day(self.in_use_to)),), tuple(stops))

    def as_document(self) -> dict[str, Any]:
        """The entry of `case/1`; one without dates reads and hashes as it always did."""
        stops = [_without_blanks({"from": one.first, "to": one.last, "reason": one.reason}) for one in self.stops]
        dates = {"in_use_from": self.in_use_from, "in_use_to": self.in_use_to, "stops": stops or None}
        return {"id": self.id, "kind": self.kind, "name": self.name, **_without_blanks(dates)}


def facility_of(row: Mapping[str, Any]) -> Facility:
    """The facility of an entry that `as_document` wrote."""
    stops = tuple(StopDates(one["from"], one.get("to", ""), one.get("reason", "")) for one in row.get("stops", ()))
    return Facility(**{**row, "stops": stops})


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """A value that is no number."""

    name: str
    facility: str | None
    value: str


class Value(NamedTuple):
    """One reported number: month None stands for the year taken as one period; without an amount it is not applicable (`/`).
    A tuple, for a case has thousands of them: it is made in a fifth of the time of a frozen data class.
    """

    quantity: str
    facility: str | None
    item: str | None
    month: int | None
    amount: Decimal | None
    kind: str
    source: str = ""
    evidence: str = ""
    uncertainty: str = ""
    note: str = ""
    typed: str = ""  # as typed with its unit, where recording converted or rounded it
    origin: Origin = NOWHERE

    @property
    def key(self) -> Key:
        """Facility and item."""
        return (self.facility, self.item)

    @property
    def place(self) -> Place:
        """Where it stands in the domain."""
        return Place(self.quantity, self.facility, self.item, self.month)

    @property
    def where(self) -> Where:
        """Where it stands in the domain and in the file it was read from."""
        return self.origin.where(quantity=self.quantity, facility=self.facility, item=self.item, month=self.month)


WORDS = ("quantity", "facility", "item", "kind", "source", "evidence", "uncertainty", "note")  # of a value, as a document has them
WORDS_OF = attrgetter(*WORDS)


def grouped(values: Iterable[Value], by: Callable[[Value], Group]) -> dict[Group, list[Value]]:
    """The values by what `by` gives for each, in their order."""
    found: dict[Group, list[Value]] = {}
    for group, ones in groupby(values, by):  # values of one series follow each other
        found.setdefault(group, []).extend(ones)
    return found


@dataclass(frozen=True, slots=True)
class CaseMeter:
    """A meter as a case states it; days as ISO text, "" where nothing is said."""

    code: str
    name: str
    model: str = ""
    location: str = ""
    accuracy_class: str = ""
    calibration: str = ""
    certificate: str = ""
    calibrated_on: str = ""
    valid_to: str = ""
    origin: Origin = NOWHERE

    def as_document(self) -> dict[str, str]:
        """The entry of `case/1`, blanks left out."""
        texts = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "origin"}
        return {name: text for name, text in texts.items() if text}


@dataclass(frozen=True, slots=True)
class Override:
    """A value of the rules that this case replaces: a parameter, or a cell of a table, with unit, document and person."""

    parameter: str | None
    table: str | None
    item: str | None
    column: str | None
    value: str  # decimal text, or an exact ratio
    unit: str
    document: str
    person: str
    reason: str = ""
    origin: Origin = NOWHERE

    @property
    def key(self) -> tuple[str | None, ...]:
        """Which value it replaces."""
        return (self.parameter, self.table, self.item, self.column)

    @property
    def name(self) -> str:
        """`heat_factor`, or `grid.north.factor_2022`."""
        return self.parameter or ".".join(part or "" for part in self.key[1:])

    def as_document(self) -> dict[str, str]:
        """The entry of `case/1`."""
        names = ("parameter", "table", "item", "column", "value", "unit", "document", "person", "reason")
        return _without_blanks({name: getattr(self, name) for name in names})


@dataclass(frozen=True)
class Case:
    """Everything a run needs beside the rule pack."""

    pack_id: str
    year: int
    grain: str
    entity_name: str
    entity_code: str
    facilities: tuple[Facility, ...]
    attributes: tuple[AttributeValue, ...]
    values: tuple[Value, ...]
    uncertainties: tuple[Statement, ...] = ()
    overrides: tuple[Override, ...] = ()
    answers: tuple[Answer, ...] = ()
    base: str = field(default="", compare=False)  # of the file: which stored figures it was made from; no fact of the case
    through_month: int | None = None  # of a part of a year: its last month; None is the whole year
    meters: tuple[CaseMeter, ...] = field(default=(), compare=False)  # table C.9: they enter no number and no hash (decision 19)

    @property
    def months(self) -> tuple[int, ...]:
        """The months of its year that it is of."""
        return tuple(range(1, (self.through_month or 12) + 1))

    @cached_property
    def snapshot_hash(self) -> str:
        """The hash of the canonical case; file names and cells do not enter it, numbers and their evidence do."""
        return sha256_of(case_document(self))

    def attribute(self, name: str, facility: str | None) -> str | None:
        """The attribute's value for the facility, or the one given for all."""
        found = {(one.facility): one.value for one in self.attributes if one.name == name}
        return found.get(facility, found.get(None))

    @cached_property
    def facility_names(self) -> dict[str, str]:
        """Names by id."""
        return {facility.id: facility.name for facility in self.facilities}


def in_canonical_order(case: Case) -> Case:
    """The case with its facilities by id, `u2` before `u10`, and its attributes by name, then facility: the order in which people list
    them is no fact of the case, so it moves neither hash nor results.
    """
    facilities = sorted(case.facilities, key=lambda one: natural_order(one.id))
    attributes = sorted(case.attributes, key=lambda one: (one.name, natural_order(one.facility or "")))
    return replace(case, facilities=tuple(facilities), attributes=tuple(attributes))


def natural_order(text: str) -> tuple[list[tuple[str, int]], str]:
    """A key that sorts the numbers in texts as numbers."""
    return [(word, int(digits or 0)) for word, digits in WORDS_AND_NUMBERS.findall(text)], text


def case_document(case: Case) -> dict[str, Any]:
    """The case as a canonical `case/1` mapping that reads back as the same case."""
    document: dict[str, Any] = {
        "tanheng": VERSION,
        "pack": case.pack_id,
        "year": case.year,
        "grain": case.grain,
        "entity": {"name": case.entity_name, "code": case.entity_code},
        "facilities": [one.as_document() for one in case.facilities],
        "attributes": [_without_blanks({"name": a.name, "facility": a.facility, "value": a.value}) for a in case.attributes],
        "values": list(_value_documents(case.values)),
    }
    if case.through_month is not None:  # a case of a whole year reads and hashes as it always did
        document["through_month"] = case.through_month
    if case.uncertainties:  # a case that states none reads and hashes as it always did
        document["uncertainties"] = [one.as_document() for one in case.uncertainties]
    if case.overrides:
        document["overrides"] = [one.as_document() for one in case.overrides]
    if case.answers:
        document["answers"] = [one.as_document() for one in case.answers]
    return document


def _value_documents(values: Iterable[Value]) -> Iterable[dict[str, Any]]:
    """Values that differ only in their month stand together."""
    groups: dict[tuple[Any, ...], dict[str, str]] = {}
    for value in sorted(values, key=_order):
        period = "year" if value.month is None else str(value.month)
        groups.setdefault(WORDS_OF(value), {})[period] = amount_text(value.amount)
    for head, amounts in groups.items():
        document: dict[str, Any] = _without_blanks(dict(zip(WORDS, head, strict=True)))
        if "year" in amounts:
            document["year"] = amounts["year"]
        else:
            document["months"] = amounts
        yield document


def amount_text(amount: Decimal | None) -> str:
    """Decimal text, or `/` for what is not applicable."""
    return NOT_APPLICABLE_SIGN if amount is None else decimal_text(amount)


def _order(value: Value) -> tuple[str, str, str, int]:
    return (value.quantity, value.facility or "", value.item or "", value.month or 0)


def _without_blanks(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in (None, "")}
