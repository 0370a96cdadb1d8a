"""Two readers of one file must say the same: ours beside python-calamine, on files of openpyxl, XlsxWriter and LibreOffice."""

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.reading.cells import Cell, Corner
from tests.documents.raw_workbook import workbook
from tests.documents.test_number_formats import DATES, NUMBERS

READ_BETTER = {  # formats that calamine takes for dates, or in one case for none: words, unquoted units, the weekday of Chinese
    "Standard", "Estándar", "Standaard", "Normál", "0 m", "Yes;Yes;No", "[$-804]aaaa",
}  # fmt: skip
Found = dict[Corner, object]
FORMATS = ["General", "0.00", "#,##0.00_);[Red](#,##0.00)", "0.0%", "@", '0" t"', "0.00E+00", "# ?/?"]
DAY_FORMATS = ["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "d-mmm-yy", "[$-804]yyyy/m/d", "m/d/yy h:mm"]
NUMBER = st.integers(-(10**14), 10**14) | st.floats(-1e15, 1e15, allow_subnormal=False).map(lambda x: float(f"{x:.12g}"))
TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12).filter(lambda t: "_x" not in t)
DAY = st.dates(date(1900, 3, 1), date(9999, 12, 31))
VALUES = st.one_of(
    st.tuples(NUMBER, st.sampled_from(FORMATS)), st.tuples(TEXT, st.just("General")), st.tuples(st.booleans(), st.just("General")),
    st.tuples(DAY, st.sampled_from(DAY_FORMATS)),
)  # fmt: skip
TABLE = st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 60)), VALUES, max_size=25)


def ours(content: bytes) -> Found:
    """What our reader says, in plain values."""
    sheet = workbook_sheets(content)[0]
    assert sheet.odd == []
    return {place: plain(cell) for place, cell in sheet.cells.items()}


def plain(cell: Cell) -> object:
    if cell.kind == "number":
        return float(cell.text)
    return cell.text == "TRUE" if cell.kind == "boolean" else cell.text


def theirs(content: bytes) -> Found:
    """What calamine says, in the same values."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {
        (row, column): shown(value) for row, cells in enumerate(rows, start=1) for column, value in enumerate(cells, start=1) if value != ""
    }


def shown(value: object) -> object:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return "a time"
    return float(value)


def days_alone(found: Found) -> Found:
    """A format that shows a time of day shows midnight too; calamine gives the day."""
    return {place: value.removesuffix(" 00:00") if isinstance(value, str) else value for place, value in found.items()}


def by_openpyxl(table: dict[Corner, tuple[object, str]]) -> bytes:
    book = openpyxl.Workbook()
    for (row, column), (value, style) in table.items():
        cell = book.active.cell(row, column)
        cell.value, cell.number_format = value, style
        if isinstance(value, str):
            cell.data_type = "s"  # a text that begins with = is a text here
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(table: dict[Corner, tuple[object, str]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("甲")
    for (row, column), (value, style) in table.items():
        form = book.add_format({"num_format": style})
        write = {str: sheet.write_string, bool: sheet.write_boolean, date: sheet.write_datetime}.get(type(value), sheet.write_number)
        write(row - 1, column - 1, value, form)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("written", [by_openpyxl, by_xlsxwriter])
@given(table=TABLE)
@pytest.mark.fuzz
def test_cells_written_by_another_program_are_read_alike(written, table: dict[Corner, tuple[object, str]]) -> None:
    content = written(table)
    assert days_alone(ours(content)) == theirs(content)


@pytest.mark.parametrize("code", [*NUMBERS, *DATES, "0%", "0.00%"])
def test_both_readers_know_the_same_formats_for_dates(code: str) -> None:
    escaped = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    content = workbook('<row r="1"><c r="A1" s="1"><v>45717</v></c></row>', formats={1: escaped})
    cell, other = workbook_sheets(content)[0].cells[(1, 1)], theirs(content)[(1, 1)]
    assert (cell.kind == "date") == (isinstance(other, str) != (code in READ_BETTER))


RICH: dict[Corner, tuple[object, str]] = {
    (1, 1): ("信息项\n第二行", "General"), (1, 2): (" 前后空 ", "@"), (2, 1): (16650.55, "#,##0.00"), (2, 2): (0.98, "0.0%"),
    (2, 3): (date(2025, 3, 1), "yyyy-mm-dd"), (2, 4): (True, "General"), (3, 5): (1e-7, "General"), (3, 6): (123456789012345, "0"),
    (7, 3): ("=1+1", "General"), (9, 30): ("1-3", "@"), (12, 2): (33250.000000000004, "0.00"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_cells_saved_by_libreoffice_are_read_alike(suffix: str, soffice, tmp_path: Path) -> None:
    source = tmp_path / "rich.xlsx"
    source.write_bytes(by_openpyxl(RICH))
    content = soffice.converted(source, suffix).read_bytes()
    assert ours(content) == theirs(content)
    assert len(ours(content)) == len(RICH)
