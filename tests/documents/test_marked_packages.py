"""Marks in packages as other programs write them: names, encodings and parts that differ, and what cannot be marked at all."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.marks.comments import Comments, drawn
from tanheng.documents.marks.file import UnmarkableFile, marked_workbook
from tanheng.documents.marks.words import CLOSING, COLOURS, OPENING, PROBLEM_MARK, PROBLEM_SHEET, is_problem_sheet
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tests.documents.marked_input import colours, comments, opened, parts, problem
from tests.documents.sample_input import POTLINES, read, sample_workbook, saved

INPUTS = Path(__file__).with_name("inputs")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ROWS = '<row r="2"><c r="B2"><v>7</v></c></row><row r="4" spans="1:2"/>'


def package(sheet: bytes, main: str = MAIN, office: str = OFFICE, folder: str = "xl", styles: str = "") -> bytes:
    """A small workbook with one sheet, as some program writes it."""
    targets = f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/a.xml"/>'
    targets += f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/>' if styles else ""
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{folder}/workbook.xml" ContentType="{BOOK_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="{folder}/workbook.xml"/></Relationships>',
        f"{folder}/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="表" sheetId="3" r:id="r1"/></sheets>'
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1:$B$4</definedName></definedNames></workbook>',
        f"{folder}/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{targets}</Relationships>',
        f"{folder}/worksheets/a.xml": sheet,
    }
    if styles:
        files[f"{folder}/styles.xml"] = styles
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def plain_sheet(rows: str = ROWS, main: str = MAIN, more: str = "") -> bytes:
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{more}</worksheet>'.encode()


WHERE = [("A1", "error"), ("B2", "warning"), ("C2", "note"), ("A4", "error"), ("C4", "error"), ("D9", "note")]
VARIANTS = {
    "without styles": package(plain_sheet()),
    "an empty sheet": package(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()),
    "prefixed names": package(
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c></x:row></x:sheetData>'
        '<x:pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/></x:worksheet>'.encode()
    ),
    "cells without places": package(plain_sheet("<row/><row><c/><c><v>7</v></c></row>")),
    "UTF-16": package(f'<?xml version="1.0" encoding="UTF-16"?>{plain_sheet().decode()}'.encode("utf-16")),
    "a mark of UTF-8": package(b"\xef\xbb\xbf" + plain_sheet()),
    "columns with styles": package(plain_sheet().replace(b"<sheetData>", b'<cols><col min="3" max="3" style="0"/></cols><sheetData>')),
    "apostrophes for quotes": package(plain_sheet(ROWS.replace('"', "'"))),
    "what follows the drawing": package(plain_sheet(more='<tableParts count="0"/><extLst><ext xmlns:y="y" uri="{1}"/></extLst>')),
    "minimal styles": package(plain_sheet(), styles=f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/></cellXfs></styleSheet>'),
    "styles without formats": package(plain_sheet(), styles=f'<styleSheet xmlns="{MAIN}"/>'),
}


@pytest.mark.parametrize("content", VARIANTS.values(), ids=VARIANTS.keys())
def test_marks_fit_whatever_program_wrote_the_package(content: bytes) -> None:
    done = marked_workbook("a.xlsx", content, [problem("表", cell, severity) for cell, severity in WHERE], "zh")
    book = opened(done)
    assert {cell: book["表"][cell].fill.fgColor.rgb for cell, _ in WHERE} == {cell: COLOURS[severity] for cell, severity in WHERE}
    assert set(comments(done)) == {("表", cell) for cell, _ in WHERE}
    assert [sheet for sheet in workbook_sheets(done) if not is_problem_sheet(sheet)] == workbook_sheets(content)
    assert book["表"].print_area == "'表'!$A$1:$B$4"
    assert not comments(marked_workbook("a.xlsx", done, [], "zh"))


def test_another_folder_and_no_folder_at_all() -> None:
    for folder in ("Book", "x/y"):
        content = package(plain_sheet(), folder=folder)
        done = marked_workbook("a.xlsx", content, [problem("表", "B2")], "zh")
        assert workbook_sheets(done)[1:] == workbook_sheets(content)
        assert not [name for name in parts(done) if name.startswith("xl/")]
        assert b"legacyDrawing" in parts(done)[f"{folder}/worksheets/a.xml"]


@pytest.mark.parametrize("file", sorted(INPUTS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_workbooks_that_went_wrong_are_marked_and_tell_the_same(file: Path) -> None:
    content = file.read_bytes()
    problems = read(content, file.name)[1]
    done = marked_workbook(file.name, content, problems, "zh")
    assert [sheet for sheet in workbook_sheets(done) if not is_problem_sheet(sheet)] == workbook_sheets(content)
    assert [one.as_json() for one in read(done, file.name)[1]] == [one.as_json() for one in problems]
    assert not [name for name in parts(done) if "\\" in name]
    assert opened(done).sheetnames[0] == PROBLEM_SHEET


def test_a_strict_workbook_stays_strict() -> None:
    content = package(plain_sheet(main=STRICT_MAIN), STRICT_MAIN, STRICT_OFFICE)
    done = parts(marked_workbook("a.xlsx", content, [problem("表", "B2")], "zh"))
    assert all(MAIN.encode() not in part and OFFICE.encode() not in part for name, part in done.items() if "vml" not in name)
    assert [one.name for one in workbook_sheets(marked_workbook("a.xlsx", content, [], "zh"))] == [PROBLEM_SHEET, "表"]


def test_the_drawing_stands_where_the_format_wants_it() -> None:
    done = parts(marked_workbook("a.xlsx", VARIANTS["what follows the drawing"], [problem("表", "B2")], "zh"))
    assert re.search(rb"</sheetData><legacyDrawing [^>]*/><tableParts", done["xl/worksheets/a.xml"])


def test_more_comments_than_one_block_of_shapes_holds() -> None:
    many = [problem(POTLINES, f"A{row}", code=f"FILE-{row % 5}") for row in range(1, 2501)]  # of one code a list has fewer
    done = marked_workbook("a.xlsx", sample_workbook(), many, "zh")
    drawing = next(part for name, part in parts(done).items() if name.endswith(".vml"))
    assert drawing.count(b"<v:shape ") == 2500
    assert b'data="1,2,3"' in drawing
    assert len(comments(done)) == 2500


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 no zip", package(b"<worksheet"), package(b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>')],
    ids=["nothing", "no zip", "no XML", "entities"],
)
def test_what_cannot_be_read_cannot_be_marked(content: bytes) -> None:
    with pytest.raises(UnmarkableFile):
        marked_workbook("a.xlsx", content, [problem("表", "B2")], "zh")


def test_words_of_the_file_do_no_harm_in_comments_and_list() -> None:
    words = f"<b>&amp;\x07{OPENING}{CLOSING}]]>=1+1"
    bad = Problem("FILE-219", "error", Where(sheet="表", cell="B2"), Text(words, words), Text(words, words))
    done = marked_workbook("a.xlsx", VARIANTS["without styles"], [bad], "zh")
    assert "<b>&amp;" in comments(done)["表", "B2"]
    assert not comments(marked_workbook("a.xlsx", done, [], "zh"))
    assert opened(done)[PROBLEM_SHEET]["E5"].data_type == "s"


def test_a_strange_record_of_old_colours_is_passed_over() -> None:
    once = opened(marked_workbook("a.xlsx", sample_workbook(), [problem(POTLINES, "G5")], "zh"))
    column = next(cell.column_letter for cell in once[PROBLEM_SHEET][1] if cell.value == PROBLEM_MARK)
    beside = chr(ord(column) + 1)
    for record in ("<!DOCTYPE a><patternFill/>", "<xf/>", "no record", "<patternFill"):
        once[PROBLEM_SHEET][f"{beside}5"] = record
        clean = marked_workbook("a.xlsx", saved(once), [], "zh")
        assert colours(clean)[POTLINES, "G5"] == "00000000"


HOLLOW = '<xml xmlns:v="urn:schemas-microsoft-com:vml">{}</xml>'


@pytest.mark.parametrize("piece", ["<v:shape/>", "<v:shape>", "<v:shape ", "<v:shape><v:shape/>", '<o:idmap data="1" '])
def test_a_drawing_of_very_many_odd_shapes_is_walked_once(piece: str) -> None:
    """What begins again and again and never ends would take hours if each beginning looked for its end."""
    content = HOLLOW.format(piece * 100_000).encode()
    made = drawn(content, {(1, 1)}, {(2, 2): "x"}).decode()
    assert made.count('ObjectType="Note"') == 1
    assert made.count(piece) >= 100_000


def test_only_the_shapes_of_comments_that_went_go() -> None:
    once = drawn(None, set(), {(1, 1): "a", (2, 2): "b"})
    assert drawn(once, {(1, 1)}, {}).decode().count("<v:shape ") == 1
    assert drawn(once, {(1, 1), (2, 2)}, {}).decode().count("<v:shape ") == 0


@pytest.mark.parametrize("text", ["\n" * 400_000, "\n▼" * 100_000, "▼ 碳衡 Tanheng" * 50_000])
def test_a_comment_of_very_many_line_ends_is_walked_once(text: str) -> None:
    sheet = Comments(None)
    sheet.add((1, 1), text)
    again = Comments(sheet.content())
    again.take_ours_out()
    assert len(again.list) == (0 if "碳衡" in text else 1)
