"""The official tables of a run as plain rows: which figures, marks and provenance stand where. No file format is known here.

The plan comes from the pack's forms; derived quantities that no form names follow in a supplementary table, so that no
computed number is left out. Blank is blank: a figure without a value has no text, and facts not given say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tanheng.documents.report.facts import ReportFacts
from tanheng.documents.report.facts_of_case import fact, listed_facts
from tanheng.documents.report.labels import (
    NO_DATA,
    NOT_FILLED,
    RESTS_ON,
    YEAR,
    cited,
    facility_label,
    kinds_text,
    month_spans,
    period_label,
    place_label,
    unit_label,
)
from tanheng.documents.report.words import HEADINGS, METER_WORDS, OTHER_TABLE
from tanheng.engine.absences import NOT_APPLICABLE, NOT_APPLICABLE_KIND, NOT_APPLICABLE_SIGN
from tanheng.engine.defaults import default_cell, default_of
from tanheng.engine.estimates import estimated_months, weakest
from tanheng.engine.explain import explain
from tanheng.engine.numbers import Ratio, number_text, shown
from tanheng.engine.pack import CONFIRMED, Quantity
from tanheng.engine.places import Key, Place
from tanheng.engine.run import Run
from tanheng.engine.status_words import UNCONFIRMED
from tanheng.engine.untranslatable import marked

NO_METER = "--"
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a table: its value and decimals, the text that is printed, and what it is."""

    text: str = ""
    value: Decimal | None = None
    decimals: int = 0
    kind: str = ""  # measured, calculated, design, default, estimated, derived, not_applicable; empty where there is nothing
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class DataRow:
    """A quantity at a place over the periods, with where it came from."""

    place: str
    label: str
    symbol: str
    unit: str
    figures: tuple[Figure, ...]
    way: str
    meter: str
    source: str
    evidence: str
    derived: bool


@dataclass(frozen=True, slots=True)
class DataTable:
    """A monthly or summary table."""

    number: str
    title: str
    periods: tuple[str, ...]
    headings: dict[str, str]
    rows: tuple[DataRow, ...]
    with_meter: bool
    note: str = ""

    @property
    def full_title(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Rows of text under one heading (a facility, a list)."""

    heading: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of facts."""

    number: str
    title: str
    blocks: tuple[TextBlock, ...]
    note: str = ""
    list_like: bool = False

    @property
    def full_title(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()


Table = DataTable | TextTable


@dataclass
class TableMaker:
    """Makes the tables of one run in one language."""

    run: Run
    lang: str
    facts: ReportFacts
    _seen: set[str] = field(default_factory=set)

    def tables(self) -> list[Table]:
        """All tables of the pack's forms, then the derived quantities that stand in none of them."""
        made: list[Table] = [self._table(plan) for plan in self.run.pack.forms.get("tables", ())]
        left = [{"quantity": one.id} for one in self.run.pack.quantities.values() if one.role == "derived" and one.id not in self._seen]
        if left:
            title = {"id": "", "zh": OTHER_TABLE.zh, "en": OTHER_TABLE.en}
            made.append(self._data_table({**title, "kind": "summary", "per": "enterprise", "rows": left}))
        return made

    def _table(self, plan: Mapping[str, Any]) -> Table:
        if plan["kind"] in ("monthly", "summary"):
            return self._data_table(plan)
        return self._fact_table(plan) if plan["kind"] == "info" else self._lists(plan)

    def word(self, row: Mapping[str, Any]) -> str:
        """The entry's text in the language."""
        return str(row["zh"] if self.lang.startswith("zh") else row["en"])

    # ── facts ────────────────────────────────────────────────────────────────────────────────────

    def _fact_table(self, plan: Mapping[str, Any]) -> TextTable:
        headings = tuple(HEADINGS[name].in_(self.lang) for name in ("item", "entry", "files"))
        if plan.get("per") == "facility":
            kind = plan.get("facility_kind")
            chosen = [one for one in self.run.case.facilities if kind in (None, one.kind)]
            blocks = []
            for one in chosen:
                known = {"facility_name": one.name, "facility_id": one.id, **self.facts.facilities.get(one.id, {})}
                blocks.append(TextBlock(one.name, headings, self._fact_rows(plan, known, one.id)))
            return TextTable(plan["id"], self.word(plan), tuple(blocks), self._note(plan))
        known = {
            "entity_name": self.run.case.entity_name,
            "entity_code": self.run.case.entity_code,
            **self.facts.enterprise,
        }
        return TextTable(plan["id"], self.word(plan), (TextBlock("", headings, self._fact_rows(plan, known, None)),), self._note(plan))

    def _fact_rows(self, plan: Mapping[str, Any], known: Mapping[str, str], facility: str | None) -> tuple[tuple[str, ...], ...]:
        """What the case computes with comes before what is recorded beside it: a table never contradicts its own figures."""
        blank, rows = NOT_FILLED.in_(self.lang), []
        for one in plan["fields"]:
            entry = fact(self.run, one, facility, self.lang) or known.get(one["id"], "") or blank
            rows.append((self.word(one), entry, self.facts.supporting_files.get(one["id"], "")))
        return tuple(rows)

    def _lists(self, plan: Mapping[str, Any]) -> TextTable:
        blocks = []
        for one in plan.get("lists", ()):
            columns = one["columns"]
            given = self.facts.lists.get(one["id"], ()) or listed_facts(self.run, one, self.lang)
            rows = [
                tuple(row.get(column["id"]) or self._running(column, number) for column in columns) for number, row in enumerate(given, 1)
            ]
            blank = NOT_FILLED.in_(self.lang)
            rows = rows or [(blank, *("" for _ in columns[1:]))]
            blocks.append(TextBlock(self.word(one), tuple(self.word(column) for column in columns), tuple(rows)))
        return TextTable(plan["id"], self.word(plan), tuple(blocks), self._note(plan), list_like=True)

    def _running(self, column: Mapping[str, Any], number: int) -> str:
        return str(number) if column["id"] == "number" else ""

    def _note(self, plan: Mapping[str, Any]) -> str:
        return self.word(plan["note"]) if isinstance(plan.get("note"), Mapping) else ""

    # ── figures ──────────────────────────────────────────────────────────────────────────────────

    def _data_table(self, plan: Mapping[str, Any]) -> DataTable:
        periods = tuple(period_label(self.run, period, self.lang) for period in self._periods())
        names = ("place", "symbol", "item", "unit", "way", "meter", "source", "files")
        rows = tuple(self._rows(plan))
        note = self._note(plan) if rows else " ".join((self._note(plan), NO_DATA.in_(self.lang))).strip()
        return DataTable(
            plan["id"],
            self.word(plan),
            periods,
            {name: HEADINGS[name].in_(self.lang) for name in names},
            rows,
            with_meter=plan["kind"] == "monthly",
            note=note,
        )

    def _periods(self) -> tuple[int | None, ...]:
        return (*(period for period in self.run.periods if period is not None), None)

    def _rows(self, plan: Mapping[str, Any]) -> Iterator[DataRow]:
        rows = plan["rows"]
        if plan.get("per") == "facility":
            for facility in self._facilities_of(rows):
                yield from self._rows_of(rows, facility)
            return
        yield from self._rows_of(rows, None)

    def _rows_of(self, rows: Sequence[Mapping[str, Any]], facility: str | None) -> Iterator[DataRow]:
        """The rows of one facility, or of all; what lives on the same items stands together, item by item."""
        for group in _runs_of_items(self.run, rows):
            keys = [key for key in self._keys(group[0]) if facility is None or key[0] in (facility, None)]
            if len(group) > 1:
                for key in keys:
                    for row in group:
                        yield from self._rows_at(row, [key], facility)
            else:
                yield from self._rows_at(group[0], keys, facility)

    def _facilities_of(self, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        found = {key[0]: None for row in rows for key in self._keys(row) if key[0] is not None}
        return [name for name in found if name is not None]

    def _keys(self, row: Mapping[str, Any]) -> tuple[Key, ...]:
        return self.run.keys[row["quantity"]] if "quantity" in row else ((None, None),)

    def _rows_at(self, row: Mapping[str, Any], keys: Sequence[Key], facility: str | None) -> Iterator[DataRow]:
        if "parameter" in row:
            yield self._parameter_row(row, facility)
            return
        quantity = self.run.pack.quantities[row["quantity"]]
        self._seen.add(quantity.id)
        for key in keys:
            yield self._quantity_row(row, quantity, key)

    def _label(self, row: Mapping[str, Any], plain: str) -> str:
        return str(row.get("zh" if self.lang.startswith("zh") else "en") or plain)

    def _parameter_row(self, row: Mapping[str, Any], facility: str | None) -> DataRow:
        parameter = self.run.pack.parameter(row["parameter"], self.run.case.year)
        doubtful = parameter.status != CONFIRMED
        value = None if isinstance(parameter.value, Ratio) else parameter.value
        places = 0 if value is None else _places(value, 0)
        figure = Figure(number_text(parameter.value) if value is None else shown(value, places), value, places, "default", doubtful)
        source = cited(self.run.pack, parameter.clause, parameter.source, self.lang)
        return DataRow(
            facility_label(self.run, facility),
            self._label(row, parameter.label.in_(self.lang)),
            parameter.symbol,
            unit_label(parameter.unit),
            tuple(figure for _ in self._periods()),
            self._way({None: "default"}, doubtful=doubtful),
            NO_METER,
            source,
            "",
            derived=False,
        )

    def _quantity_row(self, row: Mapping[str, Any], quantity: Quantity, key: Key) -> DataRow:
        scale = 2 if row.get("shown_in") == PERCENT else 0
        figures = tuple(self._figure(quantity, key, period, scale) for period in self._periods())
        unit = PERCENT if scale else unit_label(self.run.pack.unit_of(quantity.id, key[1]))
        values = [value for period in self.run.periods if (value := self.run.reported.get(Place(quantity.id, *key, period)))]
        leaf = self._default(quantity, key)
        derived = quantity.role == "derived"
        return DataRow(
            place_label(self.run, quantity.id, key, self.lang),
            marked(self.run.pack, quantity.id, self._label(row, quantity.label.in_(self.lang))),
            quantity.symbol,
            unit,
            figures,
            self._row_way(quantity, key, figures),
            self._meter(row, quantity, key),
            _unlike([value.source for value in values] + ([leaf] if leaf else [])),
            _unlike([value.evidence for value in values]),
            derived,
        )

    def _row_way(self, quantity: Quantity, key: Key, figures: Sequence[Figure]) -> str:
        if quantity.role == "derived":
            return self._computed_way(quantity, key) if any(one.value is not None for one in figures) else ""
        pairs = zip(self._periods(), figures, strict=True)
        kinds = {period: one.kind for period, one in pairs if one.kind and (period is not None or self.run.case.grain == "year")}
        return self._way(kinds, doubtful=any(one.unconfirmed for one in figures)) if kinds else ""

    def _computed_way(self, quantity: Quantity, key: Key) -> str:
        """Calculated, and in which months on figures that were estimated: what is apportioned or stands in stays marked to the end."""
        way, months = self._way({None: "calculated"}, doubtful=False), estimated_months(self.run, quantity.id, key)
        if not months:
            return way
        zh = self.lang.startswith("zh")
        spans = month_spans(one for one in months if one is not None)
        words = RESTS_ON.in_(self.lang) + ((f"{spans}月" if zh else spans) if None not in months else YEAR.in_(self.lang))
        return f"{way}（{words}）" if zh else f"{way} ({words})"

    def _way(self, kinds: dict[int | None, str], *, doubtful: bool) -> str:
        text = kinds_text(kinds, self.lang)
        mark = UNCONFIRMED.in_(self.lang)
        return (f"{text}（{mark}）" if self.lang.startswith("zh") else f"{text} ({mark})") if doubtful else text

    def _meter(self, row: Mapping[str, Any], quantity: Quantity, key: Key) -> str:
        """Yes, no, or not told; only for rows of measured amounts, all others show two dashes."""
        if not row.get("meter"):
            return NO_METER
        known = self.facts.direct_meters.get((quantity.id, key[0]))
        return NOT_FILLED.in_(self.lang) if known is None else METER_WORDS[known].in_(self.lang)

    def _default(self, quantity: Quantity, key: Key) -> str:
        """Where the default of this place stands, when one was used: clause or table, and its source."""
        found, _ = default_of(self.run.pack, quantity, self.run.case, key)
        absent = any(Place(quantity.id, *key, period) not in self.run.reported for period in self.run.periods)
        default = quantity.default
        if found is None or default is None or not absent:
            return ""
        if default.parameter is not None:
            parameter = self.run.pack.parameter(default.parameter, self.run.case.year)
            return cited(self.run.pack, parameter.clause, parameter.source, self.lang)
        cell = default_cell(self.run.pack, quantity, self.run.case, key)
        return cited(self.run.pack, cell.table.label.in_(self.lang), cell.fact.source, self.lang) if cell else ""

    def _figure(self, quantity: Quantity, key: Key, period: int | None, scale: int) -> Figure:
        value = self.run.value(quantity.id, *key, period)
        if value is None:
            none = self.run.absence(quantity.id, *key, period) is NOT_APPLICABLE
            return Figure(NOT_APPLICABLE_SIGN, kind=NOT_APPLICABLE_KIND) if none else Figure()
        yearly = period is None and self.run.case.grain != "year"
        decimals = quantity.year_decimals if period is None else quantity.decimals
        kind, doubtful = self._kind(quantity, key, period, yearly=yearly)
        if decimals is None:
            return Figure(shown(value), value, _places(value, 0, 10), kind, doubtful)
        places = _places(value, decimals) if quantity.role == "input" and not yearly else decimals
        scaled, places = value.scaleb(scale), max(places - scale, 0)
        return Figure(shown(scaled, places), scaled, places, kind, doubtful)

    def _kind(self, quantity: Quantity, key: Key, period: int | None, *, yearly: bool) -> tuple[str, bool]:
        """What a figure is, and whether it rests on a default that no official text confirms."""
        if quantity.role == "derived":
            return "derived", False
        if yearly:
            parts = [self._kind(quantity, key, month, yearly=False) for month in self.run.periods]
            kinds = {kind for kind, _ in parts if kind != NOT_APPLICABLE_KIND}
            return weakest(kinds) or "measured", any(doubtful for _, doubtful in parts)
        reported = self.run.reported.get(Place(quantity.id, *key, period))
        if reported is not None and (reported.amount is not None or quantity.is_amount):
            return reported.kind, False
        leaf = explain(self.run, quantity.id, *key, period, depth=0)
        return "default", leaf is not None and not leaf.confirmed


def _runs_of_items(run: Run, rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Neighbouring rows that live on the same items stand together, item by item."""
    groups: list[list[Mapping[str, Any]]] = []
    last = None
    for row in rows:
        quantity = run.pack.quantities.get(row.get("quantity", ""))
        table = (quantity.item_table, quantity.by_facility) if quantity and quantity.by_item else None
        if table is not None and table == last:
            groups[-1].append(row)
        else:
            groups.append([row])
        last = table
    return groups


def _places(value: Decimal, decimals: int, most: int = 28) -> int:
    return min(max(-int(value.normalize().as_tuple().exponent), decimals, 0), most)


def _unlike(texts: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
