"""Knows the words that stand in a row of amounts beside its figures: names, units, needs, defaults and row numbers of our templates.

A word that is what the template writes there is known; any other is left over, for `documents.input.record` to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tanheng.documents.input.areas import areas_of, places_text
from tanheng.documents.input.form import BY_ITEM, default_hint
from tanheng.documents.input.headings import (
    FRACTION_UNIT,
    ITEM_UNIT,
    KIND_NAMES,
    NEEDS,
    NOT_APPLICABLE,
    Names,
    both,
    folded,
    quantity_names,
)
from tanheng.documents.input.tables import Heading, Row, is_unit
from tanheng.documents.input.template.words import unit_text
from tanheng.documents.reading.cells import Cell
from tanheng.documents.reading.stored_numbers import stored_number
from tanheng.engine.errors import UnitError
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.text import Text
from tanheng.engine.units import conversion

if TYPE_CHECKING:
    from tanheng.documents.input.rows import InputRows

READ_FIELDS = ("facility", "item", "unit", "kind", "source", "evidence", "uncertainty", "note")
BEFORE_LABEL = re.compile(r"^(?:[*＊★●•·\s]+|[（(]?\d{1,2}[)）.、．]\s*|[①-⑳]\s*|其中[:：]\s*)+")
LONGEST_LABEL = 200  # characters of a label that is looked at for a unit or a likeness
OPENING, CLOSING = "(（[【", ")）]】"
YEARS_OF_AN_EDITION = 12  # where its end is not known
NO_UNIT = {folded(word) for text in (ITEM_UNIT, FRACTION_UNIT) for word in (text.zh, text.en, both(text))} | {"1"}
NEED_WORDS = {folded(word) for text in NEEDS.values() for word in (text.zh, text.en, both(text))}


class QuantityLabels:
    """The inputs of a pack by what a row calls them: id, label, or a label with a mark before it or a unit behind it."""

    def __init__(self, pack: Pack) -> None:
        self.names = quantity_names(pack)
        self.labels = [one.label.zh for one in pack.inputs()]
        self.split: dict[str, tuple[str, str]] = {}

    def find(self, text: str) -> str | None:
        """The id, or None."""
        return self.names.find(text) or self.names.find(self._split(text)[0])

    def unit_of(self, text: str) -> str:
        """The unit behind a label; nothing where the label has none, or is a name as it stands."""
        return "" if self.names.find(text) else self._split(text)[1]

    def near(self, text: str) -> list[str]:
        """Ids of inputs that are called almost so, the nearest first."""
        close = get_close_matches(self._split(text)[0][:LONGEST_LABEL], self.labels, 3, 0.5)
        return [name for label in close if (name := self.names.find(label))]

    def _split(self, text: str) -> tuple[str, str]:
        if len(text) > LONGEST_LABEL:
            return text, ""
        if text not in self.split:
            bare = BEFORE_LABEL.sub("", text.strip()).rstrip(":： ")
            label, unit = unit_behind(bare)
            self.split[text] = (label, unit) if is_unit(unit) else (bare, "")
        return self.split[text]


def unit_behind(text: str) -> tuple[str, str]:
    """A label and what may be its unit: in brackets at the end, or after a stroke or the last comma; no unit where there is neither."""
    comma = max(text.rfind(","), text.rfind("，"))
    strokes = (at for at in (text.find("/"), text.find("／")) if at > comma)
    parted = comma if comma >= 0 else min(strokes, default=-1)
    starts = {at: text[at + 1 :] for at in (parted,) if 0 <= at < len(text) - 1}
    if text.endswith(tuple(CLOSING)):
        brackets = [max(text.rfind(mark, 0, len(text) - 1) for mark in marks) for marks in (OPENING, CLOSING)]
        if brackets[1] < brackets[0] < len(text) - 2:
            starts[brackets[0]] = text[brackets[0] + 1 : -1]
    at = min(starts, default=len(text))
    return text[:at].rstrip(), starts.get(at, "").strip()


class RowWords:
    """The words of the rows of one file."""

    def __init__(
        self, inputs: InputRows, pack: Pack, quantities: QuantityLabels, facilities: Names, items: Mapping[str | None, Names]
    ) -> None:
        self.inputs = inputs
        self.pack = pack
        self.facilities = facilities
        self.items = items
        self.quantities = quantities
        self.hints: dict[tuple[str, str | None], tuple[Text, ...]] = {}
        self.units: dict[tuple[str, str | None], str] = {}
        self.numbers: dict[int, list[tuple[int, int]]] = {}
        self.headings: dict[int, Heading] = {}

    def unit_of(self, text: str) -> str:
        """The unit that a cell states; nothing for the words that stand for none."""
        return "" if folded(text) in NO_UNIT else text

    def settle(self, row: Row, quantity: Quantity | None, *, read: bool) -> None:
        """Marks what is known of a row; `read`: the fields beside its amounts went into the case."""
        known = list(READ_FIELDS) if read else [name for name in READ_FIELDS if self._is_known(row, quantity, name)]
        known += [name for name in ("need", "default") if self._is_known(row, quantity, name)]
        self.inputs.record.take(row, [*known, *self._names(row, quantity, read=read)])
        if "number" in row.columns:
            self._number(row)

    def _names(self, row: Row, quantity: Quantity | None, *, read: bool) -> Iterable[str]:
        """Which of id and label name the quantity of the row; two that differ are told."""
        named, label = row.text("quantity"), row.text("label")
        if quantity is None:
            return ["quantity"] if read else []
        by_label = self.quantities.find(label)
        if label in (quantity.label.zh, quantity.label.en, both(quantity.label)):  # a label may name two quantities
            by_label = quantity.id
        if by_label not in (None, quantity.id):
            words = {"found": quantity.label.zh, "found_en": quantity.label.en, "known": label[:60]}
            self.inputs.note("FILE-229", row.origin(self.inputs.file, "label"), **words)
        is_id = named == quantity.id or self.quantities.find(named) == quantity.id
        return [*(["quantity"] if is_id else []), *(["label"] if by_label else [])]

    def _is_known(self, row: Row, quantity: Quantity | None, name: str) -> bool:
        cell = row.cell(name)
        text = folded(cell.text)
        if not text or (name != "default" and text in NOT_APPLICABLE):
            return True
        if name == "facility":  # an id that was refused, and told, may be the one that stands here
            return self.facilities.find(cell.text) is not None or self.inputs.any_facility
        if name == "item":
            return any(names.find(cell.text) is not None for names in self.items.values())
        if name == "kind":
            return KIND_NAMES.find(cell.text) is not None
        if name == "need":
            return text in NEED_WORDS
        if name == "unit":
            return cell.kind == "text" and self._is_unit(row, quantity, cell.text)
        return name == "default" and quantity is not None and self._is_hint(row, quantity, cell)

    def _item(self, row: Row, quantity: Quantity) -> str | None:
        names = self.items.get(quantity.item_table) if quantity.by_item else None
        return names.find(row.text("item")) if names else None

    def _is_unit(self, row: Row, quantity: Quantity | None, text: str) -> bool:
        if folded(text) in NO_UNIT:
            return True
        if quantity is None:
            return False
        key = (quantity.id, self._item(row, quantity))
        if key not in self.units:
            self.units[key] = unit_text(self.pack, quantity, key[1])
        if folded(text) == folded(self.units[key]):
            return True
        try:
            return bool(conversion(text, self.pack.unit_of(*key)))
        except UnitError:
            return False

    def _is_hint(self, row: Row, quantity: Quantity, cell: Cell) -> bool:
        """Whether the cell shows the default of its quantity and item, as the template of this year writes it."""
        key = (quantity.id, self._item(row, quantity))
        if key not in self.hints:
            hints = [default_hint(self.pack, quantity, key[1], year) for year in self._years()]
            self.hints[key] = (*(hint for hint in hints if hint), BY_ITEM) if any(hints) else ()
        shown = stored_number(cell.text) if cell.kind == "number" else cell.text.strip()
        return any(shown in (hint.zh, hint.en) for hint in self.hints[key])

    def _years(self) -> Iterable[int]:
        """The year of the case; where it is not known, or none of the edition (which is told), any of the edition."""
        year, first = self.inputs.year, self.pack.valid_from
        return [year] if year and self.pack.covers(year) else range(first, (self.pack.valid_to or first + YEARS_OF_AN_EDITION) + 1)

    # ── row numbers ──────────────────────────────────────────────────────────────────────────────

    def _number(self, row: Row) -> None:
        """A column of row numbers is read past as long as it counts; anything else in it is left over."""
        cell = row.cell("number")
        text = stored_number(cell.text) if cell.kind == "number" else cell.text.strip()
        if not text:
            return
        counted = self.numbers.setdefault(id(row.heading), [])
        before = counted[-1][1] if counted else None
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
        if number == 1 or (before is not None and number > before):
            counted.append((row.number, number))
            self.headings[id(row.heading)] = row.heading
            self.inputs.record.take(row, ["number"])

    def tell_numbers(self) -> None:
        """A note for each column of row numbers."""
        for key, counted in self.numbers.items():
            heading = self.headings.get(key)
            if heading is not None and counted:
                column = heading.columns["number"]
                areas = areas_of((row, column) for row, _ in counted)
                at = heading.sheet.origin(self.inputs.file, heading.row, column)
                self.inputs.note("FILE-250", at, found=places_text(areas))
