"""What is wrong at many places in the same way is told once, with all its places."""

from __future__ import annotations

import pytest

from tanheng.engine.case import Facility
from tanheng.engine.place_spans import spans_text
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, gathered, sorted_problems
from tanheng.engine.text import Text
from tanheng.engine.wording import Wording
from tests.engine.toy_pack import toy_pack

PACK = toy_pack()
SENTENCE, REMEDY = Text("太大", "too large"), Text("核对", "check it")


def problem(where: Where, code: str = "CASE-142", digest: str = "", message: Text = SENTENCE) -> Problem:
    return Problem(code, "error", where, message, REMEDY, digest)


def cell(name: str, sheet: str = "燃料", **domain: object) -> Where:
    return Where(file="厂.xlsx", sheet=sheet, cell=name, **domain)  # type: ignore[arg-type]


YEAR_ROW = [problem(cell(f"{letter}7")) for letter in "BCDEFGHIJKLM"]


def test_a_row_of_the_same_mistake_is_one_problem_at_twelve_places() -> None:
    (one,) = sorted_problems(YEAR_ROW)
    assert one.where == one.places[0] == cell("B7")
    assert [place.cell for place in one.all_places] == [f"{letter}7" for letter in "BCDEFGHIJKLM"]
    assert one.as_text("zh") == "CASE-142 [错误] 厂.xlsx 燃料 B7: 太大（另有 11 处：C7–M7）\n    办法：核对"
    assert one.as_text("en").startswith("CASE-142 [error] 厂.xlsx 燃料 B7: too large (and 11 more: C7–M7)\n")


def test_json_keeps_where_and_adds_the_places() -> None:
    (one,) = gathered(YEAR_ROW[:2])
    assert one.as_json()["where"] == one.as_json()["places"][0] == {"file": "厂.xlsx", "sheet": "燃料", "cell": "B7"}
    assert [place["cell"] for place in one.as_json()["places"]] == ["B7", "C7"]
    assert "places" not in YEAR_ROW[0].as_json()


def test_other_sentences_and_other_figures_stay_apart() -> None:
    other = problem(cell("N7"), message=Text("太小", "too small"))
    doubts = [problem(cell("B7"), digest="sha256:1"), problem(cell("C7"), digest="sha256:2")]
    assert len(gathered([*YEAR_ROW, other])) == 2
    assert gathered(doubts) == doubts


def test_the_same_problem_at_the_same_place_is_told_once_and_has_no_places() -> None:
    assert gathered([YEAR_ROW[0], YEAR_ROW[0]]) == [YEAR_ROW[0]]


def test_gathering_twice_changes_nothing_and_loses_nothing() -> None:
    first = gathered(YEAR_ROW[:6])
    assert gathered(first) == first
    assert gathered([*first, *YEAR_ROW[6:]]) == gathered(YEAR_ROW)


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ([cell("C7"), cell("C8"), cell("C9")], "C7–C9"),
        ([cell(f"{letter}{row}") for row in (7, 8) for letter in "CDE"], "C7–E8"),
        ([cell("C7"), cell("E7")], "C7、E7"),
        ([cell("Z7"), cell("AA7"), cell("AB7")], "Z7–AB7"),
        ([cell("C7"), cell("B3", "电力"), cell("B4", "电力")], "C7、厂.xlsx 电力 B3–B4"),
        ([Where(file="c.csv", line=9), Where(file="c.csv", line=10)], "第 9–10 行"),
        ([Where(quantity="q", facility="a", month=month) for month in (2, 3, 5)], "q@a 2–3, 5 月"),
        ([Where(quantity="q", facility="a", month=2, spoken=Text("产量 · 一号", "output · one"))], "产量 · 一号 2 月"),
        ([cell(f"C{row}") for row in range(1, 40, 2)], "C1、C3、C5、C7、C9、C11、C13、C15、…"),
    ],
)
def test_places_are_named_in_short(places: list[Where], text: str) -> None:
    first = cell("B7") if places[0].sheet else Where(file=places[0].file)
    assert spans_text(places, first, "zh") == text


def test_a_place_speaks_as_people_do_where_the_words_are_known() -> None:
    where = Where(quantity="output_t", facility="one", month=3, spoken=Text("产量 · 一号", "output · line one"))
    assert where.as_text("zh") == "产量 · 一号 · 3 月"
    assert where.as_text("en") == "output · line one · month 3"
    assert where == Where(quantity="output_t", facility="one", month=3)
    assert "spoken" not in where.as_json()


@pytest.mark.parametrize(
    ("where", "zh"),
    [
        (Where(facility="a"), "甲"),
        (Where(item="coal"), "煤"),
        (Where("fuel_t"), "量FC"),
        (Where("anode_t", "a", month=3), "量AC · 甲 · 3 月"),
    ],
)
def test_whatever_a_place_has_is_called_by_its_label(where: Where, zh: str) -> None:
    wording = Wording(PACK, [Facility("a", "plant", "甲")])
    assert wording.spoken(problem(where)).where.as_text("zh") == zh
