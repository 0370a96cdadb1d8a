"""What the pages of the plan show: its state with the next step, its tables row by row in words, its problems with links to their rows."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.models import PlanStep
from tanheng.apps.monitoring.selectors.plans import StandingPlan, barred
from tanheng.apps.people.access import opens
from tanheng.apps.people.models.permissions import roles_with
from tanheng.engine.plan.columns import Column, in_words
from tanheng.engine.plan.differences import Difference
from tanheng.engine.plan.plan import Plan
from tanheng.engine.plan.rows import PlannedLine, PlannedSource
from tanheng.engine.plan.tables import INSTRUMENTS, LINES, SOURCES, TABLES, USES, PlanTable
from tanheng.engine.problems import Problem
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.rulebook import loadable_packs, sound_pack
from tanheng.rulebook.plans import plan_name
from tanheng.workflow.plans import APPROVED, DRAFT, IN_FORCE, PLAN, REPORTED, RETURNED, REVIEWED, SUBMITTED, VOID
from tanheng.workflow.tables import Transition

PATH = (DRAFT, SUBMITTED, REVIEWED, APPROVED, REPORTED, IN_FORCE)
SHOWN_TABLES = [one for one in TABLES if one.name not in ("sources", "uses")]  # these two stand with their lines


@dataclass(frozen=True)
class Move:
    """A step that is open to the reader: its word and the page on which it is taken."""

    label: str
    address: str


def title_of(found: StandingPlan) -> str:
    """What the plan is called in the year from which it is meant to count."""
    month = found.plan.from_month
    return plan_name(found.plan.packs, month.year if month else found.draft.at.year).in_(reader_language())


def plan_address(view: str, found: StandingPlan, *more: Any, **query: str) -> str:
    """The address of a page of a version."""
    address = reverse(f"monitoring:{view}", args=[found.node.pk, found.number, *more])
    return f"{address}?{urlencode(query)}" if query else address


def version_context(request: PageRequest, found: StandingPlan) -> dict[str, Any]:
    """What every page of a version shows above: its title, state and steps."""
    ahead, others = _moves(request, found)
    return {
        "company": found.node,
        "plan": found,
        "title": title_of(found),
        "stepper": stepper_of(found),
        "state": found.state.label.in_(reader_language()),
        "ahead": ahead,
        "others": others,
        "waits_for": "" if ahead else _waits_for(found),
        "may_write": found.is_draft and opens(request.reach, "write_plan", found.node),
        "tables": [table_link(found, one) for one in SHOWN_TABLES],
    }


def table_link(found: StandingPlan, table: PlanTable) -> dict[str, Any]:
    """A table of the plan as the overview lists it."""
    return {
        "name": table.name,
        "number": table.number,
        "title": table.title.in_(reader_language()),
        "count": "" if table.single else len(found.plan.rows(table)),
        "address": plan_address("plan-table", found, table.name),
    }


def stepper_of(found: StandingPlan) -> list[dict[str, str]]:
    """The states of the way into force with who and when; of a version that has ended those it reached, and its end."""
    taken = {one.state: one for one in found.steps}
    ended = found.state.id in (RETURNED, VOID)
    path = [DRAFT, *(one for one in PATH[1:] if one in taken), found.state.id] if ended else list(PATH)
    here = path.index(found.state.id)
    return [_stage(state, place, here, taken.get(state), done=found.state.id == IN_FORCE) for place, state in enumerate(path)]


def _stage(state: str, place: int, here: int, step: PlanStep | None, *, done: bool) -> dict[str, str]:
    reached = place < here or done
    return {
        "label": PLAN.state(state).label.in_(reader_language()),
        "state": "done" if reached else "current" if place == here else "open",
        "detail": str(step.by) if step else "",
        "when": date_format(localtime(step.at), "Y-m-d H:i") if step else "",
    }


def step_rows(found: StandingPlan) -> list[dict[str, Any]]:
    """The steps so far, the newest first, in words."""
    labels = {one.verb: one.label.in_(reader_language()) for one in PLAN.transitions}
    return [
        {"step": one, "verb": labels.get(one.verb, one.verb), "state": PLAN.state(one.state).label.in_(reader_language())}
        for one in reversed(found.steps)
    ]


def leads_on(one: Transition) -> bool:
    """Whether a step leads towards being in force."""
    return one.then in PATH


def _moves(request: PageRequest, found: StandingPlan) -> tuple[Move | None, list[Move]]:
    ahead, others = None, []
    for one in PLAN.open(found.state.id):
        if opens(request.reach, one.permission, found.node) and not barred(one, found, request.actor.user):
            move = Move(one.label.in_(reader_language()), plan_address("plan-step", found, one.verb))
            if leads_on(one):
                ahead = move
            else:
                others.append(move)
    return ahead, others


def _waits_for(found: StandingPlan) -> str:
    move = next((one for one in PLAN.open(found.state.id) if leads_on(one)), None)
    if move is None:
        return ""
    roles = (_(" or ")).join(str(one.label) for one in roles_with(move.permission))
    return _("Next: “%(step)s”, by %(roles)s") % {"step": move.label.in_(reader_language()), "roles": roles}


def problems_shown(found: StandingPlan, problems: list[Problem]) -> list[dict[str, Any]]:
    """Problems as the list shows them, each leading to its row."""
    shown = []
    for one in problems:
        [row] = shown_problems([one], reader_language())
        shown.append({**row, "place_address": place_address(found, one)})
    return shown


def place_address(found: StandingPlan, one: Problem) -> str:
    """The row, or the table, at which a problem of a version stands; "" where it stands nowhere in it."""
    numbers = {table.number: table for table in SHOWN_TABLES}
    table, key = numbers.get(one.where.sheet or ""), one.where.cell or ""
    if table is None:
        return ""
    if table is LINES and "/" in key:
        key = key.partition("/")[0]  # of a source: its line
    if not (table.single or found.plan.row(table, key)):
        return plan_address("plan-table", found, table.name)
    return plan_address("plan-row", found, table.name, **({"key": key} if key else {}))


def rows_shown(found: StandingPlan, table: PlanTable) -> list[dict[str, Any]]:
    """The rows of a table in words; of a table of one row its fields."""
    return [
        {
            "key": table.key_of(row),
            "address": plan_address("plan-row", found, table.name, **({"key": table.key_of(row)} if table.key else {})),
            "cells": cells_of(table.columns, row),
        }
        for row in found.plan.rows(table)
    ]


def cells_of(columns: tuple[Column, ...], row: Any) -> list[tuple[str, str]]:
    """Heading and words of each column."""
    lang = reader_language()
    return [(one.label.in_(lang), in_words(one, getattr(row, one.id), lang)) for one in columns]


def lines_shown(found: StandingPlan) -> list[dict[str, Any]]:
    """The lines as B.4 and B.5 group them: the enterprise, then facility by facility."""
    plan = found.plan
    names = {one.code: one.name for one in plan.facilities}
    places = list(dict.fromkeys(("", *names, *(one.place for one in plan.lines))))
    groups = [(place, [_line_shown(found, one) for one in plan.lines if one.place == place]) for place in places]
    numbers = {place: f"B.5.{number}" for number, place in enumerate((one for one in places if one), 1)}
    return [
        {"number": numbers.get(place, "B.4"), "title": names.get(place, place) if place else _("Enterprise level"), "rows": rows}
        for place, rows in groups
        if rows
    ]


def _line_shown(found: StandingPlan, line: PlannedLine) -> dict[str, Any]:
    lang = reader_language()
    words = {one.id: in_words(one, getattr(line, one.id), lang) for one in LINES.columns}
    sources = [source_words(found.plan, one) for one in found.plan.sources_of(line.code)]
    return {**words, "sources": sources, "address": plan_address("plan-row", found, LINES.name, key=line.code)}


def source_words(plan: Plan, source: PlannedSource) -> dict[str, str]:
    """A source with the instrument it names, in words."""
    lang = reader_language()
    words = {one.id: in_words(one, getattr(source, one.id), lang) for one in SOURCES.columns}
    instrument = plan.row(INSTRUMENTS, source.instrument)
    name = f"{instrument.name} {instrument.model}".strip() if instrument else ""
    return {**words, "instrument_words": f"{source.instrument} {name}".strip(), "is_main": "1" if source.role == "main" else ""}


def parts_of_line(found: StandingPlan, line: str) -> list[dict[str, Any]]:
    """The sources and the uses of a line, below its form."""
    parts = []
    for table, rows in ((SOURCES, found.plan.sources_of(line)), (USES, found.plan.uses_of(line))):
        columns = tuple(one for one in table.columns if one.id != "line")
        shown = [
            {"cells": cells_of(columns, row), "address": plan_address("plan-row", found, table.name, key=table.key_of(row))} for row in rows
        ]
        parts.append(
            {
                "table": table,
                "title": table.title.in_(reader_language()),
                "headings": [one.label.in_(reader_language()) for one in columns],
                "rows": shown,
                "add": plan_address("plan-row", found, table.name, line=line),
            }
        )
    return parts


def differences_shown(found: list[Difference]) -> list[dict[str, str]]:
    """Differences between two versions in words."""
    lang = reader_language()
    words = {"added": _("added"), "removed": _("removed"), "changed": _("changed")}
    return [
        {
            "number": one.table.number if one.table else "",
            "table": one.table.title.in_(lang) if one.table else _("The plan itself"),
            "row": " ".join(filter(None, (one.key, one.name))),
            "what": words[one.what],
            "column": one.column.label.in_(lang) if one.column else "",
            "before": in_words(one.column, one.before, lang) if one.column else "",
            "after": in_words(one.column, one.after, lang) if one.column else "",
        }
        for one in found
    ]


def edition_choices(plan: Plan, year: int) -> list[tuple[str, str]]:
    """The national accounting editions of a year, and those that the plan names already."""
    lang = reader_language()
    fitting = {one.id: one for one in loadable_packs() if not one.is_allowance and one.jurisdiction == "cn" and one.covers(year)}
    named = {one: pack for one in plan.packs if (pack := sound_pack(one))}
    return [(name, pack.title.in_(lang)) for name, pack in {**named, **fitting}.items()]
