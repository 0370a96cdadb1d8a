"""A list as Word: a landscape page with its title, the line below it, and one table whose headings stand on every page. The same bytes each
time; it knows nothing of what the list is of.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tanheng.documents.list_workbook import Listing
from tanheng.documents.report.word import without_clock

WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - a document carries no zone; the same bytes on every day
LATIN, CHINESE = "Arial", "Microsoft YaHei"


def list_word(listing: Listing) -> bytes:
    """The document's bytes; cells are texts."""
    document: Any = Document()
    document.core_properties.created = document.core_properties.modified = WRITTEN
    document.core_properties.author = "Tanheng 碳衡"
    _lay_out(document)
    document.add_paragraph(listing.name, style="Title")
    document.add_paragraph(listing.note)
    _fill(document, listing)
    made = io.BytesIO()
    document.save(made)
    return without_clock(made.getvalue())


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin = section.bottom_margin = Mm(15)
    for name, size in (("Normal", 8), ("Title", 16)):
        style = document.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), CHINESE)


def _fill(document: Any, listing: Listing) -> None:
    table = document.add_table(rows=1 + len(listing.rows), cols=len(listing.headings), style="Table Grid")
    lines = [listing.headings, *listing.rows]
    for cells, texts in zip((row.cells for row in table.rows), lines, strict=True):
        for cell, text in zip(cells, texts, strict=True):
            cell.text = str(text or "")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    repeated = OxmlElement("w:tblHeader")  # the headings stand on every page
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
