"""The day-books of the trade: columns, what is computed of a row, figures of a month. Data of `day_books.yaml`, held against their record
type; what was written in a book, and for which plant, is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tanheng.engine.errors import PackError
from tanheng.engine.numbers import ZERO
from tanheng.engine.pack_sentences import listed
from tanheng.engine.records.of.day_books import (
    BALANCE,
    CARRIED,
    CHOICE,
    COLUMN,
    COMPARE,
    DAY_BOOK,
    DAY_BOOKS,
    DERIVED,
    FIGURE,
    NUMBER,
    REGISTER,
    WORD,
    day_book_faults,
)
from tanheng.engine.text import Text
from tanheng.rulebook.facility_kinds import kinds_of_packs
from tanheng.rulebook.rule_yaml import read_record


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a choice: its number in arithmetic, and whether a row with it explains a month unlike others."""

    label: Text
    counts: Decimal | None
    explains: bool


@dataclass(frozen=True, slots=True)
class Column:
    """What is written in a row under one heading; of a number `low` and `high` bound what can be meant."""

    id: str
    label: Text
    kind: str
    unit: str
    required: bool
    whole: bool
    low: Decimal
    high: Decimal
    at_most: str | None
    once: str | None
    explains: bool
    summed: bool
    choices: Mapping[str, Word]

    @property
    def is_number(self) -> bool:
        """Whether a number is written."""
        return self.kind == NUMBER

    @property
    def is_choice(self) -> bool:
        """Whether one of a few words is written."""
        return self.kind == CHOICE


@dataclass(frozen=True, slots=True)
class Derived:
    """What is computed of a row; `text` is "" where a register gives it."""

    id: str
    label: Text
    unit: str
    text: str
    low: Decimal | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a month, and the measure of the plan it feeds; "" where it stands for comparison alone."""

    id: str
    label: Text
    unit: str
    text: str
    measure: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class RegisterColumns:
    """The columns of a register, and the derived one that it gives."""

    meter: str
    start: str
    end: str
    passes: str
    gives: str


@dataclass(frozen=True, slots=True)
class DayBook:
    """A day-book: who keeps it, what is written, computed and summed."""

    id: str
    label: Text
    facility_kinds: tuple[str, ...]
    company: bool
    once_a_day: bool
    status: str
    source: str
    columns: Mapping[str, Column]
    derived: Mapping[str, Derived]
    register: RegisterColumns | None
    balance: tuple[str, str, str] | None  # by stock, as metered, explained by
    carried: tuple[str, str] | None  # opening, closing
    compare: tuple[str, str, Decimal] | None  # first, other, tolerance
    figures: Mapping[str, Figure]

    def label_of(self, column: str) -> Text:
        """The heading of a column or of what is computed."""
        return self.columns[column].label if column in self.columns else self.derived[column].label


@lru_cache(maxsize=1)
def day_books() -> Mapping[str, DayBook]:
    """Every book by id. Raises PackError with every mistake of the file: misspelt keys, unknown words, columns that are not there."""
    return read_books(read_record(files("tanheng.rulebook").joinpath(DAY_BOOKS), DAY_BOOKS))


def read_books(documents: Mapping[str, Any]) -> Mapping[str, DayBook]:
    """The books of records by id. Raises PackError with everything that is wrong with them."""
    if lines := [fault.told for fault in day_book_faults(documents, tuple(kinds_of_packs()))]:
        raise PackError(listed(DAY_BOOKS, lines))
    return {name: _book(name, row) for name, row in documents.items()}


def _book(name: str, row: Mapping[str, Any]) -> DayBook:
    said = DAY_BOOK.read(row)
    parts = {key: shape.read(said[key]) for key, shape in PARTS.items() if said[key] is not None}
    derived = {one: _derived(one, DERIVED.read(found)) for one, found in (said["derived"] or {}).items()}
    register = parts.get("register")
    if register is not None:
        given = Derived(register["gives"], Text(register["zh"], register["en"]), register["unit"], "", None)
        derived = {given.id: given, **derived}
    balance, carried, compare = (parts.get(key) for key in ("balance", "carried", "compare"))
    return DayBook(
        name,
        Text(said["zh"], said["en"]),
        said["facility_kinds"],
        said["company"],
        said["once_a_day"],
        said["status"],
        said["source"],
        {one: _column(one, COLUMN.read(found)) for one, found in said["columns"].items()},
        derived,
        RegisterColumns(*(register[key] for key in ("meter", "start", "end", "passes", "gives"))) if register else None,
        (balance["by_stock"], balance["by_book"], balance["explained_by"]) if balance else None,
        (carried["opening"], carried["closing"]) if carried else None,
        (compare["first"], compare["other"], compare["tolerance"]) if compare else None,
        {one: _figure(one, FIGURE.read(found)) for one, found in said["figures"].items()},
    )


PARTS = {"register": REGISTER, "balance": BALANCE, "carried": CARRIED, "compare": COMPARE}


def _column(name: str, said: Mapping[str, Any]) -> Column:
    words = {one: WORD.read(row) for one, row in (said["choices"] or {}).items()}
    return Column(
        name,
        Text(said["zh"], said["en"]),
        said["kind"],
        said["unit"],
        said["required"],
        said["whole"],
        ZERO if said["low"] is None else said["low"],
        ZERO if said["high"] is None else said["high"],
        said["at_most"],
        said["once"],
        said["explains"],
        said["summed"],
        {one: Word(Text(row["zh"], row["en"]), row["counts"], row["explains"]) for one, row in words.items()},
    )


def _derived(name: str, said: Mapping[str, Any]) -> Derived:
    return Derived(name, Text(said["zh"], said["en"]), said["unit"], said["is"], said["low"])


def _figure(name: str, said: Mapping[str, Any]) -> Figure:
    label = Text(said["zh"], said["en"])
    return Figure(name, label, said["unit"], said["is"], said["measure"], said["status"], said["source"])
