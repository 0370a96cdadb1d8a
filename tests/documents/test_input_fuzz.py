"""Whatever bytes come, the readers answer with a case or with problems, never with a traceback.

A few hundred examples here; `make fuzz` tries ten thousand of each.
"""

import copy
import io
import zipfile
from functools import lru_cache

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tanheng.documents.input.csv_tables import filled_csv
from tanheng.documents.input.tables import heading_of
from tanheng.documents.input.workbook import read_sheets, workbook_sheets
from tanheng.documents.reading.cells import Cell, Sheet
from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import has_errors
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tanheng.seal.canonical import canonical_bytes
from tests.documents.sample_input import PACK_ID, case_text, read, sample_case, sample_workbook, saved

pytestmark = pytest.mark.fuzz

WORDS = [
    "", "#", "&a", "*a", "!!x ", "---\n", "\t", "{", "}", "[", "]", ":", ": ", ",", "'", '"', "\n", "\r", "﻿", "\0", "NaN", "1e9",
    "-", "?", "|", ">", "%", "@", "~", "null", "0x1", "year", "months", "potline-1", "9" * 40, "١", "１", "\ud800", "\\ud800", "<<",
    "quantity", "1: ", "</c>", "<c r='A1'>", "<v>", "&lt;", "&#0;", "<!DOCTYPE a>", 'r="XFD9999999"', 't="s"', "#REF!",
]  # fmt: skip
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(WORDS) | st.text(max_size=8)), min_size=1, max_size=6)
NUMBERS = [
    "1", "-1", "0", "1e308", "1e-320", "nan", "inf", "", "1,2", "１", "12%", "/", "#REF!", "45000.5", "1" * 400, "potline-1", "diesel",
    "1月", "全年", "信息项", "代号", "设施编号", "设施类别", "属性", "取值", "企业信息项", "填报内容", "规则包", "核算年度", "按年", "year",
    "2025", PACK_ID, "fuel_consumption", "化石燃料消耗量", "kg", "{unit}", "{name}", "%s", "\ud800", "=1+1",
]  # fmt: skip
CELLS = st.builds(
    Cell,
    st.sampled_from(["number", "text", "boolean", "date", "error", "blank"]),
    st.sampled_from(NUMBERS) | st.text(max_size=12) | st.floats().map(repr),
    st.booleans(),
)


def changed(content: bytes, changes: list[tuple[float, int, str]]) -> bytes:
    """Some slices of the bytes replaced by other words."""
    for place, length, word in changes:
        start = int(place * len(content))
        content = content[:start] + word.encode("utf-8", "surrogatepass") + content[start + length :]
    return content


def answers(content: bytes, name: str) -> None:
    """Reads, runs what can be run, and writes every problem in both languages."""
    case, problems = read(content, name)
    assert (case is None) == has_errors(problems)
    for problem in problems:
        assert problem.remedy.zh
        assert problem.as_text("en")
        canonical_bytes(problem.as_json("zh"))
    if case is not None:
        canonical_bytes(case_document(case))
        run_case(load(case.pack_id), case, problems)


@lru_cache(maxsize=1)
def small_workbook() -> bytes:
    """A short workbook with all tables, to be broken part by part."""
    book = openpyxl.Workbook()
    rows = [
        ["Fact", "Entry"], ["pack", PACK_ID], ["year", "2025"], ["entity", "Synthetic"], ["template version", "tanheng-input/1"],
        ["Facility id", "Facility kind", "Facility name"], ["P1", "potline", ""],
        ["Quantity", "Facility", *(f"Month {month}" for month in range(1, 13)), "Unit"],
        ["molten_aluminium_output_t", "P1", *range(1, 13), "kg"], ["anode_consumption_t", "P1", *range(1, 13), "t"],
    ]  # fmt: skip
    for row in rows:
        book.active.append(row)
    return saved(book)


@lru_cache(maxsize=1)
def parsed() -> list[Sheet]:
    return workbook_sheets(sample_workbook())


@given(CHANGES)
def test_any_yaml(changes: list[tuple[float, int, str]]) -> None:
    answers(changed(case_text().encode(), changes), "c.yaml")


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_under_any_name(content: bytes) -> None:
    for name in ("c.yaml", "c.json", "c.csv", "c.xlsx", "c.ods"):
        answers(content, name)


@given(CHANGES)
def test_any_json(changes: list[tuple[float, int, str]]) -> None:
    import json

    text = json.dumps(case_document(sample_case()), ensure_ascii=False, indent=1)
    answers(changed(text.encode(), changes), "c.json")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.sampled_from(NUMBERS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6) | st.integers(-2, 14), inner, max_size=4),
    max_leaves=12,
)
PLACES = [
    ("pack",), ("year",), ("grain",), ("entity",), ("entity", "name"), ("facilities",), ("facilities", 0), ("facilities", 0, "id"),
    ("attributes",), ("values",), ("values", 0), *((("values", 1, key)) for key in (
        "quantity", "facility", "item", "months", "each_month", "year", "unit", "kind", "source", "uncertainty")),
]  # fmt: skip


@example([(("grain",), "week"), (("values",), True)])
@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON_VALUES), min_size=1, max_size=3))
def test_any_data_in_any_place(changes: list[tuple[tuple[str | int, ...], object]]) -> None:
    document = copy.deepcopy(case_document(sample_case()))
    for path, value in changes:
        inner = document
        for part in path[:-1]:
            known = part in inner if isinstance(inner, dict) else isinstance(inner, list) and part < len(inner)
            inner = inner[part] if known else {}
        if isinstance(inner, dict) or (isinstance(inner, list) and isinstance(path[-1], int) and path[-1] < len(inner)):
            inner[path[-1]] = value
    case, problems = read_case(document, load)
    assert (case is None) == has_errors(problems)


@given(CHANGES, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_csv(changes: list[tuple[float, int, str]], encoding: str) -> None:
    answers(changed(filled_csv(load(PACK_ID), sample_case(), encoding=encoding), changes), "c.csv")


@given(CHANGES)
def test_any_workbook_bytes(changes: list[tuple[float, int, str]]) -> None:
    answers(changed(small_workbook(), changes), "c.xlsx")


@given(st.integers(0, 20), CHANGES)
def test_any_workbook_part(number: int, changes: list[tuple[float, int, str]]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small_workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        wanted = old.infolist()[number % len(old.infolist())].filename
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, changed(content, changes) if entry.filename == wanted else content)
    answers(stream.getvalue(), "c.xlsx")


ODS = """<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
<table:table table:name="A">%s</table:table></office:spreadsheet></office:body></office:document-content>"""


@lru_cache(maxsize=1)
def small_ods() -> str:
    rows = ""
    for row in openpyxl.load_workbook(io.BytesIO(small_workbook())).active.iter_rows(values_only=True):
        cells = "".join(
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
            if isinstance(value, int)
            else f'<table:table-cell office:value-type="string"><text:p>{value or ""}</text:p></table:table-cell>'
            for value in row
        )
        rows += f"<table:table-row>{cells}</table:table-row>"
    return ODS % rows


@given(CHANGES)
def test_any_opendocument_content(changes: list[tuple[float, int, str]]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        new.writestr("content.xml", changed(small_ods().encode(), changes))
    answers(stream.getvalue(), "c.ods")


def test_the_small_files_are_sound_before_they_are_broken() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        new.writestr("content.xml", small_ods())
    assert read(small_workbook())[0] is not None
    assert read(stream.getvalue(), "c.ods")[0] is not None


@pytest.mark.parametrize("kind", ["text", "number", "date", "bool", "error", "odd"])
def test_whatever_stands_in_the_place_of_one_heading_its_column_is_taken_by_its_place(kind: str) -> None:
    headings = [
        (sheet, number, cells, found)
        for sheet in parsed()
        for number, cells in sheet.rows().items()
        if (found := heading_of(sheet, number, cells))
    ]
    assert len(headings) > 3
    taken = 0
    for sheet, number, cells, found in headings:
        for column, name in found.fields.items():
            again = heading_of(sheet, number, {**cells, column: Cell(kind, "#REF!")})
            taken += again is not None and again.fields.get(column) == name and again.replaced == (column, name)
    assert taken >= 10


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(1, 20), st.integers(1, 26), CELLS), min_size=1, max_size=8))
def test_any_cells(changes: list[tuple[int, int, int, Cell]]) -> None:
    sheets = [copy.copy(sheet) for sheet in parsed()]
    for sheet in sheets:
        sheet.cells = dict(sheet.cells)
    for number, row, column, cell in changes:
        sheets[1 + number % (len(sheets) - 2)].cells[(row, column)] = cell
    document, places, problems = read_sheets(sheets, "c.xlsx", load, template=True)
    for problem in problems:
        assert problem.as_text("en")
    if document is not None:
        case, found = read_case(document, load, places=places, file="c.xlsx")
        assert (case is None) == has_errors(found)
