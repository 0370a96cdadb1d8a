"""The official tables of a run as a workbook: a cover, one sheet per table, and the appendix of what is unconfirmed or wrong.

Numbers are numbers with fixed decimals, blanks stay blank, defaults and estimates look different, and the dagger of an
unconfirmed value is part of the number format, so that a copied cell stays a number.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tanheng.documents.notation import parts, signs_marked, symbols_marked
from tanheng.documents.report.content import ReportContent, report_content
from tanheng.documents.report.facts import NO_FACTS, ReportFacts
from tanheng.documents.report.tables import DataRow, DataTable, Figure, TextTable
from tanheng.documents.report.words import DEVIATION_HEADS, TREATMENT_HEADS
from tanheng.documents.text_sizes import row_height
from tanheng.documents.written_workbook import AMBER, GREEN, GREY, PALE, Formats, open_workbook
from tanheng.engine.run import Run

LINE = "#C9D4D2"
LONGEST_SHEET_NAME = 31
FORBIDDEN_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
A4, A3 = 9, 8  # numbers of paper sizes in a workbook
LABEL_COLUMN = 2
FIRST_ROW = 4  # title, entity and legend above; headings on the row before
RESULT_WIDTHS = (56, 18, 20, 16, 14)
FONT_LOOKS, FONT_SCRIPTS = ("bold", "italic", "font_color", "font_size"), {"": 0, "high": 1, "low": 2}
DECIDED_WIDTHS = (36, 24, 10, 44, 20, 20, 44, 26)
COVER_ROWS = ("entity", "code", "year", "date")


def official_tables(run: Run, lang: str = "zh", facts: ReportFacts = NO_FACTS) -> bytes:
    """The official tables of a run as xlsx bytes."""
    return workbook_of(report_content(run, lang, facts))


def workbook_of(content: ReportContent) -> bytes:
    """The workbook of a content that is already made."""
    buffer = io.BytesIO()
    book = open_workbook(buffer, title=content.title, company=content.entity)
    _Tables(content, book).write()
    book.close()
    return buffer.getvalue()


class _Tables(Formats):
    """Writes the sheets of one workbook."""

    def __init__(self, content: ReportContent, book: Any) -> None:
        super().__init__(book, LINE)
        self.content, self.words = content, content.words
        self._names: set[str] = set()

    def write(self) -> None:
        """Cover, main results, tables, appendix."""
        self._cover()
        self._results()
        for table in self.content.tables:
            if isinstance(table, DataTable):
                self._data_table(table)
            else:
                self._text_table(table)
        words, c = self.words, self.content
        if c.overrides:
            heads = ("quantity", "name", "before", "in_place", "unit", "document", "reason")
            self._list(words["overrides"], words["unconfirmed_intro"], heads, c.overrides, [44, 30, 26, 16, 16, 50, 40])
        names: tuple[str, ...] = ("quantity", "symbol", "value", "unit", "status", "clause", "source")
        self._list(
            words["appendix_unconfirmed"],
            words["unconfirmed_values"],
            names,
            c.unconfirmed_values,
            [36, 14, 16, 16, 22, 44, 46],
        )
        names = ("quantity", "symbol", "status", "clause", "source")
        self._list(words["unconfirmed_clauses"], words["unconfirmed_intro"], names, c.unconfirmed_clauses, [36, 14, 22, 50, 50])
        if c.untranslatable:
            names = ("rule", "clause", "status", "results")
            self._list(words["untranslatable"], words["untranslatable_legend"], names, c.untranslatable, [70, 30, 22, 70])
        names = ("severity", "code", "where", "message", "remedy")
        self._list(
            words["appendix_problems"],
            "" if c.problems else words["problems_none"],
            names,
            c.problems,
            [10, 14, 36, 70, 70],
        )
        if c.answers or c.unprinted_answers:
            names = ("code", "where", "doubt", "answer", "reason", "who")
            self._list(words["answers"], c.unprinted_answers, names, c.answers, [14, 36, 60, 14, 60, 30])
        if c.treatments:
            self._list(words["treatments"], "", TREATMENT_HEADS, c.treatments, DECIDED_WIDTHS)
        if c.deviations:
            self._list(words["deviations"], "", DEVIATION_HEADS, c.deviations, DECIDED_WIDTHS)

    # ── shared ───────────────────────────────────────────────────────────────────────────────────

    def _sheet(self, name: str, *, landscape: bool = True) -> Any:
        plain = name.translate(FORBIDDEN_IN_SHEET_NAMES).strip()[:LONGEST_SHEET_NAME].strip("' ") or "–"
        number = 1
        while plain.lower() in self._names:
            number += 1
            plain = f"{plain[: LONGEST_SHEET_NAME - 4]} ({number})"
        self._names.add(plain.lower())
        sheet = self.book.add_worksheet(plain)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        if landscape:
            sheet.set_landscape()
        if self.content.mark:
            sheet.set_header(f"&C&B{self.content.mark.replace('&', '&&')}")
        sheet.set_footer(f"&L{self.content.year}&C{plain.replace('&', '&&')}&R&P / &N")
        return sheet

    def _title(self, sheet: Any, title: str, note: str) -> None:
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=14, font_color=GREEN))
        head = " · ".join(filter(None, (self.content.entity, self.content.year, self.content.mark)))
        sheet.write_string(1, 0, head, self.style(font_color=GREY))
        sheet.write_string(2, 0, note, self.style(font_color=GREY, font_size=9))
        sheet.set_row(0, 24)

    def _headings(self, sheet: Any, row: int, headings: Sequence[str]) -> None:
        style = self.bordered(bold=True, font_color="#FFFFFF", bg_color=GREEN, align="center", text_wrap=True)
        for column, heading in enumerate(headings):
            sheet.write_string(row, column, heading, style)
        sheet.set_row(row, 34)

    def _text(self, sheet: Any, row: int, column: int, marked: str, **looks: Any) -> None:
        """A bordered cell; what is marked in its text is set low or high."""
        pieces, style = list(parts(marked)), self.bordered(**looks)
        if all(not piece.height for piece in pieces):
            sheet.write_string(row, column, marked, style)
            return
        font = {name: look for name, look in looks.items() if name in FONT_LOOKS}
        runs = [part for text, height in pieces for part in (self.style(font_script=FONT_SCRIPTS[height], **font), text)]
        sheet.write_rich_string(row, column, *runs, style)

    # ── cover ────────────────────────────────────────────────────────────────────────────────────

    def _cover(self) -> None:
        c, words = self.content, self.words
        sheet = self._sheet(words["cover"], landscape=False)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 80)
        if c.mark:
            sheet.write_string(0, 0, c.mark, self.style(bold=True, font_color=AMBER if c.draft else GREEN))
        sheet.write_string(1, 0, c.title, self.style(bold=True, font_size=20, font_color=GREEN))
        sheet.write_string(2, 0, f"{words['tables_title']} · {c.pack_title}", self.style(font_color=GREY, font_size=11))
        if c.notice:
            sheet.merge_range(3, 0, 3, 1, c.notice, self.style(font_color=AMBER, text_wrap=True))
            sheet.set_row(3, sum(row_height((line,), (110,)) for line in c.notice.splitlines()))
        sheet.write_string(4, 0, c.confirmed_doubts, self.style(font_color=AMBER))
        row = 5
        for name in COVER_ROWS:
            self._fact(sheet, row, words[name], getattr(c, name))
            row += 1
        for name, text in c.seal:
            self._fact(sheet, row, name, text)
            row += 1
        for text in (c.guide_sentence, c.declaration, c.numbering_note, words["legend"]):
            row += 1
            sheet.merge_range(row, 0, row, 1, text, self.style(text_wrap=True))
            sheet.set_row(row, 34)
        row += 2
        sheet.write_string(row, 0, words["list_of_tables"], self.style(bold=True, font_color=GREEN))
        for number, table in enumerate(c.tables, start=row + 1):
            sheet.write_string(number, 0, table.number, self.bordered(align="center"))
            sheet.write_string(number, 1, table.title, self.bordered())

    def _fact(self, sheet: Any, row: int, name: str, text: str) -> None:
        sheet.write_string(row, 0, name, self.bordered(bold=True, bg_color=PALE))
        sheet.write_string(row, 1, text, self.bordered(**self._blank(text)))

    def _blank(self, text: str) -> dict[str, Any]:
        return {"font_color": GREY, "italic": True} if text == self.words["not_filled"] else {}

    # ── main results ─────────────────────────────────────────────────────────────────────────────

    def _results(self) -> None:
        sheet = self._sheet(self.words["results"])
        self._title(sheet, self.words["results"], "")
        self._headings(sheet, FIRST_ROW - 1, [self.words[f"h_{name}"] for name in ("item", "symbol", "value", "unit", "share")])
        for column, width in enumerate(RESULT_WIDTHS):
            sheet.set_column(column, column, width)
        for number, one in enumerate(self.content.results, start=FIRST_ROW):
            sheet.set_row(number, row_height((one.label,), RESULT_WIDTHS[:1]))
            for column, text in ((0, one.label), (3, one.unit)):
                self._text(sheet, number, column, signs_marked(text), text_wrap=True)
            self._text(sheet, number, 1, symbols_marked(one.symbol), text_wrap=True)
            self._number(sheet, number, 2, one.value, len(one.texts()[2].partition(".")[2]))
            if one.share is None:
                sheet.write_blank(number, 4, None, self.bordered())
            else:
                self._number(sheet, number, 4, one.share, 2, mark='" %"')
        for number, note in enumerate(self.content.share_notes, start=FIRST_ROW + len(self.content.results) + 1):
            sheet.write_string(number, 0, note, self.style(font_color=GREY, font_size=9))

    def _number(self, sheet: Any, row: int, column: int, value: Decimal, decimals: int, *, mark: str = "", **looks: Any) -> None:
        places = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        sheet.write_number(row, column, value, self.bordered(num_format=f"{places}{mark}", align="right", **looks))

    # ── data ─────────────────────────────────────────────────────────────────────────────────────

    def _data_table(self, table: DataTable) -> None:
        sheet = self._sheet(table.full_title)
        sheet.set_paper(A3)  # twelve months beside their provenance stay readable
        note = " · ".join(text for text in (table.note, self.words["legend"]) if text)
        self._title(sheet, table.full_title, note)
        h = table.headings
        headings = [h["place"], h["symbol"], h["item"], h["unit"], *table.periods, h["way"]]
        headings += [*([h["meter"]] if table.with_meter else []), h["source"], h["files"]]
        self._headings(sheet, FIRST_ROW - 1, headings)
        widths = [14, 10, 28, 12, *(12 for _ in table.periods), 14, *([10] if table.with_meter else []), 24, 24]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(FIRST_ROW, 4)
        sheet.repeat_rows(FIRST_ROW - 1)
        for number, row in enumerate(table.rows, start=FIRST_ROW):
            self._data_row(sheet, number, row, with_meter=table.with_meter)
            texts = [row.place, row.symbol, row.label, row.unit, *("" for _ in row.figures), row.way]
            texts += [*([row.meter] if table.with_meter else []), row.source, row.evidence]
            sheet.set_row(number, row_height(texts, widths))

    def _data_row(self, sheet: Any, number: int, row: DataRow, *, with_meter: bool) -> None:
        bold = {"bold": True} if row.derived else {}
        texts = (signs_marked(row.place), symbols_marked(row.symbol), signs_marked(row.label), signs_marked(row.unit))
        for column, text in enumerate(texts):
            self._text(sheet, number, column, text, text_wrap=True, **(bold if column == LABEL_COLUMN else {}))
        column = 4
        for figure in row.figures:
            self._figure(sheet, number, column, figure, bold)
            column += 1
        for text in (row.way, *((row.meter,) if with_meter else ()), row.source, row.evidence):
            self._text(sheet, number, column, signs_marked(text), text_wrap=True, **self._blank(text))
            column += 1

    def _figure(self, sheet: Any, row: int, column: int, figure: Figure, bold: dict[str, Any]) -> None:
        if figure.value is None:
            if figure.text:  # `/`, or a ratio such as 44/12, which is printed as it stands in the rules
                sheet.write_string(row, column, figure.text, self.bordered(align="right"))
            else:
                sheet.write_blank(row, column, None, self.bordered())
            return
        mark = '"†"' if figure.unconfirmed else ""
        looks: dict[str, Any] = {"italic": True, "font_color": GREY} if figure.kind == "default" else {}
        if figure.kind == "estimated":
            looks = {"font_color": AMBER}
        self._number(sheet, row, column, figure.value, figure.decimals, mark=mark, **looks, **bold)

    # ── text ─────────────────────────────────────────────────────────────────────────────────────

    def _text_table(self, table: TextTable) -> None:
        sheet = self._sheet(table.full_title, landscape=table.list_like)
        self._title(sheet, table.full_title, table.note)
        widest = max((len(block.headings) for block in table.blocks), default=1)
        for column in range(widest):
            sheet.set_column(column, column, (46, 50, 36)[column] if widest <= 3 else 22)
        row = FIRST_ROW - 1
        for block in table.blocks:
            if block.heading:
                sheet.write_string(row, 0, block.heading, self.style(bold=True, font_color=GREEN))
                row += 1
            self._headings(sheet, row, block.headings)
            for line in block.rows:
                row += 1
                sheet.set_row(row, row_height(line, (44, 48, 34) if widest <= len(line) == 3 else (20,) * len(line)))
                for column, text in enumerate(line):
                    ground = {"bg_color": PALE} if column == 0 and not table.list_like else {}
                    self._text(sheet, row, column, signs_marked(text), text_wrap=True, **ground, **self._blank(text))
            row += 2

    def _list(self, title: str, note: str, names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        sheet = self._sheet(title)
        self._title(sheet, title, note)
        self._headings(sheet, FIRST_ROW - 1, [self.words[f"h_{name}"] for name in names])
        sheet.freeze_panes(FIRST_ROW, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for number, row in enumerate(rows, start=FIRST_ROW):
            sheet.set_row(number, row_height(row, widths))
            for column, text in enumerate(row):
                right = {"align": "right"} if names[column] == "value" else {}
                marked = symbols_marked(text) if names[column] == "symbol" else signs_marked(text)
                self._text(sheet, number, column, marked, text_wrap=True, **right)
        if names[-1] == "source":
            for number, text in enumerate(self.content.sources, start=FIRST_ROW + len(rows) + 1):
                sheet.write_string(number, 0, text, self.style(font_color=GREY, font_size=9))
