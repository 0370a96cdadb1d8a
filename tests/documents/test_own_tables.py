"""Tables of a plant's own layout: what is read of each cell and told of it; the monthly grid as a workbook, there and back."""

import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tanheng.documents.own_table.grid_book import BookRow, grid_book, grid_columns, read_grid_book
from tanheng.documents.own_table.layout import Column, Layout, agreeing, headings_of, layout_of, likely_heading_row
from tanheng.documents.own_table.reading import MOST_ROWS, as_typed, read_table, table_sheets

YEAR = 2026
DAILY = Layout("", 2, "日期", "day", (Column("产量(t)", "P-001", unit="t"),))
MONTHLY = Layout("", 1, "月份", "month", (Column("产量", "P-001", unit="t"), Column("产量 (2)", "P-002", unit="t")))


def sheet_of(text, file="自表.csv"):
    (sheet,), problems = table_sheets(text.encode(), file)
    assert problems == []
    return sheet


def codes(read):
    return [one.code for one in read.problems]


def test_a_monthly_table_is_read_by_its_headings():
    sheet = sheet_of('月份,产量,产量,备注\n1月,10,20,\n2026年2月,"1,234.5",/,\n一季度,3,4,\n2025-03,1,1,\n合计,99,99,\n4月,abc,,\n')
    assert likely_heading_row(sheet) == 1 and list(headings_of(sheet, 1)) == ["月份", "产量", "产量 (2)", "备注"]
    read = read_table(sheet, MONTHLY, YEAR, "自表.csv")
    said = {(one.column.line, one.month.month): one.number for one in read.found}
    assert said == {
        ("P-001", 1): Decimal(10), ("P-002", 1): Decimal(20), ("P-001", 2): Decimal("1234.5"), ("P-002", 2): None,
    }  # fmt: skip
    assert codes(read) == ["OWN-201", "OWN-202", "OWN-201", "FILE-219"]
    assert [one.where.line for one in read.problems] == [4, 5, 6, 7]


def test_a_month_told_twice_is_read_in_neither_row():
    read = read_table(sheet_of("月份,产量,产量\n1月,10,1\n1月,20,1\n"), MONTHLY, YEAR, "f")
    assert read.found == [] and codes(read) == ["OWN-203"]


def test_days_are_days_and_what_is_no_day_is_told():
    read = read_table(sheet_of("一车间\n日期,产量(t)\n2026-01-01,1.1\n2026/1/2,2\n1月3日,3\n2026-02-30,4\n合计,10\n,5\n"), DAILY, YEAR, "f")
    assert [(one.day.isoformat(), one.number) for one in read.found] == [
        ("2026-01-01", Decimal("1.1")), ("2026-01-02", Decimal(2)), ("2026-01-03", Decimal(3)),
    ]  # fmt: skip
    assert codes(read) == ["OWN-201"] * 3


def test_a_heading_that_is_gone_is_named():
    sheet = sheet_of("月份,产出,产量\n1月,10,20\n")
    read = read_table(sheet, MONTHLY, YEAR, "f")
    assert [one.message.zh for one in read.problems] == ["表头行里没有“产量 (2)”这一列"]
    assert agreeing(MONTHLY, [sheet]) == (sheet, ["产量 (2)"])
    assert agreeing(DAILY, [sheet])[1] == ["日期", "产量(t)"]


def test_a_workbook_tells_formulas_merged_and_hidden_cells():
    book = Workbook()
    page = book.active
    page.append(["月份", "产量", "产量"])
    for month in range(1, 5):
        page.append([f"{month}月", month, "=B2*2" if month == 1 else 5])
    page.row_dimensions[3].hidden = True
    page.merge_cells("B4:B5")
    content = io.BytesIO()
    book.save(content)
    (sheet,), _none = table_sheets(content.getvalue(), "f.xlsx")
    read = read_table(sheet, MONTHLY, YEAR, "f.xlsx")
    assert codes(read) == ["FILE-213", "FILE-216", "FILE-211"]  # a formula without a result, a merged area, a hidden row
    assert [one.number for one in read.found if one.column.line == "P-001"] == [Decimal(1), Decimal(2), Decimal(3)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a," * 40_000 + b"\n1\n", "FILE-206"),
        (b"1\n" * (11 * MOST_ROWS), "OWN-106"),
        (b"0" * 10_000_001, "FILE-003"),
        (b"PK\x03\x04 broken", "FILE-201"),
        (b"\xff\xfe\xff\xff\x00\x80\x81\xfd", ""),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(content, code):
    sheets, problems = table_sheets(content, "f.csv")
    assert sheets == [] or not code
    assert not code or [one.code for one in problems] == [code]


def test_too_many_rows_and_an_empty_table_are_told():
    assert codes(read_table(sheet_of("月份,产量,产量\n" + "1月,1,1\n" * (MOST_ROWS + 1)), MONTHLY, YEAR, "f")) == ["OWN-106"]
    assert codes(read_table(sheet_of("月份,产量,产量\n"), MONTHLY, YEAR, "f")) == ["OWN-107"]


UNTOLD = (
    {"heading_row": float("inf")}, {"heading_row": 2**20 + 1}, {"sheet": "\ud800"}, {"period": "\udfff"},
    {"columns": [{"heading": "\ud800", "line": "x"}]}, {"columns": [{"heading": "b", "line": "x", "unit": "\ud800"}]},
)  # fmt: skip


def test_a_layout_is_plain_data_and_anything_else_is_none():
    assert layout_of(MONTHLY.document()) == MONTHLY
    wrong = ({"grain": "week"}, {"heading_row": 0}, {"columns": []}, {"columns": [{"heading": "月份", "line": "x"}]}, {"columns": 3})
    for change in (*wrong, *UNTOLD):
        with pytest.raises(ValueError, match="no layout"):
            layout_of({**MONTHLY.document(), **change})


def test_a_grid_of_another_year_is_not_taken_for_this_one():
    rows = [BookRow("P-001", "main", "产量", "t", ["5"] * 12)]
    for year, found in ((YEAR, 12), (YEAR - 1, 0)):
        (sheet,), _problems = table_sheets(grid_book("1号电解系列", f"合成铝业 · 1号电解系列 · {year}", rows), "f.xlsx")
        read = read_grid_book(sheet, YEAR, "f.xlsx")
        assert (len(read.found), codes(read)) == (found, [] if found else ["OWN-109"])


AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14).map(lambda one: f"{one:f}")
LONG = st.integers(10**18, 10**20 - 1).map(lambda one: f"{one}.25")
CELLS = st.lists(st.one_of(st.just(""), st.just("/"), AMOUNTS, LONG), min_size=12, max_size=12)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4), WORDS, st.sampled_from(["zh", "en"]), st.sampled_from(["t", "tC/t", "10^4 Nm3"]))
def test_the_grid_goes_to_excel_and_comes_back_with_the_same_cells(table, name, lang, unit):
    rows = [BookRow(f"P-{number:03d}", "main", name, unit, cells) for number, cells in enumerate(table)]
    (sheet,), problems = table_sheets(grid_book(name, "note", rows, lang), "f.xlsx")
    assert problems == [] and grid_columns(sheet) is not None
    read = read_grid_book(sheet, YEAR, "f.xlsx")
    assert read.problems == []
    back = {(one.column.line, one.month.month): as_typed(one.number, "") for one in read.found}
    given = {(row.line, month): text for row in rows for month, text in enumerate(row.cells, 1) if text}
    assert back.keys() == given.keys()
    assert all(back[key] == text or Decimal(back[key]) == Decimal(text) for key, text in given.items())
