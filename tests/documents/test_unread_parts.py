"""Figures in comments, text boxes, page headers and defined names are not read; one note names where they stand."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from tanheng.documents.input.unread_parts import CLOSING, OPENING, unread_parts
from tanheng.documents.input.workbook import sheets_of
from tanheng.documents.marks import words
from tanheng.documents.reading.workbook_package import WorkbookPackage
from tests.documents.raw_workbook import zipped
from tests.documents.sample_input import POTLINES, edited, read, sample_workbook, saved
from tests.support.libreoffice import LibreOffice

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
    return notes(content.getvalue())


def notes(content: bytes) -> list[str]:
    package = WorkbookPackage(content)
    return [one.as_text("en") for one in unread_parts(package, "x", sheets_of(package))]


def test_one_note_names_the_sheets_and_the_names():
    (note,) = told("实为 1200 t", "＋35 t")
    assert "FILE-253" in note and "comments of “数据 Data”; text boxes of “B”; defined names factor" in note


def test_words_without_figures_and_own_marks_are_no_matter():
    quiet = BOOK.replace("0.95", "B!$A$2")
    assert told("请核对", "说明", quiet) == []
    assert told(f"{OPENING} CE-001: 5 t {CLOSING}", "", quiet) == []
    assert (OPENING, CLOSING) == (words.OPENING, words.CLOSING)


# ── OpenDocument ─────────────────────────────────────────────────────────────────────────────────

NAMES = 'xmlns:o="o" xmlns:t="t" xmlns:x="x" xmlns:s="s" xmlns:d="d" xmlns:dc="dc"'
COMMENT = "<o:annotation><dc:creator>A 1</dc:creator><dc:date>2026-01-05T10:00:00</dc:date><x:p>{}</x:p></o:annotation>"
BOX = "<d:frame><d:text-box><x:p>{}</x:p></d:text-box></d:frame>"
SHAPE = "<d:custom-shape><x:p>{}</x:p></d:custom-shape>"
PAGE = '<s:master-page s:name="{}"><s:header>{}</s:header><s:footer><s:region-left><x:p>{}</x:p></s:region-left></s:footer></s:master-page>'
NUMBERED = "第 <x:page-number>1</x:page-number> 页，共 <x:page-count>99</x:page-count> 页 <x:date>2026-01-05</x:date>"


def opendocument(cell: str = "", shapes: str = "", pages: str = "", names: str = "", before: str = "") -> bytes:
    body = (
        f'<t:table t:name="数据" t:style-name="ta1"><t:shapes>{shapes}</t:shapes><t:table-row>'
        f'<t:table-cell o:value-type="string">{cell}<x:p>甲</x:p></t:table-cell></t:table-row></t:table>'
        f"<t:named-expressions>{names}</t:named-expressions>"
    )
    style = '<o:automatic-styles><s:style s:name="ta1" s:family="table" s:master-page-name="P1"/></o:automatic-styles>'
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "styles.xml": f"<o:document-styles {NAMES}><o:master-styles>{pages}</o:master-styles></o:document-styles>",
        "content.xml": f"<o:document-content {NAMES}>{style}<o:body><o:spreadsheet>{before}{body}</o:spreadsheet></o:body>"
        "</o:document-content>",
    })  # fmt: skip


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (opendocument(cell=COMMENT.format("实为 1200 t")), "comments of “数据”"),
        (opendocument(cell=BOX.format("＋35 t")), "text boxes of “数据”"),
        (opendocument(cell=SHAPE.format("＋35 t")), "text boxes of “数据”"),
        (opendocument(shapes=BOX.format("＋35 t")), "text boxes of “数据”"),
        (opendocument(shapes=f"<d:g>{SHAPE.format('＋35 t')}</d:g>"), "text boxes of “数据”"),
        (opendocument(pages=PAGE.format("P1", "", "按 1200 t 计")), "page headers or footers of “数据”"),
        (opendocument(pages=PAGE.format("P1", "<x:p>按 1200 t 计</x:p>", NUMBERED)), "page headers or footers of “数据”"),
        (opendocument(names='<t:named-expression t:name="factor" t:expression="of:=0.95"/>'), "defined names factor"),
        (
            opendocument(cell="<t:table><t:table-row><t:table-cell><x:p>5</x:p></t:table-cell></t:table-row></t:table>"),
            "text boxes of “数据”",
        ),
    ],
)
def test_what_stands_in_no_cell_of_an_opendocument_is_told(content: bytes, where: str) -> None:
    (note,) = notes(content)
    assert note.startswith("FILE-253 [note]") and where in note
    package = WorkbookPackage(content)
    assert [cell.text for cell in sheets_of(package)[0].cells.values()] == ["甲"]


@pytest.mark.parametrize(
    "content",
    [
        opendocument(cell=COMMENT.format("请核对")),
        opendocument(cell=COMMENT.format(f"{OPENING} CE-001: 5 t {CLOSING}")),
        opendocument(pages=PAGE.format("P1", "", NUMBERED)),
        opendocument(pages=PAGE.format("P2", "<x:p>5</x:p>", "6")),
        opendocument(names='<t:named-range t:name="list" t:cell-range-address="B.A1"/>'),
        opendocument(before=f"<t:tracked-changes>{COMMENT.format('5')}<x:p>5</x:p></t:tracked-changes>"),
        opendocument(),
    ],
)
def test_words_fields_and_what_was_deleted_are_no_matter(content: bytes) -> None:
    assert notes(content) == []


def noted(made: Workbook) -> None:
    made[POTLINES]["F5"].comment = Comment("实为 1200 t", "A")
    made[POTLINES].oddHeader.center.text = "按 1200 t 计"


def test_the_same_workbook_is_told_alike_as_xlsx_and_as_ods(soffice: LibreOffice, tmp_path) -> None:
    path = tmp_path / "input.xlsx"
    for content, expected in ((edited(noted), True), (sample_workbook(), False)):
        path.write_bytes(content)
        for name, one in (("input.xlsx", content), ("input.ods", soffice.converted(path, "ods").read_bytes())):
            said = [problem.message.zh for problem in read(one, name)[1] if problem.code == "FILE-253"]
            assert said == ([f"文件里有不读取的数：“{POTLINES}”的批注、页眉页脚"] if expected else []), name


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("&L&A&R&P / &N", False),
        ("&C&12&KFF0000说明", False),
        ('&C&"宋体,Bold"&14说明 &D', False),
        ("&R合计 1200 t", True),
        ("&C&P / 12", True),
    ],
)
def test_codes_of_a_page_header_are_no_figures(header: str, told: bool) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    content = BytesIO()
    with ZipFile(BytesIO(saved(book))) as before, ZipFile(content, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                shown = header.replace("&", "&amp;")
                part = part.replace(b"</worksheet>", f"<headerFooter><oddFooter>{shown}</oddFooter></headerFooter></worksheet>".encode())
            after.writestr(name, part)
    assert bool(notes(content.getvalue())) == told
