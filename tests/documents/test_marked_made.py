"""Of a CSV or an ods a workbook is made to hold the marks: it has the same cells, and sent again it tells the same."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.documents.input.csv_tables import csv_cells, filled_csv
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.marks.cells_workbook import workbook_of_cells
from tanheng.documents.marks.file import UnmarkableFile, marked_workbook
from tanheng.documents.marks.words import PROBLEM_SHEET, is_problem_sheet
from tanheng.documents.reading.cells import Cell, Sheet
from tanheng.documents.reading.invisible_marks import without_marks
from tanheng.engine.problems import Problem
from tanheng.rulebook import load
from tests.documents.marked_input import NEGATIVE, WORDS, comments, opened, refused
from tests.documents.sample_input import PACK_ID, POTLINES, edited, read, sample_case, sample_workbook, saved
from tests.support.libreoffice import LibreOffice

INPUTS = Path(__file__).with_name("inputs")
SHEET = "数据"


def places(problems: list[Problem]) -> list[tuple[str, str, str | None]]:
    """Code, severity and cell of every place; a line alone is its first cell."""
    return [
        (one.code, one.severity, where.cell or (f"A{where.line}" if where.line else None))
        for one in problems
        for where in one.all_places
    ]  # fmt: skip


def told_alike(content: bytes, name: str) -> bytes:
    """The marked workbook, which gives the same problems at the same cells and the same case as the file it was made of."""
    case, problems = read(content, name)
    done = marked_workbook(name, content, problems, "zh", case)
    again, found = read(done, "again.xlsx")
    assert places(found) == places(problems)
    assert (case and case.snapshot_hash) == (again and again.snapshot_hash)
    return done


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", [one for one in sorted(INPUTS.glob("*.csv")) if "batch" not in one.name], ids=lambda one: one.stem)
def test_texts_that_went_wrong_tell_the_same(file: Path) -> None:
    told_alike(file.read_bytes(), file.name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_filled_csv_is_the_same_case(encoding: str) -> None:
    text = filled_csv(load(PACK_ID), sample_case(), encoding="utf-8").decode()
    told_alike(text.encode(encoding), "input.csv")


LINE = "铝液产量,potline-1"
CHANGES = {
    "a word for a number": (",16650.55,", ",一万六千,"),
    "thousands parted": (",16650.55,", ",16,650.55,"),
    "thousands with noughts": (",16650.55,16663.55,", ",1,000,"),
    "a head line below the table": ("\r\n阳极消耗量", "\r\n# year: 2024\r\n阳极消耗量"),
    "an unknown head line": ("# grain", "# 填表人: 王工\r\n# grain"),
    "a fact twice": ("# grain", "# year: 2024\r\n# grain"),
    "a table line that is too long": ("# grain", "# facility: p-9; potline; 九; 多余\r\n# grain"),
    "a separator in the name": ("# entity: 合成铝业有限公司", '"# entity: 合成铝业, 一厂"'),
    "a blank heading with a figure": ("代号\r\n", "代号,\r\n"),
    "a note over two lines": ("台账 molten_aluminium_output_t.xlsx", '"台账\n第二行"'),
    "a formula as text": ("台账 molten_aluminium_output_t.xlsx", "=1+1"),
    "a percentage": (",16650.55,", ",98%,"),
    "an apostrophe": (",16650.55,", ",'16650.55,"),
    "invisible marks": (",16650.55,", ",\u202e16650.55,"),
    "no version": ("# tanheng: tanheng-input/1\r\n", ""),
    "another version": ("tanheng-input/1", "tanheng-input/9"),
    "no pack": ("# pack", "# nothing"),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES.keys())
def test_faults_of_a_csv_are_told_again(old: str, new: str) -> None:
    text = filled_csv(load(PACK_ID), sample_case(), encoding="utf-8").decode()
    assert old in text
    told_alike(text.replace(old, new, 1).encode(), "input.csv")


def test_mended_in_the_workbook_it_is_the_case() -> None:
    text = filled_csv(load(PACK_ID), sample_case(), encoding="utf-8").decode()
    done = told_alike(text.replace(",16650.55,", ",一万六千,").encode(), "input.csv")
    assert set(comments(done)) == {(SHEET, "E11"), (SHEET, "A5")}  # the word at its cell; what waits for it at the enterprise
    book = opened(done)
    assert book.sheetnames == [PROBLEM_SHEET, SHEET]
    assert "由 .csv 的单元格生成" in book[PROBLEM_SHEET]["A2"].value
    book[SHEET]["E11"] = "16650.55"
    case, _ = read(saved(book))
    assert case is not None
    assert case.snapshot_hash == sample_case().snapshot_hash


def test_what_is_told_of_a_line_is_marked_at_its_first_cell() -> None:
    text = filled_csv(load(PACK_ID), sample_case(), encoding="utf-8").decode().replace("# grain", "# 填表人: 王工\r\n# grain")
    done = told_alike(text.encode(), "input.csv")
    assert "FILE-303" in comments(done)[SHEET, "A4"]


@pytest.mark.parametrize("content", [b"\xff" * 9, b'# pack: a\n"open, 1\n', b"", b"a" * (33 * 1024 * 1024)], ids=range(4))
def test_a_text_without_sure_cells_is_not_marked(content: bytes) -> None:
    if content:
        with pytest.raises(UnmarkableFile):
            marked_workbook("a.csv", content, [], "zh")


# ── ods ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_ods_comes_back_as_a_marked_workbook(soffice: LibreOffice, tmp_path: Path) -> None:
    (tmp_path / "input.xlsx").write_bytes(refused()[0])
    done = told_alike(soffice.converted(tmp_path / "input.xlsx", "ods").read_bytes(), "input.ods")
    assert {(POTLINES, WORDS), (POTLINES, NEGATIVE)} <= comments(done).keys()
    assert "由 .ods 的单元格生成" in opened(done)[PROBLEM_SHEET]["A2"].value


def test_what_is_odd_in_an_ods_stays_odd(soffice: LibreOffice, tmp_path: Path) -> None:
    def change(book) -> None:
        sheet = book[POTLINES]
        sheet["G5"], sheet["H5"], sheet["I5"], sheet["J5"] = "=1/0", "=16000+1", True, "=TRUE"
        sheet["K5"].number_format = "0.00%"
        sheet.merge_cells("G9:H9")
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["L"].hidden = True
        book["化石燃料 Fuels"].sheet_state = "hidden"

    (tmp_path / "input.xlsx").write_bytes(edited(change, sample_workbook()))
    told_alike(soffice.converted(tmp_path / "input.xlsx", "ods").read_bytes(), "input.ods")


# ── cells ────────────────────────────────────────────────────────────────────────────────────────

DATES = st.dates(min_value=date(1950, 1, 1)).map(str)
NUMBERS = st.decimals(-(10**12), 10**12, places=4).map(lambda number: format(number, "f"))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1).map(without_marks).filter(bool)
TIMES = st.sampled_from(["2025", "2025-03", "2025-03-01 08:30", "08:30", "26:00"])
KINDS = st.one_of(
    st.tuples(st.just("number"), NUMBERS),
    st.tuples(st.just("text"), TEXTS),
    st.tuples(st.just("boolean"), st.sampled_from(["TRUE", "FALSE"])),
    st.tuples(st.just("date"), DATES | TIMES),
    st.tuples(st.just("error"), st.sampled_from(["#DIV/0!", "#REF!", "#N/A", "#VALUE!"])),
)
CELLS = st.tuples(KINDS, st.booleans(), st.booleans()).map(lambda drawn: Cell(*drawn[0], drawn[1], drawn[2] and drawn[0][0] == "number"))
SHEETS = st.lists(
    st.builds(
        Sheet, st.text(min_size=1, max_size=40), st.just(False), st.dictionaries(st.tuples(st.integers(1, 50), st.integers(1, 30)), CELLS)
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda sheet: sheet.name,
)


@pytest.mark.fuzz
@given(sheets=SHEETS)
def test_cells_come_back_as_they_were(sheets: list[Sheet]) -> None:
    content, names = workbook_of_cells(sheets)
    found = {sheet.name: sheet for sheet in workbook_sheets(content)}
    for sheet in sheets:
        again = found[names[sheet.name or ""]].cells
        assert again.keys() == sheet.cells.keys()
        for corner, cell in sheet.cells.items():
            twin = again[corner]
            assert twin.kind == cell.kind
            assert twin.formula == (cell.formula or cell.kind == "error")
            assert twin.percent == cell.percent
            if cell.kind == "number":
                assert float(twin.text) == float(cell.text)
            else:
                assert twin.text.strip() == cell.text.strip()


def test_every_cell_of_a_csv_stands_at_its_line() -> None:
    text = filled_csv(load(PACK_ID), sample_case(), encoding="utf-8").decode()
    cells = csv_cells(text.encode()).cells
    for number, line in enumerate(text.split("\r\n"), start=1):
        assert cells.get((number, 1), Cell("blank")).text.startswith(line.partition(",")[0][:10])
    assert not any(is_problem_sheet(sheet) for sheet in [csv_cells(text.encode())])
