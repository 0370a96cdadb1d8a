"""What people call the things of a pack and of a case: names in both languages, with the id in brackets where ids were typed.

A form speaks its headings and labels alone; whoever wrote YAML or JSON typed ids and meets them again behind the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from tanheng.engine.case import Facility
from tanheng.engine.case.form_sentences import FIELDS, FORM_SENTENCES
from tanheng.engine.case.problems import SENTENCES
from tanheng.engine.defaults import fits_columns, year_of
from tanheng.engine.pack import Attribute, ItemTable, Pack, Quantity
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.sentences import Sentences, problem_of
from tanheng.engine.text import Text

NOTHING = Text("–", "–")
KINDS: Mapping[str, Text] = {
    "measured": Text("实测值", "Measured"),
    "calculated": Text("计算值", "Calculated"),
    "design": Text("设计值", "Design"),
    "default": Text("缺省值", "Default"),
    "estimated": Text("估算值", "Estimated"),
}
Labels = Mapping[str, Text]


class Wording:
    """Names things for one reader: of a form, or of a file with ids."""

    def __init__(self, pack: Pack | None = None, facilities: Sequence[Facility] = (), *, form: bool = False) -> None:
        self.pack = pack
        self.form = form
        self._listed = facilities
        self._called: dict[tuple[str | None, ...], Text] = {}  # by quantity, facility and item

    @cached_property
    def facilities(self) -> dict[str, Text]:
        """The names of the facilities of the case, by their ids."""
        return {one.id: Text(one.name, one.name) for one in self._listed}

    # ── single names ──

    def named(self, label: Text, name: str) -> Text:
        """The label, and behind it the id where ids were typed."""
        if self.form or name in (label.zh, label.en):
            return label
        return Text(f"{label.zh}（{name}）", f"{label.en} ({name})")

    def field(self, block: str, key: str) -> Text:
        """What is asked under a key of the case."""
        label = FIELDS.get((block, key))
        if label is None:
            return Text(key, key)
        return self.named(label, f"{block}.{key}" if block == "entity" else key)

    def quantity(self, name: str) -> Text:
        """A quantity of the pack, or the name as it was typed."""
        found = self.pack.quantities.get(name) if self.pack else None
        return self.named(found.label, name) if found else Text(name, name)

    def item(self, quantity: Quantity, name: str) -> Text:
        """An item of the quantity's table, or the name as it was typed."""
        return self._of(self.items(quantity), name)

    def facility(self, name: str) -> Text:
        """A facility that the case lists, or the name as it was typed; two of one name are told apart by their ids."""
        label = self.facilities.get(name)
        if label is None:
            return Text(name, name)
        alike = [one for one in self.facilities.values() if one == label]
        return Text(f"{label.zh}（{name}）", f"{label.en} ({name})") if len(alike) > 1 else self.named(label, name)

    def input_or_parameter(self, name: str) -> Text:
        """A quantity or a parameter."""
        return self._of({**self.parameters(), **self.inputs()}, name)

    def place(self, quantity: str | None, facility: str | None, item: str | None) -> Text:
        """A place in the domain in one line."""
        found = self.pack.quantities.get(quantity or "") if self.pack else None
        parts = [self.quantity(quantity)] if quantity else []
        parts += [self.facility(facility)] if facility else []
        parts += [self.item(found, item) if found and found.item_table else Text(item, item)] if item else []
        return Text(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))

    def cell(self, table: str, row: str, column: str) -> Text:
        """A value of a table: the table, its row and its column."""
        parts = [self._of(self.tables(), table), self._of(self.rows(table), row), self._of(self.columns(table), column)]
        return Text(" ".join(one.zh for one in parts), ", ".join(one.en for one in parts))

    def kind(self, name: str) -> Text:
        """A kind of facility, or the name as it was typed."""
        return self._of(self.kinds(), name)

    def value_kinds(self) -> Text:
        """The ways in which an amount may be obtained; where ids are typed they are what is written."""
        return self.listed(KINDS) if self.form else Text(", ".join(KINDS), ", ".join(KINDS))

    def _of(self, labels: Labels, name: str) -> Text:
        return self.named(labels[name], name) if name in labels else Text(name, name)

    # ── what there is ──

    def inputs(self) -> Labels:
        """The inputs of the pack."""
        return {one.id: one.label for one in self.pack.inputs()} if self.pack else {}

    def items(self, quantity: Quantity) -> Labels:
        """The items of a quantity."""
        return self.rows(quantity.item_table or "")

    def rows(self, table: str) -> Labels:
        """The rows of a table."""
        found = self.pack.tables.get(table) if self.pack else None
        return {row.id: row.label for row in found.rows.values()} if found else {}

    def kinds(self) -> Labels:
        """The kinds of facilities."""
        return {one.id: one.label for one in self.pack.facility_kinds.values()} if self.pack else {}

    def attributes(self) -> Labels:
        """The attributes of the pack."""
        return {one.id: one.label for one in self.pack.attributes.values()} if self.pack else {}

    def columns(self, table: str) -> Labels:
        """The columns of a table: what they are the defaults of, and the year where they are dated."""
        found = self.pack.tables.get(table) if self.pack else None
        return {name: self._column(found, name) for name in found.columns} if found else {}

    def _column(self, table: ItemTable, name: str) -> Text:
        for quantity in self.pack.inputs() if self.pack else ():
            default = quantity.default
            if default is None or default.table != table.id or name not in fits_columns(table, default.column or ""):
                continue
            year = year_of(name, default.column or "") if "{" in (default.column or "") else ""
            return Text(f"{quantity.label.zh} {year}".strip(), f"{quantity.label.en} {year}".strip())
        words = name.replace("_", " ")  # a column that no input of this edition reads
        return Text(words, words)

    def tables(self) -> Labels:
        """The tables of the pack."""
        return {one.id: one.label for one in self.pack.tables.values()} if self.pack else {}

    def parameters(self) -> Labels:
        """The parameters of the pack."""
        return {name: dated[0].label for name, dated in self.pack.parameters.items()} if self.pack else {}

    # ── lists ──

    def choices(self, attribute: Attribute) -> Text:
        """The words an attribute may have; where ids are typed they come first, for they are what is written."""
        if self.form:
            return self.listed(attribute.values)
        zh = ", ".join(f"{word}（{text.zh}）" for word, text in attribute.values.items())
        return Text(zh, ", ".join(f"{word} ({text.en})" for word, text in attribute.values.items()))

    def listed(self, labels: Labels, names: Iterable[str] | None = None) -> Text:
        """Some or all of them in one line; a dash for none."""
        chosen = [self._of(labels, name) for name in (labels if names is None else names)]
        if not chosen:
            return NOTHING
        return Text("、".join(one.zh for one in chosen), ", ".join(one.en for one in chosen))

    def nearest(self, typed: str, labels: Labels, *, most: int = 3, otherwise: int | None = None) -> Text:
        """Those whose id or label is like what was typed; else the first of them."""
        words: dict[str, str] = {}
        for name, label in labels.items():
            for word in (name, label.zh, label.en):
                words.setdefault(word, name)
        near = list(dict.fromkeys(words[word] for word in get_close_matches(typed, list(words), most, 0.5)))
        return self.listed(labels, near or list(labels)[:otherwise])

    def listed_facilities(self, names: Sequence[str]) -> Text:
        """Facilities in one line; a dash for none."""
        chosen = [self.facility(name) for name in names]
        return Text("、".join(one.zh for one in chosen), ", ".join(one.en for one in chosen)) if chosen else NOTHING

    def _items_of_all_tables(self) -> Labels:
        """The rows of every table: where a check holds what is no quantity, its item is one of them."""
        return {name: label for table in (self.pack.tables if self.pack else ()) for name, label in self.rows(table).items()}

    # ── problems ──

    def problem(
        self, code: str, where: Where, severity: Severity | None = None, /, *, sentences: Sentences = SENTENCES, **words: Any
    ) -> Problem:
        """The problem of this code in the words of the reader's door."""
        if self.form and code in FORM_SENTENCES:
            sentences = {code: (sentences[code][0], *FORM_SENTENCES[code])}
        return problem_of(sentences, code, where, severity, **words)

    def spoken(self, problem: Problem) -> Problem:
        """The problem with its places in words."""
        places = tuple([self._spoken(where) for where in problem.places])
        return replace(problem, where=self._spoken(problem.where), places=places)

    def _spoken(self, where: Where) -> Where:
        if where.spoken is not None or not (where.quantity or where.facility or where.item):
            return where
        place = (where.quantity, where.facility, where.item)
        if place not in self._called:  # the months of a series are called alike
            names = list(self._names(where))
            self._called[place] = Text(" · ".join([one.zh for one in names]), " · ".join([one.en for one in names]))
        return where.called(self._called[place])

    def _names(self, where: Where) -> Iterator[Text]:
        quantity = self.pack.quantities.get(where.quantity or "") if self.pack else None
        if where.quantity and quantity:
            yield quantity.label
        if where.facility:
            yield self.facilities.get(where.facility) or Text(where.facility, where.facility)
        if where.item:
            labels = self.items(quantity) if quantity and quantity.item_table else self._items_of_all_tables()
            yield labels.get(where.item) or Text(where.item, where.item)
