"""Any problems at any cells of the filled template of any sector: marked, the workbook holds the same cells and gives the same case."""

from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.input.template.workbook import filled_template
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.marks.file import marked_workbook
from tanheng.documents.marks.words import is_problem_sheet
from tanheng.documents.reading.cells import Sheet, cell_name
from tanheng.engine.case.reading import read_case
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.rulebook import load
from tests.documents.sample_input import read

pytestmark = pytest.mark.fuzz

SECTORS: dict[str, dict[str, Any]] = {
    "smelter": synthetic_case(2025),
    "cement works": synthetic_cement_case(2025),
    "power units": synthetic_power_case(2025, {"name": "合成自备电厂"}),
}
PLACES = st.tuples(st.integers(0, 20), st.integers(1, 90), st.integers(1, 40))
WORDS = st.text(max_size=30) | st.sampled_from(["▼ 碳衡 Tanheng", "▲", "]]>", "&amp;", "=1+1", "\x00", "\ud800", "tanheng-problems/1"])
PROBLEMS = st.lists(st.tuples(PLACES, st.sampled_from(["error", "warning", "note"]), WORDS), max_size=12)


@lru_cache(maxsize=3)
def workbook(sector: str) -> tuple[bytes, list[Sheet], str]:
    """The filled template of a sector, its cells, and the hash of the case in it."""
    case, problems = read_case(SECTORS[sector], load)
    assert case is not None, [one.as_text() for one in problems]
    content = filled_template(load(case.pack_id), case)
    in_it, _ = read(content)
    assert in_it is not None
    return content, workbook_sheets(content), in_it.snapshot_hash


@lru_cache(maxsize=3)
def told(sector: str) -> list[dict[str, Any]]:
    """What reading the filled template tells."""
    return [one.as_json() for one in read(workbook(sector)[0])[1]]


def problems_at(sheets: list[Sheet], drawn: list[Any]) -> list[Problem]:
    """Problems at cells of these sheets; now and then at a sheet that is not there."""
    names = [*(sheet.name for sheet in sheets), "不在这里", None]
    return [
        Problem("FILE-219", severity, Where(sheet=names[at % len(names)], cell=cell_name(row, column)), Text(words, words), Text(words, ""))
        for (at, row, column), severity, words in drawn
    ]


@given(sector=st.sampled_from(sorted(SECTORS)), first=PROBLEMS, second=st.none() | PROBLEMS, lang=st.sampled_from(["zh", "en"]))
def test_a_marked_workbook_holds_the_same_cells_and_gives_the_same_case(
    sector: str, first: list[Any], second: list[Any] | None, lang: str
) -> None:
    content, sheets, snapshot_hash = workbook(sector)
    done = marked_workbook("a.xlsx", content, problems_at(sheets, first), lang)
    if second is not None:
        done = marked_workbook("a.xlsx", done, problems_at(sheets, second), lang)
    found = workbook_sheets(done)
    assert is_problem_sheet(found[0])
    assert found[1:] == sheets
    case, problems = read(done)
    assert case is not None
    assert case.snapshot_hash == snapshot_hash
    assert [one.as_json() for one in problems] == told(sector)
