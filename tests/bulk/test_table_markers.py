"""Markers scattered into the cells of tables of several packs, and lines put anywhere: each is read, or a problem names its row.

A table has many entities with one marker each, so that one computation tries them all: some hundreds of placements here, ten
thousand of each in `make fuzz`.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanheng.bulk.batch import run_batch
from tanheng.bulk.outcome import Outcome
from tanheng.bulk.problems import TableProblem
from tanheng.bulk.sql.backend import Backend
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.rulebook import load
from tests.bulk.random_tables import Row, accepted, random_rows

pytestmark = pytest.mark.fuzz

PLACEMENTS = 40  # in one table
TRIED = settings(max_examples=250 if settings.get_current_profile_name() == "fuzz" else 6)
NUMBER, TEXT = "98765.4321", "标记文字XYZ"
DIGITS = "987654321"
PACKS = ["cn/aluminium/cets_2024", "cn/cement/cets_2024", "cn/power/cets_2022", "cn/cement/allowance_2025"]
MARKERS = [NUMBER, TEXT, "0.987654321", f"{NUMBER}%", f"\u200b{NUMBER}", f"#{NUMBER}", "98,765.4321"]
Lines = list[list[str]]


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


@lru_cache(maxsize=1)
def plants() -> dict[str, list[Row]]:
    """The rows of one plant of each pack that nothing is wrong with."""
    found = {}
    for name in PACKS:
        pack = load(name)
        grain = "year" if "allowance" in name else "month"
        tried = (random_rows(pack, Random(seed), 1, grain) for seed in range(500))
        found[name] = next(rows for rows in tried if accepted(pack, pack.valid_from, rows))
    return found


def table(name: str, entities: int, *, long: bool) -> Lines:
    """So many plants alike, with a column for notes and one without a heading."""
    pack = load(name)
    rows = [{**row, "entity": f"E{number}", "year": str(pack.valid_from)} for number in range(entities) for row in plants()[name]]
    if long:
        keys = ("entity", "year", "facility", "kind", "item", "month", *pack.attributes)
        amounts = [(row, one) for row in rows for one in row if one in pack.quantities]
        rows = [{**{key: row.get(key, "") for key in keys}, "quantity": one, "value": row[one], "unit": ""} for row, one in amounts]
    columns = list(dict.fromkeys(one for row in rows for one in row))
    return [[*columns, "notes", ""], *([*(row.get(one, "") for one in columns), "", ""] for row in rows)]


def computed(backend: DuckBackend, name: str, lines: Lines, *, encoding: str = "utf-8", year: int | None = None) -> Outcome:
    stream = io.StringIO()
    csv.writer(stream).writerows(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(stream.getvalue().encode(encoding))
        return run_batch(backend, [(load(name), path)], path.with_name("out.parquet"), year=year)


def rows_of(one: TableProblem) -> Iterator[int]:
    yield from [] if one.row is None else [one.row]
    for first, last in one.spans:
        yield from range(first, last + 1)


def typed_cells(backend: Backend, row: int) -> str:
    """What was read of a row; of the long form several rows stand in one, each with its number."""
    names = [one[0] for one in backend.rows("DESCRIBE typed")]
    at = " OR ".join(f"{name} = {row}" for name in names if name.endswith("_row"))
    return re.sub(r"[.,]", "", str(backend.rows(f"SELECT * FROM typed WHERE {at}")))


def assert_read_or_told(backend: DuckBackend, outcome: Outcome, placed: dict[int, str], lines: Lines) -> None:
    """Every marker by the index of its line: told, or among the typed cells of its row."""
    told = {row - 1 for one in outcome.problems for row in rows_of(one)}
    said = "\n".join(one.as_text("zh") for one in outcome.problems)
    rest = {row: marker for row, marker in placed.items() if row not in told and marker not in said}
    if not rest:
        return
    held = {row: typed_cells(backend, row + 1) for row in rest}
    lost = [row for row in rest if DIGITS not in held[row] and TEXT not in held[row]]
    assert not lost, [(row, rest[row], lines[row]) for row in lost]


TABLES = st.sampled_from(PACKS)
CELLS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(MARKERS)), min_size=PLACEMENTS, max_size=PLACEMENTS)


@pytest.mark.parametrize("long", [False, True])
@TRIED
@given(TABLES, CELLS)
def test_a_marker_in_any_cell_is_read_or_told(backend: DuckBackend, long: bool, name: str, cells: list[tuple[float, int, str]]) -> None:
    lines = table(name, len(cells), long=long)
    each = (len(lines) - 1) // len(cells)
    placed = {}
    for number, (down, right, marker) in enumerate(cells):
        row = 1 + number * each + int(down * (each - 1))
        lines[row][right % len(lines[row])] = marker
        placed[row] = marker
    assert_read_or_told(backend, computed(backend, name, lines), placed, lines)


@TRIED
@given(TABLES, CELLS)
def test_a_marker_beyond_the_last_column_is_told(backend: DuckBackend, name: str, cells: list[tuple[float, int, str]]) -> None:
    lines = table(name, len(cells), long=False)
    each = (len(lines) - 1) // len(cells)
    placed = {1 + number * each + int(down * (each - 1)): (right % 4, marker) for number, (down, right, marker) in enumerate(cells)}
    for row, (right, marker) in placed.items():
        lines[row] += [""] * right + [marker]
    told = {row - 1 for one in computed(backend, name, lines).problems if one.problem.code == "BATCH-129" for row in rows_of(one)}
    assert told == set(placed)


SHAPES = [["{}"], ["#{}"], ["# {}: 5"], ["", "", "{}"], ["{}", "5", "", ""], ["# 备注", "{}"]]
PLACED = st.tuples(st.floats(0, 1), st.sampled_from(SHAPES), st.sampled_from(MARKERS))
PLACED_LINES = st.lists(PLACED, min_size=PLACEMENTS, max_size=PLACEMENTS)


@TRIED
@given(TABLES, PLACED_LINES, st.sampled_from(["utf-8-sig", "gb18030", "utf-16-le"]))
def test_a_line_anywhere_is_told(backend: DuckBackend, name: str, placed: list[tuple[float, list[str], str]], encoding: str) -> None:
    lines = table(name, 3, long=False)
    put = sorted({int(down * len(lines)): [cell.format(marker) for cell in shape] for down, shape, marker in placed}.items(), reverse=True)
    for row, line in put:
        lines.insert(row, line)
    expected = {row + number for number, (row, _) in enumerate(reversed(put))}
    outcome = computed(backend, name, lines, encoding=encoding)
    told = {row - 1 for one in outcome.problems for row in rows_of(one)}
    told |= {0} if any(one.problem.where.line == 1 for one in outcome.problems) else set()
    assert expected <= told, expected - told


@TRIED
@given(TABLES, st.integers(0, 60), st.sampled_from(MARKERS))
def test_a_heading_changed_is_told(backend: DuckBackend, name: str, right: int, marker: str) -> None:
    lines = table(name, 1, long=False)
    lines[0][right % len(lines[0])] = marker
    said = "\n".join(one.as_text("zh") for one in computed(backend, name, lines, year=load(name).valid_from).problems)
    assert marker.lstrip("\u200b") in said
