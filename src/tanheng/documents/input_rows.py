"""Turns the rows of input tables into a case document with the cell of every entry. It knows the words, not the rules.

What the rules say of a value is judged by `engine.case_reading` on the document; here only what a table can get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tanheng.documents.cells import Cell, cell_name
from tanheng.documents.input_headings import (
    FACT_WORDS,
    FACTS,
    FRACTION_UNIT,
    GRAIN_NAMES,
    ITEM_UNIT,
    KIND_NAMES,
    MONTHS,
    NOT_APPLICABLE,
    TEMPLATE_VERSION,
    UNCERTAINTY_HEADINGS,
    Names,
    folded,
    heading_field,
    item_names,
    quantity_names,
)
from tanheng.documents.input_problems import input_problem
from tanheng.documents.input_tables import Row, Tables
from tanheng.documents.input_uncertainties import places_of, statement_entry
from tanheng.documents.typed_numbers import stored_number, typed_number
from tanheng.engine.case import VERSION, Origin
from tanheng.engine.case_reading import Path, blank_attribute
from tanheng.engine.errors import Problem, UnknownPackError
from tanheng.engine.pack import Pack, Quantity

YEAR = re.compile(r"(\d{4})(\.0+)?\s*年?")
LONGEST_STORED_ID = 15  # digits a spreadsheet keeps in a number
Fact = tuple[str, Origin]


def blank_path(quantity: str, facility: str | None, item: str | None) -> Path:
    """Under this path the places tell where the first blank month of a series stands."""
    return ("blank", quantity, facility or "", item or "")


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

    def read(self, *, template: bool) -> dict[str, Any] | None:
        """The case document; None when its pack cannot be known. `template`: the version mark must be there."""
        self._read_facts()
        self._check_version(template=template)
        pack_id = self.facts.get("pack", ("", Origin()))[0]
        if not pack_id:
            self._missing("规则包（pack）", "the rule pack")
            return None
        self._head(pack_id)
        try:
            pack = self.load(pack_id)
        except UnknownPackError:
            return self.document  # the case reader names the packs there are
        self._facilities(pack)
        self._attributes(pack)
        self._overrides(pack)
        self._uncertainties(pack)
        if not self.tables.rows["data"]:
            self._missing("数据表", "a table of data")
        SeriesRows(self, pack).read()
        return self.document

    def note(self, code: str, origin: Origin, severity: Any = "error", **words: Any) -> None:
        """Collects a problem."""
        self.problems.append(input_problem(code, origin, severity, **words))

    def _missing(self, found: str, found_en: str) -> None:
        self.note("FILE-208", Origin(file=self.file), found=found, found_en=found_en)

    def plain(self, row: Row, name: str) -> str:
        """The text of a cell that is no amount: an id, a label, a remark."""
        cell = row.cell(name)
        if cell.kind == "number":
            text = stored_number(cell.text) or cell.text
            if len(text.replace(".", "").lstrip("-")) > LONGEST_STORED_ID:
                self.note("FILE-228", row.origin(self.file, name), found=text[:40])
            return text
        if cell.kind == "error" or (cell.kind == "blank" and cell.formula):
            code = "FILE-214" if cell.kind == "error" else "FILE-213"
            self.note(code, row.origin(self.file, name), found=cell.text[:40])
            return ""
        return cell.text.strip()

    # ── facts, facilities, attributes ────────────────────────────────────────────────────────────

    def _read_facts(self) -> None:
        for row in self.tables.rows["facts"]:
            name = heading_field(row.text("fact")[:80], FACT_WORDS)
            if name is not None:
                self.take_fact(name, self.plain(row, "entry"), row.origin(self.file, "entry"))

    def take_fact(self, name: str, text: str, origin: Origin) -> None:
        """Keeps a fact; a second one that says something else is a problem."""
        before = self.facts.setdefault(name, (text, origin))
        if before[1] != origin and before[0] != text:
            self.note("FILE-230", origin, found=FACTS[name][0].zh, found_en=FACTS[name][0].en, known=before[1].as_text())

    def _check_version(self, *, template: bool) -> None:
        found, origin = self.facts.get("version", ("", Origin(file=self.file)))
        wanted = {TEMPLATE_VERSION} if template else {TEMPLATE_VERSION, VERSION, ""}
        if found not in wanted:
            self.note("FILE-209", origin, found=found[:40] or "空", found_en=found[:40] or "blank", known=TEMPLATE_VERSION)

    def _head(self, pack_id: str) -> None:
        year_text, year_place = self.facts.get("year", ("", Origin(file=self.file)))
        grain_text = self.facts.get("grain", ("", Origin()))[0]
        year = YEAR.fullmatch(folded(year_text))
        self.document.update(
            tanheng=VERSION,
            pack=pack_id,
            year=int(year.group(1)) if year else (year_text or None),
            grain=GRAIN_NAMES.find(grain_text) or grain_text or "month",
            entity={name: self.facts[name][0] for name in ("name", "code") if self.facts.get(name, ("",))[0]},
        )
        self.places[("year",)] = year_place
        for fact, path in (("pack", ("pack",)), ("grain", ("grain",)), ("name", ("entity",))):
            self.places[path] = self.facts.get(fact, ("", Origin(file=self.file)))[1]
        for name in ("name", "code"):
            if name in self.facts:
                self.places[("entity", name)] = self.facts[name][1]

    def _facilities(self, pack: Pack) -> None:
        kinds = Names((kind.id, kind.label) for kind in pack.facility_kinds.values())
        rows = [row for row in self.tables.rows["facilities"] if any(row.text(name) for name in ("id", "name"))]
        made: list[dict[str, str]] = []
        self.document["facilities"] = made
        if self.tables.rows["facilities"]:
            self.places[("facilities",)] = self.tables.rows["facilities"][0].origin(self.file, "id")
        for row in rows:
            self._place_fields(("facilities", len(made)), row)
            kind = self.plain(row, "kind")
            entry = {"id": self.plain(row, "id"), "kind": kinds.find(kind) or kind, "name": self.plain(row, "name")}
            made.append({name: text for name, text in entry.items() if text})

    def _attributes(self, pack: Pack) -> None:
        names = Names((one.id, one.label) for one in pack.attributes.values())
        facilities = self.facility_names()
        made: list[dict[str, str]] = []
        self.document["attributes"] = made
        for row in self.tables.rows["attributes"]:
            name, place, value = (self.plain(row, part) for part in ("name", "facility", "value"))
            attribute = pack.attributes.get(names.find(name) or "")
            words = Names(attribute.values.items()) if attribute else Names(())
            entry = {"name": attribute.id if attribute else name, "facility": facilities.find(place) or place}
            if not value or (folded(value) in NOT_APPLICABLE and words.find(value) is None):
                self.places[blank_attribute(entry["name"], entry["facility"])] = row.origin(self.file, "value")
                continue  # `none` may be a word of the attribute
            self._place_fields(("attributes", len(made)), row)
            entry["value"] = words.find(value) or value
            made.append({key: text for key, text in entry.items() if text})

    def _overrides(self, pack: Pack) -> None:
        """Replaced values; a case without any has no such key."""
        made: list[dict[str, str]] = []
        for row in self.tables.rows["overrides"]:
            texts = {name: self.plain(row, name) for name in ("target", "item", "column", "unit", "document", "person", "reason")}
            texts = {name: "" if folded(text) in NOT_APPLICABLE else text for name, text in texts.items()}
            typed = typed_number(row.cell("value"), texts["unit"]) if row.cell("value").kind == "number" else None
            value = (typed.text or "") if typed else self.plain(row, "value")
            if not any(texts.values()) and not value:
                continue
            self._place_fields(("overrides", len(made)), row)
            target = texts.pop("target")
            entry = {"table" if target in pack.tables else "parameter": target, **texts, "value": value}
            made.append({key: text for key, text in entry.items() if text})
        if made:
            self.document["overrides"] = made

    def _uncertainties(self, pack: Pack) -> None:
        """Statements of uncertainty; a case without any has no such key."""
        typed = [(row, {name: self.plain(row, name) for name in UNCERTAINTY_HEADINGS}) for row in self.tables.rows["uncertainties"]]
        kept = [(row, texts) for row, texts in typed if any(texts.values())]
        for number, (row, _) in enumerate(kept):
            self.places |= places_of(("uncertainties", number), row, self.file)
        if kept:
            self.document["uncertainties"] = [statement_entry(pack, self.facility_names(), texts) for _, texts in kept]

    def facility_names(self) -> Names:
        """The listed facilities by id and name."""
        from tanheng.engine.errors import Text

        listed = [one for one in self.document["facilities"] if one.get("id")]
        return Names((one["id"], Text(one.get("name") or one["id"], one["id"])) for one in listed)

    def _place_fields(self, path: Path, row: Row) -> None:
        self.places[path] = row.origin(self.file)
        for name in row.columns:
            self.places[(*path, name)] = row.origin(self.file, name)


class SeriesRows:
    """Reads the rows that hold amounts."""

    def __init__(self, inputs: InputRows, pack: Pack) -> None:
        self.inputs = inputs
        self.pack = pack
        self.yearly = inputs.document["grain"] == "year"
        self.quantities = quantity_names(pack)
        self.items = {one.item_table: item_names(pack, one.item_table) for one in pack.inputs()}
        self.facilities = inputs.facility_names()
        self.values: list[dict[str, Any]] = []
        self.filled: dict[Path, dict[str, None]] = {}
        self.first_rows: dict[Path, Row] = {}
        self.hidden: dict[int, list[tuple[Row, str]]] = {}

    def read(self) -> None:
        """Reads all rows into `values` of the document."""
        self.inputs.document["values"] = self.values
        for row in self.inputs.tables.rows["data"]:
            self._row(row)
        for path, row in self.first_rows.items():
            periods = self._periods(self.pack.quantities.get(str(path[1])))
            blank = next((one for one in periods if one not in self.filled.get(path, {}) and one in row.columns), None)
            if blank is not None:
                self.inputs.places[path] = row.origin(self.inputs.file, blank)
        self._tell_hidden()

    def _row(self, row: Row) -> None:
        likely = self._quantity(row, quiet=True)
        amounts = self._amount_cells(row, likely)
        if not amounts:
            self._only_yearly(row)
            quantity = likely
            if quantity is not None:
                self.first_rows.setdefault(self._series(row, quantity), row)
            return
        quantity = self._quantity(row, quiet=False)
        if isinstance(quantity, str) and not quantity:
            return
        entry, unit = self._entry(row, quantity)
        found = self._amounts(row, amounts, unit)
        if isinstance(quantity, Quantity):
            path = self._series(row, quantity)
            self.first_rows.setdefault(path, row)
            self.filled.setdefault(path, {}).update(dict.fromkeys(amounts))
        if found:
            self._append(row, entry, found)

    def _periods(self, quantity: Quantity | str | None) -> tuple[str, ...]:
        """The columns that hold amounts: the year's alone for a figure of the year."""
        yearly = self.yearly or (isinstance(quantity, Quantity) and quantity.yearly_only)
        return ("year",) if yearly else tuple(map(str, MONTHS))

    def _amount_cells(self, row: Row, quantity: Quantity | str | None) -> dict[str, str]:
        """Period → the field of its cell, for all cells in which something is typed."""
        if "value" in row.columns and row.text("value"):
            month = folded(self.inputs.plain(row, "month")).removesuffix("月").lstrip("0")
            return {month or "year": "value"}
        months = {name: name for name in map(str, MONTHS) if self._typed(row.cell(name))}
        if self.yearly or (self._periods(quantity) == ("year",) and not months):
            return {"year": "year"} if self._typed(row.cell("year")) else {}
        return months  # months of a figure of the year are refused by the case reader, not passed over

    @staticmethod
    def _typed(cell: Cell) -> bool:
        text = cell.text.strip()
        return cell.formula or cell.kind in ("number", "date", "error", "boolean") or (bool(text) and folded(text) not in NOT_APPLICABLE)

    def _only_yearly(self, row: Row) -> None:
        cell = row.cell("year")
        if not self.yearly and not cell.formula and self._typed(cell):
            self.inputs.note("FILE-223", row.origin(self.inputs.file, "year"))

    def _quantity(self, row: Row, *, quiet: bool) -> Quantity | str | None:
        """The quantity of a row; its text where it is unknown; nothing (noted, unless `quiet`) where the row names none."""
        named, label = row.text("quantity"), row.text("label")
        by_id = self.pack.quantities.get(named) or self.pack.quantities.get(self.quantities.find(named) or "")
        by_label = self.pack.quantities.get(self.quantities.find(label) or "")
        if quiet:
            return by_id or by_label
        if by_id and by_label and by_id.id != by_label.id and by_id.label.zh != by_label.label.zh:
            self.inputs.note("FILE-229", row.origin(self.inputs.file, "label"), found=by_id.id, known=label[:60])
        if by_id or by_label:
            return by_id or by_label
        if named:
            return named
        known = ", ".join(one.id for one in self.pack.inputs()[:3])
        found = {"found": label[:60] or "空", "found_en": label[:60] or "blank"}
        self.inputs.note("FILE-222", row.origin(self.inputs.file, "label"), known=known, **found)
        return ""

    def _entry(self, row: Row, quantity: Quantity | str | None) -> tuple[dict[str, Any], str]:
        texts = {name: self.inputs.plain(row, name) for name in ("facility", "item", "kind", "source", "evidence", "note", "unit")}
        table = quantity.item_table if isinstance(quantity, Quantity) else None
        kind = "" if folded(texts["kind"]) in NOT_APPLICABLE else texts["kind"]
        facility = "" if folded(texts["facility"]) in NOT_APPLICABLE else texts["facility"]
        item = "" if folded(texts["item"]) in NOT_APPLICABLE else texts["item"]
        unit = self._unit(texts["unit"])
        entry = {
            "quantity": quantity.id if isinstance(quantity, Quantity) else quantity,
            "facility": self.facilities.find(facility) or facility,
            "item": self.items.get(table, Names(())).find(item) or item,
            "unit": unit,
            "kind": KIND_NAMES.find(kind) or kind,
            "uncertainty": self._uncertainty(row),
            **{name: "" if texts[name] in NOT_APPLICABLE else texts[name] for name in ("source", "evidence", "note")},
        }
        effective = unit or (quantity.unit if isinstance(quantity, Quantity) else "")
        return {name: text for name, text in entry.items() if text}, effective

    @staticmethod
    def _unit(text: str) -> str:
        shown = folded(text)
        if shown in NOT_APPLICABLE or folded(ITEM_UNIT.zh) in shown or folded(FRACTION_UNIT.zh) in shown:
            return ""
        return text

    def _uncertainty(self, row: Row) -> str:
        typed = typed_number(row.cell("uncertainty"), "1")
        if typed.refusal:
            self.inputs.note(typed.refusal, row.origin(self.inputs.file, "uncertainty"), **typed.words)
        return typed.text or ""

    def _amounts(self, row: Row, cells: Mapping[str, str], unit: str) -> dict[str, str]:
        found: dict[str, str] = {}
        formulas: list[str] = []
        for period, name in cells.items():
            cell, origin = row.cell(name), row.origin(self.inputs.file, name)
            typed = typed_number(cell, unit)
            if typed.refusal:
                self.inputs.note(typed.refusal, origin, **typed.words)
            elif typed.text is not None:
                found[period] = typed.text
                if cell.formula:
                    formulas.append(origin.cell or "")
                if row.sheet.column_hidden(row.columns[name]) or row.number in row.sheet.hidden_rows or row.sheet.hidden:
                    self.hidden.setdefault(id(row.sheet), []).append((row, name))
            if typed.remark:
                self.inputs.note(typed.remark, origin, "note", **typed.words)
        if formulas:
            at = row.origin(self.inputs.file, next(name for name in cells.values() if row.cell(name).formula))
            self.inputs.note("FILE-212", at, "warning", found=", ".join(formulas))
        return found

    def _append(self, row: Row, entry: dict[str, Any], found: Mapping[str, str]) -> None:
        path: Path = ("values", len(self.values))
        self.inputs.places[path] = row.origin(self.inputs.file)
        for name in ("quantity", "facility", "item", "unit", "kind", "source", "evidence", "uncertainty", "note"):
            column = "label" if name == "quantity" and not row.text("quantity") else name
            self.inputs.places[(*path, name)] = row.origin(self.inputs.file, column)
        if "year" in found:
            entry["year"] = found["year"]
            self.inputs.places[(*path, "year")] = row.origin(self.inputs.file, "value" if "value" in row.columns else "year")
        else:
            months = {int(name) if name in map(str, MONTHS) else name: text for name, text in found.items()}
            entry["months"] = months
            for month in months:
                place = row.origin(self.inputs.file, "value" if "value" in row.columns else str(month))
                self.inputs.places[(*path, "months", month)] = place
        self.values.append(entry)

    def _series(self, row: Row, quantity: Quantity | str) -> Path:
        name = quantity.id if isinstance(quantity, Quantity) else quantity
        table = quantity.item_table if isinstance(quantity, Quantity) else None
        facility, item = row.text("facility"), row.text("item")
        return blank_path(
            name, self.facilities.find(facility) or facility, self.items.get(table, Names(())).find(item) or item
        )  # fmt: skip

    def _tell_hidden(self) -> None:
        for cells in self.hidden.values():
            sheet = cells[0][0].sheet
            rows = sorted({row.number for row, _ in cells if row.number in sheet.hidden_rows})
            columns = sorted({row.columns[name] for row, name in cells if sheet.column_hidden(row.columns[name])})
            if sheet.hidden:
                self.inputs.note("FILE-225", Origin(file=self.inputs.file, sheet=sheet.name), "warning")
            if rows:
                at = sheet.origin(self.inputs.file, rows[0], min(cells[0][0].columns.values()))
                words = {"part": "行", "part_en": "rows", "found": ", ".join(map(str, rows[:20]))}
                self.inputs.note("FILE-211", at, "warning", **words)
            if columns:
                at = sheet.origin(self.inputs.file, cells[0][0].number, columns[0])
                letters = ", ".join(cell_name(1, column)[:-1] for column in columns[:20])
                self.inputs.note("FILE-211", at, "warning", part="列", part_en="columns", found=letters)


