"""What pages show of a company's year on its way to final: stepper, the next verb, the rest in a menu, what is newer, the steps so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tanheng.apps.accounting.models import Run, YearStep
from tanheng.apps.accounting.selectors.years import Newer, StandingYear, barred, closed_years, newer_than_submitted, standing_year
from tanheng.apps.monitoring.selectors.months import open_months
from tanheng.apps.people.access import opens
from tanheng.apps.people.models import User
from tanheng.apps.people.models.permissions import roles_with
from tanheng.apps.records.pages.packs_in_use import pack_for_template, pack_name
from tanheng.apps.records.selectors import current_import
from tanheng.apps.records.selectors.parts import parts_of_year
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Reach
from tanheng.pages.language import reader_language
from tanheng.pages.panel import Panel
from tanheng.pages.request import PageRequest
from tanheng.workflow.tables import Transition
from tanheng.workflow.years import DRAFT, FINAL, ROUNDS, YEAR

ORDER = [one.id for one in YEAR.states]


@dataclass(frozen=True)
class Move:
    """A step that is open to the reader: its word and the page on which it is taken."""

    label: str
    address: str


def year_state_panel(request: PageRequest, company: Node, year: int, pack: str, standing: StandingYear | None = None) -> Panel | None:
    """The state of the year above each of its pages; None where there are neither figures nor steps to speak of. `standing` is the year,
    where it is known.
    """
    if not pack:
        return None
    found = standing or standing_year(company, year, pack)
    ahead, others = _moves(request.reach, request.actor.user, found)
    newer, months = newer_than_submitted(found), open_months(company, year)
    one = current_import(company, year, pack)
    runs = opens(request.reach, "run_accounts", company)
    shown: dict[str, Any] = {
        "steps": stepper_of(found),
        "ahead": ahead,
        "others": others,
        "waits_for": "" if ahead else _waits_for(found),
        "state": found.state.label.in_(reader_language()),
        "round": round_label(found.final.round) if found.final else "",
        "run": found.run,
        "newer": newer_sentence(found, newer) if newer else "",
        "address": year_address("accounting:year-steps", found),
        "open_months": len(months),
        "months": reverse("monitoring:months", args=[company.pk, year]) if months else "",
        "is_final": found.final is not None,
        "part": one.through_month if one else None,
        "parts": parts_of_year(company, year, pack, {one.month.month for one in months}) if runs else [],
        "company": company,
        "year": year,
        "pack": pack,
    }
    return Panel("accounting/year_state.html", shown)


def stepper_of(found: StandingYear) -> list[dict[str, str]]:
    """The states as the stepper shows them, who and when under each that was reached since the last draft."""
    here = ORDER.index(found.state.id)
    reached = _reached(found)
    rows = []
    for place, state in enumerate(YEAR.states):
        done = place < here or found.state.id == FINAL
        step = reached.get(state.id)
        rows.append(
            {
                "label": state.label.in_(reader_language()),
                "state": "done" if done else "current" if place == here else "open",
                "detail": _who(step) if step else "",
                "when": date_format(localtime(step.at), "Y-m-d H:i") if step else "",
            }
        )
    return rows


def step_rows(found: StandingYear) -> list[dict[str, Any]]:
    """The steps so far, the newest first, in words."""
    return [
        {
            "step": one,
            "verb": verb_label(one),
            "state": YEAR.state(one.state).label.in_(reader_language()),
            "round": round_label(one.round),
        }
        for one in reversed(found.steps)
    ]


def verb_label(step: YearStep) -> str:
    """The word of the button by which a step was taken."""
    return next((one.label.in_(reader_language()) for one in YEAR.transitions if one.verb == step.verb), step.verb)


def round_label(round_id: str) -> str:
    """The round in which a final one is handed in, in words; "" for none."""
    return ROUNDS[round_id].in_(reader_language()) if round_id else ""


def newer_sentence(found: StandingYear, newer: Newer) -> str:
    """What has come since, and what it takes to have it count."""
    comma = "、" if reader_language() == "zh" else ", "
    said = []
    if newer.figures:
        said.append(_("newer figures (import %(number)s)") % {"number": newer.figures.number})
    if newer.answers:
        said.append(_("other answers to doubts"))
    if newer.run:
        said.append(_("run %(number)s") % {"number": newer.run.number})
    assert found.run is not None
    facts = {"run": found.run.number, "since": comma.join(said)}
    if found.final:
        return _("Since run %(run)s became final there are %(since)s. The year reports the final one until it is reopened.") % facts
    return _("Since run %(run)s was submitted there are %(since)s.") % facts


def year_address(view: str, found: StandingYear, *more: str) -> str:
    """The address of a page of the year, with its pack."""
    return f"{reverse(view, args=[found.node.pk, found.year, *more])}?{urlencode({'pack': found.pack})}"


def closed_years_panel(request: PageRequest, company: Node) -> Panel | None:
    """Told before somebody uploads: which years of the company are under review or final, where what they upload does not count by itself.

    The year and pack that they likely mean stand out. A state is told to those alone who may see it.
    """
    found = closed_years(company) if opens(request.reach, "view_data", company) else []
    meant = (request.frame.year, pack_for_template(company, request.frame.year, request.frame.pack))
    shown = [
        {
            "year": one.year,
            "pack": pack_name(one.pack),
            "state": one.state.label.in_(reader_language()),
            "meant": (one.year, one.pack) == meant,
            "final": one.state.id == FINAL,
            "address": year_address("accounting:year-steps", one),
        }
        for one in found
    ]
    return Panel("accounting/closed_years.html", {"years": shown}) if shown else None


def final_marks(runs: list[Run]) -> Mapping[int, str]:
    """Of listed runs: what marks those that are final, or newer than the final one of their year, by the run's key."""
    marks: dict[int, str] = {}
    years = {(run.node_id, run.year, run.pack): run.node for run in runs}
    for (_node, year, pack), node in years.items():
        final = standing_year(node, year, pack).final
        for run in runs if final else []:
            if final and (run.node_id, run.year, run.pack) == (node.pk, year, pack) and run.number >= final.run.number:
                marks[run.pk] = round_label(final.round) if run.pk == final.run_id else _("newer than the final one")
    return marks


def _moves(reach: Reach, user: User, found: StandingYear) -> tuple[Move | None, list[Move]]:
    """The step ahead where it is open to the reader, and the other open ones; none that is another person's to take."""
    ahead, others = None, []
    for one in YEAR.open(found.state.id):
        if opens(reach, one.permission, found.node) and not barred(one, found, user):
            move = Move(one.label.in_(reader_language()), year_address("accounting:year-step", found, one.verb))
            if leads_on(one):
                ahead = move
            else:
                others.append(move)
    return ahead, others


def leads_on(one: Transition) -> bool:
    """Whether a step leads towards final, not back."""
    return ORDER.index(one.then) > ORDER.index(one.state)


def _waits_for(found: StandingYear) -> str:
    """Whose step it is, where it is not the reader's."""
    move = next((one for one in YEAR.open(found.state.id) if leads_on(one)), None)
    if move is None:
        return ""
    roles = (_(" or ")).join(str(one.label) for one in roles_with(move.permission))
    return _("Next: “%(step)s”, by %(roles)s") % {"step": move.label.in_(reader_language()), "roles": roles}


def _reached(found: StandingYear) -> dict[str, YearStep]:
    """The step that led to each state since the year was a draft last; of the draft only while it is one: how it became one again."""
    reached: dict[str, YearStep] = {}
    for one in reversed(found.steps):
        if one.state == DRAFT and reached:
            break
        reached.setdefault(one.state, one)
        if one.state == DRAFT:
            break
    return reached


def _who(step: YearStep) -> str:
    return f"{verb_label(step)} · {step.by}" if step.state == DRAFT else str(step.by)
