"""The month × quantity table of a company's year: one row per quantity, facility and item, one cell per month and the year.

It only arranges: values come from readings, yearly values and defaults from the engine.
"""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.analysis.large_changes import large_change
from tanheng.apps.monitoring.models.series import APPORTIONED
from tanheng.apps.records.models import Import
from tanheng.apps.records.pages.marked_cells import MarkedCell, marked_cells
from tanheng.apps.records.selectors import last_years_import, run_alone, run_of, superseded_import
from tanheng.apps.records.selectors.doubts import file_problems_and_doubts
from tanheng.apps.records.selectors.facilities import dates_text, lives_by_code
from tanheng.apps.records.selectors.typed_figures import typed_readings
from tanheng.engine.absences import NOT_APPLICABLE, NOT_APPLICABLE_SIGN
from tanheng.engine.case import Value
from tanheng.engine.checks.last_year import limit_of
from tanheng.engine.estimates import weakest
from tanheng.engine.explain import explain
from tanheng.engine.numbers import shown
from tanheng.engine.pack import Quantity
from tanheng.engine.places import Key, Place
from tanheng.engine.run import Run
from tanheng.pages.language import reader_language
from tanheng.pages.wording import KindMark, item_label, kind_mark, shown_unit

ENTERPRISE = "enterprise"  # the filter's word for what belongs to no facility


@dataclass(frozen=True)
class Cell:
    """One figure as shown: text, mark of its kind, evidence, problem, and the page that explains it."""

    text: str
    full: str
    mark: KindMark
    unconfirmed: bool
    evidence: str
    problem: MarkedCell | None
    address: str
    large: tuple[tuple[str, str], ...] = ()  # rise, fall, new or gone, and against what


@dataclass(frozen=True)
class Row:
    """One quantity at one facility or item."""

    quantity: str
    label: str
    symbol: str
    unit: str
    place: str
    required: bool
    cells: tuple[Cell, ...]
    year: Cell


@dataclass(frozen=True)
class GivenRow:
    """A value nobody reported: the edition gives the same one in every period, here for these facilities."""

    label: str
    symbol: str
    unit: str
    place: str
    facilities: str
    cell: Cell


@dataclass(frozen=True)
class Section:
    """The rows of the enterprise level (no name) or of a facility, with its days of use and stops of the year in words."""

    name: str
    dates: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class MonthTable:
    """Rows by section, what the edition gives, and the quantities nothing was reported for."""

    periods: tuple[int, ...]
    sections: tuple[Section, ...]
    given: tuple[GivenRow, ...]
    not_reported: tuple[str, ...]


def value_address(node_id: int, year: int, pack: str, quantity: str, key: Key, month: int | None) -> str:
    """The page of one reported or default value."""
    query = {"pack": pack, "facility": key[0], "item": key[1], "month": month}
    known = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return f"{reverse('records:value', args=[node_id, year, quantity])}?{known}"


def answers_address(one: Import) -> str:
    """The page on which doubts about an import are answered."""
    return f"{reverse('records:answers', args=[one.node_id, one.year])}?{urlencode({'pack': one.pack})}"


def month_table(one: Import, *, facility: str = "") -> MonthTable:
    """The table of an accepted import; `facility` narrows it to one facility's code or to `enterprise`."""
    run = run_of(one)
    builder = _Builder(one, run)
    sections: dict[str, list[Row]] = {}
    given: dict[tuple[str, str | None, str], list[Key]] = {}
    not_reported = []
    for quantity in run.pack.inputs():
        for key in run.keys[quantity.id]:
            if facility and facility != (key[0] or ENTERPRISE):
                continue
            if builder.is_blank(quantity, key):
                not_reported.append(quantity.label.in_(reader_language()))
            elif value := builder.given_value(quantity, key):
                given.setdefault((quantity.id, key[1], value), []).append(key)
            else:
                sections.setdefault(key[0] or "", []).append(builder.row(quantity, key))
    names = run.case.facility_names
    ordered = sorted(sections.items(), key=lambda pair: list(names).index(pair[0]) if pair[0] in names else -1)
    periods = tuple(month for month in run.periods if month is not None)
    titled = tuple(Section(names.get(code, ""), builder.dates(code), tuple(rows)) for code, rows in ordered)
    given_rows = tuple(builder.given_row(quantity_id, keys) for (quantity_id, _item, _value), keys in given.items())
    return MonthTable(periods, titled, given_rows, tuple(dict.fromkeys(not_reported)))


def earlier_figures(one: Import) -> list[tuple[str, Import]]:
    """What the figures are set against: those that counted before this import, and last year's by the same pack."""
    pairs = [(_("previous import"), superseded_import(one)), (_("last year"), last_years_import(one))]
    return [(label, found) for label, found in pairs if found is not None and found.pack == one.pack]


class _Builder:
    """Builds rows from a run; holds what every cell needs."""

    def __init__(self, one: Import, run: Run) -> None:
        self.one = one
        self.run = run
        self.marks = marked_cells(run, file_problems_and_doubts(one), answers_address(one))
        self.lives = lives_by_code(one.node)
        self.not_applicable = {code: life.not_applicable_months(one.year or 0) for code, life in self.lives.items()}
        self.apportioned = {place for place, told in typed_readings(one).items() if told.kind == APPORTIONED}
        self.earlier = [(label, run_alone(each)) for label, each in earlier_figures(one)]

    def dates(self, code: str) -> str:
        """The days of use and stops of a facility by the register; "" where it has all months and nothing stops."""
        life = self.lives.get(code)
        if life is None or not (self.not_applicable[code] or life.stops):
            return ""
        return dates_text(life.as_reported(), self.one.year or 0).in_(reader_language())

    def is_blank(self, quantity: Quantity, key: Key) -> bool:
        """Optional, without default and without a single reported value."""
        if quantity.required:
            return False
        if any(Place(quantity.id, *key, month) in self.run.reported for month in self.run.periods):
            return False
        return all(self.run.value(quantity.id, *key, month) is None for month in (*self.run.periods, None))

    def given_value(self, quantity: Quantity, key: Key) -> str:
        """The one value of every period where nobody reported any; "" where there is none such."""
        if any(Place(quantity.id, *key, month) in self.run.reported for month in (*self.run.periods, None)):
            return ""
        values = {self.run.value(quantity.id, *key, month) for month in self.run.periods}
        value = values.pop() if len(values) == 1 else None
        return "" if value is None else format(value, "f")

    def given_row(self, quantity_id: str, keys: list[Key]) -> GivenRow:
        """The row of what the edition gives, for all the facilities it gives the same."""
        quantity, names = self.run.pack.quantities[quantity_id], self.run.case.facility_names
        facilities = [names.get(key[0], key[0]) for key in keys if key[0]]
        return GivenRow(
            quantity.label.in_(reader_language()),
            quantity.symbol,
            self._unit(quantity, keys[0]),
            item_label(self.run.pack, quantity.id, keys[0][1]),
            ("、" if reader_language() == "zh" else ", ").join(facilities),
            self.cell(quantity, keys[0], next(iter(self.run.periods))),
        )

    def _unit(self, quantity: Quantity, key: Key) -> str:
        return shown_unit(self.run.pack.unit_of(quantity.id, key[1]))

    def row(self, quantity: Quantity, key: Key) -> Row:
        """One row with its months and its year."""
        months = tuple(self.cell(quantity, key, month) for month in self.run.periods if month is not None)
        return Row(
            quantity.id,
            quantity.label.in_(reader_language()),
            quantity.symbol,
            self._unit(quantity, key),
            item_label(self.run.pack, quantity.id, key[1]),
            quantity.required,
            months,
            self.cell(quantity, key, None),
        )

    def cell(self, quantity: Quantity, key: Key, month: int | None) -> Cell:
        """One figure; month None is the year."""
        reported = self.run.reported.get(Place(quantity.id, *key, month))
        value = self.run.value(quantity.id, *key, month)
        if reported and reported.amount is None and value is not None:
            reported = None  # `/` in the place of a content says no more than a blank
        kind, unconfirmed = (reported.kind, False) if reported else self._default_kind(quantity, key, month, value)
        decimals = quantity.year_decimals if month is None else quantity.decimals
        return Cell(
            text=self._absent_text(quantity, key, month) if value is None else shown(value, decimals),
            full="" if value is None else format(value, "f"),
            mark=kind_mark(APPORTIONED if Place(quantity.id, *key, month) in self.apportioned else kind),
            unconfirmed=unconfirmed,
            evidence=reported.evidence if reported else "",
            problem=self._marked(quantity, key, month),
            address=value_address(self.one.node_id, self.one.year or 0, self.one.pack, quantity.id, key, month),
            large=self._large(quantity, key, month, value),
        )

    def _absent_text(self, quantity: Quantity, key: Key, month: int | None) -> str:
        by_life = month in self.not_applicable.get(key[0] or "", ())
        return NOT_APPLICABLE_SIGN if by_life or self.run.absence(quantity.id, *key, month) is NOT_APPLICABLE else "—"

    def _large(self, quantity: Quantity, key: Key, month: int | None, value: Decimal | None) -> tuple[tuple[str, str], ...]:
        """How the figure changed by much against last year's and against the figures before this import."""
        unit, found = self.run.pack.unit_of(quantity.id, key[1]), []
        limit = limit_of(quantity, self.run.pack.main_output)
        for label, before in self.earlier:
            same = month is not None or before.periods == self.run.periods
            if same and quantity.id in before.keys and before.pack.unit_of(quantity.id, key[1]) == unit:
                large = large_change(before.value(quantity.id, *key, month), value, limit)
                found += [(large, label)] if large else []
        return tuple(found)

    def _default_kind(self, quantity: Quantity, key: Key, month: int | None, value: Decimal | None) -> tuple[str, bool]:
        """The kind of a value nobody reported: a default, or for the year what its months are."""
        if value is None:
            return "", False
        if month is None and self.run.case.grain != "year":
            kinds = {one.kind for one in self._reported_months(quantity, key) if one.amount is not None}
            if kinds:
                return weakest(kinds), False
            month = next(iter(self.run.periods))
        explanation = explain(self.run, quantity.id, *key, month, depth=0)
        return "default", explanation is not None and not explanation.confirmed

    def _reported_months(self, quantity: Quantity, key: Key) -> list[Value]:
        found = (self.run.reported.get(Place(quantity.id, *key, month)) for month in self.run.periods)
        return [one for one in found if one is not None]

    def _marked(self, quantity: Quantity, key: Key, month: int | None) -> MarkedCell | None:
        """What stands against a figure; a problem of the whole year stands at its months."""
        if month is None:
            return None
        return self.marks.get(Place(quantity.id, *key, month)) or self.marks.get(Place(quantity.id, *key, None))
