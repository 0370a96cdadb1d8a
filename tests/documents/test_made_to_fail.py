"""Files made to fail: small ones that unpack to much, that say the same ten times, or whose problems are endless. All are bounded."""

import io
import zipfile

import pytest

from tanheng.documents.input.row_words import LONGEST_LABEL, QuantityLabels, unit_behind
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.marks import styles
from tanheng.documents.marks.comments import drawn
from tanheng.documents.marks.file import UnmarkableFile, marked_workbook
from tanheng.documents.marks.sheet import SheetWish, edited_sheet, legacy_drawing
from tanheng.documents.marks.styles import Looks
from tanheng.documents.reading import workbook_package, xlsx_book
from tanheng.documents.reading.cells import LARGEST_ROW, LONGEST_TEXT, ODD, Cell, Sheet
from tanheng.documents.reading.ods import cells as ods_cells
from tanheng.documents.reading.workbook_package import Budget, UnreadableWorkbook, WorkbookPackage
from tanheng.documents.reading.xlsx_book import XlsxBook
from tanheng.documents.reading.xlsx_plain_cells import PlainCells
from tanheng.engine.places import Where
from tanheng.engine.problems import MOST_PLACES, Problem, gathered, sorted_problems
from tanheng.engine.text import LONGEST_QUOTE, Text
from tanheng.rulebook import load
from tests.documents.raw_workbook import MAIN, OFFICE, opendocument, parts, workbook, zipped
from tests.documents.sample_input import PACK_ID, POTLINES, case_text, edited, read


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        workbook_sheets(content)
    return refused.value.code


def of_sheets(*targets: str, rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>') -> bytes:
    """A workbook whose sheets lead to these parts, one after the other."""
    made = parts(rows)
    listed = "".join(f'<sheet name="表{n}" sheetId="{n + 1}" r:id="s{n}"/>' for n in range(len(targets)))
    links = "".join(f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="{target}"/>' for n, target in enumerate(targets))
    made["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace("</Relationships>", f"{links}</Relationships>")
    for target in set(targets):
        made[f"xl/{target}"] = made["xl/worksheets/sheet1.xml"]
    return zipped(made)


# ── what unpacks to much ─────────────────────────────────────────────────────────────────────────


def test_a_part_is_read_once_however_often_it_is_listed() -> None:
    assert refusal(of_sheets("worksheets/a.xml", "worksheets/a.xml")) == "FILE-201"
    assert refusal(of_sheets("worksheets/a.xml", "./worksheets/../worksheets/A.xml")) == "FILE-201"
    assert len(workbook_sheets(of_sheets("worksheets/a.xml", "worksheets/b.xml"))) == 2


def test_all_parts_draw_on_one_budget_of_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    content = of_sheets("worksheets/a.xml", "worksheets/b.xml", rows="<row>" + "<c/>" * 60 + "</row>")
    assert WorkbookPackage(content).budget.elements == workbook_package.MOST_ELEMENTS
    assert len(workbook_sheets(content)) == 2
    monkeypatch.setattr(Budget.__init__, "__defaults__", (120,))  # either sheet fits, both do not
    assert refusal(content) == "FILE-206"


def test_many_small_parts_swell_as_one_large_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_package, "RATIO_FROM_BYTES", 100_000)
    blanks = {f"xl/extra{n}.xml": " " * 90_000 for n in range(20)}
    assert refusal(zipped({**parts("<row/>"), **blanks})) == "FILE-204"
    assert workbook_sheets(zipped({**parts("<row/>"), "xl/extra.xml": " " * 90_000}))


def test_a_size_that_the_archive_only_claims_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packed size in the directory is a claim: no part is packed larger than the file."""
    monkeypatch.setattr(workbook_package, "RATIO_FROM_BYTES", 100_000)
    stream = io.BytesIO(zipped({**parts("<row/>"), "xl/extra.xml": " " * 900_000}))
    entry = zipfile.ZipFile(stream).getinfo("xl/extra.xml")
    packed, claimed = entry.compress_size.to_bytes(4, "little"), (900_000).to_bytes(4, "little")
    content = stream.getvalue()
    at = content.rindex(packed, content.index(b"PK\x01\x02"))
    assert refusal(content[:at] + claimed + content[at + 4 :]) == "FILE-204"


@pytest.mark.parametrize("area", ["<mergeCells>{}</mergeCells>", "<cols>{}</cols>"])
def test_merged_areas_and_hidden_columns_of_a_workbook_are_limited(area: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = '<mergeCell ref="X1:Y1"/>' if "merge" in area else '<col min="9" max="9" hidden="1"/>'
    made = parts("")
    made["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData/>{area.format(one * 30)}</worksheet>'
    assert workbook_sheets(zipped(made))
    monkeypatch.setattr(xlsx_book, "MOST_AREAS", 20)
    assert refusal(zipped(made)) == "FILE-206"


def test_the_same_in_an_opendocument(monkeypatch: pytest.MonkeyPatch) -> None:
    content = opendocument('<t:table-cell t:number-columns-spanned="2"/>' * 30)
    assert workbook_sheets(content)
    monkeypatch.setattr(ods_cells, "MOST_AREAS", 20)
    assert refusal(content) == "FILE-206"


def test_a_column_is_looked_up_once_among_the_hidden_ones() -> None:
    class Counted(list[tuple[int, int]]):
        walks = 0

        def __iter__(self):  # type: ignore[no-untyped-def]
            Counted.walks += 1
            return super().__iter__()

    sheet = Sheet("甲", hidden_columns=Counted([(9, 9)] * 50))
    assert [sheet.column_hidden(column) for column in (8, 9, 8, 9)] == [False, True, False, True]
    assert Counted.walks == 2


def test_hidden_rows_beyond_the_last_row_are_no_rows() -> None:
    collapsed = '<t:table-row t:visibility="collapse" t:number-rows-repeated="999"/>'
    rows = f'<t:table-row t:number-rows-repeated="{LARGEST_ROW}"/>{collapsed * 3}'
    archive = zipfile.ZipFile(io.BytesIO(opendocument("")))
    made = {name: archive.read(name) for name in ("mimetype", "content.xml")}
    made["content.xml"] = made["content.xml"].replace(b"</t:table-row>", b"</t:table-row>" + rows.encode())
    assert workbook_sheets(zipped(made))[0].hidden_rows == set()


# ── texts no cell can hold ───────────────────────────────────────────────────────────────────────

LONG = "1," * LONGEST_TEXT


@pytest.mark.parametrize(
    "content",
    [
        workbook(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{LONG}</t></is></c></row>'),
        workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts=(LONG,)),
        workbook('<row r="1"><c t="s"><v>0</v></c></row>', texts=(LONG,)),
        workbook(f'<row r="1"><c r="A1"><v>{"1" * LONGEST_TEXT}1</v></c></row>'),
        opendocument(f'<t:table-cell o:value-type="string"><x:p>{LONG}</x:p></t:table-cell>'),
        opendocument(f'<t:table-cell o:value-type="float" o:value="{"1" * LONGEST_TEXT}1"/>'),
        opendocument('<t:table-cell o:value-type="string"><x:p>' + '<x:s x:c="999"/>' * 40 + "</x:p></t:table-cell>"),
    ],
    ids=["a text of its own", "a shared text", "a shared text without a place", "a number", "ods", "ods number", "ods blanks"],
)  # fmt: skip
def test_a_text_longer_than_a_cell_is_told_at_its_place(content: bytes) -> None:
    (sheet,) = workbook_sheets(content)
    assert sheet.cells == {(1, 1): ODD}
    assert [(one.corner, one.code) for one in sheet.odd] == [((1, 1), "FILE-260")]


def test_no_sentence_quotes_a_text_whole() -> None:
    long = "1," * 5_000
    for content, name in (
        (edited(lambda book: book[POTLINES].__setitem__("F5", long)), "input.xlsx"),
        (case_text().replace("grain: month", f'grain: "{long}"').encode(), "case.yaml"),
    ):
        problems = read(content, name)[1]
        assert max(len(text) for one in problems for text in (one.message.zh, one.message.en, one.remedy.zh)) < 8 * LONGEST_QUOTE


def test_texts_that_many_cells_share_are_counted_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    row = "".join(f'<c r="{letter}1" t="s"><v>0</v></c>' for letter in "ABCDEFGH")
    shared, repeated = (
        workbook(f'<row r="1">{row}</row>', texts=("煤" * 900,)),
        opendocument(f'<t:table-cell o:value-type="string" t:number-columns-repeated="8"><x:p>{"煤" * 900}</x:p></t:table-cell>'),
    )
    assert workbook_sheets(shared)[0].cells.keys() == workbook_sheets(repeated)[0].cells.keys()
    for module in (xlsx_book, ods_cells):
        monkeypatch.setattr(module, "MOST_CHARACTERS", 7_000)
    assert refusal(shared) == refusal(repeated) == "FILE-206"


# ── labels ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "label", "unit"),
    [
        ("煤消耗量 (t)", "煤消耗量", "t"), ("煤消耗量，万Nm³", "煤消耗量", "万Nm³"), ("电/MWh", "电", "MWh"),
        ("单位产品电耗(kWh/t)", "单位产品电耗", "kWh/t"),
        ("a, b", "a", "b"), ("热值 GJ/t", "热值 GJ", "t"), ("煤", "煤", ""), ("煤()", "煤()", ""),
        ("", "", ""), ("a (b) (t)", "a (b)", "t"),
    ],
)  # fmt: skip
def test_a_unit_behind_a_label_is_parted_from_it(text: str, label: str, unit: str) -> None:
    assert unit_behind(text) == (label, unit)


def test_no_label_is_longer_than_any_label(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = QuantityLabels(load(PACK_ID))
    seen: list[int] = []
    monkeypatch.setattr("tanheng.documents.input.row_words.unit_behind", lambda text: seen.append(len(text)) or (text, ""))
    monkeypatch.setattr("tanheng.documents.input.row_words.get_close_matches", lambda text, *_: seen.append(len(text)) or [])
    for text in ("煤", "t" + " " * 5_000 + "(", "煤" * 5_000):
        labels.find(text), labels.near(text)
    assert seen
    assert max(seen) <= LONGEST_LABEL


# ── what only looks like cells ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hiding", ["<?x {}?>", "<!--{}-->", "<?xm {}?>", "<?xmlx {}?>"])
@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_cell_inside_an_instruction_or_a_comment_is_no_cell(hiding: str, cut: int) -> None:
    hidden = hiding.format('<c r="B1"><v>7777777</v></c>')
    xml = f'<?xml version="1.0"?><worksheet><sheetData><row r="1">{hidden}<c r="A1"><v>1</v></c></row></sheetData></worksheet>'.encode()
    (read_whole,) = workbook_sheets(workbook(f'<row r="1">{hidden}<c r="A1"><v>1</v></c></row>'))
    assert read_whole.cells == {(1, 1): Cell("number", "1")}
    sheet = Sheet("甲")
    at = xml.index(hidden.encode()) + cut
    left = b"".join(PlainCells(sheet, XlsxBook()).rest([xml[:at], xml[at:]]))
    assert (1, 2) not in sheet.cells
    assert hidden.encode() in left


def test_the_sign_of_an_instruction_is_seen_where_pieces_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tanheng.documents.reading.xlsx_plain_cells.LONGEST_WAIT_BYTES", 10)
    sheet = Sheet("甲")
    pieces = [b"<worksheet><sheetData><row r='1'><", b"?x ", b'<c r="B1"><v>7</v></c>?></row><row r="2"><c r="A2"><v>1</v></c></row>']
    left = b"".join(PlainCells(sheet, XlsxBook()).rest(pieces))
    assert sheet.cells == {}
    assert left == b"".join(pieces)


# ── endless problems ─────────────────────────────────────────────────────────────────────────────


def problem(number: int, code: str = "CASE-103", **more: object) -> Problem:
    return Problem(code, "error", Where(file="a.yaml", path=f"k{number}"), Text(f"{number}", f"{number}"), Text("改", "mend"), **more)  # type: ignore[arg-type]


def test_of_one_code_a_list_keeps_so_many_places_and_counts_the_rest() -> None:
    many = [problem(number) for number in range(3 * MOST_PLACES)] + [problem(1, "CASE-104")]
    found = sorted_problems(many)
    assert [one.code for one in found].count("CASE-103") == MOST_PLACES + 1
    assert [one.code for one in found].count("CASE-104") == 1
    rest = next(one for one in found if one.unlisted)
    assert (rest.code, rest.severity, rest.unlisted, rest.where.file) == ("CASE-103", "error", 2 * MOST_PLACES, "a.yaml")
    assert "2,000" in rest.message.zh
    assert "2,000" in rest.message.en


def test_a_problem_at_endless_places_keeps_the_first_of_them() -> None:
    same = [Problem("FILE-103", "error", Where(line=line), Text("锚", "anchor"), Text("删", "remove")) for line in range(MOST_PLACES + 7)]
    first, rest = gathered(same)
    assert len(first.all_places) == MOST_PLACES
    assert rest.unlisted == 7


def test_gathering_again_adds_up_and_loses_nothing() -> None:
    many = [problem(number) for number in range(MOST_PLACES + 5)]
    once = gathered(many)
    assert gathered(once) == once
    assert next(one for one in gathered([*once, problem(9_999), *once[-1:]]) if one.unlisted).unlisted == 5 + 1 + 5


def test_doubts_that_ask_for_an_answer_are_never_left_out() -> None:
    asks = [problem(number, digest=f"sha256:{number:064x}") for number in range(MOST_PLACES + 5)]
    assert len(gathered([*asks, *(problem(number) for number in range(MOST_PLACES + 5))])) == 2 * MOST_PLACES + 5 + 1


@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_a_text_full_of_mistakes_makes_a_short_list(name: str) -> None:
    count = 3 * MOST_PLACES
    wrong = ",".join(f'"k{number}": 1' for number in range(count)) + "," + ",".join('"k1": 2' for _ in range(count))
    problems = read(f'{{"tanheng": "case/1", {wrong}}}'.encode(), name)[1]
    assert sum(len(one.all_places) for one in problems) < 4 * MOST_PLACES
    assert {one.code: one.unlisted for one in problems if one.unlisted} == {"CASE-103": 2 * MOST_PLACES, "FILE-102": 2 * MOST_PLACES}


# ── marks ────────────────────────────────────────────────────────────────────────────────────────


def test_looks_are_found_without_counting_from_the_first() -> None:
    """lxml walks a list to its n-th entry; the looks of sixty thousand cells are sixty thousand such walks."""
    looks = Looks(None)
    assert type(looks._formats_listed) is type(looks._fills_listed) is list
    made = [looks.marked(0, "error"), looks.marked(0, "warning"), looks.own(bold=True), looks.restored(1, "")]
    assert list(looks.formats) == looks._formats_listed
    assert list(looks.fills) == looks._fills_listed
    assert len(set(made)) == 4


def test_fills_are_read_once_for_all_cells_that_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    read_fills: list[str] = []
    looks = Looks(None)
    readable = styles._readable
    monkeypatch.setattr(styles, "_readable", lambda text: read_fills.append(text) or readable(text))
    for style in range(50):
        looks.record(style)
        looks.restored(style, "<nothing/>")
    assert read_fills.count("<nothing/>") == 1
    assert len(read_fills) < 8


def test_a_shape_of_a_row_that_no_sheet_has_is_left_alone() -> None:
    shape = '<v:shape id="_x0000_s1025"><x:ClientData ObjectType="Note"><x:Row>{}</x:Row><x:Column>5</x:Column></x:ClientData></v:shape>'
    drawing = f"<xml>{shape.format('9' * 5_000)}{shape.format('9')}</xml>".encode()
    left = drawn(drawing, {(10, 6)}, {})
    assert b"9" * 5_000 in left
    assert left.count(b"<v:shape") == 1


def test_rows_that_wait_are_put_in_before_the_next_one_of_the_sheet() -> None:
    marks = {(row, 1): "error" for row in (2, 3, 7, 11, 12)}
    content = b'<worksheet><sheetData><row r="5"/><row r="7"/><row r="6"/><row r="11"/></sheetData></worksheet>'
    made = edited_sheet(content, SheetWish(marks, lambda *_: 1))  # type: ignore[arg-type]
    assert [part.split(b'"')[1] for part in made.split(b"<row ")[1:]] == [b"2", b"3", b"5", b"7", b"6", b"11", b"12"]


def test_a_drawing_that_only_a_comment_names_is_looked_for_once() -> None:
    assert legacy_drawing(b'<a><!-- <legacyDrawing <legacyDrawing --><legacyDrawing r:id="r7"/></a>') == "r7"


def many_sheets(count: int) -> bytes:
    return of_sheets(*(f"worksheets/a{number}.xml" for number in range(count)))


def test_marks_read_the_relationships_of_a_part_once_for_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    read_parts: list[str] = []
    original = workbook_package.WorkbookPackage.read

    def counted(self: WorkbookPackage, name: str) -> bytes:
        read_parts.append(name)
        return original(self, name)

    monkeypatch.setattr(workbook_package.WorkbookPackage, "read", counted)
    reads = []
    for count in (3, 30):
        places = [Where(sheet=f"表{number}", cell="B2") for number in range(count)]
        marks = [Problem("FILE-219", "error", place, Text("错", "bad"), Text("改", "mend")) for place in places]
        read_parts.clear()
        marked_workbook("a.xlsx", many_sheets(count), marks, "zh")
        reads.append(sum("workbook.xml.rels" in name or "Content_Types" in name for name in read_parts))
    assert reads[0] == reads[1]


def test_no_part_of_a_marked_workbook_stands_outside_its_archive() -> None:
    made = parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    made |= {"../../evil.xml": "<a/>", "xl/../../worse.xml": "<a/>", "/rooted.xml": "<a/>"}
    marks = [Problem("FILE-219", "error", Where(sheet="甲", cell="B2"), Text("错", "bad"), Text("改", "mend"))]
    names = zipfile.ZipFile(io.BytesIO(marked_workbook("a.xlsx", zipped(made), marks, "zh"))).namelist()
    assert {"evil.xml", "worse.xml", "rooted.xml"} <= set(names)
    assert not [name for name in names if ".." in name or name.startswith("/")]


def test_a_part_held_as_a_tree_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    made = parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    made["xl/styles.xml"] = made["xl/styles.xml"].replace("<cellXfs>", "<cellXfs>" + '<xf numFmtId="0"/>' * 400)
    assert marked_workbook("a.xlsx", zipped(made), [], "zh")
    monkeypatch.setattr("tanheng.documents.marks.package.MOST_TREE_ELEMENTS", 300)
    with pytest.raises(UnmarkableFile):
        marked_workbook("a.xlsx", zipped(made), [], "zh")
