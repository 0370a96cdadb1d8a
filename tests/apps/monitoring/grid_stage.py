"""The monthly grid on a page of its own under the real security policy: its real table, script and style; its server is a function."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from tanheng.apps.monitoring.pages.grid.months import ShownMonth, month_heading
from tanheng.apps.monitoring.pages.grid.table import ShownGrid, ShownRow, kind_choices, words
from tanheng.engine.life import MONTHS
from tanheng.pages.templatetags.components import grouped
from tanheng.web.security import POLICY_TEXT

ADDRESS = "http://grid.test/"
STYLES = ("tanheng/vendor/tabler-1.6.1/tabler.min.css", "tanheng/tanheng.css", "monitoring/month-grid.css")
SCRIPTS = ("monitoring/month-grid.js",)
YEAR = 2026
PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>grid</title>{heads}</head>
<body><main><h1>月度数据</h1><a href="#before" id="before">before</a>{grid}<a href="#after" id="after">after</a></main></body></html>"""


def td(text: str = "", **attributes: str) -> SafeString:
    """A cell as the page writes it; without a text blank."""
    said = {"data-text": text, "data-word": "实测" if text else "未填报", "data-mark": "●" if text else "—", **attributes}
    written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in said.items() if value)
    return mark_safe(f"<td{written}>{grouped(text) if text else ''}</td>")


def row(number: int, cells: list[SafeString], total: str = "sum", frequency: str = "month") -> ShownRow:
    """A row of the table."""
    return ShownRow(f"P-{number:03d}", "main", f"数据项{number}", "t", total, "", f"/line/{number}/", tuple(cells), frequency)


def page_of(rows: list[ShownRow]) -> str:
    """The whole page."""
    states = {1: ("closed", "已关账"), 3: ("filling", "填报中")}
    months = tuple(ShownMonth(f"{YEAR}-{one:02d}", month_heading(one), *states.get(one, ("", "")), "/month/") for one in MONTHS)
    frequencies = (("month", "每月"), ("batch", "每批次"))
    addresses = ("/cells/", "/cell/", "/asked/", "/problems/")
    grid = ShownGrid("1号电解系列 2026", *addresses, months, tuple(rows), frequencies, kind_choices(), words())
    heads = [f'<link rel="stylesheet" href="/static/{one}">' for one in STYLES]
    heads += [f'<script src="/static/{one}" defer></script>' for one in SCRIPTS]
    return PAGE.format(heads="".join(heads), grid=render_to_string("monitoring/grid/table.html", {"grid": grid, "csrf_token": "token"}))


def taken(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """What a server says that takes every figure."""
    saved = [
        {
            **{name: one[name] for name in ("row", "source", "month")},
            "shown": grouped(one["text"].replace(",", "")) if one["text"] else "",
            "amount": one["text"].replace(",", ""),
            "seen": 1000 + number,
            "kind": "measured" if one["text"] else "",
            "mark": "●" if one["text"] else "—",
            "word": "实测" if one["text"] else "未填报",
        }
        for number, one in enumerate(cells)
    ]
    return {"saved": saved, "problems": [], "merges": []}


@dataclass
class Stage:
    """The page in a browser: what was sent, and how the server answers."""

    page: Any
    sent: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[list[dict[str, Any]]], dict[str, Any]] = taken
    problems: list[dict[str, Any]] = field(default_factory=list)
    asked: str = ""

    def open(self, rows: list[ShownRow]) -> None:
        """Show the page with these rows."""
        self.html = page_of(rows)
        self.page.route("**/*", self._served)
        self.page.goto(ADDRESS)

    def _served(self, route: Any) -> None:
        path = route.request.url.removeprefix(ADDRESS[:-1])
        headers = {"Content-Security-Policy": POLICY_TEXT}
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")), headers=headers)
        elif path == "/cells/":
            said = json.loads(route.request.post_data)
            self.sent.append(said)
            route.fulfill(json=self.answer(said["cells"]), headers=headers)
        elif path == "/problems/":
            route.fulfill(json=self.problems, headers=headers)
        elif path.startswith("/asked/"):
            route.fulfill(body=self.asked, content_type="text/html; charset=utf-8", headers=headers)
        elif path == "/":
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.fulfill(body="", content_type="text/html", headers=headers)

    def cell(self, row: int, month: int) -> Any:
        """A cell by the number of its row, from 0, and its month."""
        return self.page.locator("tbody tr").nth(row).locator("td").nth(month - 1)

    def text(self, row: int, month: int) -> str:
        """All the digits of a cell."""
        return self.cell(row, month).get_attribute("data-text") or ""

    def at(self) -> tuple[int, int]:
        """Row and month of the cell that has the focus."""
        return tuple(self.page.evaluate(FOCUS))

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            self.page.keyboard.press(name)

    def settled(self) -> None:
        """Once nothing is being saved."""
        self.page.wait_for_selector("td[data-state=saving]", state="detached")


FOCUS = """() => {
  const cell = document.activeElement.closest("td");
  return [[...cell.closest("tbody").rows].indexOf(cell.parentNode), cell.cellIndex];
}"""


def spoken(grid: Stage) -> str:
    """What is announced of the focused cell: its heads, its name, its description and its states."""
    tools = grid.page.context.new_cdp_session(grid.page)
    nodes = tools.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {one["nodeId"]: one for one in nodes}

    def said(one: dict[str, Any], name: str) -> str:
        return " ".join(str(one.get(name, {}).get("value", "")).split())

    def states(one: dict[str, Any]) -> dict[str, Any]:
        return {each["name"]: each["value"].get("value") for each in one.get("properties", ())}

    cell = next(one for one in nodes if states(one).get("focused") and one["role"]["value"] == "gridcell")
    line = by_id[cell["parentId"]]
    column = line["childIds"].index(cell["nodeId"])
    heads = [one for one in nodes if one["role"]["value"] == "columnheader"]
    row_head = by_id[line["childIds"][0]]
    assert row_head["role"]["value"] == "rowheader"
    found = [name for name in ("readonly", "invalid", "selected") if str(states(cell).get(name, "false")).lower() == "true"]
    parts = [said(row_head, "name"), said(heads[column], "name"), said(cell, "name"), said(cell, "description"), *found]
    return " | ".join(filter(None, itertools.chain(parts)))
