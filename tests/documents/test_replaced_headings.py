"""Every heading of every sheet of the templates of every sector, replaced by another text: known by its place, or told with its cell."""

from __future__ import annotations

import copy
import csv
import io
import re
from collections.abc import Iterator
from functools import lru_cache

import pytest

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.csv_tables import csv_template, filled_csv
from tanheng.documents.input.heading_places import ORDERS
from tanheng.documents.input.headings import CHOICE_SHEET, HEADINGS_OF, OVERRIDE_SHEET
from tanheng.documents.input.tables import heading_of
from tanheng.documents.input.template.workbook import filled_template
from tanheng.documents.input.workbook import read_sheets, workbook_sheets
from tanheng.documents.reading.cells import Cell, Corner, Sheet, cell_name, corner_of
from tanheng.engine.case import Case
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.rulebook import load, pack_ids
from tests.support.libreoffice import LibreOffice

PACKS = [
    "cn/aluminium/cets_2024", "cn/cement/cets_2024", "cn/power/cets_2026", "intl/cement/csi_v3", "eu/aluminium/cbam_2025",
    "cn/power/allowance_2023_2024",
]  # fmt: skip
TEXT = "标记文字XYZ"
AREA = re.compile(r"([A-Z]+\d+)(?::([A-Z]+\d+))?")
STATED = {"relative": "0.01", "k": "2", "source": "合成"}
REPLACED = {"value": "0.5", "unit": "1", "document": "合成", "person": "合成", "reason": "合成"}
ANSWER = {"code": "AL-010", "digest": f"sha256:{'0' * 64}", "says": "confirmed", "person": "合成", "on": "2026-01-05", "reason": "合成"}


@lru_cache
def case_of(name: str) -> Case:
    """The first worked case, with rows on every sheet that a case may fill."""
    given = copy.deepcopy(load(name).cases[0]["given"])
    first = {key: given["values"][0][key] for key in ("quantity", "facility", "item") if key in given["values"][0]}
    extra = {"uncertainties": [{**first, **STATED}], "overrides": [{"parameter": next(iter(load(name).parameters), ""), **REPLACED}]}
    for added in ({**given, **extra, "answers": [ANSWER]}, {**given, "uncertainties": extra["uncertainties"]}, given):
        case, _ = read_case(added, load)
        if case is not None:
            return case
    raise AssertionError(name)


def heading_cells(sheets: list[Sheet]) -> Iterator[tuple[int, Corner]]:
    """The number of the sheet and the place of every heading."""
    for number, sheet in enumerate(sheets):
        rows = sheet.rows()
        found = [row for row, cells in rows.items() if heading_of(sheet, row, cells) is not None]
        for row in found[:1] or ([2] if sheet.name == CHOICE_SHEET else []):
            yield from ((number, (row, column)) for column in rows[row])


def names(problem: Problem, sheet: str | None, corner: Corner) -> bool:
    """Whether a problem names a cell: as its place, or within an area of its sentence."""
    places = [where for where in problem.all_places if where.sheet == sheet]
    if any(where.cell == cell_name(*corner) for where in places):
        return True
    areas = AREA.findall(problem.message.zh) if places else []
    corners = [(corner_of(first), corner_of(last or first)) for first, last in areas]
    return any(a and b and a[0] <= corner[0] <= b[0] and a[1] <= corner[1] <= b[1] for a, b in corners)


def assert_headings(sheets: list[Sheet], file: str) -> int:
    """That each heading that is replaced is named; how many there are."""
    cells = list(heading_cells(sheets))
    for number, corner in cells:
        changed = [copy.copy(sheet) for sheet in sheets]
        changed[number].cells = {**sheets[number].cells, corner: Cell("text", TEXT)}
        _, _, problems = read_sheets(changed, file, load, template=True)
        name = sheets[number].name
        assert any(names(one, name, corner) for one in problems), (name, cell_name(*corner), [one.as_text() for one in problems])
    return len(cells)


@pytest.mark.parametrize("name", PACKS)
def test_a_replaced_heading_of_a_workbook_is_named(name: str) -> None:
    assert assert_headings(workbook_sheets(filled_template(load(name), case_of(name))), "f.xlsx") > 40


@pytest.mark.parametrize("name", ["intl/cement/csi_v3"])
def test_a_replaced_heading_of_an_ods_is_named(name: str, soffice: LibreOffice, tmp_path) -> None:
    path = tmp_path / "input.xlsx"
    path.write_bytes(filled_template(load(name), case_of(name)))
    assert assert_headings(workbook_sheets(soffice.converted(path, "ods").read_bytes()), "f.ods") > 40


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("filled", [True, False])
def test_a_replaced_heading_of_a_csv_is_named(name: str, filled: bool) -> None:
    pack = load(name)
    content = filled_csv(pack, case_of(name)) if filled else csv_template(pack, pack.valid_from)
    lines = content.decode("utf-8-sig").splitlines()
    number = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    headings = next(csv.reader([lines[number]]))
    for column in range(len(headings)):
        stream = io.StringIO()
        csv.writer(stream).writerow([TEXT if at == column else word for at, word in enumerate(headings)])
        text = "\n".join([*lines[:number], stream.getvalue().strip(), *lines[number + 1 :]])
        _, problems = read_case_bytes("f.csv", text.encode(), load, tuple(pack_ids()))
        corner = (number + 1, column + 1)
        assert any(names(one, None, corner) for one in problems), (headings[column], [one.as_text() for one in problems])


# ── known by their place ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", [name for name in HEADINGS_OF if name != "data"])
def test_a_table_is_not_lost_for_one_heading(table: str) -> None:
    """Whatever makes the row the headings of its table may be the one that was replaced."""
    words = [text.zh for text, _ in HEADINGS_OF[table].values()]
    for column in range(len(words)):
        cells = {at: Cell("text", TEXT if at == column + 1 else word) for at, word in enumerate(words, start=1)}
        heading = heading_of(Sheet(name="甲"), 5, cells)
        assert heading is not None
        assert heading.table == table
        replaced = ORDERS[table][0][column]
        assert heading.replaced in (None, (column + 1, replaced))
        assert (heading.replaced is None) == (replaced not in heading.columns)


def test_replaced_values_are_still_read_and_the_heading_is_told() -> None:
    name = "cn/aluminium/cets_2024"
    given = copy.deepcopy(load(name).cases[0]["given"])
    given["overrides"] = [
        {"parameter": "gwp_cf4", "value": "7390", "unit": "tCO2e/t", "document": "合成", "person": "合成", "reason": "合成"}
    ]
    case, problems = read_case(given, load)
    assert case is not None, [one.as_text() for one in problems]
    sheets = workbook_sheets(filled_template(load(name), case))
    whole, _, _ = read_sheets(sheets, "f.xlsx", load, template=True)
    sheet = next(one for one in sheets if one.name == OVERRIDE_SHEET)
    sheet.cells[5, 6] = Cell("text", "文号")
    read, _, problems = read_sheets(sheets, "f.xlsx", load, template=True)
    assert read == whole
    (told,) = [one for one in problems if one.code == "FILE-264"]
    assert (told.severity, told.where.sheet, told.where.cell) == ("warning", OVERRIDE_SHEET, "F5")
    assert "依据文件" in told.message.zh


def test_two_replaced_headings_are_not_guessed() -> None:
    words = [text.zh for text, _ in HEADINGS_OF["overrides"].values()]
    cells = {at: Cell("text", TEXT if at in (1, 6) else word) for at, word in enumerate(words, start=1)}
    assert heading_of(Sheet(name="甲"), 5, cells) is None
    moved = {at + 1: Cell("text", TEXT if at == 6 else word) for at, word in enumerate(words, start=1)}
    assert heading_of(Sheet(name="甲"), 5, moved) is None
