"""A month of a day-book as CSV and Excel, and what people fill in those or paste from a spreadsheet, read back: words and cells alone."""

from __future__ import annotations

from tanheng.engine.text import Text
from tanheng.engine.units.slips import unit_words
from tanheng.rulebook.day_books import DayBook

NUMBER, DAY = Text("序号", "No."), Text("日期", "Day")


def headings(book: DayBook) -> dict[str, Text]:
    """Column → its heading, with its unit: what is written first, then what is computed."""
    units = {name: one.unit for name, one in book.columns.items()} | {name: one.unit for name, one in book.derived.items()}
    return {name: _with_unit(book.label_of(name), unit) for name, unit in units.items()}


def _with_unit(label: Text, unit: str) -> Text:
    if not unit:
        return label
    words = unit_words(unit)
    return Text(f"{label.zh}（{words.zh}）", f"{label.en} ({words.en})")
