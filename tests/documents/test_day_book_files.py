"""A month of a day-book out and in again: CSV, Excel and pasted lines; no text becomes a formula."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.analysis.day_books.month import books, month_of
from tanheng.analysis.day_books.rows import Row, plain, read_day, read_values
from tanheng.documents.day_book.reading import read_book, read_lines
from tanheng.documents.day_book.writing import book_csv, book_workbook
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.engine.text import Text

MONTH, DAY = date(2025, 3, 1), date(2025, 3, 2)
BOOK = books()["tapping"]
HOSTILE = ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-2+3", "'=1", '"quoted", twice', "＝1", "1001"]


def rows_of(*cells: str) -> list[Row]:
    said = {"ladle": "1", "gross_t": "12.50", "tare_t": "4"}
    return [Row(DAY, number, read_values(BOOK, {"cell": cell, **said})[0]) for number, cell in enumerate(cells, 1)]


def read_again(content: bytes) -> list[dict[str, object]]:
    typed, problems = read_book(BOOK, content, "a")
    assert problems == []
    found = []
    for one in typed:
        values, told = read_values(BOOK, one.columns)
        assert (told, read_day(one.day)) == ([], DAY)
        found.append(values)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_goes_out_comes_in_again(lang: str) -> None:
    rows = rows_of(*HOSTILE)
    found = month_of(BOOK, MONTH, rows)
    wanted = [one.values for one in rows]
    assert read_again(book_csv(BOOK, found, lang)) == wanted
    again = read_again(book_workbook(BOOK, found, Text("", ""), lang))
    assert [{**one, "gross_t": one["gross_t"].normalize()} for one in again] == [{**one, "gross_t": Decimal("12.5")} for one in wanted]


@given(st.text(max_size=40).map(plain).filter(lambda one: one and one not in "/—-"))
def test_any_text_survives_a_csv(text: str) -> None:
    assert read_again(book_csv(BOOK, month_of(BOOK, MONTH, rows_of(text)))) == [one.values for one in rows_of(text)]


def test_no_cell_is_a_formula() -> None:
    found = month_of(BOOK, MONTH, rows_of(*HOSTILE))
    lines = book_csv(BOOK, found).decode("utf-8-sig").splitlines()[1:]
    assert [line for line in lines if any(cell.strip('"').startswith(("=", "@", "+", "-", "＝")) for cell in line.split(",")[2:3])] == []
    (sheet,) = workbook_sheets(book_workbook(BOOK, found, Text("", "")))
    assert not any(cell.formula for cell in sheet.cells.values())


def test_pasted_lines_and_their_problems() -> None:
    text = "日期\t槽号\t抬包号（包次）\t毛重\t皮重（t）\t净重（t）\n2025-03-02\t1001\t1\t12.5\t4\t99\n\n2025-03-02\t1002\t2\t12.5\t4\t\n"
    rows, problems = read_lines(BOOK, text)
    assert problems == [] and [(one.origin.line, one.day, one.columns["cell"]) for one in rows] == [
        (2, "2025-03-02", "1001"),
        (4, "2025-03-02", "1002"),
    ]
    assert [one.code for one in read_lines(BOOK, text.replace("日期", "日子"))[1]] == ["BOOK-110"]
    assert [one.code for one in read_lines(BOOK, text.replace("净重（t）", "净重量"))[1]] == ["BOOK-113"]
    assert [one.code for one in read_lines(BOOK, text.split("\n", maxsplit=1)[0])[1]] == ["BOOK-111"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04broken", b"\x00" * 50, "日期,槽号\n".encode(), b"\xe6\xe6\xe6 day"])
def test_broken_bytes_are_told_and_never_raised(content: bytes) -> None:
    rows, problems = read_book(BOOK, content, "a.csv")
    assert rows == [] and problems
