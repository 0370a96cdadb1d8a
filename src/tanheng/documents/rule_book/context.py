"""What the chapters of a rule book share: the pack and the language, the words, and lists of the clauses and sources met."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from tanheng.documents.report.labels import one_language
from tanheng.documents.rule_book.shapes import Cell, Fact
from tanheng.documents.rule_book.words import words_in
from tanheng.engine.pack import CONFIRMED, Pack, Parameter, Quantity
from tanheng.engine.status_words import status_label
from tanheng.engine.text import Text

LONGEST_SLUG = 48
NOT_IN_SLUG = re.compile(r"[^a-z0-9.]+")


def clause_anchor(clause: str) -> str:
    """The anchor of a clause: its English half in small letters, with a hash that tells alike beginnings apart."""
    slug = NOT_IN_SLUG.sub("-", one_language(clause, "en").lower()).strip("-.")[:LONGEST_SLUG].strip("-.")
    return f"clause-{slug}-{sha256(clause.encode()).hexdigest()[:4]}" if slug else f"clause-{sha256(clause.encode()).hexdigest()[:12]}"


class Context:
    """One pack read in one language; it remembers which clauses and sources the chapters have named."""

    def __init__(self, pack: Pack, lang: str) -> None:
        self.pack, self.lang, self.words = pack, lang, words_in(lang)
        self.clauses: dict[str, list[Cell]] = {}
        self.sources: dict[str, None] = {}

    def text(self, value: Any) -> str:
        """A text of the pack in the reader's language: `Text`, a zh/en mapping, or `zh / en` in one line."""
        if isinstance(value, Text):
            return value.in_(self.lang)
        if isinstance(value, Mapping):
            return str(value.get("zh" if self.lang == "zh" else "en", ""))
        return "" if value is None else one_language(str(value), self.lang)

    def fact(self, name: str, *cells: Cell | str) -> Fact:
        """A fact under a word of the book; texts become plain cells."""
        return Fact(self.words.get(name, name), tuple(Cell(one) if isinstance(one, str) else one for one in cells))

    def yes(self, value: bool) -> str:
        """Yes or no."""
        return self.words["yes" if value else "no"]

    def status(self, status: str) -> Cell:
        """The status in words, marked where it is not official."""
        told = status_label(status, self.lang)
        return Cell(told, unconfirmed=told if status and status != CONFIRMED else "")

    def source(self, key: str) -> Cell:
        """A source by its key, remembered for the list of sources."""
        if not key:
            return Cell("")
        self.sources.setdefault(key)
        return Cell(key, f"source-{key}", "code")

    def clause(self, clause: str, *named: Cell) -> Cell:
        """A clause, remembered with what stands on it."""
        if not clause:
            return Cell("")
        self.clauses.setdefault(clause, []).extend(named)
        return Cell(one_language(clause, self.lang), clause_anchor(clause))

    def quantity(self, name: str) -> Cell:
        """A link to a quantity by its label; an unknown one by its id."""
        found = self.pack.quantities.get(name)
        return Cell(self.text(found.label), f"q-{name}") if found else Cell(name, kind="code")

    def unit(self, quantity: Quantity) -> str:
        """The unit; where it depends on the item, every unit that occurs."""
        table = self.pack.tables.get(quantity.item_table or "")
        if "{unit}" not in quantity.unit or table is None:
            return self.shown_unit(quantity.unit)
        units = dict.fromkeys(row.unit for row in table.rows.values())
        return " | ".join(quantity.unit.replace("{unit}", unit) for unit in units)

    def shown_unit(self, unit: str) -> str:
        """The unit 1 is written as a dash: a plain number. That of an item, where none is named, is the word for it."""
        return "–" if unit == "1" else unit.replace("{unit}", self.words["unit"])

    def about(self, row: Quantity | Parameter) -> tuple[Fact, Fact, Fact]:
        """Clause, status and source of a quantity or parameter."""
        here = Cell(self.text(row.label), ("q-" if isinstance(row, Quantity) else "p-") + row.id)
        source = self.source(row.source)
        return self.fact("clause", self.clause(row.clause, here)), self.fact("status", self.status(row.status)), self.fact("source", source)
