"""Files dragged onto a cell of the monthly grid, or chosen by the button in its panel, in a real browser under the real security policy."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string

from tanheng.apps.monitoring.pages.cell_files import ShownFiles, drop_words
from tests.apps.monitoring.grid_stage import ADDRESS, Stage, row, td

DROP = """([row, month, names, kind]) => {
  const cell = document.querySelector("tbody").rows[row].cells[month];
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File([name], name, { type: "image/png" }));
  const told = ["dragover", "drop"].map((type) => {
    const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
    cell.dispatchEvent(event);
    return [event.defaultPrevented, cell.dataset.drop ?? ""];
  });
  return told;
}"""
STYLE = "monitoring/grid_drop.css"
SAID = '<script id="grid-drop-words" type="application/json">%s</script>'


class DropStage(Stage):
    """The stage with a server that takes files: what it was sent, and how it answers."""

    status = 201

    def open(self, rows: list[Any]) -> None:
        """Show the page."""
        self.posted: list[str] = []
        self.kept: dict[str, list[str]] = {}
        super().open(rows)

    def _served(self, route: Any) -> None:
        path = route.request.url.removeprefix(ADDRESS[:-1])
        if path == "/":
            words = json.dumps(drop_words(), ensure_ascii=False)
            heads = f'<link rel="stylesheet" href="/static/{STYLE}"><script src="/static/monitoring/grid_drop.js" defer></script>'
            for mark, more in (("<month-grid ", ' files="/files/" accept=".png" '), ("</head>", heads), ("</main>", SAID % words)):
                self.html = self.html.replace(mark, f"{more}{mark}" if mark.startswith("</") else f"{mark}{more}")
        if path == "/files/":
            body = route.request.post_data_buffer.decode(errors="replace")
            self.posted.append(body)
            if self.status != 201:
                route.fulfill(status=self.status, json={"detail": "“空.png”是空文件，未附上。"})
            else:
                route.fulfill(status=201, json=[{"name": name} for name in ("a.png", "b.png") if name in body])
        elif path.startswith("/cell/"):
            panel = render_to_string("monitoring/files/cell.html", {"files": ShownFiles([], "", [], "/all/"), "may_attach": True})
            route.fulfill(body=panel, content_type="text/html")
        else:
            super()._served(route)


@pytest.fixture
def grid(page):
    stage = DropStage(page)
    stage.open([row(1, [td(str(month), data_seen=str(month)) for month in range(1, 13)]), row(2, [td() for _ in range(12)])])
    return stage


def test_dropped_files_become_the_evidence_of_that_cell_alone(grid):
    told = grid.page.evaluate(DROP, [1, 3, ["a.png", "b.png"], ""])
    assert told == [[True, "over"], [True, "sending"]]
    grid.page.locator("[data-part=status]", has_text="2").wait_for(state="attached")
    (body,) = grid.posted
    assert 'name="row"\r\n\r\nP-002' in body and 'name="month"\r\n\r\n2026-03' in body and body.count('name="files"') == 2
    assert grid.cell(1, 2).get_attribute("data-evidence") is None and grid.cell(0, 3).get_attribute("data-evidence") is None
    assert grid.at() == (1, 3)


def test_what_is_refused_is_said_and_changes_nothing(grid):
    grid.status = 409
    grid.page.evaluate(DROP, [0, 1, ["空.png"], ""])
    grid.page.locator("[data-part=status]", has_text="空文件").wait_for(state="attached")
    assert grid.cell(0, 1).get_attribute("data-evidence") is None and grid.cell(0, 1).get_attribute("data-drop") is None


def test_files_are_chosen_by_key_in_the_panel_of_the_cell(grid):
    grid.cell(0, 2).click()
    button = grid.page.get_by_role("button", name="附文件")
    button.wait_for()
    with grid.page.expect_file_chooser() as chosen:
        button.focus()
        grid.keys("Enter")
    chosen.value.set_files([{"name": "a.png", "mimeType": "image/png", "buffer": b"x"}])
    grid.page.locator("[data-part=status]", has_text="1").wait_for(state="attached")
    assert 'name="month"\r\n\r\n2026-02' in grid.posted[0]
    found = Axe().run(grid.page).response["violations"]
    assert [one["id"] for one in found] == []


def test_a_file_that_misses_a_cell_does_not_leave_the_page(grid):
    told = grid.page.evaluate(DROP, [0, 13, ["a.png"], ""])  # the total of the year
    assert [one[0] for one in told] == [True, True] and grid.posted == []
