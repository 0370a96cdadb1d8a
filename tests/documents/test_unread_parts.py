"""Figures in comments, text boxes and defined names are not read; one note names where they stand."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tanheng.documents.input.unread_parts import CLOSING, OPENING, unread_parts
from tanheng.documents.marks import words
from tanheng.documents.reading.workbook_package import WorkbookPackage

TYPES = '<Types><Override PartName="/xl/workbook.xml" ContentType="application/x.sheet.main+xml"/></Types>'
BOOK = (
    '<workbook xmlns:r="r"><sheets><sheet name="数据 Data" r:id="r1"/><sheet name="B" r:id="r2"/></sheets>'
    "<definedNames><definedName name='factor'>0.95</definedName><definedName name='list'>B!$A$1</definedName></definedNames></workbook>"
)


def rels(**targets: str) -> str:
    return "<Relationships>" + "".join(
        f'<Relationship Id="{key}" Type="x/{target.split()[0]}" Target="{target.split()[1]}"/>' for key, target in targets.items()
    ) + "</Relationships>"  # fmt: skip


def told(comment: str, box: str, book: str = BOOK) -> list[str]:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": rels(r1="worksheet worksheets/a.xml", r2="worksheet worksheets/b.xml"),
            "xl/worksheets/a.xml": "<worksheet/>",
            "xl/worksheets/b.xml": "<worksheet/>",
            "xl/worksheets/_rels/a.xml.rels": rels(r1="comments ../c.xml"),
            "xl/worksheets/_rels/b.xml.rels": rels(r1="drawing ../d.xml"),
            "xl/c.xml": f"<comments><comment><text><r><t>{comment}</t></r></text></comment></comments>",
            "xl/d.xml": f"<wsDr><sp><txBody><p><r><t>{box}</t></r></p></txBody></sp></wsDr>",
        }.items():
            archive.writestr(name, text)
    return [one.as_text("en") for one in unread_parts(WorkbookPackage(content.getvalue()), "x.xlsx")]


def test_one_note_names_the_sheets_and_the_names():
    (note,) = told("实为 1200 t", "＋35 t")
    assert "FILE-253" in note and "comments of “数据 Data”; text boxes of “B”; defined names factor" in note


def test_words_without_figures_and_own_marks_are_no_matter():
    quiet = BOOK.replace("0.95", "B!$A$2")
    assert told("请核对", "说明", quiet) == []
    assert told(f"{OPENING} CE-001: 5 t {CLOSING}", "", quiet) == []
    assert (OPENING, CLOSING) == (words.OPENING, words.CLOSING)
