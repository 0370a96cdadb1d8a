"""What the page of a plant's own tables shows: how a file could be laid out, and what taking it over would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.models import TableLayout
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.pages.grid.table import detail_of, told_of
from tanheng.apps.monitoring.selectors.selection import GridRow
from tanheng.apps.monitoring.services.own_tables import LookedAt
from tanheng.apps.monitoring.services.typing import Looked
from tanheng.apps.sites.models import Node
from tanheng.documents.own_table.grid_book import BookRow, grid_book
from tanheng.documents.own_table.layout import (
    FIRST_ROWS,
    MONTHLY,
    Column,
    Layout,
    agreeing,
    headings_of,
    likely_heading_row,
)
from tanheng.documents.reading.cells import Sheet
from tanheng.engine.life import MONTHS
from tanheng.engine.problems import Problem
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.templatetags.components import grouped

SALT = "monitoring.own_table"
HELD_FOR_S = 3_600  # as long as quarantine keeps what nobody asks for
SHOWN_ROWS, SHOWN_COLUMNS = 6, 12


@dataclass(frozen=True)
class Held:
    """An upload that waits in quarantine for its layout."""

    name: str
    file_name: str


@dataclass(frozen=True)
class ShownColumn:
    """A column of the file as its layout is chosen: its number and heading, some of its cells, and what is chosen for it."""

    number: int
    heading: str
    examples: str
    line: str
    unit: str


def held_token(held: Held, user: int, place: int) -> str:
    """The upload as an address carries it."""
    return signing.dumps([held.name, held.file_name, user, place], salt=SALT, compress=True)


def held_of(token: str, user: int, place: int) -> Held | None:
    """The upload of an address, where it is of this person and place and not older than an hour."""
    try:
        name, file_name, whose, where = signing.loads(token, salt=SALT, max_age=HELD_FOR_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Held(name, file_name) if (whose, where) == (user, place) else None


def line_choices(rows: Iterable[GridRow]) -> list[tuple[str, str]]:
    """The rows of the grid as choices: "code|source" and their words."""
    return [(f"{one.line.code}|{one.source}", " · ".join(part for part in (one.line.name, detail_of(one)) if part)) for one in rows]


def asked_layout(data: Mapping[str, str], sheet: Sheet) -> Layout | None:
    """The layout that somebody chose in the form; None where the column of periods or every other one is missing."""
    row = number_of(data.get("heading_row", ""), likely_heading_row(sheet))
    headings = {column: heading for heading, column in headings_of(sheet, row).items()}
    period = headings.get(number_of(data.get("period", ""), 0), "")
    columns = []
    for number, heading in headings.items():
        code, found, source = data.get(f"line-{number}", "").rpartition("|")
        if found and heading != period:
            columns.append(Column(heading, code, source, data.get(f"unit-{number}", "").strip()[:40]))
    grain = data.get("grain", MONTHLY)
    return Layout(sheet.name or "", row, period, grain, tuple(columns)) if period and columns else None


def number_of(text: str, otherwise: int) -> int:
    """A whole number as a form sends it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise


def shown_columns(sheet: Sheet, row: int, layout: Layout | None) -> list[ShownColumn]:
    """The columns of a heading row, each with what is chosen for it."""
    chosen = {one.heading: one for one in layout.columns} if layout else {}
    rows = [one for one in sheet.rows() if one > row][:3]
    found = []
    for heading, column in headings_of(sheet, row).items():
        one = chosen.get(heading)
        examples = " · ".join(text for at in rows if (text := sheet.at(at, column).text.strip()[:20]))
        found.append(ShownColumn(column, heading, examples, f"{one.line}|{one.source}" if one else "", one.unit if one else ""))
    return found


def shown_top(sheet: Sheet) -> list[tuple[int, list[str]]]:
    """The uppermost rows of a sheet, with their numbers."""
    rows = [one for one in sheet.rows() if one <= FIRST_ROWS][:SHOWN_ROWS]
    return [(row, [sheet.at(row, column).text.strip()[:24] for column in range(1, SHOWN_COLUMNS + 1)]) for row in rows]


def sheet_of(sheets: Sequence[Sheet], name: str, layout: Layout | None) -> Sheet:
    """The sheet that was asked for; else the one that the kept layout fits, else the first with anything in it."""
    named = next((one for one in sheets if one.name == name), None) if name else None
    fitting = agreeing(layout, list(sheets))[0] if layout else None
    return named or fitting or next((one for one in sheets if one.cells), sheets[0])


def looked_at_out(looked: LookedAt) -> dict[str, Any]:
    """A preview as plain data."""
    lang = reader_language()
    return {
        "cells": [_cell_out(one) for one in looked.cells],
        "problems": [one.as_json(lang) for one in looked.problems],
        "seen_up_to": looked.seen_up_to,
    }


def _cell_out(one: Looked) -> dict[str, Any]:
    lang = reader_language()
    there = told_of(one.there)
    return {
        "row": one.typed.line,
        "source": one.typed.source,
        "month": f"{one.typed.month:%Y-%m}",
        "text": one.typed.text,
        "old": there["amount"],
        "new": "/" if one.kind and one.amount is None else "" if one.amount is None else f"{one.amount:f}",
        "state": _state(one),
        "problems": [problem.as_json(lang) for problem in one.problems],
    }


def _state(one: Looked) -> str:
    if any(problem.severity == "error" for problem in one.problems):
        return "refused"
    if one.same:
        return "same"
    return "new" if one.there is None or one.there.kind == WITHDRAWN else "changed"


def shown_cells(looked: LookedAt, rows: Iterable[GridRow]) -> list[dict[str, Any]]:
    """The preview as the page shows it: what differs first."""
    lang, names = reader_language(), {(one.line.code, one.source): one for one in rows}
    words = {"refused": _("not taken over"), "same": _("unchanged"), "new": _("new"), "changed": _("changed")}
    order = ("refused", "changed", "new", "same")
    told = []
    for one in looked.cells:
        out, row = _cell_out(one), names.get((one.typed.line, one.typed.source))
        shown = {name: grouped(out[name]) if out[name] not in ("", "/") else out[name] for name in ("old", "new")}
        said = [f"{problem.message.in_(lang)} {problem.remedy.in_(lang)}" for problem in one.problems]
        name = row.line.name if row else one.typed.line
        told.append({**out, **shown, "name": name, "unit": row.unit if row else "", "word": words[out["state"]], "said": said})
    return sorted(told, key=lambda one: (order.index(one["state"]), one["row"], one["month"]))


def told_problems(problems: Sequence[Problem]) -> list[Any]:
    """Problems of a file as pages show them."""
    return list(shown_problems(list(problems), reader_language()))


def layout_out(one: TableLayout, layout: Layout) -> dict[str, Any]:
    """A kept layout as plain data."""
    return {"id": one.pk, "name": one.name, "version": one.version, "by": str(one.by), "at": one.at.isoformat(), **layout.document()}


def grid_file(company: Node, place: Node, year: int, rows: Iterable[GridRow]) -> tuple[str, bytes]:
    """The name and the bytes of the grid of a place's year as a workbook, which can be filled on and handed in again."""
    lines = [
        BookRow(one.line.code, one.source, one.line.name, one.unit, [told_of(one.cells[month].reading)["amount"] for month in MONTHS])
        for one in rows
    ]
    note = " · ".join(dict.fromkeys([company.name, place.name])) + f" · {year}"
    return f"{place.name}-{year}.xlsx", grid_book(f"{place.name} {year}", note, lines, reader_language())
