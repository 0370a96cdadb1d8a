"""A refused workbook comes back marked: comments and colours at its cells, a sheet of problems, everything else as it was."""

import io
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from tanheng.documents.marks.file import marked_workbook
from tanheng.documents.marks.words import COLOURS, OPENING, PROBLEM_SHEET
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.text import Text
from tests.documents.marked_input import NEGATIVE, WORDS, colours, comments, marked, opened, parts, problem, refused
from tests.documents.sample_input import (
    ENTITY,
    FUELS,
    POTLINES,
    edited,
    read,
    sample_case,
    sample_workbook,
    saved,
)
from tests.support.libreoffice import LibreOffice

# ── what a person sees ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "words", "remedy"), [("zh", ("错误", "提示"), "办法："), ("en", ("Error", "Note"), "Remedy: ")])
def test_each_problem_is_told_at_its_cell_in_words_and_colour(lang: str, words: tuple[str, str], remedy: str) -> None:
    content, problems = refused()
    found = comments(marked(content, lang))
    assert set(found) == {(POTLINES, WORDS), (POTLINES, NEGATIVE), (ENTITY, "B9")}
    for one in problems:  # what waits for the errors stands at the name of the enterprise, as everything of the whole file
        text = found[one.where.sheet or "", one.where.cell or ""]
        assert f"{words[one.severity == 'note']} {one.code}" in text
        assert one.message.in_(lang) in text
        assert remedy + one.remedy.in_(lang) in text
    sheet = opened(marked(content, lang))[POTLINES]
    assert {sheet[cell].fill.fgColor.rgb for cell in (WORDS, NEGATIVE)} == {COLOURS["error"]}


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_the_colour_says_how_much_it_matters(severity: Severity) -> None:
    content = marked_workbook("a.xlsx", sample_workbook(), [problem(POTLINES, "G5", severity)], "zh")
    assert opened(content)[POTLINES]["G5"].fill.fgColor.rgb == COLOURS[severity]


def test_a_cell_with_several_problems_has_one_comment_and_the_colour_of_the_worst() -> None:
    several = [problem(POTLINES, "G5", "note", "FILE-227"), problem(POTLINES, "G5", "error", "CASE-142")]
    content = marked_workbook("a.xlsx", sample_workbook(), several, "en")
    text = comments(content)[POTLINES, "G5"]
    assert text.index("CASE-142") < text.index("FILE-227")
    assert opened(content)[POTLINES]["G5"].fill.fgColor.rgb == COLOURS["error"]


def test_the_first_sheet_lists_all_problems_with_links_and_what_blocks_first() -> None:
    listed = [problem(POTLINES, "G5", "note", "FILE-227"), problem(FUELS, "H9", "warning", "FILE-212"), problem(POTLINES, "H6")]
    general = Problem("FILE-210", "warning", Where(sheet="别处"), Text("没有读取", "not read"), Text("移走", "move it"))
    sheet = opened(marked_workbook("a.xlsx", sample_workbook(), [*listed, general], "zh")).worksheets[0]
    assert sheet.title == PROBLEM_SHEET
    rows = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=5)]
    assert [row[3] for row in rows] == ["FILE-219", "FILE-212", "FILE-210", "FILE-227"]
    assert [row[1] for row in rows] == ["错误", "警告", "警告", "提示"]
    links = {sheet[f"C{row}"].value: getattr(sheet[f"C{row}"].hyperlink, "location", None) for row in range(5, 9)}
    assert links == {
        f"{POTLINES} H6": f"'{POTLINES}'!H6", f"{FUELS} H9": f"'{FUELS}'!H9", "别处": None, f"{POTLINES} G5": f"'{POTLINES}'!G5",
    }  # fmt: skip
    assert "4 个问题，其中错误 1 个" in sheet["A2"].value


def test_a_merged_area_is_marked_where_it_is_seen() -> None:
    content = edited(lambda book: book[POTLINES].merge_cells("G5:H5"))
    assert set(comments(marked_workbook("a.xlsx", content, [problem(POTLINES, "H5")], "zh"))) == {(POTLINES, "G5")}


# ── what stays as it was ─────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def with_everything() -> bytes:
    """A workbook as a plant keeps one: formulas, names, comments, hidden parts, protection, print areas."""

    def change(book: Workbook) -> None:
        sheet: Worksheet = book[POTLINES]
        sheet["G5"].comment = Comment("王工：皮带秤 3 月检定", "王工")
        sheet["K9"].comment = Comment("等化验单", "李工")
        sheet.column_dimensions["Z"].hidden = True
        sheet.row_dimensions[60].hidden = True
        sheet.print_area = "A1:T20"
        own = book.create_sheet("我的台账", 1)
        own["A1"], own["A2"], own["A3"] = 12, 30, "=SUM(A1:A2)"
        own.add_data_validation(DataValidation(type="decimal", operator="greaterThan", formula1="0", sqref="A1:A2"))
        own.protection.enable()
        book.active = 4

    return edited(change)


MARKS = [problem(POTLINES, "G5"), problem(POTLINES, "AB70", "warning"), problem(FUELS, "H9", "note"), problem("我的台账", "A2")]


def test_only_the_parts_that_hold_marks_change() -> None:
    before = parts(with_everything())
    after = parts(marked_workbook("a.xlsx", with_everything(), MARKS, "zh"))
    changed = {name for name in before if before[name] != after[name]}
    touched = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    of_sheets = {name for name in changed - touched if re.match(r"xl/(worksheets/(_rels/)?sheet|comments/comment|drawings/comments)", name)}
    assert changed <= touched | of_sheets
    assert set(before) <= set(after)


def test_a_sheet_differs_only_by_the_styles_of_marked_cells() -> None:
    before, after = (parts(content) for content in (sample_workbook(), marked_workbook("a.xlsx", sample_workbook(), MARKS[:1], "zh")))
    name = next(one for one in before if one.startswith("xl/worksheets/") and before[one] != after[one] and b"G5" in before[one])
    style = re.compile(rb'(<c r="G5") s="\d+"')
    tail = re.compile(rb"<legacyDrawing [^>]*/>")
    plain = tail.sub(b"", style.sub(rb"\1", after[name]))
    assert plain.replace(b' tabSelected="0"', b"") == style.sub(rb"\1", before[name]).replace(b' tabSelected="1"', b"")


def test_values_formulas_names_protection_and_comments_of_others_stay() -> None:
    before, after = opened(with_everything()), opened(marked_workbook("a.xlsx", with_everything(), MARKS, "zh"))
    assert after.sheetnames[1:] == before.sheetnames
    for sheet in before:
        twin = after[sheet.title]
        assert {at: cell.value for at, cell in sheet._cells.items() if cell.value is not None} == {
            at: cell.value for at, cell in twin._cells.items() if cell.value is not None
        }
        assert twin.protection.sheet == sheet.protection.sheet
        assert [one.sqref for one in twin.data_validations.dataValidation] == [one.sqref for one in sheet.data_validations.dataValidation]
        assert twin.print_area == sheet.print_area
        assert twin.merged_cells.ranges == sheet.merged_cells.ranges
        assert {name: one.hidden for name, one in twin.column_dimensions.items()} == {
            name: one.hidden for name, one in sheet.column_dimensions.items()
        }
        for at, cell in sheet._cells.items():
            other = twin._cells[at]
            assert other.number_format == cell.number_format
            assert [repr(part) for part in (other.border, other.font, other.protection, other.alignment)] == [
                repr(part) for part in (cell.border, cell.font, cell.protection, cell.alignment)
            ]
    found = comments(marked_workbook("a.xlsx", with_everything(), MARKS, "zh"))
    assert found[POTLINES, "K9"] == "等化验单"
    assert found[POTLINES, "G5"].startswith("王工：皮带秤 3 月检定\n")
    assert OPENING in found[POTLINES, "G5"]


def test_stored_results_of_formulas_stay(soffice: LibreOffice, tmp_path: Path) -> None:
    (tmp_path / "own.xlsx").write_bytes(with_everything())
    content = soffice.recalculated(tmp_path / "own.xlsx").read_bytes()
    assert opened(content, data_only=True)["我的台账"]["A3"].value == 42
    after = marked_workbook("a.xlsx", content, MARKS, "zh")
    assert opened(after, data_only=True)["我的台账"]["A3"].value == 42
    assert opened(after)["我的台账"]["A3"].value == "=SUM(A1:A2)"


def test_only_the_problem_sheet_is_selected() -> None:
    """Two selected sheets would take every typed figure twice."""
    book = opened(marked_workbook("a.xlsx", with_everything(), MARKS, "zh"))
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [PROBLEM_SHEET]
    assert book.active.title == PROBLEM_SHEET


def test_the_same_problems_give_the_same_bytes() -> None:
    content, problems = refused()
    assert marked_workbook("a.xlsx", content, problems, "zh") == marked_workbook("b.xlsx", content, problems, "zh")


def test_another_sheet_of_that_name_keeps_it() -> None:
    content = edited(lambda book: book.create_sheet(PROBLEM_SHEET).append(["老张记的问题"]))
    book = opened(marked_workbook("a.xlsx", content, MARKS[:1], "zh"))
    assert book.sheetnames[0] == f"{PROBLEM_SHEET} 2"
    assert book[PROBLEM_SHEET]["A1"].value == "老张记的问题"


# ── sent again ───────────────────────────────────────────────────────────────────────────────────


def told(problems: list[Problem]) -> list[dict[str, object]]:
    return [one.as_json() for one in problems]


def test_sent_again_unmended_it_gives_the_same_problems() -> None:
    content, problems = refused()
    assert told(read(marked(content))[1]) == told(problems)


def test_mended_there_it_is_the_case() -> None:
    content, _ = refused()
    book = opened(marked(content))
    book[POTLINES][WORDS] = opened(sample_workbook())[POTLINES][WORDS].value
    book[POTLINES][NEGATIVE] = opened(sample_workbook())[POTLINES][NEGATIVE].value
    case, problems = read(saved(book))
    assert case is not None
    assert case.snapshot_hash == sample_case().snapshot_hash
    assert told(problems) == told(read(sample_workbook())[1])


def test_marking_again_replaces_the_old_marks() -> None:
    content, _ = refused()
    once = marked(content)
    assert comments(marked(once)) == comments(once)
    assert colours(marked(once)) == colours(once)
    assert opened(marked(once)).sheetnames == opened(once).sheetnames
    book = opened(once)
    book[POTLINES][WORDS] = 16650
    half = marked(saved(book))
    assert set(comments(half)) == {(POTLINES, NEGATIVE), (ENTITY, "B9")}
    assert colours(half)[POTLINES, WORDS] == colours(sample_workbook())[POTLINES, WORDS], "the cell has its own colour again"


def test_without_problems_the_marks_go_and_others_stay() -> None:
    once = marked_workbook("a.xlsx", with_everything(), MARKS, "zh")
    clean = marked_workbook("a.xlsx", once, [], "en")
    assert comments(clean) == comments(with_everything())
    before = colours(with_everything())
    assert {at: colour for at, colour in colours(clean).items() if at in before} == before
    assert opened(clean)[PROBLEM_SHEET]["A2"].value == "No problems were found."


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_saved_by_another_program_it_is_still_known(suffix: str, soffice: LibreOffice, tmp_path: Path) -> None:
    content, problems = refused()
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked(content))
    again = soffice.converted(path, suffix).read_bytes()
    found = read(again, f"input.{suffix}")[1]
    assert [(one.code, one.where.sheet, one.where.cell) for one in found] == [
        (one.code, one.where.sheet, one.where.cell) for one in problems
    ]
    if suffix == "xlsx":
        third = marked_workbook("input.xlsx", again, found, "zh")
        assert comments(third).keys() == comments(marked(content)).keys()
        assert all(text.count(OPENING) == 1 for text in comments(third).values())
        clean = colours(marked_workbook("input.xlsx", third, [], "zh"))
        assert not set(clean.values()) & set(COLOURS.values())


def test_other_programs_open_it(soffice: LibreOffice, pdf_pages: Callable[[bytes], list[bytes]], tmp_path: Path) -> None:
    content = with_everything()
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked_workbook("a.xlsx", content, MARKS, "zh"))
    assert soffice.converted(path, "pdf").stat().st_size > 1000
    ours = CalamineWorkbook.from_path(str(path))
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in theirs.sheet_names:
        before, after = (book.get_sheet_by_name(name).to_python() for book in (theirs, ours))
        assert [[cell for cell in row if cell != ""] for row in before] == [[cell for cell in row if cell != ""] for row in after]


def test_a_problem_at_many_places_is_marked_at_each_and_listed_with_one_number() -> None:
    places = tuple(Where(sheet=POTLINES, cell=cell) for cell in ("G5", "H5", "I5"))
    words = Text("同一个原因", "one cause")
    content = marked_workbook("a.xlsx", sample_workbook(), [Problem("FILE-215", "error", places[0], words, words, places=places)], "zh")
    assert set(comments(content)) == {(POTLINES, cell) for cell in ("G5", "H5", "I5")}
    rows = [[cell.value for cell in row[:5]] for row in opened(content)[PROBLEM_SHEET].iter_rows(min_row=5)]
    assert [row[0] for row in rows] == ["1", "1", "1"]
    assert [row[4] for row in rows] == ["同一个原因", "（同上）", "（同上）"]


def test_a_doubt_of_a_run_is_marked_at_the_cell_of_its_value() -> None:
    case, _ = read(sample_workbook())
    assert case is not None
    where = Where(quantity="anode_consumption_t", facility="potline-1", month=3)
    doubt = Problem("CETS-1", "warning", where, Text("偏高", "high"), Text("核对", "check"), "sha256:1")
    found = comments(marked_workbook("a.xlsx", sample_workbook(), [doubt], "zh", case))
    assert list(found) == [(POTLINES, "H6")]
    assert "警告·待答复 CETS-1" in found[POTLINES, "H6"]
