"""The plan as a Word document in the layout of the form: the form's own columns alone. The same plan gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from tanheng.documents.plan.layout import Block, plan_sheets
from tanheng.documents.report.labels import SPREADSHEET_FONT
from tanheng.documents.report.word import without_clock
from tanheng.engine.plan.plan import Plan
from tanheng.engine.text import Text

TEXT_POINTS, TABLE_POINTS = 10.5, 8
SHEETS_OF_THE_FORM = slice(1, -1)  # without the head, which the title says, and the system's uses


@dataclass(frozen=True)
class Picture:
    """A picture with the title above it; PNG or JPEG."""

    title: str
    content: bytes


def plan_word(plan: Plan, name: Text, lang: str = "zh", mark: str = "", pictures: Sequence[Picture] = ()) -> bytes:
    """The document's bytes; `mark` says version and state below the title, `pictures` stand at the end."""
    document: Any = Document()
    _set_up(document)
    document.add_heading(name.in_(lang), 0)
    for line in filter(None, (plan.enterprise.name, mark)):
        document.add_paragraph(line)
    for sheet in plan_sheets(plan, name, lang)[SHEETS_OF_THE_FORM]:
        for block in sheet.blocks:
            document.add_heading(block.title, 2)
            _add(document, block, lang)
    for picture in pictures:
        _add_picture(document, picture)
    made = io.BytesIO()
    document.save(made)
    return without_clock(made.getvalue())


def _add_picture(document: Any, picture: Picture) -> None:
    """A picture below its title, as wide as the page lets it be and no higher."""
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    height = (section.page_height - section.top_margin - section.bottom_margin) * 4 // 5
    document.add_heading(picture.title, 2)
    shown = document.add_picture(io.BytesIO(picture.content))
    scale = min(Fraction(int(width), int(shown.width)), Fraction(int(height), int(shown.height)), Fraction(1))
    shown.width, shown.height = int(shown.width * scale), int(shown.height * scale)


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for name in ("Normal", "Title", "Heading 2"):
        style = document.styles[name]
        style.font.name = SPREADSHEET_FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SPREADSHEET_FONT)
    document.styles["Normal"].font.size = Pt(TEXT_POINTS)


def _add(document: Any, block: Block, lang: str) -> None:
    shown = [number for number, one in enumerate(block.headings) if one.official]
    heads = [[block.headings[number].label.in_(lang) for number in shown]] if block.headings else []
    rows = [[row[number] for number in shown] for row in block.rows] if block.headings else [list(row) for row in block.rows]
    cells = [*heads, *rows]
    if not cells:
        return
    table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for place, row in zip(table.rows, cells, strict=True):
        for cell, text in zip(place.cells, row, strict=True):
            run = cell.paragraphs[0].add_run(text or "")
            run.font.size = Pt(TABLE_POINTS)
    for cell in table.rows[0].cells if heads else ():
        cell.paragraphs[0].runs[0].font.bold = True
