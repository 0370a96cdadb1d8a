"""The data sheets of an input workbook: headings, rows, drop-downs, number formats and what is locked on them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal

import xlsxwriter
from xlsxwriter.format import Format

from tanheng.documents.input.form import FormSheet, InputForm, Line, constant_of_year, default_hint, need_of
from tanheng.documents.input.heading_places import data_fields
from tanheng.documents.input.headings import (
    CHOICE_SHEET,
    DATA_HEADINGS,
    KIND_WORDS,
    MONTHS,
    NEEDS,
    both,
)
from tanheng.documents.input.template.words import choice_lists, data_remark, data_title, unit_text
from tanheng.documents.reading.cells import cell_name
from tanheng.documents.text_sizes import text_width
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.month_lengths import high_of
from tanheng.engine.numbers import full_text
from tanheng.engine.pack import KINDS, Quantity
from tanheng.engine.place_spans import column_letters
from tanheng.engine.text import Text

LONGEST_SHEET_NAME = 31  # what Excel takes
HEADING_ROW = 3  # counted from 0
WIDTHS = {
    "label": 40, "facility": 15, "item": 22, "unit": 14, "need": 18, "year": 14, "default": 18, "kind": 11, "source": 26,
    "evidence": 26, "uncertainty": 10, "note": 24, "quantity": 30,
}  # fmt: skip
MONTH_WIDTH = 12
ROW_HEIGHT, TWO_LINES_HEIGHT = 18, 30
EXACT_DIGITS = 15  # a cell holds no more of a number; longer ones are written as text


class Styles:
    """The looks of all sheets."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.cache: dict[tuple[object, ...], Format] = {}
        plain = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        edge = {"border": 1, "border_color": "#C9D1D9"}
        self.plain, self.edge = plain, edge
        grey = {**plain, **edge, "bg_color": "#F1F3F5", "font_color": "#5C6770"}
        self.looks: dict[str, dict[str, object]] = {
            "label": {**grey, "text_wrap": True, "font_color": "#1B1F23"},
            "locked": grey,
            "hint": {**grey, "italic": True, "align": "right"},
            "typed": {**plain, **edge, "locked": False, "num_format": "@", "bg_color": "#FFFFFF"},
        }
        self.title = book.add_format({**plain, "bold": True, "font_size": 14})
        self.text = book.add_format({**plain, "text_wrap": True})
        self.remark = book.add_format({**plain, "font_color": "#5C6770"})
        self.heading = book.add_format(
            {**plain, **edge, "bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "text_wrap": True, "align": "center"}
        )
        self.label, self.locked, self.typed_text = self.of("label"), self.of("locked"), self.of("typed")
        self.required = book.add_format({**plain, **edge, "bg_color": "#FFF8DB", "text_wrap": True})
        self.optional = book.add_format({**plain, **edge, "bg_color": "#FFFFFF", "text_wrap": True})

    def of(self, name: str, *, opens: bool = False) -> Format:
        """A look by name; `opens` draws the line above a block."""
        return self._made((name, opens), self.looks[name], opens=opens)

    def amount(self, need: str, decimals: int | None, *, locked: bool = False, opens: bool = False) -> Format:
        """The look of a number cell with the decimals of the rule."""
        shown = "General" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        colour = "#F1F3F5" if locked else "#FFF8DB" if need == "required" else "#FFFFFF"
        look = {**self.plain, **self.edge, "num_format": shown, "bg_color": colour, "locked": locked, "align": "right"}
        return self._made((need, decimals, locked, opens), look | ({"font_color": "#5C6770"} if locked else {}), opens=opens)

    def _made(self, key: tuple[object, ...], look: Mapping[str, object], *, opens: bool) -> Format:
        if key not in self.cache:
            self.cache[key] = self.book.add_format({**look, **({"top": 2, "top_color": "#1F4E5F"} if opens else {})})
        return self.cache[key]


def _fitting(title: Text) -> str:
    """Both languages where they fit, the English one without what stands in brackets, then with whole words only."""
    whole = both(title)
    if len(whole) <= LONGEST_SHEET_NAME:
        return whole
    words = title.en.partition(" (")[0].split()
    while words and len(f"{title.zh} {' '.join(words)}") > LONGEST_SHEET_NAME:
        words.pop()
    words = words[:-1] if words and words[-1] in ("and", "of") else words
    return " ".join([title.zh[:LONGEST_SHEET_NAME], *words])


def sheet_name(title: Text, used: set[str]) -> str:
    """A name a spreadsheet accepts: at most 31 characters, none of []:*?/\\, not used before."""
    name = re.sub(r"[\[\]:*?/\\']", " ", _fitting(title)).strip()
    number = 2
    while name in used:
        name, number = f"{name[:27]} {number}", number + 1
    used.add(name)
    return name


def choice_range(form: InputForm, name: str) -> str:
    """The cells of one list of choices, for a drop-down."""
    lists = choice_lists(form.pack)
    column = column_letters(list(lists).index(name) + 1)
    return f"='{CHOICE_SHEET}'!${column}$3:${column}${2 + max(len(lists[name][0]), 1)}"


def write_data_sheet(book: xlsxwriter.Workbook, styles: Styles, name: str, form: InputForm, sheet: FormSheet, facility_range: str) -> None:
    """Writes one data sheet."""
    fields = data_fields(form.grain)
    made = book.add_worksheet(name)
    made.set_default_row(ROW_HEIGHT)
    made.set_row(0, 26)
    made.write_string(0, 0, data_title(sheet.title, form.year), styles.title)
    made.write_string(1, 0, data_remark(form.pack), styles.remark)
    for column, field in enumerate(fields):
        made.set_column(column, column, WIDTHS.get(field, MONTH_WIDTH) if field not in map(str, MONTHS) else MONTH_WIDTH)
        text = DATA_HEADINGS[field][0]
        made.write_string(HEADING_ROW, column, f"{text.zh}\n{text.en}", styles.heading)
    made.set_row(HEADING_ROW, 32)
    writer = _LineWriter(made, styles, form, sheet, fields)
    for number, line in enumerate(sheet.lines):
        writer.write(HEADING_ROW + 1 + number, line)
    writer.drop_downs(HEADING_ROW + 1, HEADING_ROW + len(sheet.lines), facility_range)
    made.freeze_panes(HEADING_ROW + 1, fields.index("need") + 1)
    made.set_landscape()
    made.set_paper(8)
    made.fit_to_pages(1, 0)
    made.repeat_rows(HEADING_ROW)
    made.set_footer("&L&A&R&P / &N")
    allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
    made.protect("", dict.fromkeys(allowed, True))


class _LineWriter:
    """Writes the rows of one data sheet."""

    def __init__(
        self, sheet: xlsxwriter.worksheet.Worksheet, styles: Styles, form: InputForm, form_sheet: FormSheet, fields: list[str]
    ) -> None:
        self.sheet = sheet
        self.styles = styles
        self.form = form
        self.form_sheet = form_sheet
        self.columns = {field: number for number, field in enumerate(fields)}

    def write(self, row: int, line: Line) -> None:
        """One row."""
        if line.quantity is not None and text_width(both(line.quantity.label)) > WIDTHS["label"]:
            self.sheet.set_row(row, TWO_LINES_HEIGHT)
        self._names(row, line)
        self._amounts(row, line)
        hint = default_hint(self.form.pack, line.quantity, line.item, self.form.year) if line.quantity else None
        kind = KIND_WORDS[line.kind].zh if line.kind in KIND_WORDS else line.kind
        self._text(row, line, "default", hint.zh if hint else "", "hint")
        self._text(row, line, "kind", kind, "typed")
        for field in ("source", "evidence", "uncertainty", "note"):
            self._text(row, line, field, getattr(line, field), "typed")

    def _names(self, row: int, line: Line) -> None:
        quantity = line.quantity
        texts = {"label": "", "unit": "", "need": "", "quantity": ""}
        if quantity is not None:
            unit, need = unit_text(self.form.pack, quantity, line.item), both(NEEDS[self._need(quantity, line)])
            texts = {"label": both(quantity.label), "unit": unit, "need": need, "quantity": quantity.id}
        free = quantity is None
        looks = {"label": "typed" if free else "label", "unit": "locked", "need": "locked", "quantity": "typed" if free else "locked"}
        for field, text in texts.items():
            self._text(row, line, field, text, looks[field])
        self._text(row, line, "facility", line.facility or "", "typed" if quantity is None or quantity.by_facility else "locked")
        item = self._item(quantity, line.item)
        self._text(row, line, "item", item, "typed" if quantity is None or quantity.by_item else "locked")

    def _need(self, quantity: Quantity, line: Line) -> str:
        return need_of(self.form.pack, quantity, line.item, self.form.year)

    def _item(self, quantity: Quantity | None, item: str | None) -> str:
        if quantity is None or item is None or quantity.item_table is None:
            return item or ""
        return both(self.form.pack.tables[quantity.item_table].rows[item].label)

    def _amounts(self, row: int, line: Line) -> None:
        quantity = line.quantity
        need, decimals = (self._need(quantity, line), quantity.decimals) if quantity else ("optional", None)
        typed = self.styles.amount(need, decimals, opens=line.opens_block)
        yearly = self.form.grain == "year" or (quantity is not None and quantity.yearly_only)
        periods: list[int | None] = [None] if yearly else list(MONTHS)
        for period in periods:
            column = self.columns["year" if period is None else str(period)]
            if period in line.amounts and line.amounts[period] is None:
                self.sheet.write_string(row, column, NOT_APPLICABLE_SIGN, typed)
            else:
                self._amount(row, column, line.amounts.get(period), typed)
        first, last = (self.columns["year"],) * 2 if yearly else (self.columns["1"], self.columns["12"])
        if quantity and not yearly and constant_of_year(quantity):
            self.sheet.write_blank(row, self.columns["year"], None, typed)
            last = self.columns["year"]
        if quantity and quantity.calendar:  # hours and days end with their month
            for period, column in zip(periods, range(first, last + 1), strict=True):
                self.sheet.data_validation(row, column, row, column, number_rule(self.form, quantity, line.item, period))
        elif quantity:
            self.sheet.data_validation(row, first, row, last, number_rule(self.form, quantity, line.item, None))
        if not yearly and last == self.columns["12"]:
            self._sum(row, line, decimals)
        elif yearly and self.form.grain == "month":
            self._no_months(row, line, decimals)

    def _no_months(self, row: int, line: Line, decimals: int | None) -> None:
        """The months of a figure that exists for the year alone are locked."""
        style = self.styles.amount("locked", decimals, locked=True, opens=line.opens_block)
        for month in MONTHS:
            self.sheet.write_blank(row, self.columns[str(month)], None, style)

    def _amount(self, row: int, column: int, amount: Decimal | None, style: Format) -> None:
        if amount is None:
            self.sheet.write_blank(row, column, None, style)
        elif len(amount.as_tuple().digits) > EXACT_DIGITS or Decimal(repr(float(amount))) != amount:
            self.sheet.write_string(row, column, full_text(amount), style)
        else:
            self.sheet.write_number(row, column, float(amount), style)

    def _sum(self, row: int, line: Line, decimals: int | None) -> None:
        style = self.styles.amount("locked", decimals, locked=True, opens=line.opens_block)
        column = self.columns["year"]
        if line.quantity is None or line.quantity.year != "sum":
            self.sheet.write_blank(row, column, None, style)
            return
        cells = f"{cell_name(row + 1, self.columns['1'] + 1)}:{cell_name(row + 1, self.columns['12'] + 1)}"
        amounts = [amount for amount in line.amounts.values() if amount is not None]
        shown = float(sum(amounts, Decimal(0))) if amounts else ""
        self.sheet.write_formula(row, column, f'=IF(COUNT({cells})=0,"",SUM({cells}))', style, shown)

    def _text(self, row: int, line: Line, field: str, text: str, look: str) -> None:
        style = self.styles.of(look, opens=line.opens_block)
        if text:
            self.sheet.write_string(row, self.columns[field], text, style)
        else:
            self.sheet.write_blank(row, self.columns[field], None, style)

    def drop_downs(self, first: int, last: int, facility_range: str) -> None:
        """Lists for facility and kind in all rows, for items and free rows where they belong."""
        words = [KIND_WORDS[kind].zh for kind in KINDS]
        self._list("kind", first, last, words)
        for number, line in enumerate(self.form_sheet.lines):
            row, quantity = first + number, line.quantity
            if quantity is None:
                self._list("label", row, row, choice_range(self.form, f"quantities {self.form_sheet.title.en}"))
            if quantity is None or quantity.by_facility:
                self._list("facility", row, row, facility_range)
            table = quantity.item_table if quantity else self._only_table()
            if table and (quantity is None or quantity.by_item):
                self._list("item", row, row, choice_range(self.form, f"items {table}"))

    def _only_table(self) -> str | None:
        tables = {one.item_table for one in self.form_sheet.quantities if one.item_table}
        return tables.pop() if len(tables) == 1 else None

    def _list(self, field: str, first: int, last: int, source: object) -> None:
        rule = {"validate": "list", "source": source, "error_type": "warning", "error_title": "不在列表中", "error_message":
                "请从列表选择 / choose from the list"}  # fmt: skip
        self.sheet.data_validation(first, self.columns[field], last, self.columns[field], rule)


def number_rule(form: InputForm, quantity: Quantity, item: str | None, month: int | None) -> dict[str, object]:
    """The validation of a number cell: its bounds in a month or the year, and a message with unit, range, decimals and clause."""
    low, high = quantity.low, high_of(quantity, form.year, month)
    bounds = f"{full_text(low)} … {full_text(high)}"
    shown = "" if quantity.decimals is None else f" · {quantity.decimals} 位小数 decimals"
    message = f"{unit_text(form.pack, quantity, item)} · {bounds}{shown}\n{quantity.clause}"[:250]
    exact = Context(prec=EXACT_DIGITS)
    return {
        "validate": "decimal", "criteria": "between", "ignore_blank": True,
        "minimum": float(exact.plus(low)), "maximum": float(exact.plus(high)),
        "input_title": quantity.label.zh[:32], "input_message": message, "error_type": "warning",
        "error_title": "请核对 check",
        "error_message": f"应为 {bounds} 之间的数，或“/”（不适用） / a number in {bounds}, or / (not applicable)"[:250],
    }  # fmt: skip
