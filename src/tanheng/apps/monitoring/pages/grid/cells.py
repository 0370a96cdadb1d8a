"""What became of cells that were saved, as the grid's element and the API are told it; and what more is known of one cell."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.pages.cell_files import shown_files
from tanheng.apps.monitoring.pages.grid.beside import explained, month_heads, month_lines
from tanheng.apps.monitoring.pages.grid.months import grid_months
from tanheng.apps.monitoring.pages.grid.table import detail_of, source_name, told_of
from tanheng.apps.monitoring.selectors.cell_problems import SAVED_WITH_REASON
from tanheng.apps.monitoring.selectors.readings import chain_of
from tanheng.apps.monitoring.selectors.selection import GridRow, grid_rows
from tanheng.apps.monitoring.services.typing import Merge, Saved, Typed
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem
from tanheng.pages.actor import Reach
from tanheng.pages.language import reader_language
from tanheng.pages.templatetags.components import grouped
from tanheng.pages.wording import kind_mark, shown_unit


def answer_of(saved: Saved) -> dict[str, Any]:
    """Cells that were saved or stood so already, problems cell by cell, and cells in which two people met."""
    return {
        "saved": [
            *({**_place(one), **told_of(reading)} for one, reading in saved.readings),
            *({**_place(one), **told_of(reading)} for one, reading in saved.same),
        ],
        "problems": [_problem(one, problem) for one, problem in saved.problems],
        "merges": [_merge(one) for one in saved.merges],
    }


def _place(one: Typed) -> dict[str, str]:
    return {"row": one.line, "source": one.source, "month": f"{one.month:%Y-%m}"}


def _problem(one: Typed, problem: Problem) -> dict[str, Any]:
    """`reason`: it is saved once a reason is given."""
    lang = reader_language()
    said = {"code": problem.code, "severity": problem.severity, "message": problem.message.in_(lang), "remedy": problem.remedy.in_(lang)}
    return {**_place(one), **said, "reason": problem.code in SAVED_WITH_REASON}


def _merge(one: Merge) -> dict[str, Any]:
    """Yours as you typed it, theirs with all that a saved cell is told."""
    told, theirs = told_of(one.theirs), one.theirs
    by, at = (str(theirs.entry.by), _moment(theirs)) if theirs else ("", "")
    shown = told["shown"] or _("blank")
    message = _("%(by)s changed it to %(theirs)s at %(at)s; yours, %(yours)s, is not saved. Choose which of them is to stay.")
    said = {"by": by, "theirs": shown, "at": at, "yours": one.cell.text or _("blank")}
    return {**_place(one.cell), **told, "yours": one.cell.text, "theirs": told["shown"], "by": by, "at": at, "message": message % said}


def _moment(one: Reading) -> str:
    return date_format(localtime(one.entry.at), "Y-m-d H:i")


def history_of(chain: Sequence[Reading]) -> list[dict[str, str]]:
    """Who told what of a cell, the newest first."""
    return [
        {
            "shown": _("taken back") if one.kind == WITHDRAWN else told_of(one)["shown"],
            "kind": kind_mark(one.kind).word if one.kind != WITHDRAWN else "",
            "typed": one.typed,
            "by": str(one.entry.by),
            "at": _moment(one),
            "reason": one.reason,
        }
        for one in chain
    ]


def beside(rows: Sequence[GridRow], before: Sequence[GridRow], row: GridRow, month: int) -> list[tuple[str, str]]:
    """What stands beside a cell: last month, the same month of last year, the other sources of the line; blanks are left out."""
    last_year = next((one for one in before if (one.measured, one.source) == (row.measured, row.source)), None)
    earlier = (row, month - 1) if month > 1 else (last_year, 12)
    others = [one for one in rows if one.measured == row.measured and one.source != row.source]
    found = [(_("Last month"), *earlier), (_("Last year"), last_year, month), *((source_name(one), one, month) for one in others)]
    return [(label, text) for label, one, at in found if one is not None and (text := _figure(one, at))]


def _figure(row: GridRow, month: int) -> str:
    reading = row.cells[month].reading
    if reading is None or reading.amount is None:
        return ""
    return f"{grouped(reading.amount)} {shown_unit(row.unit)}".strip()


def of_cell(reach: Reach, at: tuple[Node, Node, int], rows: Sequence[GridRow], row: GridRow, month: int) -> dict[str, Any]:
    """Everything that stands beside a cell; `at`: company, place and year."""
    company, place, year = at
    reading, before = row.cells[month].reading, grid_rows(company, place, year - 1)
    source = next((one for one in row.line.sources.all() if one.key == row.source), None)
    return {
        "company": company,
        "place": place,
        "year": year,
        "month": month,
        "month_name": f"{year}-{month:02d}",
        "row": row,
        "detail": detail_of(row),
        "source": source,
        "reading": reading,
        "told": told_of(reading),
        "files": shown_files(company, place, year, row, month),
        "beside": beside(rows, before, row, month),
        "heads": month_heads(),
        "lines": month_lines(reach, at, rows, before, row),
        "explained": list(explained(place, date(year, month, 1))),
        "column": grid_months(company, place, year).shown[month - 1],
        "history": history_of(chain_of(reading)) if reading else [],
    }


def cell_told(row: GridRow, month: str, reading: Reading | None) -> dict[str, Any]:
    """A cell as the element takes it when it was saved."""
    return {"row": row.line.code, "source": row.source, "month": month, **told_of(reading)}
