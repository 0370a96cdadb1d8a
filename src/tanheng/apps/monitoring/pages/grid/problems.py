"""What is wrong with figures of the monthly grid, cell by cell: sources that differ, meters, and what the checks of rule packs say."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.selectors.cross_checks import LineDoubt, doubts_of
from tanheng.apps.monitoring.selectors.selection import GridRow, monthly_uses
from tanheng.apps.monitoring.selectors.year_sources import SourceRow, YearSources
from tanheng.apps.sites.models import Node
from tanheng.engine.places import Place
from tanheng.engine.problems import SEVERITY_ORDER, Problem
from tanheng.pages.cell_check import CellCheck
from tanheng.pages.language import reader_language
from tanheng.registration.collected import cell_checks

Used = tuple[str, str, str, str]  # rule pack, quantity, code of the facility ("" the enterprise), item


def grid_problems(company: Node, place: Node, year: int) -> list[dict[str, Any]]:
    """Of each cell of a place what is wrong with it and what was answered, what blocks first; month "" is the figures of the whole year."""
    sources = YearSources(company, year)
    found = [_of_doubt(one, place) for one in doubts_of(sources, place)]
    rows = dict(_uses(sources, place))
    packs = list(dict.fromkeys(pack for pack, *_place in rows))
    found += [each for make in cell_checks() for one in make(company, year, packs) for each in _of_check(one, rows, year)]
    return sorted(found, key=lambda one: (not one["open"], SEVERITY_ORDER[one["severity"]]))


def _of_doubt(one: LineDoubt, place: Node) -> dict[str, Any]:
    answer = _("%(reason)s (%(person)s)") % {"reason": one.answer.reason, "person": one.answer.by} if one.answer else ""
    address = reverse("monitoring:missing", args=[place.pk, one.month.year])
    return _said(one.row, f"{one.month:%Y-%m}", one.problem, answer) | {"address": address}


def _of_check(one: CellCheck, rows: dict[Used, SourceRow], year: int) -> Iterator[dict[str, Any]]:
    answer = one.problem.answer
    said = _("%(reason)s (%(person)s)") % {"reason": answer.reason, "person": answer.person} if answer else ""
    cells = {(row.measured, place.month): row for place in one.places if (row := rows.get(_used(one.pack, place)))}
    for (_measured, month), row in cells.items():
        yield _said(row, f"{year:04d}-{month:02d}" if month else "", one.problem, said) | {"address": one.address}


def _used(pack: str, place: Place) -> Used:
    return pack, place.quantity, place.facility or "", place.item or ""


def _uses(sources: YearSources, place: Node) -> Iterator[tuple[Used, SourceRow]]:
    """The rows of a place by the quantities of rule packs that they serve."""
    for row in sources.rows.values():
        if row.place.pk == place.pk:
            for use in monthly_uses(row.line):
                yield (use.pack, use.quantity, use.facility, use.item), row


def _said(row: SourceRow, month: str, problem: Problem, answer: str) -> dict[str, Any]:
    """`open`: it is an error, or asks and was not answered."""
    lang = reader_language()
    return {
        "row": row.line.code,
        "source": row.main.source,
        "month": month,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message.in_(lang),
        "remedy": problem.remedy.in_(lang),
        "answer": answer,
        "open": not answer,
    }


def problems_at(company: Node, place: Node, row: GridRow, month: date) -> list[dict[str, Any]]:
    """Those of one cell."""
    at = row.line.code, row.source, f"{month:%Y-%m}"
    return [one for one in grid_problems(company, place, month.year) if (one["row"], one["source"], one["month"]) == at]
