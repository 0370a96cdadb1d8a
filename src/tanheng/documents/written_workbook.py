"""A workbook being written: opened in memory on a fixed date, each of its formats made once. What stands in it is told elsewhere."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from tanheng.documents.report.labels import SPREADSHEET_FONT

FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook carries no zone; the same bytes on every day
GREEN, PALE, GREY, AMBER, RED, LINE = "#175C5C", "#E8F1F0", "#56616F", "#8A4B00", "#B3261E", "#D5DAD9"


def open_workbook(buffer: io.BytesIO, **properties: str) -> Any:
    """An empty workbook that ends in the buffer when it is closed; texts stay texts, whatever they look like."""
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": FIXED_DATE, **properties})
    return book


class Formats:
    """The formats of one workbook."""

    def __init__(self, book: Any, line: str = LINE) -> None:
        self.book, self.line = book, line
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **more: Any) -> Any:
        """A format, each combination made once."""
        properties = {"font_name": SPREADSHEET_FONT, "font_size": 10, "valign": "vcenter", **more}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def bordered(self, **more: Any) -> Any:
        """A cell with a hair line around it."""
        return self.style(border=1, border_color=self.line, **more)
