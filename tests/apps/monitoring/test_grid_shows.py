"""What the grid's element shows beside figures: what is wrong, ways of obtaining, lines by frequency, what may stand in."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.apps.monitoring.grid_stage import row, spoken, td
from tests.apps.monitoring.test_month_grid import focus, grid, stage  # noqa: F401


def found(number: int, month: int, message: str, **more: Any) -> dict[str, Any]:
    """A problem of a cell as the server tells of it; month 0 is the year."""
    place = {"row": f"P-{number:03d}", "source": "main", "month": f"2026-{month:02d}" if month else ""}
    said = {
        "code": "AL-065",
        "severity": "warning",
        "message": message,
        "remedy": "核对。",
        "open": True,
        "answer": "",
        "address": "/answers/#d",
    }
    return {**place, **said, **more}


def test_what_is_wrong_with_figures_that_stand_is_shown_when_the_page_opens(stage):  # noqa: F811
    stage.problems = [
        found(1, 2, "大十倍。"),
        found(1, 2, "表未检定。", severity="error"),
        found(1, 3, "偏高。", open=False, answer="集中换极（甲）"),
        found(1, 0, "全年偏高。"),
        found(9, 1, "没有这一行。"),
    ]
    stage.open([row(1, [td(f"{month}") for month in range(1, 13)])])
    stage.page.wait_for_selector("td[data-problem]")
    assert stage.page.locator("td[data-problem]").count() == 2 and "2" in stage.page.inner_text("[data-part=status]")
    assert (
        stage.cell(0, 2).get_attribute("data-severity") == "error"
        and stage.cell(0, 13).get_attribute("data-problem") == "全年偏高。 核对。"
    )
    focus(stage, 0, 2)
    assert stage.page.inner_text("[data-part=told]") == "大十倍。 核对。 表未检定。 核对。"
    assert spoken(stage) == "数据项1 t | 2月 | 2 实测 | 大十倍。 核对。 表未检定。 核对。"
    assert stage.page.get_attribute("[data-part=answering] a", "href") == "/answers/#d"
    stage.keys("ArrowRight")
    assert spoken(stage) == "数据项1 t | 3月 填报中 | 3 实测 | 偏高。 已答复：集中换极（甲）"
    assert stage.page.is_hidden("[data-part=answering]") and stage.cell(0, 3).get_attribute("data-problem") is None
    stage.page.select_option("[data-part=filter]", "problems")
    stage.problems = []
    focus(stage, 0, 2)
    stage.page.keyboard.type("5")
    stage.keys("Enter")  # what was typed is looked at anew once it is saved
    stage.page.wait_for_selector("td[data-problem]", state="detached")
    violations = Axe().run(stage.page).response["violations"]
    assert [one["id"] for one in violations if one["impact"] in ("serious", "critical")] == []


def test_the_way_of_obtaining_is_chosen_by_key_and_by_mouse(grid):  # noqa: F811
    focus(grid, 0, 1)
    assert grid.page.get_attribute("[data-kind=measured][aria-pressed]", "aria-pressed") == "true"
    grid.keys("Shift+ArrowRight", "Alt+ArrowDown", "ArrowLeft", "ArrowLeft")
    assert grid.page.evaluate("document.activeElement.getAttribute('aria-label')") == "估算"
    grid.keys("Enter")
    grid.settled()
    assert [(one["text"], one["kind"]) for one in grid.sent[0]["cells"]] == [("1000.50", "estimated"), ("2000.50", "estimated")]
    assert grid.at() == (0, 2)
    grid.keys("Control+z")
    grid.settled()
    assert [one["kind"] for one in grid.sent[1]["cells"]] == ["measured", "measured"]
    focus(grid, 2, 4)
    grid.page.click("[data-part=kinds] [data-kind=default]")  # of a blank cell it is that of what is typed next
    grid.page.keyboard.type("7")
    grid.keys("Enter")
    grid.settled()
    assert [(one["text"], one["kind"]) for one in grid.sent[2]["cells"]] == [("7", "default")]
    focus(grid, 2, 5)
    grid.page.click("[data-part=kinds] [data-kind=not_applicable]")
    grid.settled()
    assert grid.sent[3]["cells"][0]["text"] == "/" and grid.at() == (2, 5)
    grid.keys("Alt+ArrowDown", "Escape")
    assert grid.at() == (2, 5) and len(grid.sent) == 4


def test_lines_are_filtered_by_how_often_they_are_recorded(stage):  # noqa: F811
    stage.open([row(1, [td() for _ in range(12)]), row(2, [td() for _ in range(12)], frequency="batch"), row(3, [td() for _ in range(12)])])
    focus(stage, 0, 2)
    stage.page.keyboard.type("4")
    stage.keys("Enter")
    stage.settled()
    stage.page.select_option("[data-part=filter]", "batch")
    assert [one.is_visible() for one in stage.page.locator("tbody tr").all()] == [False, True, False]
    assert stage.page.locator("td[tabindex='0']").count() == 1
    stage.cell(1, 2).click()
    stage.keys("ArrowDown", "ArrowUp", "ArrowUp")
    assert stage.at() == (1, 2)
    stage.keys("Control+z")  # what is undone is shown
    stage.settled()
    assert stage.at() == (0, 2) and stage.page.locator("tbody tr:visible").count() == 3
    stage.page.select_option("[data-part=filter]", "problems")
    assert stage.page.locator("tbody tr:visible").count() == 3 and stage.page.input_value("[data-part=filter]") == ""


FORM = """<script type="application/json">{"row": "P-003", "source": "main", "month": "2026-02", "shown": "15,800", "amount": "15800",
"seen": 9, "kind": "estimated", "mark": "△", "word": "估算"}</script>
<form method="post" action="/asked/?sent"><label>原因 <input name="reason"></label><button>采用</button></form>"""


def test_what_may_stand_in_is_accepted_in_the_panel(grid):  # noqa: F811
    grid.asked = FORM
    focus(grid, 2, 2)
    grid.page.wait_for_selector("[data-part=asked] form")
    grid.keys("F6", "Tab")
    grid.page.keyboard.type("秤坏")
    with grid.page.expect_request("**/asked/?sent") as sent:
        grid.keys("Enter")
    assert sent.value.method == "POST" and "reason=" in sent.value.post_data
    grid.page.wait_for_selector("td[data-text='15800']")
    assert (grid.cell(2, 2).get_attribute("data-kind"), grid.cell(2, 2).inner_text(), grid.at()) == ("estimated", "15,800", (2, 2))
    assert grid.sent == []
    focus(grid, 0, 2)  # a figure about which nothing is asked
    grid.page.wait_for_selector("[data-part=asked] form", state="detached")
