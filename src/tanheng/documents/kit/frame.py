"""The frame of a recomputation kit: its workbook, the five sheets and those beside them, their heads and the looks of a cell. No number is
written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tanheng.documents.kit import words
from tanheng.documents.kit.formulas import CellFormulas
from tanheng.documents.kit.layout import FIRST_ROW, Layout, Row
from tanheng.documents.report.labels import facility_label, item_label, period_label
from tanheng.documents.written_workbook import GREEN, GREY, Formats
from tanheng.engine.run import Run
from tanheng.engine.text import Text


class KitFrame(Formats):
    """One workbook with its sheets, addresses and formats."""

    def __init__(self, run: Run, lang: str, book: Any, more: Sequence[Text] = ()) -> None:
        super().__init__(book)
        self.run, self.lang = run, lang
        names = (words.COVER, words.INPUTS, words.PARAMETERS, words.COMPUTATION, words.COMPARISON, *more)
        self.names = {name.en: name.in_(lang) for name in names}
        self.sheets = {name.en: book.add_worksheet(name.in_(lang)) for name in names}
        self.layout = Layout(run, self.names["Inputs"], self.names["Parameters"], self.names["Computation"])
        self.formulas = CellFormulas(self.layout)

    def number_style(self, decimals: int | None, **more: Any) -> Any:
        """Right-aligned, thousands separated, fixed decimals; a number that is not rounded shows ten."""
        places = 10 if decimals is None else decimals
        shape = "#,##0" + (f".{'0' * places}" if places else "")
        return self.bordered(num_format=shape, align="right", **more)

    def head(self, sheet_name: str, headings: Sequence[str], widths: Sequence[float], note: str) -> Any:
        """A sheet with title, note, headings and widths."""
        sheet = self.sheets[sheet_name]
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.set_footer(f"&L{words.TITLE.in_(self.lang)}&C{self.names[sheet_name]}&R&P / &N")
        sheet.write_string(0, 0, self.names[sheet_name], self.style(bold=True, font_size=15, font_color=GREEN))
        sheet.write_string(1, 0, self.run.case.entity_name, self.style(font_color=GREY))
        sheet.write_string(2, 0, note, self.style(font_color=GREY))
        look = self.bordered(bold=True, font_color="#FFFFFF", bg_color=GREEN, text_wrap=True, align="center")
        for column, heading in enumerate(headings):
            sheet.write_string(FIRST_ROW - 1, column, heading, look)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(FIRST_ROW - 1, 30)
        return sheet

    def headings(self, *names: str) -> list[str]:
        """Column headings in the language."""
        return [words.HEADINGS[name].in_(self.lang) for name in names]

    def period_headings(self) -> list[str]:
        """The months and the year."""
        return [period_label(self.run, period, self.lang) for period in self.layout.periods]

    def place(self, sheet: Any, row: Row, *, alternate: bool) -> None:
        """The columns that say which number a row holds."""
        quantity, (facility, item) = row.quantity, row.key
        style = self.bordered(**({"bg_color": "#F7F9F9"} if alternate else {}))
        texts = (
            quantity.id,
            quantity.label.in_(self.lang),
            facility_label(self.run, facility),
            item_label(self.run, quantity.id, item, self.lang),
            quantity.symbol,
            self.run.pack.unit_of(quantity.id, item),
            "–" if quantity.decimals is None else str(quantity.decimals),
        )
        for column, text in enumerate(texts):
            sheet.write_string(row.number, column, text, style)
