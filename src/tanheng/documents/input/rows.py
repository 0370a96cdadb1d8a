"""Turns the rows of input tables into a case document with the cell of every entry. It knows the words, not the rules.

What the rules say of a value is judged by `engine.case.reading` on the document; here only what a table can get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tanheng.documents.input.answers import answer_entry, answer_places
from tanheng.documents.input.headings import (
    ANSWER_HEADINGS,
    FACILITY_HEADINGS,
    FACT_WORDS,
    FACTS,
    GRAIN_NAMES,
    NOT_APPLICABLE,
    TEMPLATE_VERSION,
    UNCERTAINTY_HEADINGS,
    Names,
    both,
    folded,
    heading_field,
)
from tanheng.documents.input.lost_rows import LostRows
from tanheng.documents.input.paths import ANYTHING, Unread, facility_path, home_path, unread_path
from tanheng.documents.input.record import Leftovers, Record
from tanheng.documents.input.row_facilities import at_facilities
from tanheng.documents.input.stop_texts import stop_entries
from tanheng.documents.input.tables import Row, Tables
from tanheng.documents.input.template.sheets import TemplateSheets
from tanheng.documents.input.template.words import REMARKS
from tanheng.documents.input.typed_numbers import Typed, number_or_text
from tanheng.documents.input.uncertainties import SIZES, statement_entry, statement_places, with_numbers
from tanheng.documents.marks.words import base_of_marks
from tanheng.documents.reading.plain_texts import TOLD, plain_text
from tanheng.documents.reading.problems import input_problem
from tanheng.engine.case import VERSION
from tanheng.engine.case.places import blank_attribute
from tanheng.engine.case.reader import Path
from tanheng.engine.errors import UnknownPackError
from tanheng.engine.pack import Pack
from tanheng.engine.places import NOWHERE, Origin
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.engine.unread import UNREAD

YEAR = re.compile(r"(\d{4})(\.0+)?\s*(?:年度?|-01-01)?")  # a date cell of its first day too
DATES_ALLOWED = {
    "source",
    "evidence",
    "note",
    "document",
    "person",
    "reason",
    "remark",
    "group",
    "entry",
    "month",
    "on",
    "in_use_from",
    "in_use_to",
}
NO_TEXT = {"FILE-213", "FILE-214", "FILE-261", TOLD}  # nothing of what was meant stands there
Fact = tuple[str, Origin]

SeriesReader = Callable[["InputRows", Pack], None]


@dataclass
class InputRows:
    """One reading of tables: gathers the document, its places and its problems."""

    file: str
    load: Callable[[str], Pack]
    tables: Tables
    facts: dict[str, Fact] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    record: Record = field(default_factory=Record)
    unread: set[Unread] = field(default_factory=set)
    refused: set[tuple[int, str]] = field(default_factory=set)  # row and field of cells that were told as unreadable

    def read(self, read_series: SeriesReader, *, template: bool) -> dict[str, Any] | None:
        """The case document; None when its pack cannot be known. `read_series` reads the rows of amounts; `template`: the version mark
        must be there.
        """
        self._read_facts()
        self._check_version(template=template)
        pack_id = self.facts.get("pack", ("", Origin()))[0]
        if self._is_of_another_pack(pack_id):
            return None  # what follows from it would be told of every row
        pack = self._pack(pack_id)
        self.tables.settle(self.year)
        if pack_id:
            self._head(pack_id)
        if pack is not None:
            self._read_tables(pack, read_series)
        self._tell_left(pack)
        if pack is not None:
            self.problems = at_facilities(self.problems, self.tables.rows["data"], self.facility_names())
        self._place_homes()
        if self.tables.merged_elsewhere:
            self.unread.add(ANYTHING)
        self.places.update((unread_path(key), Origin(file=self.file)) for key in self.unread)
        return self.document if pack_id else None

    def _is_of_another_pack(self, pack_id: str) -> bool:
        """Whether the template was made for another pack than its cell says, which is told."""
        guide = TemplateSheets.made_for(self.tables.sheets)
        made_for, place = self.facts.get("made_for", ("", Origin(file=self.file)))
        if guide is not None:
            made_for, place = guide[0], guide[2].origin(self.file, *guide[1])
        if not made_for or not pack_id or made_for == pack_id:
            return False
        words = {"place": place.as_text("zh"), "place_en": place.as_text("en")}
        self.note("FILE-265", self.facts["pack"][1], found=made_for[:60], known=pack_id[:60], **words)
        return True

    def _place_homes(self) -> None:
        """Where a problem stands that has no cell of its own: the first table of data, else the first of all."""
        data = [one for one in self.tables.headings if one.table == "data"]
        for heading in [*data, *self.tables.headings][:1]:
            self.places[home_path("")] = heading.sheet.origin(self.file, heading.row, min(heading.columns.values(), default=1))

    def _pack(self, pack_id: str) -> Pack | None:
        """The pack; None where it cannot be known: the case reader names the packs there are."""
        if not pack_id:
            self._missing("规则包（pack）", "the rule pack")
            return None
        try:
            return self.load(pack_id)
        except UnknownPackError:
            return None

    def _read_tables(self, pack: Pack, read_series: SeriesReader) -> None:
        self._facilities(pack)
        self._attributes(pack)
        self._overrides(pack)
        self._listed(pack, "uncertainties", UNCERTAINTY_HEADINGS, statement_entry, statement_places)
        self._listed(pack, "answers", ANSWER_HEADINGS, answer_entry, answer_places)
        if not self.tables.rows["data"] and not self.tables.broken:
            self._missing("数据表", "a table of data")
        read_series(self, pack)

    def _tell_left(self, pack: Pack | None) -> None:
        """Tells every cell that nobody took; without a pack only those outside the tables, for nothing else can be judged."""
        for heading in self.tables.headings:
            self.record.take_heading(heading)
        for table, rows in self.tables.rows.items() if pack is None else ():
            for row in rows if table != "facts" else ():
                self.record.take_row(row)
        lost = LostRows(pack, self.facility_names() if pack else None)
        self.problems += Leftovers(self.tables, self.record, TemplateSheets(pack), lost, self.year).problems()

    @property
    def year(self) -> int | None:
        """The year of the case, where it is known."""
        found = YEAR.fullmatch(folded(self.facts.get("year", ("",))[0]))
        return int(found.group(1)) if found else None

    def note(self, code: str, origin: Origin, /, **words: Any) -> None:
        """Collects a problem, unless it has been told."""
        if code != TOLD:
            self.problems.append(input_problem(code, origin, **words))

    def _missing(self, found: str, found_en: str) -> None:
        self.note("FILE-208", self._first_table(), found=found, found_en=found_en)

    def _first_table(self) -> Origin:
        """The first heading of the file, where what has no place of its own is told."""
        first = next(iter(self.tables.headings), None)
        return Origin(file=self.file) if first is None else first.sheet.origin(self.file, first.row, min(first.columns.values()))

    def plain(self, row: Row, name: str) -> str:
        """The text of a cell that is no amount: an id, a label, a remark."""
        plain = plain_text(row.cell(name), dates=name in DATES_ALLOWED)
        if plain.code is not None:
            self.note(plain.code, row.origin(self.file, name), **plain.words)
            self.refused |= {(id(row), name)} if plain.code in NO_TEXT else set()
        return plain.text

    def number(self, row: Row, name: str, typed: Typed) -> str | None:
        """The text of a number cell, empty for a blank one; None where it is refused, which is noted."""
        if typed.refusal:
            self.note(typed.refusal, row.origin(self.file, name), **typed.words)
            self.refused.add((id(row), name))
            return None
        if typed.remark:
            self.note(typed.remark, row.origin(self.file, name), **typed.words)
        return typed.text or ""

    def refused_fields(self, row: Row, entry: Iterable[str]) -> dict[str, Any]:
        """The fields of an entry that were refused and told: they are neither missing nor what they seem to say."""
        return {name: UNREAD for name in entry if (id(row), name) in self.refused} if self.refused else {}

    # ── facts, facilities, attributes ────────────────────────────────────────────────────────────

    def _read_facts(self) -> None:
        for row in self.tables.rows["facts"]:
            name = heading_field(row.text("fact")[:80], FACT_WORDS)
            if name is not None:
                self.take_fact(name, self.plain(row, "entry"), row.origin(self.file, "entry"))
                own = row.text("remark") in ("", both(REMARKS[name]), REMARKS[name].zh, REMARKS[name].en)
                self.record.take(row, ["fact", "entry", *(["remark"] if own else [])])

    def take_fact(self, name: str, text: str, origin: Origin) -> None:
        """Keeps a fact; a second one that says something else is a problem."""
        before = self.facts.setdefault(name, (text, origin))
        if before[1] != origin and before[0] != text:
            known = {"known": before[1].as_text("zh"), "known_en": before[1].as_text("en")}
            self.note("FILE-230", origin, found=FACTS[name][0].zh, found_en=FACTS[name][0].en, **known)

    def _check_version(self, *, template: bool) -> None:
        found, origin = self.facts.get("version", ("", self._first_table()))
        wanted = {TEMPLATE_VERSION} if template else {TEMPLATE_VERSION, VERSION, ""}
        if found not in wanted:
            self.note("FILE-209", origin, found=found[:40] or "空", found_en=found[:40] or "blank", known=TEMPLATE_VERSION)

    def _head(self, pack_id: str) -> None:
        year_text, year_place = self.facts.get("year", ("", Origin(file=self.file)))
        grain_text = self.facts.get("grain", ("", Origin()))[0]
        self.document.update(
            tanheng=VERSION,
            pack=pack_id,
            year=self.year or year_text or None,
            grain=GRAIN_NAMES.find(grain_text) or grain_text or "month",
            entity={name: self.facts[name][0] for name in ("name", "code") if self.facts.get(name, ("",))[0]},
        )
        self.places[("year",)] = year_place
        self._take_last_month()
        self._take_base()
        for fact, path in (("pack", ("pack",)), ("grain", ("grain",)), ("name", ("entity",))):
            self.places[path] = self.facts.get(fact, ("", Origin(file=self.file)))[1]
        for name in ("name", "code"):
            if name in self.facts:
                self.places[("entity", name)] = self.facts[name][1]

    def _take_last_month(self) -> None:
        """Of a part of a year: a file of a whole one says nothing."""
        text, place = self.facts.get("through_month", ("", NOWHERE))
        if text:
            self.document["through_month"] = int(text) if text.isascii() and text.isdigit() else text
            self.places[("through_month",)] = place

    def _take_base(self) -> None:
        """What the figures were taken from: in a marked workbook its list of problems says so, which was made after all else."""
        text, place = self.facts.get("base", ("", Origin(file=self.file)))
        marked = base_of_marks(self.tables.sheets)
        if marked:
            text = marked
        if text:
            self.document["base"] = text
            self.places[("base",)] = place

    def _facilities(self, pack: Pack) -> None:
        kinds = Names((kind.id, kind.label) for kind in pack.facility_kinds.values())
        rows = [row for row in self.tables.rows["facilities"] if any(row.text(name) for name in FACILITY_HEADINGS)]
        made: list[dict[str, Any]] = []
        self.document["facilities"] = made
        if self.tables.rows["facilities"]:
            self.places[("facilities",)] = self.tables.rows["facilities"][0].origin(self.file, "id")
        for row in rows:
            self._place_fields(("facilities", len(made)), row)
            kind = self.plain(row, "kind")
            entry: dict[str, Any] = {"id": self.plain(row, "id"), "kind": kinds.find(kind) or kind, "name": self.plain(row, "name")}
            entry |= {name: self.plain(row, name) for name in ("in_use_from", "in_use_to")}
            entry["stops"] = stop_entries(self.plain(row, "stops"))
            self.places.setdefault(facility_path(entry["id"]), row.origin(self.file, "id"))
            entry |= self.refused_fields(row, entry)
            made.append({name: text for name, text in entry.items() if text})
            self.record.take(row, row.columns)

    def _attributes(self, pack: Pack) -> None:
        names = Names((one.id, one.label) for one in pack.attributes.values())
        facilities = self.facility_names()
        made: list[dict[str, Any]] = []
        self.document["attributes"] = made
        for row in self.tables.rows["attributes"]:
            name, place, value = (self.plain(row, part) for part in ("name", "facility", "value"))
            attribute = pack.attributes.get(names.find(name) or "")
            words = Names(attribute.values.items()) if attribute else Names(())
            entry: dict[str, Any] = {"name": attribute.id if attribute else name, "facility": facilities.find(place) or place}
            if (not value and not self.refused_fields(row, ["value"])) or (folded(value) in NOT_APPLICABLE and words.find(value) is None):
                self.places[blank_attribute(entry["name"], entry["facility"])] = row.origin(self.file, "value")
                known = {"name": attribute, "facility": not place or facilities.find(place) or self.any_facility, "value": True}
                self.record.take(row, [part for part, word in known.items() if word])
                continue  # `none` may be a word of the attribute
            self._place_fields(("attributes", len(made)), row)
            self.record.take(row, row.columns)
            entry["value"] = words.find(value) or words.find_beginning(value) or value
            entry |= self.refused_fields(row, entry)
            made.append({key: text for key, text in entry.items() if text})

    def _overrides(self, pack: Pack) -> None:
        """Replaced values; a case without any has no such key."""
        made: list[dict[str, Any]] = []
        for row in self.tables.rows["overrides"]:
            texts = {name: self.plain(row, name) for name in ("target", "item", "column", "unit", "document", "person", "reason")}
            texts = {name: "" if folded(text) in NOT_APPLICABLE else text for name, text in texts.items()}
            value = self.number(row, "value", number_or_text(row.cell("value"), texts["unit"])) or ""
            self.record.take(row, row.columns)
            refused = self.refused_fields(row, [*texts, "value"])
            if not any(texts.values()) and not value and not refused:
                continue
            self._place_fields(("overrides", len(made)), row)
            target = texts.pop("target")
            entry = {"table" if target in pack.tables else "parameter": target, **texts, "value": value}
            entry |= {name: mark for name, mark in refused.items() if name in entry}
            made.append({key: text for key, text in entry.items() if text})
        self.document |= {"overrides": made} if made else {}

    def _listed(
        self, pack: Pack, table: str, names: Iterable[str], entry: Callable[..., dict[str, Any]], places: Callable[..., dict[Path, Origin]]
    ) -> None:
        """The rows of a table that a case may lack, entry by entry; without any the document has no such key."""
        made: list[dict[str, Any]] = []
        for row in self.tables.rows[table]:
            plain = {name: self.plain(row, name) for name in names if name not in SIZES}
            texts = with_numbers(pack, plain, row, partial(self.number, row)) if table == "uncertainties" else plain
            own = [name for name in row.columns if name != "doubt" or row.cell(name).kind == "text"]  # our own words
            self.record.take(row, own)
            if texts and any(texts.values()):
                self.places |= places((table, len(made)), row, self.file)
                made.append(entry(pack, self.facility_names(), texts))
        self.document |= {table: made} if made else {}

    @property
    def any_facility(self) -> bool:
        """Whether the id of a facility was refused, and told: it may be any name that stands elsewhere."""
        return any(one.get("id") is UNREAD for one in self.document["facilities"])

    def facility_names(self) -> Names:
        """The listed facilities by id and name."""
        listed = [one for one in self.document["facilities"] if isinstance(one.get("id"), str)]
        names = ((one["id"], one.get("name")) for one in listed)
        return Names((facility, Text(name if isinstance(name, str) else facility, facility)) for facility, name in names)

    def _place_fields(self, path: Path, row: Row) -> None:
        self.places[path] = row.origin(self.file)
        for name in row.columns:
            self.places[(*path, name)] = row.origin(self.file, name)
