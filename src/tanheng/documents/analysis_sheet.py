"""One sheet of a workbook of analysis: title, note, headings, rows of text and numbers, in the looks of the other workbooks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tanheng.documents.written_workbook import GREEN, GREY, Formats, open_workbook

FIRST_ROW = 4  # of the rows; the headings stand above


class AnalysisBook(Formats):
    """A workbook in memory; the same content gives the same bytes."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        super().__init__(open_workbook(self.buffer, author="Tanheng 碳衡"))

    def content(self) -> bytes:
        """The bytes."""
        self.book.close()
        return self.buffer.getvalue()

    def sheet(self, name: str, note: str, headings: Sequence[str], widths: Sequence[float]) -> Any:
        """An empty sheet with its head."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.set_footer("&LTanheng 碳衡&R&P / &N")
        sheet.write_string(0, 0, name, self.style(bold=True, font_size=15, font_color=GREEN))
        sheet.write_string(1, 0, note, self.style(font_color=GREY))
        head = self.bordered(bold=True, font_color="#FFFFFF", bg_color=GREEN, text_wrap=True, align="center")
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.write_string(FIRST_ROW - 1, column, heading, head)
            sheet.set_column(column, column, width)
        sheet.set_row(FIRST_ROW - 1, 30)
        return sheet

    def row(self, sheet: Any, number: int, cells: Sequence[str | Decimal | None], *, bold: bool = False) -> None:
        """One row: texts left, numbers right with their own decimals, nothing for what is absent."""
        for column, cell in enumerate(cells):
            if isinstance(cell, Decimal):
                sheet.write_number(number, column, float(cell), self.number(cell, bold=bold))
            else:
                sheet.write_string(number, column, cell or "", self.bordered(bold=bold))

    def number(self, value: Decimal, *, bold: bool = False) -> Any:
        """The format of a number with the decimals it carries."""
        places = max(0, -int(value.as_tuple().exponent))
        shape = "#,##0" + (f".{'0' * places}" if places else "")
        return self.bordered(num_format=shape, align="right", bold=bold)
