"""A second heading row inside a table heads what follows; a block of another year below a table is never read as this year's."""

import datetime as dt
from collections.abc import Iterable

import pytest

from tanheng.documents.input.csv_tables import read_csv
from tanheng.rulebook import load
from tests.documents.sample_input import PACK_ID, codes, find, read
from tests.documents.test_input_unread import ANODES, OUTPUT, TWELVE, small_book


def below(*rows: list[object]) -> bytes:
    """A table whose anodes stay blank, with another block of rows below it."""
    headings = ["代号", "设施", "单位", *(f"{month}月" for month in range(1, 13))]
    return small_book(headings, [OUTPUT, "P1", "t", *TWELVE], [ANODES, "P1", "t"], [], *rows)


LAST_YEAR = [f"2024年{month}月" for month in range(1, 13)]
BLOCKS = {
    "months of last year": [["2024年数据", "", "", *LAST_YEAR], [ANODES, "P1", "t", *TWELVE]],
    "the year before its months": [["2024年数据", "", "", *(f"{month}月" for month in range(1, 13))], [ANODES, "P1", "t", *TWELVE]],
    "the year above its months": [["2024年"], ["", "", "", *(f"{month}月" for month in range(1, 13))], [ANODES, "P1", "t", *TWELVE]],
    "the year alone": [["2024年数据"], [ANODES, "P1", "t", *TWELVE]],
    "numbers that count on": [["", "", "", *(202400 + month for month in range(1, 13))], [ANODES, "P1", "t", *TWELVE]],
    "dates": [["", "", "", *(dt.date(2024, month, 1) for month in range(1, 13))], [ANODES, "P1", "t", *TWELVE]],
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_another_year_below_the_table_is_not_read(name: str) -> None:
    case, problems = read(below(*BLOCKS[name]))
    assert case is None
    problem = find(problems, "FILE-241")
    assert problem.severity == "error"
    assert f"D{11 + len(BLOCKS[name])}:O" in problem.message.zh


def test_the_second_half_of_the_year_may_stand_below_with_its_own_headings() -> None:
    halves = [f"2025年{month}月" for month in range(1, 7)], [f"2025年{month}月" for month in range(7, 13)]
    rows = [[OUTPUT, "P1", "t", *TWELVE[:6]], ["", "", "", *halves[1]], [OUTPUT, "P1", "t", *TWELVE[6:]]]
    problems = read(small_book(["代号", "设施", "单位", *halves[0]], *rows))[1]
    lacking = [one for one in problems if one.where.quantity == OUTPUT and one.code.startswith(("CASE", "FILE"))]
    assert not lacking
    assert not [one for one in problems if one.code.startswith("FILE") and one.severity != "note"]


def test_figures_that_look_like_months_are_figures() -> None:
    headings = ["代号", "设施", "单位", *(f"{month}月" for month in range(1, 13))]
    figures = [202401, 202403, 202402, *TWELVE[3:]]
    problems = read(small_book(headings, [OUTPUT, "P1", "t", *figures], [ANODES, "P1", "t", *range(1, 13)]))[1]
    assert not [one for one in problems if one.where.quantity in (OUTPUT, ANODES) and one.severity == "error"]
    assert "FILE-241" not in codes(problems)


@pytest.mark.parametrize("figures", [range(1938, 1950), [1942, 1961, 1938, *TWELVE[3:]], [2024] * 12, [1, 2, 1999, *TWELVE[3:]]])
def test_figures_that_look_like_years_are_figures(figures: Iterable[int]) -> None:
    headings = ["代号", "设施", "单位", *(f"{month}月" for month in range(1, 13))]
    problems = read(small_book(headings, [OUTPUT, "P1", "t", *figures], [ANODES, "P1", "t", *TWELVE]))[1]
    assert not [one for one in problems if one.where.quantity in (OUTPUT, ANODES) and one.severity == "error"]
    assert "FILE-241" not in codes(problems)


def test_a_block_of_another_year_in_a_csv_is_not_read() -> None:
    months = ",".join(f"{month}月" for month in range(1, 13))
    figures = ",".join(map(str, TWELVE))
    head = f"# pack: {PACK_ID}\n# year: 2025\n代号,设施,单位,{months}\n"
    text = f"{head}{OUTPUT},P1,t,{figures}\n2024年数据,,,{','.join(LAST_YEAR)}\n{ANODES},P1,t,{figures}\n"
    problems = read_csv(text.encode(), "in.csv", load)[2]
    assert find(problems, "FILE-241").severity == "error"
