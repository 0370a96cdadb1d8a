"""What the pages of months show: the matrix, a month with its stepper and next verb, late months, who is waited for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.models import MonthStep, SelectedReading
from tanheng.apps.monitoring.pages.deviations import deviation_rows
from tanheng.apps.monitoring.selectors.closing import open_points
from tanheng.apps.monitoring.selectors.day_books import explanations_of
from tanheng.apps.monitoring.selectors.deviations import deviations_of
from tanheng.apps.monitoring.selectors.due import AskedLine
from tanheng.apps.monitoring.selectors.month_matrix import Matrix, MatrixCell, MatrixRow
from tanheng.apps.monitoring.selectors.months import StandingMonth, barred, due_at, month_text
from tanheng.apps.monitoring.selectors.timetable import (
    LateMonth,
    Timetables,
    is_late,
    next_move,
    reminders_of,
    waited_for,
    with_substitutes,
)
from tanheng.apps.monitoring.services.month_days import KEEP
from tanheng.apps.monitoring.services.months import AskedMonth, Together
from tanheng.apps.people.access import opens
from tanheng.apps.people.models.permissions import roles_with
from tanheng.apps.sites.models import Node
from tanheng.engine.life import MONTHS
from tanheng.engine.numbers import full_text
from tanheng.engine.problems import Problem
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today
from tanheng.workflow.months import CLOSED, FILLING, MONTH, REVIEWED, SUBMITTED
from tanheng.workflow.tables import Transition

ORDER = [one.id for one in MONTH.states]
BADGE = {FILLING: "bg-secondary-lt", SUBMITTED: "bg-blue-lt", REVIEWED: "bg-cyan-lt", CLOSED: "bg-green-lt"}


@dataclass(frozen=True)
class Move:
    """A step that is open to the reader: its word and the page on which it is taken."""

    label: str
    address: str


def state_label(state: str) -> str:
    """A state in words."""
    return MONTH.state(state).label.in_(reader_language())


def month_label(month: date) -> str:
    """A month in words."""
    return month_text(month).in_(reader_language())


def month_address(view: str, place: Node | int, month: date, *more: Any) -> str:
    """The address of a page of a month."""
    return reverse(f"monitoring:{view}", args=[getattr(place, "pk", place), month.year, month.month, *more])


def matrix_shown(matrix: Matrix) -> list[dict[str, Any]]:
    """The rows of the matrix, each company with its places."""
    groups: dict[int, dict[str, Any]] = {}
    labels = {state: state_label(state) for state in ORDER}
    on = today()
    begun = [date(matrix.year, month, 1) <= on for month in MONTHS]
    for row in matrix.rows:
        group = groups.setdefault(row.company.pk, {"company": row.company, "rows": []})
        cells = _cells(row, matrix.year, labels, begun)
        group["rows"].append({"place": row.place, "is_company": row.place.pk == row.company.pk, "cells": cells})
    return list(groups.values())


def moves_together(request: PageRequest, company: Node) -> list[tuple[str, str]]:
    """The steps ahead that the reader's roles open, by verb and word: several months may take one of them at once."""
    ahead = [one for one in MONTH.transitions if leads_on(one) and opens(request.reach, one.permission, company)]
    return [(one.verb, one.label.in_(reader_language())) for one in ahead]


def refused_shown(together: Together) -> list[dict[str, Any]]:
    """The months that did not take the step, each with its problems."""
    return [_refused(one, problems) for one, problems in together.refused]


def _refused(one: AskedMonth, problems: list[Problem]) -> dict[str, Any]:
    address = month_address("month", one.place, one.month)
    return {"place": one.place.name, "month": month_label(one.month), "address": address, "problems": problems_shown(problems)}


def _cells(row: MatrixRow, year: int, labels: Mapping[str, str], begun: Sequence[bool]) -> list[dict[str, Any]]:
    """The addresses of a row differ in their last part, the month."""
    beginning = month_address("month", row.place, date(year, 1, 1)).removesuffix("1/")
    cells = zip(MONTHS, row.cells, begun, strict=True)
    return [
        _cell(month, cell, labels, f"{beginning}{month}/", ahead=not over) | _tick(row.place, month, cell) for month, cell, over in cells
    ]


def _tick(place: Node, month: int, cell: MatrixCell) -> dict[str, Any]:
    """What the month is called where it may take a step together with others."""
    return {"tick": f"{place.pk}:{month}" if cell.state != CLOSED else ""} if cell.state else {}


def _cell(month: int, cell: MatrixCell, labels: Mapping[str, str], address: str, *, ahead: bool) -> dict[str, Any]:
    if not cell.state:
        return {"month": month, "anothers": cell.anothers}
    told = {"month": month, "label": labels[cell.state], "badge": BADGE[cell.state], "address": address, "ahead": ahead}
    return told | {"missing": cell.missing, "late": cell.late, "anothers": cell.anothers}


def month_context(request: PageRequest, found: StandingMonth) -> dict[str, Any]:
    """What every page of a month shows above: its place, state and steps."""
    ahead, others = _moves(request, found)
    move = next_move(found)
    persons = with_substitutes(found.company, waited_for(found), today())
    return {
        "company": found.company,
        "place": found.place,
        "month": found.month,
        "month_label": month_label(found.month),
        "found": found,
        "stepper": stepper_of(found),
        "state": found.state.label.in_(reader_language()),
        "ahead": ahead,
        "others": others,
        "waits_for": "" if ahead or move is None else _waits_for(move),
        "persons": [f"{one} → {other}" if other else str(one) for one, other in persons.items()],
        "remind": month_address("month-remind", found.place, found.month) if move and opens(request.reach, KEEP, found.company) else "",
        "address": month_address("month", found.place, found.month),
    }


def month_shown(found: StandingMonth) -> dict[str, Any]:
    """What the month's own page shows besides: due lines, what is missing, its days, its history, what its closing froze."""
    due = due_at(found.company, found.place, found.month)
    lines = due.lines(found.company, found.place, found.month.month)
    open_ = found.state.id == FILLING
    table = Timetables([found.company])
    late = is_late(table, due, (found.company, found.place, found.month), found.state.id, today())
    return {
        "asked": len(lines),
        "idle": due.is_idle(found.place, found.month.month),
        "anothers": due.is_anothers(found.place, found.month.month),
        "missing": [line_shown(one) for one in due.missing(found.company, found.place, found.month.month)] if open_ else [],
        "due": table.due(found.company, lines, found.month, found.state.id) if found.state.id != CLOSED else None,
        "late": late is not None,
        "rows": step_rows(found),
        "reminders": list(reminders_of(found)[:20]),
        "frozen": frozen_rows(found),
        "open_points": problems_shown(open_points(found)) if found.state.id != CLOSED and lines else [],
        "explanations": explanations_of(found.place, found.month),
        "deviations": deviation_rows(deviations_of(found.company, found.month.year, found.place, found.month.month)),
    }


def line_shown(one: AskedLine) -> dict[str, str]:
    """A line of the plan as a list shows it."""
    return {"code": one.code, "name": one.name, "department": one.department, "person": one.person}


def stepper_of(found: StandingMonth) -> list[dict[str, str]]:
    """The states on the way to closed, with who and when under each that was reached since the month was filled in last."""
    here, reached = ORDER.index(found.state.id), _reached(found)
    return [_stage(state, place, here, reached.get(state)) for place, state in enumerate(ORDER)]


def _stage(state: str, place: int, here: int, step: MonthStep | None) -> dict[str, str]:
    done = place < here or here == len(ORDER) - 1
    return {
        "label": state_label(state),
        "state": "done" if done else "current" if place == here else "open",
        "detail": str(step.by) if step else "",
        "when": _when(step) if step else "",
    }


def _reached(found: StandingMonth) -> dict[str, MonthStep]:
    reached: dict[str, MonthStep] = {}
    for one in reversed(found.steps):
        if one.state == FILLING:
            break
        reached.setdefault(one.state, one)
    return reached


def _when(step: MonthStep) -> str:
    return date_format(localtime(step.at), "Y-m-d H:i")


def step_rows(found: StandingMonth) -> list[dict[str, Any]]:
    """The steps so far, the newest first, in words."""
    labels = {one.verb: one.label.in_(reader_language()) for one in MONTH.transitions}
    return [{"step": one, "verb": labels.get(one.verb, one.verb), "state": state_label(one.state)} for one in reversed(found.steps)]


def frozen_rows(found: StandingMonth) -> list[dict[str, Any]]:
    """The readings that the closing froze, where the month is closed."""
    if found.state.id != CLOSED:
        return []
    lines = due_at(found.company, found.place, found.month).lines(found.company, found.place, found.month.month)
    names = {one.code: one.name for one in lines}
    rows = SelectedReading.objects.filter(step=found.steps[-1]).select_related("reading", "reading__series", "reading__entry__by")
    return [
        {
            "line": one.line,
            "name": names.get(one.line, ""),
            "role": one.role,
            "measure": one.reading.series.measure,
            "item": one.reading.series.item,
            "amount": "/" if one.reading.amount is None else full_text(one.reading.amount),
            "unit": one.reading.series.unit,
            "kind": one.reading.kind,
            "by": str(one.reading.entry.by),
            "reading": one.reading_id,
        }
        for one in rows.order_by("id")
    ]


def late_rows(found: Sequence[LateMonth]) -> list[dict[str, Any]]:
    """Late months as a list shows them."""
    return [
        {
            "company": one.company,
            "place": one.place,
            "month": month_label(one.month),
            "state": state_label(one.state),
            "due": one.due,
            "days": (today() - one.due).days,
            "departments": one.departments,
            "missing": [line_shown(line) for line in one.missing],
            "address": month_address("month", one.place, one.month),
            "remind": month_address("month-remind", one.place, one.month),
        }
        for one in found
    ]


def problems_shown(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems of a step in the reader's language."""
    return shown_problems(problems, reader_language())


def leads_on(one: Transition) -> bool:
    """Whether a step leads towards closed."""
    return ORDER.index(one.then) > ORDER.index(one.state)


def _moves(request: PageRequest, found: StandingMonth) -> tuple[Move | None, list[Move]]:
    ahead, others = None, []
    for one in MONTH.open(found.state.id):
        if opens(request.reach, one.permission, found.company) and not barred(one, found, request.actor.user):
            move = Move(one.label.in_(reader_language()), month_address("month-step", found.place, found.month, one.verb))
            if leads_on(one):
                ahead = move
            else:
                others.append(move)
    return ahead, others


def _waits_for(move: Transition) -> str:
    roles = (_(" or ")).join(str(one.label) for one in roles_with(move.permission))
    return _("Next: “%(step)s”, by %(roles)s") % {"step": move.label.in_(reader_language()), "roles": roles}
