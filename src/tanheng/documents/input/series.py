"""Reads the rows that hold amounts: which quantity, place and unit a row has, and the amounts of its months or its year.

A cell that cannot be read is told and remembered as typed, so that nobody asks for it as missing. Totals are compared in
`documents.input.totals`; the words that the template writes in a row are known in `documents.input.row_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tanheng.documents.input.amount_cells import (
    OTHER_YEAR,
    blank_fields,
    is_remark,
    is_total,
    named_or_figure,
    named_period,
    says_nothing,
    typed_fields,
)
from tanheng.documents.input.areas import areas_of, places_text
from tanheng.documents.input.figure_cells import is_figure
from tanheng.documents.input.form import constant_of_year
from tanheng.documents.input.headings import (
    DATA_HEADINGS,
    KIND_NAMES,
    MONTHS,
    NOT_APPLICABLE,
    Names,
    folded,
    item_names,
)
from tanheng.documents.input.hidden import HiddenAmounts
from tanheng.documents.input.paths import blank_path, home_path
from tanheng.documents.input.row_words import QuantityLabels, RowWords
from tanheng.documents.input.tables import Row
from tanheng.documents.input.totals import Totals
from tanheng.documents.input.typed_numbers import Typed, is_typed, says_not_applicable, typed_number
from tanheng.documents.reading.cells import BLANK
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.errors import UnitError
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.units import conversion
from tanheng.engine.unread import UNREAD

if TYPE_CHECKING:
    from tanheng.documents.input.rows import InputRows

MONTH_FIELDS = tuple(map(str, MONTHS))
NO_NAMES = Names(())
MANY = 4  # cells of a row that were refused for one reason
SPANS = ("found", "found_en", "number")  # the words of the first and the last of them
PLACE_FIELDS = ("facility", "item", "unit", "kind", "source", "evidence", "note")
NAMES_OF_DOCUMENTS = ("source", "evidence")
Series = tuple[str, str, str]  # quantity, facility, item; an empty text where there is none


def read_series(inputs: InputRows, pack: Pack) -> None:
    """Reads every row of amounts into the document of the case."""
    SeriesRows(inputs, pack).read()


class SeriesRows:
    """Reads all rows of amounts of one file."""

    def __init__(self, inputs: InputRows, pack: Pack) -> None:
        self.inputs = inputs
        self.pack = pack
        self.yearly = inputs.document["grain"] == "year"
        self.quantities = QuantityLabels(pack)
        self.items = {one.item_table: item_names(pack, one.item_table) for one in pack.inputs()}
        self.facilities = inputs.facility_names()
        self.words = RowWords(inputs, pack, self.quantities, self.facilities, self.items)
        self.totals = Totals(inputs, pack)
        self.hidden = HiddenAmounts(inputs)
        self.values: list[dict[str, Any]] = []
        self.filled: dict[Series, set[str]] = {}
        self.first_rows: dict[Series, Row] = {}
        self.homes: set[str] = set()
        self.other_years: dict[int, list[Row]] = {}

    def read(self) -> None:
        """Reads all rows into `values` of the document."""
        self.inputs.document["values"] = self.values
        for row in self.inputs.tables.rows["data"]:
            self._row(row)
        if self.inputs.tables.broken:
            self._anything_unread()
        for series, row in self.first_rows.items():
            periods = self._periods(self.pack.quantities.get(series[0]))
            blank = next((one for one in periods if one not in self.filled.get(series, ()) and one in row.columns), None)
            if blank is not None:
                self.inputs.places[blank_path(*series)] = row.origin(self.inputs.file, blank)
        for total in self.totals.alone():
            self._only_total(total.row, total.quantity, "value")
        self.words.tell_numbers()
        self._tell_other_years()
        self.totals.tell()
        self.hidden.tell()

    def _row(self, row: Row) -> None:
        quantity = self._quantity(row)
        if isinstance(quantity, Quantity) and quantity.id not in self.homes:
            self.homes.add(quantity.id)
            self.inputs.places[home_path(quantity.id)] = row.origin(self.inputs.file, "label")
        if self.inputs.tables.refused(row):
            self._refused(row, quantity)
            return
        if (id(row.sheet), row.number) in self.inputs.tables.merged_rows:
            self._unread(self._series(row, quantity), self._periods(quantity))
        amounts = self._amount_cells(row, quantity)
        if not amounts or says_nothing(row, quantity, amounts) or is_remark(row, quantity, amounts):
            self._without_amounts(row, quantity)
        elif "value" in amounts.values() and self._is_apart(row, quantity, next(iter(amounts))):
            return
        elif quantity == "":
            self._nameless(row, amounts)
        else:
            self._with_amounts(row, quantity, amounts)

    # ── which quantity, which periods ────────────────────────────────────────────────────────────

    def _quantity(self, row: Row) -> Quantity | str:
        """The quantity of a row; its text where it is unknown; nothing where the row names none."""
        named, label = row.text("quantity"), row.text("label")
        by_id = self.pack.quantities.get(named) or self.pack.quantities.get(self.quantities.find(named) or "")
        by_label = self.pack.quantities.get(self.quantities.find(label) or "")
        return by_id or by_label or named

    def _periods(self, quantity: Quantity | str | None) -> tuple[str, ...]:
        """The columns that hold amounts: the year's alone for a figure of the year."""
        yearly = self.yearly or (isinstance(quantity, Quantity) and quantity.yearly_only)
        return ("year",) if yearly else MONTH_FIELDS

    def _amount_cells(self, row: Row, quantity: Quantity | str) -> dict[str, str]:
        """Period → the field of its cell, for all cells in which something is typed."""
        typed = typed_fields(row, known=isinstance(quantity, Quantity))
        if "value" in typed:
            return {named_period(row, self.inputs.year): "value"}
        months = {name: name for name in MONTH_FIELDS if name in typed}
        if self.yearly or (self._periods(quantity) == ("year",) and not months):
            return {"year": "year"} if "year" in typed else {}
        return months  # months of a figure of the year are refused by the case reader, not passed over

    def _is_apart(self, row: Row, quantity: Quantity | str, period: str) -> bool:
        """Whether a row of one amount is no amount of a month: one of another year, or the total beside rows of months."""
        if OTHER_YEAR.fullmatch(period):
            self.other_years.setdefault(id(row.sheet), []).append(row)
            self.inputs.record.take(row, row.columns)
            if isinstance(quantity, Quantity):
                self._unread(self._series(row, quantity), [period[5:]])
            return True
        if period != "year" or not isinstance(quantity, Quantity) or self._periods(quantity) == ("year",):
            return False
        self.inputs.record.take(row, ["month"])
        self.totals.take(row, quantity, self._series(row, quantity), {}, self._entry(row, quantity, ["value"])[1] or "", "value")
        self.words.settle(row, quantity, read=False)
        return True

    def _tell_other_years(self) -> None:
        for rows in self.other_years.values():
            at = rows[0].origin(self.inputs.file, "month")
            areas = areas_of((row.number, row.columns["value"]) for row in rows)
            self.inputs.note("FILE-251", at, found=places_text(areas), known=self.inputs.year)

    # ── rows without amounts, rows without a name ────────────────────────────────────────────────

    def _without_amounts(self, row: Row, quantity: Quantity | str) -> None:
        self.inputs.record.take(row, blank_fields(row))
        if not isinstance(quantity, Quantity):
            self.words.settle(row, None, read=False)
            self._only_yearly(row, None)
            return
        series = self._series(row, quantity)
        self.first_rows.setdefault(series, row)
        self.inputs.record.mark(row, read=False)
        self._only_yearly(row, quantity)
        self.words.settle(row, quantity, read=self.inputs.record.is_read(row))
        self._unread_strays(row, series, self._periods(quantity))

    def _only_yearly(self, row: Row, quantity: Quantity | None) -> None:
        """A figure of the year alone in a table of months: a constant counts for every month, anything else is refused."""
        cell = row.cell("year")
        if self.yearly or not is_typed(cell) or "year" not in row.columns:
            return
        typed = typed_number(cell, "1")
        if cell.formula and not (typed.text or "").strip("0."):
            self.inputs.record.take(row, ["year"])  # the sum of nothing
        else:
            self._only_total(row, quantity, "year")

    def _only_total(self, row: Row, quantity: Quantity | None, name: str) -> None:
        series = None if quantity is None else self._series(row, quantity)
        if quantity is not None and series is not None and constant_of_year(quantity):
            entry, unit = self._entry(row, quantity, [name])
            found = self._amounts(row, {"year": name}, unit)
            self.filled.setdefault(series, set()).update(MONTH_FIELDS)
            self.inputs.record.mark(row, read=True)
            if found:
                self._append(row, {**entry, "each_month": found["year"]}, {"each_month": name})
            return
        self.inputs.record.take(row, [name])
        self.inputs.note("FILE-223", row.origin(self.inputs.file, name))
        if series is not None:
            self._unread(series, MONTH_FIELDS)

    def _nameless(self, row: Row, amounts: Mapping[str, str]) -> None:
        label = row.text("label")[:60]
        near = self.quantities.near(label)
        known = [self.pack.quantities[name] for name in near] or self.pack.inputs()[:3]
        if near:
            place = self.facilities.find(row.text("facility"))
            self.inputs.unread.add((near[0], place if known[0].by_facility else None, None, None))  # it is probably meant
        words = {"known": "、".join(one.label.zh for one in known), "known_en": ", ".join(one.label.en for one in known)}
        words |= {"total": "这是合计行，删去；否则", "total_en": "a row of totals: delete it; else "} if is_total(row) else {"total": ""}
        at, found = named_or_figure(row, label, amounts.values())
        self.inputs.note("FILE-222", row.origin(self.inputs.file, at), found=found.zh, found_en=found.en, **words)
        self.inputs.record.take(row, row.columns)

    def _refused(self, row: Row, quantity: Quantity | str) -> None:
        """The row was told as a whole; its amounts are not missing."""
        self.inputs.record.take_row(row)
        if isinstance(quantity, Quantity):
            self._unread(self._series(row, quantity), self._periods(quantity))
        else:
            self._anything_unread()

    def _anything_unread(self) -> None:
        """What could not be read may be any quantity, so that none is missing."""
        self.inputs.unread |= {(one.id, None, None, None) for one in self.pack.inputs()}

    # ── rows with amounts ────────────────────────────────────────────────────────────────────────

    def _with_amounts(self, row: Row, quantity: Quantity | str, amounts: Mapping[str, str]) -> None:
        entry, unit = self._entry(row, quantity, amounts.values())
        series = self._series(row, quantity)
        found = self._amounts(row, amounts, unit)
        if isinstance(quantity, Quantity) and constant_of_year(quantity) and {*found.values()} == {NOT_APPLICABLE_SIGN}:
            amounts, found = self._rest_of_year(row, amounts, found, unit)
        record = self.inputs.record
        blank = blank_fields(row)
        record.take(row, [*blank, "month"] if "value" in amounts.values() else blank)
        record.mark(row, read=True)
        if isinstance(quantity, Quantity):
            self.first_rows.setdefault(series, row)
            self.filled.setdefault(series, set()).update(amounts)
            if not self.yearly and "year" not in amounts:
                self.totals.take(row, quantity, series, found, unit or "", "year")
        self.words.settle(row, quantity if isinstance(quantity, Quantity) else None, read=True)
        self._unread_strays(row, series, [one for one in self._periods(quantity) if one not in amounts])
        if found:
            self._append(row, {**entry, **_amount_entry(found)}, {one: amounts[one] for one in found})
        for name in (one for one in NAMES_OF_DOCUMENTS if is_figure(row.cell(one))):
            heading = DATA_HEADINGS[name][0]
            self.inputs.note("FILE-252", row.origin(self.inputs.file, name), heading=heading.zh, heading_en=heading.en)

    def _rest_of_year(
        self, row: Row, amounts: Mapping[str, str], found: dict[str, Any], unit: str | None
    ) -> tuple[Mapping[str, str], dict[str, Any]]:
        """A constant beside months that are not applicable counts for the other months."""
        if self.yearly or not is_typed(row.cell("year")):
            return amounts, found
        year = self._amounts(row, {"year": "year"}, unit)
        rest = [month for month in MONTH_FIELDS if month not in found and year]
        return {**amounts, **dict.fromkeys(rest, "year")}, {**found, **dict.fromkeys(rest, year.get("year", ""))}

    def _entry(self, row: Row, quantity: Quantity | str, used: Iterable[str]) -> tuple[dict[str, Any], str | None]:
        """What a row says beside its amounts, and the unit they are in; no unit where row and headings contradict each other."""
        columns = row.heading.columns
        texts = {name: self.inputs.plain(row, name) if columns.get(name) in row.cells else "" for name in PLACE_FIELDS}
        texts = {name: "" if folded(text) in NOT_APPLICABLE else text for name, text in texts.items()}
        table = quantity.item_table if isinstance(quantity, Quantity) else None
        unit = self._unit(row, self.words.unit_of(texts.pop("unit")), quantity, used)
        facility, item, kind = texts["facility"], texts["item"], texts["kind"]
        entry = {
            "quantity": quantity.id if isinstance(quantity, Quantity) else quantity,
            **texts,
            "facility": self.facilities.find(facility) or facility,
            "item": self.items.get(table, NO_NAMES).find(item) or item,
            "unit": unit,
            "kind": KIND_NAMES.find(kind) or kind,
            "uncertainty": self._uncertainty(row),
        }
        effective = unit if unit is None else unit or self._own_unit(quantity, entry["item"])
        entry |= self.inputs.refused_fields(row, entry)
        return {name: text for name, text in entry.items() if text}, effective

    def _own_unit(self, quantity: Quantity | str, item: str | None) -> str:
        """The unit that the pack gives the quantity, with the item's where it depends on it."""
        if not isinstance(quantity, Quantity):
            return ""
        known = not quantity.by_item or item in self.pack.tables[quantity.item_table or ""].rows
        return self.pack.unit_of(quantity.id, item or None) if known else quantity.unit

    def _unit(self, row: Row, unit: str, quantity: Quantity | str, used: Iterable[str]) -> str | None:
        """The unit of a row: that of its unit column, which the headings must not contradict, or the one of the headings."""
        behind = {name: row.heading.unit_of(name) for name in used} if row.heading.has_units else {}
        by_label = self.quantities.unit_of(row.text("label"))
        behind |= {"label": by_label} if by_label else {}
        stated = {text for text in behind.values() if text}
        if not stated:
            return unit
        pack_unit = quantity.unit if isinstance(quantity, Quantity) and "{" not in quantity.unit else ""
        own = unit or ("1" if row.text("unit") and pack_unit == "1" else "")
        odd = [name for name, text in behind.items() if text and not _alike(text, own or min(stated))]
        if odd or (not own and not by_label and "" in behind.values()):
            at = row.origin(self.inputs.file, odd[0] if odd else next(iter(behind)))
            found = behind[odd[0]] if odd else min(stated)
            self.inputs.note("FILE-246", at, found=found, known=own or min(stated))
            return None
        return unit if own else min(stated)

    def _uncertainty(self, row: Row) -> str:
        cell = row.cell("uncertainty")
        return "" if cell is BLANK else self.inputs.number(row, "uncertainty", typed_number(cell, "1")) or ""

    def _amounts(self, row: Row, cells: Mapping[str, str], unit: str | None) -> dict[str, Any]:
        """Period → its amount as typed, or the mark of one that was refused and told."""
        found: dict[str, Any] = {}
        formulas: list[str] = []
        told: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
        for period, name in cells.items():
            cell = row.cell(name)
            typed = Typed(NOT_APPLICABLE_SIGN) if says_not_applicable(cell) else typed_number(cell, unit or "1")
            if code := typed.refusal or typed.remark:
                told.setdefault(code, []).append((name, typed.words))
            if typed.refusal:
                found[period] = UNREAD
            elif typed.text is not None:
                found[period] = typed.text if unit is not None else UNREAD
                if cell.formula:
                    formulas.append(row.origin(self.inputs.file, name).cell or "")
                self.hidden.take(row, name)
        self._tell_cells(row, told)
        if formulas:
            at = row.origin(self.inputs.file, next(name for name in cells.values() if row.cell(name).formula))
            self.inputs.note("FILE-212", at, found=", ".join(formulas))
        self.inputs.record.take(row, cells.values())
        return found

    def _tell_cells(self, row: Row, told: Mapping[str, list[tuple[str, Mapping[str, str]]]]) -> None:
        """The cells of a row that were refused or doubted; many alike say the same, so that they become one problem with its places."""
        for code, cells in told.items():
            first, last = cells[0][1], cells[-1][1]
            several = len(cells) >= MANY and first != last and "found" in first and code != "FILE-227"
            spans = {name: f"{first[name]} … {last[name]}" for name in SPANS if name in first and first[name] != last[name]}
            for name, words in cells:
                self.inputs.note(code, row.origin(self.inputs.file, name), **({**first, **spans} if several else words))

    def _append(self, row: Row, entry: dict[str, Any], amounts: Mapping[str, str]) -> None:
        """Adds an entry, with the place of each of its parts. `amounts`: period → the field of its cell."""
        file, path, places = self.inputs.file, ("values", len(self.values)), self.inputs.places
        places[path] = row.origin(file)
        places[(*path, "quantity")] = row.origin(file, "quantity" if row.text("quantity") else "label")
        for name in [one for one in (*PLACE_FIELDS, "uncertainty") if one in entry]:
            places[(*path, name)] = row.origin(file, name)
        for period, name in amounts.items():
            within = (period,) if period in ("year", "each_month") else ("months", int(period) if period in MONTH_FIELDS else period)
            places[(*path, *within)] = row.origin(file, name)
        self.values.append(entry)

    def _series(self, row: Row, quantity: Quantity | str) -> Series:
        name, table = (quantity.id, quantity.item_table) if isinstance(quantity, Quantity) else (quantity, None)
        facility, item = ("" if folded(text) in NOT_APPLICABLE else text for text in (row.text("facility"), row.text("item")))
        return name, self.facilities.find(facility) or facility, self.items.get(table, NO_NAMES).find(item) or item

    def _unread_strays(self, row: Row, series: Series, blank: Iterable[str]) -> None:
        """A figure under no known heading may be of a period that none names; one that stands beside the amounts of any blank one."""
        strays = self.inputs.record.strays(row)
        if strays.isdisjoint(row.columns.values()):
            blank = [one for one in blank if strays and one not in row.heading.amounts]
        self._unread(series, blank)

    def _unread(self, series: Series, periods: Iterable[str]) -> None:
        """Remembers what was typed and refused; a facility or item that nobody knows may be any."""
        name, place, kind = series
        quantity = self.pack.quantities.get(name)
        items = self.items.get(quantity.item_table) if quantity else None
        facility, item = self.facilities.find(place), items.find(kind) if items else None
        for period in periods if quantity else ():
            if period in MONTH_FIELDS or period == "year":
                self.inputs.unread.add((name, facility, item, None if period == "year" else int(period)))


def _amount_entry(found: Mapping[str, Any]) -> dict[str, Any]:
    if "year" in found:
        return {"year": found["year"]}
    return {"months": {int(name) if name in MONTH_FIELDS else name: text for name, text in found.items()}}


def _alike(one: str, other: str) -> bool:
    """Whether two units are one size of one thing."""
    try:
        return conversion(one, other) == 1
    except UnitError:
        return one == other
