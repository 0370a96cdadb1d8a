"""A run: what came of one rule pack over one case — columns, steps with operands and raw results, problems. `engine.running` makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from tanheng.engine.absences import Absence, Absences
from tanheng.engine.activity import Activity
from tanheng.engine.case import Case, Value, case_document
from tanheng.engine.column_texts import ColumnTexts
from tanheng.engine.columns import Column, OperandColumn, rounded_column
from tanheng.engine.completeness import Periods
from tanheng.engine.pack import Pack
from tanheng.engine.part_of_year import year_entries
from tanheng.engine.places import Key, Place
from tanheng.engine.problems import Problem
from tanheng.engine.reported import Reported
from tanheng.engine.results import Result, hashed_bytes, result_rows, results_of
from tanheng.engine.untranslatable import untranslatable_rows
from tanheng.seal.canonical import sha256_of_bytes

VERSION = "run/1"
Rounding = Callable[[Column, int | None, str], Column]


@dataclass(slots=True)
class Step:
    """The trace of one formula over all its places: operand columns, raw results, rounded results."""

    operands: list[OperandColumn]
    raw: Column
    rounded: Column


@dataclass
class Run:
    """Results, trace and problems of one rule pack over one case."""

    pack: Pack
    case: Case
    keys: dict[str, tuple[Key, ...]]
    periods: Periods
    columns: dict[str, Column] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    years: dict[str, Column] = field(default_factory=dict)
    year_raw: dict[str, Column] = field(default_factory=dict)
    whole_years: dict[str, Column] = field(default_factory=dict)  # in the place of `years` where months are missing
    absences: dict[str, Absences] = field(default_factory=dict)  # where a column is blank and nothing is missing
    year_absences: dict[str, Absences] = field(default_factory=dict)
    lost_years: set[str] = field(default_factory=set)  # sums of parts without a year, for a month lacks a part
    problems: list[Problem] = field(default_factory=list)
    beside: Case | None = None  # last year's, where the checks looked at it
    first_months: dict[int, Run] = field(default_factory=dict)  # the same of its first months alone, by the last of them
    rounding: Rounding = rounded_column  # a reading with other operands rounds in its own way
    given: Reported = None  # type: ignore[assignment]  # of the case; __post_init__ makes it where the case is a new one

    def __post_init__(self) -> None:
        if self.given is None or self.given.case is not self.case:
            self.given = Reported(self.pack, self.case, self.keys, self.periods)

    @property
    def reported(self) -> dict[Place, Value]:
        """The case's values by place; a yearly one counts in every month."""
        return self.given.by_period

    @property
    def recorded(self) -> dict[str, list[Value]]:
        """The case's values by quantity, as recorded."""
        return self.given.recorded

    @property
    def recorded_at(self) -> dict[tuple[str, str | None], list[Value]]:
        """The same by quantity and facility."""
        return self.given.recorded_at

    @property
    def positions(self) -> dict[str, dict[Key, int]]:
        """The position of each key of each quantity."""
        return self.given.positions

    @property
    def activity(self) -> Activity:
        """What the amounts of the case say of its places and periods."""
        return self.given.activity

    def read(self, names: Iterable[str], *, yearly: bool) -> dict[str, Column]:
        """The columns of these quantities, those that there are, as formulas and checks read them; an incomplete year is absent to them."""
        if not yearly:
            return {name: self.columns[name] for name in names if name in self.columns}
        whole, years = self.whole_years, self.years
        return {name: whole[name] if name in whole else years[name] for name in names if name in years}

    def value(self, quantity: str, facility: str | None = None, item: str | None = None, month: int | None = None) -> Decimal | None:
        """The value at a place, reported, default or derived; month None is the year. None where there is none."""
        return self._at(self.columns, self.years, quantity, (facility, item), month)

    def absence(self, quantity: str, facility: str | None = None, item: str | None = None, month: int | None = None) -> Absence | None:
        """Why there is no value at a place where none is missing; None elsewhere."""
        position = self.positions.get(quantity, {}).get((facility, item))
        if position is None or (month is not None and month not in self.periods):
            return None
        if month is None:
            return self.year_absences.get(quantity, {}).get(position)
        return self.absences.get(quantity, {}).get(position * len(self.periods) + self.periods.index(month))

    def raw_value(self, quantity: str, facility: str | None = None, item: str | None = None, month: int | None = None) -> Decimal | None:
        """The value before rounding."""
        raw = {name: step.raw for name, step in self.steps.items()}
        return self._at(raw, self.year_raw, quantity, (facility, item), month)

    def _at(self, months: dict[str, Column], years: dict[str, Column], quantity: str, key: Key, month: int | None) -> Decimal | None:
        position = self.positions.get(quantity, {}).get(key)
        if position is None:
            return None
        if month is None:
            column = years.get(quantity)
            return column[position] if column else None
        column = months.get(quantity)
        if not column or month not in self.periods:
            return None
        return column[position * len(self.periods) + self.periods.index(month)]

    @cached_property
    def results(self) -> list[Result]:
        """All derived numbers: quantity by quantity, place by place, the months and then the year."""
        return list(results_of(self))

    @cached_property
    def texts(self) -> ColumnTexts:
        """The columns in words; asked when all of them are computed."""
        return ColumnTexts()

    @cached_property
    def run_hash(self) -> str:
        """Pack, inputs and results together: the same bytes for ever."""
        return sha256_of_bytes(hashed_bytes(self))

    @cached_property
    def result_rows(self) -> list[dict[str, Any]]:
        """The results as `run/1` lists them."""
        return list(result_rows(self))

    def document(self, lang: str = "zh") -> dict[str, Any]:
        """The run as `run/1`, with the case inside so that it can be replayed from this document alone."""
        return {
            "tanheng": VERSION,
            "pack": {"id": self.pack.id, "hash": self.pack.hash},
            **year_entries(self.case),
            "snapshot_hash": self.case.snapshot_hash,
            "run_hash": self.run_hash,
            "results": self.result_rows,
            **({"beside": named(self.beside)} if self.beside else {}),
            **({"untranslatable": untranslatable_rows(self.pack, lang)} if self.pack.untranslatable else {}),
            "problems": [problem.as_json(lang) for problem in self.problems],
            "case": case_document(self.case),
        }


def named(case: Case) -> dict[str, Any]:
    """Which case the checks looked at beside the run's own."""
    return {"pack": case.pack_id, "year": case.year, "snapshot_hash": case.snapshot_hash}
