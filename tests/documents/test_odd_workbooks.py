"""Workbooks no usual program writes: parts elsewhere, odd cells. Each cell is read or told at its place, and the rest is read."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.reading.cells import Cell, Sheet
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tests.documents.raw_workbook import opendocument, parts, workbook, zipped

ROW = '<row r="1"><c r="A1"><v>1</v></c>{}<c r="C1"><v>3</v></c></row>'


def only(content: bytes) -> Sheet:
    (sheet,) = workbook_sheets(content)
    return sheet


def told(sheet: Sheet) -> dict[tuple[int, int] | None, str]:
    return {one.corner: f"{one.code} {one.words['found_en']}" for one in sheet.odd}


# ── parts ────────────────────────────────────────────────────────────────────────────────────────


def renamed(change: Callable[[str], str]) -> bytes:
    return zipped({change(name): content for name, content in parts(ROW.format("")).items()})


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace("/", "\\"), str.upper, str.lower, lambda name: "/" + name, lambda name: name.replace("xl/",
        "XL\\"),
        lambda name: name.replace("sheet1", "sheet%31"),
    ],
)  # fmt: skip
def test_parts_are_found_whatever_case_and_slashes(change: Callable[[str], str]) -> None:
    assert only(renamed(change)).cells == {(1, 1): Cell("number", "1"), (1, 3): Cell("number", "3")}


@pytest.mark.parametrize("target", ["xl/workbook22.xml", "/xl/workbook22.xml", "./xl/../xl/workbook22.xml", "xl\\workbook22.xml"])
def test_the_workbook_is_found_by_its_relationship(target: str) -> None:
    made = parts(ROW.format(""))
    made["_rels/.rels"] = made["_rels/.rels"].replace("xl/workbook.xml", target)
    made["xl/workbook22.xml"] = made.pop("xl/workbook.xml")
    made["xl/_rels/workbook22.xml.rels"] = made.pop("xl/_rels/workbook.xml.rels")
    assert len(only(zipped(made)).cells) == 2


def test_sheets_texts_and_styles_are_found_by_relationships() -> None:
    made = parts('<row><c t="s"><v>0</v></c><c s="1"><v>0.5</v></c></row>', formats={1: "0%"}, texts=("煤",))
    links = made["xl/_rels/workbook.xml.rels"]
    for old, new in (("worksheets/sheet1.xml", "a/b.data"), ("sharedStrings.xml", "/words"), ("styles.xml", "../looks.xml")):
        links = links.replace(old, new)
    moved = {"xl/a/b.data": "xl/worksheets/sheet1.xml", "words": "xl/sharedStrings.xml", "looks.xml": "xl/styles.xml"}
    made |= {"xl/_rels/workbook.xml.rels": links, **{new: made.pop(old) for new, old in moved.items()}}
    assert only(zipped(made)).cells == {(1, 1): Cell("text", "煤"), (1, 2): Cell("number", "0.5", percent=True)}


def test_without_relationships_the_content_type_or_the_usual_name_is_enough() -> None:
    made = parts(ROW.format(""))
    del made["_rels/.rels"]
    assert len(only(zipped(made)).cells) == 2
    del made["[Content_Types].xml"]
    assert len(only(zipped(made)).cells) == 2


def test_a_strict_workbook_is_read() -> None:
    made = parts('<row r="1"><c r="A1" t="d"><v>2025-03-01</v></c></row>')
    strict = {name: text.replace("http://schemas.openxmlformats.org/officeDocument/2006",
    "http://purl.oclc.org/ooxml/officeDocument")
              for name, text in made.items()}  # fmt: skip
    assert only(zipped(strict)).cells == {(1, 1): Cell("date", "2025-03-01", likely="3-1")}


@pytest.mark.parametrize(
    ("name", "found"), [("word/document.xml", "Word"), ("ppt/presentation.xml", "presentation"), ("xl/workbook.bin", "xlsb")]
)
def test_another_document_is_said_to_be_one(name: str, found: str) -> None:
    made = parts("")
    made["_rels/.rels"] = made["_rels/.rels"].replace("xl/workbook.xml", name)
    made[name] = made.pop("xl/workbook.xml")
    with pytest.raises(UnreadableWorkbook) as refusal:
        workbook_sheets(zipped(made))
    assert found in refusal.value.words["found_en"]


def test_a_text_document_of_openoffice_is_said_to_be_one() -> None:
    content = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
    with pytest.raises(UnreadableWorkbook) as refusal:
        workbook_sheets(content)
    assert "text document" in refusal.value.words["found_en"]


def test_an_opendocument_is_known_by_its_manifest_whatever_case() -> None:
    made = zipped({
        "META-INF\\Manifest.xml": '<m:manifest xmlns:m="m"><m:file-entry m:full-path="/" '
        'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        "Content.XML": '<d xmlns:t="t" xmlns:o="o"><t:table t:name="甲"><t:table-row><t:table-cell o:value-type="float" o:value="1"/>'
        "</t:table-row></t:table></d>",
    })  # fmt: skip
    assert only(made).cells == {(1, 1): Cell("number", "1")}


def test_two_parts_of_one_name_are_not_chosen_between() -> None:
    made = parts(ROW.format(""))
    made["XL/Worksheets/Sheet1.xml"] = made["xl/worksheets/sheet1.xml"].replace("<v>1</v>", "<v>2</v>")
    with pytest.raises(UnreadableWorkbook) as refusal:
        workbook_sheets(zipped(made))
    assert refusal.value.code == "FILE-201"


def test_a_sheet_that_is_not_in_the_file_is_told_and_the_others_are_read() -> None:
    made = parts(ROW.format(""))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("</sheets>", '<sheet name="乙" sheetId="2" r:id="r9"/></sheets>')
    first, second = workbook_sheets(zipped(made))
    assert (len(first.cells), first.odd) == (2, [])
    assert [(one.corner, one.code) for one in second.odd] == [(None, "FILE-201")]


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "XL\\VBAPROJECT.BIN", "macros/vbaProject.bin"])
def test_macros_are_refused_wherever_they_lie(name: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refusal:
        workbook_sheets(zipped({**parts(""), name: b"x"}))
    assert refusal.value.code == "FILE-207"


# ── cells ────────────────────────────────────────────────────────────────────────────────────────

ONE, THREE = Cell("number", "1"), Cell("number", "3")
ODD = {
    '<c r="B1" t="s"><v>7</v></c>': "its text is not in the file",
    '<c r="B1" t="s"><v>x</v></c>': "its text is not in the file",
    '<c r="B1" t="s"><v>-1</v></c>': "its text is not in the file",
    '<c r="B1" t="zz"><v>7</v></c>': "unknown value 7 (type zz)",
    '<c r="B1"><v>1,5</v></c>': "no number: 1,5",
    '<c r="B1"><v>1.#QNAN</v></c>': "no number: 1.#QNAN",
    '<c r="B1" t="n"><v>NaN</v></c>': "no number: NaN",
    '<c r="B1" t="n"><v>12 t</v></c>': "no number: 12 t",
    '<c r="B1" t="b"><v>2</v></c>': "unknown value 2 (type b)",
    '<c r="B1" t="d"><v>2025-02-30</v></c>': "unknown value 2025-02-30 (type d)",
    '<c r="B1"><v>1</v><v>2</v></c>': "more than one value: 12",
    '<c r="B1" t="inlineStr"><is><t>1</t></is><v>2</v></c>': "more than one value: 12",
    '<c r="1B"><v>2</v></c>': "place 1B does not exist",
    '<c r="B0"><v>2</v></c>': "place B0 does not exist",
    '<c r="XFE1"><v>2</v></c>': "place XFE1 does not exist",
    '<c r="B1"><v>2</v></c><c r="B1"><v>4</v></c>': "stands twice: 2 / 4",
    '<c r="B1"><v>2</v></c><c r="B1"><v>4</v></c><c r="B1"><v>2</v></c>': "stands twice: 2 / 4",
}


@pytest.mark.parametrize(("xml", "words"), ODD.items())
def test_an_odd_cell_is_told_at_its_place_and_the_others_are_read(xml: str, words: str) -> None:
    sheet = only(workbook(ROW.format(xml), texts=("煤",)))
    odd = {place for place, cell in sheet.cells.items() if cell.kind == "odd"}
    assert {place: cell for place, cell in sheet.cells.items() if place not in odd} == {(1, 1): ONE, (1, 3): THREE}
    assert odd == (set() if "does not exist" in words else {(1, 2)})
    (place, said), *more = told(sheet).items()
    assert more == []
    assert place == ((1, 1) if "does not exist" in words else (1, 2))
    assert said.startswith("FILE-260 ")
    assert words in said


READ = {
    '<c r="B1" t="s"></c>': None,
    '<c r="B1" t="s"><v/></c>': None,
    '<c r="B1" t="s"><v> 0 </v></c>': Cell("text", "煤"),
    '<c r="B1" t="s" s="99"><v>0</v></c>': Cell("text", "煤"),
    '<c r="B1" s="99"><v>2</v></c>': Cell("number", "2"),
    '<c r="B1" s="x"><v> 2 </v></c>': Cell("number", "2"),
    '<c r="$B$1"><v>2</v></c>': Cell("number", "2"),
    '<c r="b1"><v>2</v></c>': Cell("number", "2"),
    "<c><v>2</v></c>": Cell("number", "2"),
    '<c r="B1"><v>2</v></c><c r="B1"><v>2</v></c>': Cell("number", "2"),
    '<c r="B1" t="inlineStr"><is><r><t>一</t></r><r><rPr/><t>号</t></r><rPh><t>yi</t></rPh></is></c>': Cell("text", "一号"),
    '<c r="B1" t="str"><f>A1</f><v>a_x000A_b</v></c>': Cell("text", "a\nb", formula=True),
    '<c r="B1" t="inlineStr"><is><t>1&#8203;号</t></is></c>': Cell("text", "1号"),
    '<c r="B1"><f>A1</f></c>': Cell("blank", "", formula=True),
    '<c r="B1" t="b"><v>true</v></c>': Cell("boolean", "TRUE"),
    '<c r="B1" t="e"><v>#N/A</v></c>': Cell("error", "#N/A"),
    '<c r="B1" s="1"><v>45717</v></c>': Cell("date", "2025-03-01", likely="3-1"),
    '<c r="B1" s="2"><v>0.98</v></c>': Cell("number", "0.98", percent=True),
    '<c r="B1" s="3"><v>98</v></c>': Cell("text", "98%"),
    '<c r="B1" s="4"><v>0.5</v></c>': Cell("date", "12:00"),
    '<c r="B1" s="1"><v>-5</v></c>': Cell("date", "-5"),
    '<c r="B1" t="d"><v>2025-03-01T08:30:00</v></c>': Cell("date", "2025-03-01 08:30", likely="3-1"),
    '<c r="B1"><v><![CDATA[2]]></v></c>': Cell("number", "2"),
    '<c r="B1"><v>2</v><extLst><ext><x:v xmlns:x="x"/></ext></extLst></c>': Cell("number", "2"),
}  # fmt: skip
FORMATS = {1: "yyyy-mm-dd", 2: "0.00%", 3: "0&quot;%&quot;", 4: "h:mm"}


@pytest.mark.parametrize(("xml", "cell"), READ.items())
def test_a_cell_that_can_be_read_is_read(xml: str, cell: Cell | None) -> None:
    sheet = only(workbook(ROW.format(xml), texts=("煤",), formats=FORMATS))
    assert sheet.odd == []
    assert sheet.cells.get((1, 2)) == cell
    assert sheet.cells[(1, 3)] == Cell("number", "3")


def test_cells_and_rows_out_of_order_stand_where_they_say() -> None:
    rows = '<row r="3"><c r="B3"><v>2</v></c><c r="A3"><v>1</v></c></row><row r="1"><c r="C1"><v>9</v></c></row><row><c><v>5</v></c></row>'
    cells = only(workbook(rows)).cells
    assert {place: cell.text for place, cell in cells.items()} == {(3, 2): "2", (3, 1): "1", (1, 3): "9", (2, 1): "5"}


def test_the_calendar_of_the_workbook_counts() -> None:
    row = '<row r="1"><c r="A1" s="1"><v>44255</v></c></row>'
    sheet = only(workbook(row, formats=FORMATS, properties='<workbookPr date1904="1"/>'))
    assert sheet.cells[(1, 1)].text == "2025-03-01"


def test_a_thousand_odd_cells_are_told_and_no_more() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>x</v></c></row>' for n in range(1, 3001))
    assert len(only(workbook(rows)).odd) == 1000


# ── blank cells with a style ─────────────────────────────────────────────────────────────────────

STYLED = '<c r="A1" s="1"/><c r="B1"><v>2</v></c><c r="C1" s="1"></c><c r="D1"/>'


@pytest.mark.parametrize(
    ("xml", "texts"),
    [
        (f'<row r="1">{STYLED}</row>', {(1, 2): "2"}),
        (f'<row r="1">{STYLED}<c><v>7</v></c></row>', {(1, 2): "2", (1, 5): "7"}),
        ('<row r="1"><c r="A1" s="1"/><c s="1"/><c t="str"><v>7</v></c></row>', {(1, 3): "7"}),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1" s="1"/>]]></t></is></c></row>', {(1,
        1): '<c r="B1" s="1"/>'}),
        ('<row r="1"><!-- <c r="A1" s="1"/> --><c r="A1"><v>7</v></c></row>', {(1, 1): "7"}),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>a&lt;c r="B1"/></t></is></c></row>', {(1, 1): 'a<c r="B1"/>'}),
    ],
)  # fmt: skip
def test_blank_cells_are_passed_over_and_change_nothing(xml: str, texts: dict[tuple[int, int], str]) -> None:
    assert {place: cell.text for place, cell in only(workbook(xml)).cells.items()} == texts


# ── OpenDocument ─────────────────────────────────────────────────────────────────────────────────

OPEN = {
    '<t:table-cell o:value-type="percentage" o:value="0.98"><x:p>98%</x:p></t:table-cell>': Cell("number", "0.98", percent=True),
    '<t:table-cell o:value-type="float" o:value="0.98"><x:p>98.00%</x:p></t:table-cell>': Cell("number", "0.98", percent=True),
    '<t:table-cell o:value-type="float" o:value="98"><x:p>98%</x:p></t:table-cell>': Cell("text", "98%"),
    '<t:table-cell o:value-type="date" o:date-value="2025-03-01"><x:p>3月1日</x:p></t:table-cell>': Cell(
        "date", "2025-03-01", likely="3-1"
    ),
    '<t:table-cell o:value-type="date" o:date-value="2025-03-01"><x:p>2025年3月</x:p></t:table-cell>': Cell(
        "date", "2025-03", likely="3-1"
    ),
    '<t:table-cell o:value-type="date" o:date-value="2025-01-01"><x:p>2025</x:p></t:table-cell>': Cell("date", "2025", likely="1-1"),
    '<t:table-cell o:value-type="time" o:time-value="PT08H30M00S"><x:p>08:30</x:p></t:table-cell>': Cell("date", "08:30"),
    '<t:table-cell o:value-type="boolean" o:boolean-value="true"><x:p>TRUE</x:p></t:table-cell>': Cell("boolean", "TRUE"),
    '<t:table-cell o:value-type="string"><x:p>1&#8203;号</x:p></t:table-cell>': Cell("text", "1号"),
    '<t:table-cell o:value-type="float"/>': None,
    '<t:table-cell o:value-type="void"/>': None,
}


@pytest.mark.parametrize(("xml", "cell"), OPEN.items())
def test_a_cell_of_an_opendocument_is_read(xml: str, cell: Cell | None) -> None:
    sheet = only(opendocument(xml))
    assert sheet.odd == []
    assert sheet.cells.get((1, 1)) == cell


@pytest.mark.parametrize(
    "xml",
    [
        '<t:table-cell o:value-type="float" o:value="1,5"/>', '<t:table-cell o:value-type="date" o:date-value="1.3.2025"/>',
        '<t:table-cell o:value-type="matrix" o:value="7"/>', '<t:table-cell o:value-type="boolean" o:boolean-value="7"/>',
    ],
)  # fmt: skip
def test_an_odd_cell_of_an_opendocument_is_told_at_its_place(xml: str) -> None:
    sheet = only(opendocument(xml + '<t:table-cell o:value-type="float" o:value="3"/>'))
    assert {place: cell.kind for place, cell in sheet.cells.items()} == {(1, 1): "odd", (1, 2): "number"}
    assert list(told(sheet)) == [(1, 1)]


# ── the quick way and the slow one ───────────────────────────────────────────────────────────────

PIECES = [
    '<c r="{}"><v>1</v></c>', '<c r="{}"><v>2.5</v></c>', '<c r="{}" s="1"><v>45717</v></c>', '<c r="{}" s="2"><v>-1</v></c>',
    '<c r="{}" s="9"><v>1</v></c>', '<c r="{}" t="s"><v>0</v></c>', '<c r="{}" t="s"><v>1</v></c>', '<c r="{}" t="s"><v>9</v></c>',
    '<c r="{}" t="n"><v>3</v></c>', '<c r="{}" s="1"/>', '<c r="{}"></c>', '<c r="{}" t="zz"><v>3</v></c>',
    '<c r="{}"><f>1</f><v>4</v></c>',
    "<c><v>5</v></c>", '<c s="1" r="{}"><v>6</v></c>', '<c r="{}"><v>007</v></c>', '<c r="{}"><v>1E3</v></c>',
    '<c r="{}" t="inlineStr"><is><t>甲</t></is></c>', '<!-- <c r="{}"><v>8</v></c> -->',
]  # fmt: skip
PLACES = ["A1", "B1", "C1", "A2", "B2", "AA3", "XFD1048576", "XFE1", "A0", "A1048577"]
SHEETS = st.lists(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(PLACES)), max_size=6), max_size=4)


@given(SHEETS)
@pytest.mark.fuzz
def test_plain_cells_are_taken_as_the_parser_would_read_them(rows: list[list[tuple[str, str]]]) -> None:
    cells = ("".join(piece.format(place) for piece, place in row) for row in rows)
    xml = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, start=1))
    quick = only(workbook(xml, texts=("煤", ""), formats=FORMATS))
    slow = only(workbook(xml + "<!-- nothing plain -->", texts=("煤", ""), formats=FORMATS))
    assert quick.cells == slow.cells
    assert {(one.corner, one.code) for one in quick.odd} == {(one.corner, one.code) for one in slow.odd}
