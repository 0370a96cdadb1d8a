"""The plan as an Excel workbook in the layout of the form; the same plan gives the same bytes, and `reading` reads it back."""

from __future__ import annotations

import io
from typing import Any

from tanheng.documents.plan.layout import Block, plan_sheets
from tanheng.documents.text_sizes import row_height, text_width
from tanheng.documents.written_workbook import GREEN, PALE, Formats, open_workbook
from tanheng.engine.plan.plan import Plan
from tanheng.engine.text import Text

NARROWEST, WIDEST = 12, 42
FIELD_WIDTHS = (34, 80)
LONGEST_CELL = 32_767


def plan_workbook(plan: Plan, name: Text, lang: str = "zh") -> bytes:
    """The workbook's bytes; `name` is what the plan is called in its year."""
    buffer = io.BytesIO()
    formats = Formats(open_workbook(buffer, author="Tanheng 碳衡", title=name.in_(lang)))
    for one in plan_sheets(plan, name, lang):
        sheet = formats.book.add_worksheet(one.name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        widths = _widths(one.blocks, lang)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        row = 0
        for block in one.blocks:
            row = _write(formats, sheet, row, block, widths, lang) + 1
    formats.book.close()
    return buffer.getvalue()


def _widths(blocks: tuple[Block, ...], lang: str) -> list[float]:
    widths: list[float] = list(FIELD_WIDTHS) if any(not one.headings for one in blocks) else []
    for block in blocks:
        rows = [tuple(one.label.in_(lang) for one in block.headings), *block.rows] if block.headings else []
        for number, column in enumerate(zip(*rows, strict=True)):
            width = min(max(NARROWEST, *(2 + max(map(text_width, text.split("\n"))) for text in column)), WIDEST)
            widths[number : number + 1] = [max(width, widths[number]) if number < len(widths) else width]
    return widths


def _write(formats: Formats, sheet: Any, row: int, block: Block, widths: list[float], lang: str) -> int:
    """A block from a row on; the row behind it."""
    sheet.write_string(row, 0, block.title, formats.style(bold=True, font_size=13, font_color=GREEN))
    row += 1
    if block.headings:
        for column, heading in enumerate(block.headings):
            look = {"font_color": "#FFFFFF", "bg_color": GREEN} if heading.official else {"bg_color": PALE}
            sheet.write_string(row, column, heading.label.in_(lang), formats.bordered(bold=True, text_wrap=True, **look))
        row += 1
    for cells in block.rows:
        for column, text in enumerate(cells):
            bold = not block.headings and column == 0
            sheet.write_string(row, column, text[:LONGEST_CELL], formats.bordered(text_wrap=True, bold=bold, num_format="@"))
        sheet.set_row(row, min(row_height(cells, widths[: len(cells)]), 400))
        row += 1
    return row
