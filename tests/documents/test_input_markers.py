"""A marker scattered into any cell of any sheet, any line of a CSV, any key of a YAML: the case holds it, or a problem names its place.

Some hundreds of placements here; `make fuzz` tries ten thousand of each.
"""

import copy
import csv
import io
import json
import re
from functools import lru_cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.csv_tables import filled_csv
from tanheng.documents.input.template.workbook import filled_template, input_template
from tanheng.documents.input.workbook import read_sheets, workbook_sheets
from tanheng.documents.reading.cells import Cell, Sheet, cell_name
from tanheng.engine.case import Case, case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.rulebook import load, pack_ids

pytestmark = pytest.mark.fuzz

NUMBER, TEXT = "987654.321", "标记文字XYZ"
MARKERS = [Cell("number", NUMBER), Cell("text", NUMBER), Cell("text", TEXT)]
FILLED = ["cn/aluminium/cets_2024", "cn/cement/cets_2024", "cn/power/cets_2026", "cn/cement/allowance_2025", "cn/power/allowance_2023_2024"]
BLANK = [("cn/aluminium/gbt_32151_4_2015", "year"), ("cn/cement/ndrc_2013", "month")]
AREA = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
BEYOND = 3  # rows and columns right of and below everything that a sheet holds


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    """The first worked case of the packs of every sector, by month and by year."""
    found = [read_case(load(name).cases[0]["given"], load)[0] for name in FILLED]
    assert None not in found
    return tuple(one for one in found if one is not None)


@lru_cache(maxsize=1)
def books() -> tuple[tuple[Sheet, ...], ...]:
    """The sheets of filled templates of all sectors, and of blank ones."""
    filled = [filled_template(load(case.pack_id), case) for case in cases()]
    blank = [input_template(load(name), load(name).valid_from, grain=grain) for name, grain in BLANK]
    return tuple(tuple(workbook_sheets(content)) for content in [*filled, *blank])


def names_row(problem: Problem, sheet: str | None, row: int) -> bool:
    """Whether a problem names the row of a cell: by a place of its own, or by an area in its sentence."""
    places = [where for where in problem.all_places if where.sheet == sheet]
    if any(where.cell and where.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(row) for where in places):
        return True
    areas = AREA.findall(problem.message.zh) if places else []
    return any(int(first) <= row <= int(last or first) for _, first, _, last in areas)


def judged(document: object, places: object, problems: list[Problem], file: str) -> list[Problem]:
    """The problems of reading and those of the case itself."""
    if document is None:
        return problems
    return [*problems, *read_case(document, load, places=places, file=file, known_packs=tuple(pack_ids()))[1]]


def assert_told(sheets: list[Sheet], number: int, row: int, column: int, marker: Cell) -> None:
    sheets = [copy.copy(sheet) for sheet in sheets]
    sheets[number].cells = {**sheets[number].cells, (row, column): marker}
    document, places, problems = read_sheets(sheets, "f.xlsx", load, template=True)
    if document is not None and marker.text in json.dumps(document, ensure_ascii=False, default=str):
        return
    found = judged(document, places, problems, "f.xlsx")
    name = sheets[number].name
    told = any(names_row(problem, name, row) or marker.text in problem.message.zh for problem in found)
    assert told, (name, cell_name(row, column), [problem.as_text() for problem in found])


@given(st.integers(0, len(FILLED) + len(BLANK) - 1), st.integers(0, 30), st.floats(0, 1), st.floats(0, 1), st.sampled_from(MARKERS))
@example(0, 0, 0.0, 0.0, MARKERS[0])
def test_a_marker_in_any_cell_of_any_sheet_is_held_or_told(book: int, sheet: int, down: float, right: float, marker: Cell) -> None:
    sheets = list(books()[book])
    number = sheet % len(sheets)
    rows = max(row for row, _ in sheets[number].cells) + BEYOND
    columns = max(column for _, column in sheets[number].cells) + BEYOND
    assert_told(sheets, number, 1 + int(down * (rows - 1)), 1 + int(right * (columns - 1)), marker)


@pytest.mark.parametrize("column", [60, 201, 16_384])
@pytest.mark.parametrize("row", [1, 5, 90_000])
def test_far_away_likewise(row: int, column: int) -> None:
    for marker in MARKERS:
        for number in range(len(books()[0])):
            assert_told(list(books()[0]), number, row, column, marker)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def tables() -> tuple[tuple[list[str], ...], ...]:
    """The lines of filled CSVs as cells; a head line is one cell."""
    texts = [filled_csv(load(case.pack_id), case, encoding="utf-8").decode() for case in cases()]
    return tuple(
        tuple([line] if line.startswith("#") else next(csv.reader([line])) for line in text.splitlines()) for text in texts
    )  # fmt: skip


def csv_of(lines: list[list[str]]) -> str:
    stream = io.StringIO()
    for line in lines:
        if line and line[0].startswith("#"):
            stream.write(",".join(line) + "\n")
        else:
            csv.writer(stream).writerow(line)
    return stream.getvalue()


def assert_csv_told(text: str, line: int, marker: str) -> None:
    case, problems = read_case_bytes("f.csv", text.encode(), load, tuple(pack_ids()))
    held = case is not None and marker in json.dumps(case_document(case), ensure_ascii=False)
    lines = [where.line for problem in problems for where in problem.all_places]
    told = any(marker in problem.message.zh or names_row(problem, None, line) for problem in problems)
    assert held or line in lines or told, (line, text.splitlines()[line - 1], [one.as_text() for one in problems])


TABLES = st.integers(0, len(FILLED) - 1)
WORDS = st.sampled_from([NUMBER, TEXT])


@given(TABLES, st.floats(0, 1), st.integers(0, 26), st.sampled_from(["over", "beside"]), WORDS)
def test_a_marker_in_any_cell_of_a_csv_is_held_or_told(table: int, down: float, right: int, how: str, marker: str) -> None:
    lines = [list(line) for line in tables()[table]]
    number = int(down * (len(lines) - 1))
    column = right % len(lines[number]) if how == "over" else len(lines[number]) + right % 3
    lines[number] += [""] * (column + 1 - len(lines[number]))
    lines[number][column] = marker
    assert_csv_told(csv_of(lines), number + 1, marker)


LINES = ["{}", "#{}", "# {}: 5", "# 备注：{}", '"{}"', ",,,{}", "# facility: {}", "{},,,,5", "#{},5"]


@given(TABLES, st.floats(0, 1), st.sampled_from(LINES), WORDS)
def test_a_line_anywhere_in_a_csv_is_held_or_told(table: int, down: float, line: str, marker: str) -> None:
    lines = csv_of([list(line) for line in tables()[table]]).splitlines()
    number = int(down * len(lines))
    assert_csv_told("\n".join([*lines[:number], line.format(marker), *lines[number:]]), number + 1, marker)


# ── YAML and JSON ────────────────────────────────────────────────────────────────────────────────


def mappings_of(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every mapping in a document."""
    if isinstance(data, dict):
        return [path, *(one for key, value in data.items() for one in mappings_of(value, (*path, key)))]
    return [one for number, value in enumerate(data) for one in mappings_of(value, (*path, number))] if isinstance(data, list) else []


EXTRA = {
    "uncertainties": [
        {"quantity": "molten_aluminium_output_t", "relative": "0.01", "k": "2", "source": "合成"},
        {"quantity": "anode_consumption_t", "calibration": {"expanded": "0.01", "k": "2"}, "source": "合成"},
    ],
    "overrides": [{"parameter": "gwp_cf4", "value": "7390", "unit": "tCO2e/tCF4", "document": "合成", "person": "合成", "reason": "合成"}],
    "answers": [{"code": "AL-010", "digest": "0" * 64, "says": "confirmed", "person": "合成", "on": "2026-01-05", "reason": "合成"}],
}


@lru_cache(maxsize=1)
def documents() -> tuple[dict[str, object], ...]:
    """The worked cases as documents, the first with blocks of every kind."""
    found = [copy.deepcopy(case_document(case)) for case in cases()]
    return ({**found[0], **EXTRA}, *found[1:])


@given(TABLES, st.floats(0, 1), st.sampled_from([NUMBER, "", {"a": NUMBER}, [NUMBER], None]), st.sampled_from(["json", "yaml"]))
def test_an_unknown_key_at_any_depth_is_told_at_its_line(table: int, where: float, value: object, kind: str) -> None:
    document = copy.deepcopy(documents()[table])
    paths = mappings_of(document)
    inner: object = document
    for part in paths[int(where * (len(paths) - 1))]:
        inner = inner[part]  # type: ignore[index]
    assert isinstance(inner, dict)
    inner["marker_key"] = value
    text = json.dumps(document, ensure_ascii=False, indent=1)
    _, problems = read_case_bytes(f"f.{kind}", text.encode(), load, tuple(pack_ids()))
    line = text[: text.index('"marker_key"')].count("\n") + 1
    told = [problem for problem in problems if "marker_key" in problem.message.zh]
    assert any(problem.where.line == line for problem in told), [problem.as_text() for problem in problems]
