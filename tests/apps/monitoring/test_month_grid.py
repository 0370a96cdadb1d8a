"""The element of the monthly grid in a real browser, on a page of its own under the real security policy."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps.monitoring.grid_stage import Stage, row, spoken, taken, td

COPY = """() => {
  const data = new DataTransfer();
  document.activeElement.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
  return data.getData("text/plain");
}"""
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def stage(page):
    return Stage(page)


@pytest.fixture
def grid(stage):
    """Three lines: figures in the first, months without the facility in the second, nothing in the third."""
    rows = [
        row(1, [td(f"{1000 * month}.50", data_seen=str(month), data_kind="measured") for month in range(1, 13)]),
        row(2, [td(**({"data_why": "不适用：2026-03-01 投用", "aria_readonly": "true"} if month < 3 else {})) for month in range(1, 13)]),
        row(3, [td() for _ in range(12)]),
    ]
    stage.open(rows)
    return stage


def focus(grid: Stage, row_number: int, month: int) -> None:
    grid.cell(row_number, month).click()


def test_every_move_of_a_spreadsheet_has_its_key(grid):
    focus(grid, 0, 1)
    moves = [
        ("ArrowRight", (0, 2)), ("ArrowDown", (1, 2)), ("Tab", (1, 3)), ("Shift+Tab", (1, 2)), ("Enter", (2, 2)), ("Shift+Enter", (1, 2)),
        ("Home", (1, 1)), ("End", (1, 13)), ("Control+Home", (0, 1)), ("Control+End", (2, 13)), ("PageUp", (0, 13)), ("ArrowDown", (1, 13)),
        ("PageDown", (2, 13)), ("Control+ArrowUp", (0, 13)), ("Control+End", (2, 13)),
    ]  # fmt: skip
    for key, there in moves:
        grid.keys(key)
        assert grid.at() == there, key
    grid.keys("Tab")  # past the last cell, and after Escape from anywhere, the table is left
    assert grid.page.evaluate("document.activeElement.closest('td')") is None
    focus(grid, 1, 4)
    grid.keys("Escape", "Tab")
    assert grid.page.evaluate("document.activeElement.closest('table')") is None
    assert grid.sent == []


def test_typing_edits_and_saves_what_was_typed(grid):
    focus(grid, 2, 1)
    grid.page.keyboard.type("1234.5")
    grid.keys("Enter")
    grid.settled()
    assert grid.at() == (3 - 1, 1) and grid.cell(2, 1).inner_text() == "1,234.5"
    (sent,) = grid.sent
    assert sent == {
        "cells": [{"row": "P-003", "source": "main", "month": "2026-01", "text": "1234.5", "kind": "", "seen": None}],
        "reason": "",
    }
    focus(grid, 0, 2)
    grid.keys("F2", "Backspace", "9", "Escape")
    assert grid.text(0, 2) == "2000.50" and len(grid.sent) == 1
    grid.keys("F2", "Backspace", "9", "Tab")
    grid.settled()
    assert grid.sent[1]["cells"][0]["text"] == "2000.59" and grid.sent[1]["cells"][0]["seen"] == 2 and grid.at() == (0, 3)
    grid.keys("Delete")
    grid.settled()
    assert grid.sent[2]["cells"][0]["text"] == "" and grid.cell(0, 3).inner_text() == ""


def test_months_without_the_facility_are_not_typed(grid):
    focus(grid, 1, 2)
    grid.page.keyboard.type("5")
    assert grid.page.locator(".grid-input").count() == 0 and "2026-03-01" in grid.page.inner_text("[data-part=status]")
    grid.page.evaluate(PASTE, "1\t2\t3\t4")  # the first of them has no place
    grid.settled()
    assert [one["month"] for one in grid.sent[0]["cells"]] == ["2026-03", "2026-04", "2026-05"]


def test_excel_to_grid_to_excel_gives_the_same_cells(grid):
    text = '1,234.50\t/\t\t0\r\n"2\n3"\t4 kg\t-5\t0.0001\r\n'
    focus(grid, 2, 3)
    grid.page.evaluate(PASTE, "7\t\t9\r\n")
    assert [grid.text(2, month) for month in (3, 4, 5)] == ["7", "", "9"]
    grid.page.evaluate("document.querySelector('month-grid').go(1, 2)")
    grid.page.evaluate(PASTE, text)
    grid.settled()
    assert [grid.text(1, month) for month in range(3, 7)] == ["1234.50", "/", "", "0"]
    focus(grid, 1, 3)
    grid.keys(*["Shift+ArrowRight"] * 3)
    assert grid.page.evaluate(COPY) == "1234.50\t/\t\t0"
    assert grid.page.locator("td[aria-selected=true]").count() == 4


@settings(max_examples=40)
@given(st.lists(st.lists(st.text(alphabet='1 2.\t\n"a-', max_size=5).map(str.strip), min_size=2, max_size=4), min_size=1, max_size=3))
def test_what_is_copied_is_pasted_as_it_was(stage_of_two, texts):
    rows = [(one + [""] * 4)[:4] for one in texts]
    got = stage_of_two.page.evaluate(
        """(rows) => {
          const grid = document.querySelector("month-grid");
          grid.flush = () => {};
          const clip = new DataTransfer();
          const told = (name) => new ClipboardEvent(name, { clipboardData: clip, bubbles: true, cancelable: true });
          const write = (row, column, text) => (grid.cell([row, column]).dataset.text = text);
          rows.forEach((row, r) => row.forEach((text, c) => [write(r, c, text), write(r + 3, c, "x")]));
          grid.go(0, 0); grid.go(rows.length - 1, 3, true); grid.table.querySelector("td").dispatchEvent(told("copy"));
          grid.go(3, 0); grid.table.querySelector("td").dispatchEvent(told("paste"));
          return rows.map((row, r) => row.map((_, c) => grid.cell([r + 3, c]).dataset.text));
        }""",
        rows,
    )
    assert got == rows


@pytest.fixture
def stage_of_two(stage):
    stage.open([row(number, [td() for _ in range(12)]) for number in range(6)])
    return stage


def test_fill_and_undo_are_one_list_of_changes(grid):
    focus(grid, 0, 3)
    grid.keys("Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    grid.settled()
    assert [grid.text(number, 3) for number in range(3)] == ["3000.50"] * 3
    focus(grid, 2, 3)
    grid.keys("Shift+ArrowRight", "Shift+ArrowRight", "Control+r")
    grid.settled()
    assert [grid.text(2, month) for month in (3, 4, 5)] == ["3000.50"] * 3
    grid.keys("Control+z", "Control+z")
    grid.settled()
    assert [grid.text(number, 3) for number in range(3)] == ["3000.50", "", ""] and grid.text(2, 5) == ""
    grid.keys("Control+y")
    grid.settled()
    assert grid.text(2, 3) == "3000.50"
    assert [len(one["cells"]) for one in grid.sent] == [2, 2, 2, 2, 2]


def test_totals_are_exact(grid):
    focus(grid, 2, 1)
    grid.page.evaluate(PASTE, "0.1\t0.2\t/\t9007199254740993")
    grid.settled()
    assert grid.cell(2, 13).inner_text() == "9,007,199,254,740,993.3"


def test_what_is_wrong_stands_at_its_cell_and_the_others_are_saved(grid):
    def answer(cells: list[dict[str, Any]]) -> dict[str, Any]:
        told = taken(cells[1:])
        place = {name: cells[0][name] for name in ("row", "source", "month")}
        told["problems"] = [
            {**place, "code": "FILE-219", "severity": "error", "message": "填的是“abc”。", "remedy": "应填数字。", "reason": False}
        ]
        return told

    grid.answer = answer
    focus(grid, 2, 1)
    grid.page.evaluate(PASTE, "abc\t2")
    grid.settled()
    assert grid.text(2, 1) == "abc" and grid.cell(2, 1).get_attribute("aria-invalid") == "true"
    assert grid.text(2, 2) == "2" and grid.cell(2, 2).get_attribute("aria-invalid") is None
    focus(grid, 2, 1)
    assert "应填数字" in grid.page.inner_text("[data-part=told]")
    grid.answer = taken
    grid.page.keyboard.type("1")
    grid.keys("Enter")
    grid.settled()
    assert grid.cell(2, 1).get_attribute("aria-invalid") is None


def test_a_lost_connection_keeps_what_was_typed_and_saves_it_when_asked(grid):
    grid.page.evaluate("() => { window.online = window.fetch; window.fetch = () => Promise.reject(new TypeError('lost')); }")
    focus(grid, 2, 1)
    grid.page.evaluate(PASTE, "1\t2")
    grid.page.wait_for_selector("td[data-state=unsaved]")
    assert grid.page.locator("td[data-state=unsaved]").count() == 2
    grid.page.evaluate("() => { window.fetch = window.online; }")
    grid.page.click("[data-do=retry]")
    grid.page.wait_for_selector("td[data-state]", state="detached")
    assert [one["text"] for one in grid.sent[-1]["cells"]] == ["1", "2"] and grid.page.is_hidden("[data-do=retry]")


def test_two_people_in_one_cell_choose(grid):
    def answer(cells: list[dict[str, Any]]) -> dict[str, Any]:
        if cells[0]["seen"] == 77:
            return taken(cells)
        place = {name: cells[0][name] for name in ("row", "source", "month")}
        theirs = {"seen": 77, "amount": "8", "shown": "8", "theirs": "8", "kind": "measured", "mark": "●", "word": "实测"}
        said = {"yours": cells[0]["text"], "by": "Bob", "at": "2026-02-01 10:32", "message": "Bob 10:32改为 8。"}
        return {"saved": [], "problems": [], "merges": [{**place, **theirs, **said}]}

    grid.answer = answer
    for month, choice, left, sent in ((1, "theirs", "8", 1), (2, "mine", "9", 3)):
        focus(grid, 2, month)
        grid.page.keyboard.type("9")
        grid.keys("Control+Enter")
        grid.keys("Enter", "ArrowUp")
        focus(grid, 2, month)
        grid.page.wait_for_selector("[data-part=merge]:visible")
        assert "Bob 10:32改为 8" in grid.page.inner_text("[data-part=told]")
        grid.keys("F6", "Tab", *(["Tab"] if choice == "theirs" else []), "Enter")
        grid.settled()
        assert (grid.text(2, month), len(grid.sent), grid.at()) == (left, sent, (2, month))
        assert grid.cell(2, month).get_attribute("data-state") is None


def test_a_correction_of_what_others_told_is_saved_with_its_reason(grid):
    def answer(cells: list[dict[str, Any]]) -> dict[str, Any]:
        if grid.sent[-1]["reason"]:
            return taken(cells)
        said = {"code": "GRID-105", "severity": "error", "message": "没有写明原因。", "remedy": "写明原因。", "reason": True}
        return {
            "saved": [],
            "merges": [],
            "problems": [{"row": one["row"], "source": "main", "month": one["month"], **said} for one in cells],
        }

    grid.answer = answer
    focus(grid, 0, 1)
    grid.page.evaluate(PASTE, "5\t6")
    grid.page.wait_for_selector("[data-part=why]:visible")
    grid.page.fill("[data-part=reason]", "抄表错误")
    grid.page.click("[data-do=explain]")
    grid.settled()
    assert grid.sent[-1]["reason"] == "抄表错误" and [one["seen"] for one in grid.sent[-1]["cells"]] == [1, 2]
    assert grid.page.is_hidden("[data-part=why]") and grid.text(0, 1) == "5"


def test_find_goes_from_hit_to_hit(grid):
    focus(grid, 0, 1)
    grid.keys("Control+f")
    grid.page.keyboard.type("2000")
    grid.keys("Enter")
    assert grid.page.evaluate("document.querySelector('month-grid').at") == [0, 1]
    grid.keys("Enter")
    assert grid.page.evaluate("document.querySelector('month-grid').at") == [0, 11]  # 12,000.50 holds it too
    grid.page.fill("[data-part=find]", "数据项3")
    grid.keys("Enter", "Escape")
    assert grid.at() == (2, 1)


def test_axe_finds_nothing_serious(grid):
    focus(grid, 0, 1)
    grid.keys("Shift+ArrowRight")
    violations = Axe().run(grid.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in violations if one["impact"] in ("serious", "critical")] == []


def test_what_a_screen_reader_says(grid):
    """Row, column, value with its kind, what is wrong, and the state, read from the browser's tree for screen readers."""
    grid.answer = lambda cells: {
        "saved": [],
        "merges": [],
        "problems": [
            {
                "row": one["row"],
                "source": "main",
                "month": one["month"],
                "code": "X",
                "severity": "error",
                "message": "不是数。",
                "remedy": "",
                "reason": False,
            }
            for one in cells
        ],
    }
    focus(grid, 0, 2)
    assert spoken(grid) == "数据项1 t | 2月 | 2,000.50 实测"
    grid.keys("ArrowLeft")
    assert spoken(grid) == "数据项1 t | 1月 已关账 | 1,000.50 实测"
    grid.keys("ArrowRight")
    grid.keys("ArrowDown")
    assert spoken(grid) == "数据项2 t | 2月 | 未填报 | 不适用：2026-03-01 投用 | readonly"
    grid.keys("ArrowDown")
    grid.page.keyboard.type("abc")
    grid.keys("Enter", "ArrowUp")
    grid.settled()
    focus(grid, 2, 2)
    said = spoken(grid)
    assert said.startswith("数据项3 t | 2月 | abc | ") and "不是数。" in said and said.endswith("invalid")
    grid.keys("Shift+ArrowRight")
    assert spoken(grid).endswith("selected")
