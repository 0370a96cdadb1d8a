"""The versions of a company's plan and their state, read from texts and steps; the one that is in force in a month, with its lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from tanheng.apps.monitoring.models import PlanDraft, PlanLine, PlanSource, PlanStep, PlanUse, PlanVersion
from tanheng.apps.people.access import opens
from tanheng.apps.people.access.separations import standing
from tanheng.apps.people.models import User
from tanheng.apps.people.models.permissions import SEPARATIONS
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.plan.completeness import lacking
from tanheng.engine.plan.lists import MAIN
from tanheng.engine.plan.plan import Plan, read_plan
from tanheng.engine.problems import Problem
from tanheng.pages.actor import Reach
from tanheng.rulebook.plans import PlacedFacility, wanted_by
from tanheng.workflow.plans import ACCEPT, AUTHOR, DRAFT, IN_FORCE, NOT_AUTHOR, NOT_REVIEWER, PLAN, REVIEW, SUBMIT
from tanheng.workflow.tables import State, Transition

LARGEST_NUMBER = 2_147_483_647  # of the column


@dataclass(frozen=True)
class StandingPlan:
    """A version of a company's plan: its newest draft, what was submitted (None: still a draft), and its steps, the oldest first."""

    node: Node
    number: int
    draft: PlanDraft
    version: PlanVersion | None
    steps: tuple[PlanStep, ...]

    @property
    def state(self) -> State:
        """Where it stands."""
        return PLAN.state(self.steps[-1].state) if self.steps else PLAN.first

    @property
    def step_number(self) -> int:
        """How many steps were taken: who acts says which of them they had seen."""
        return self.steps[-1].number if self.steps else 0

    @property
    def is_draft(self) -> bool:
        """Whether it can be edited."""
        return self.state.id == DRAFT

    @cached_property
    def plan(self) -> Plan:
        """Its text."""
        return plan_of((self.version or self.draft).document)

    @property
    def submitted(self) -> PlanStep | None:
        """The step by which it was submitted."""
        return self._step(SUBMIT)

    @property
    def reviewed(self) -> PlanStep | None:
        """The step by which it was reviewed."""
        return self._step(REVIEW)

    def _step(self, verb: str) -> PlanStep | None:
        return next((one for one in self.steps if one.verb == verb), None)


def plan_of(document: str) -> Plan:
    """The plan in a stored document."""
    return read_plan(json.loads(document))[0]


def standing_plan(node: Node, number: int) -> StandingPlan | None:
    """The version of that number; None where the company has none."""
    if not 0 < number <= LARGEST_NUMBER:
        return None
    draft = PlanDraft.objects.filter(node=node, plan=number).select_related("by").order_by("edit").last()
    if draft is None:
        return None
    version = PlanVersion.objects.filter(node=node, number=number).select_related("by").first()
    steps = PlanStep.objects.filter(node=node, plan=number).select_related("by").order_by("number")
    return StandingPlan(node, number, draft, version, tuple(steps))


def plans_of(node: Node) -> list[StandingPlan]:
    """Every version of a company's plan, the newest first."""
    numbers = PlanDraft.objects.filter(node=node).order_by("-plan").values_list("plan", flat=True).distinct()
    return [found for number in numbers if (found := standing_plan(node, number))]


def open_draft(node: Node) -> StandingPlan | None:
    """The version that still is a draft: there is one at most."""
    return next((one for one in plans_of(node) if one.is_draft), None)


def versions_in_force(node: Node) -> QuerySet[PlanVersion]:
    """The versions that came into force, in the order in which they did: by month, a correction of the same month after it."""
    numbers = PlanStep.objects.filter(node=node, verb=ACCEPT).values("plan")
    return PlanVersion.objects.filter(node=node, number__in=numbers).select_related("by").order_by("from_month", "number")


def version_in_force(node: Node, month: date) -> PlanVersion | None:
    """The version that counts in a month; None where none does."""
    return versions_in_force(node).filter(from_month__lte=month).last()


def lines_in_force(node: Node, month: date) -> list[PlanLine]:
    """The lines of the plan that counts in a month, each with its `sources` and `uses` read."""
    version = version_in_force(node, month)
    return list(version.lines.prefetch_related("sources", "uses").order_by("id")) if version else []


def line_for(node: Node, month: date, *, pack: str, quantity: str, facility: str = "", item: str = "") -> PlanLine | None:
    """The line that determines a quantity of an edition in a month; one that names no item determines every item."""
    version = version_in_force(node, month)
    if version is None:
        return None
    uses = version.uses.filter(pack=pack, quantity=quantity, facility=facility, item__in={item, ""})
    found = uses.select_related("line").order_by("-item").first()
    return found.line if found else None


def main_source(line: PlanLine) -> PlanSource | None:
    """The source of a line that counts."""
    return next((one for one in line.sources.all() if one.role == MAIN), None)


def problems_of(found: StandingPlan) -> list[Problem]:
    """What a version lacks, by the form and by its editions for the company's facilities."""
    return lacking(found.plan, wanted_by(found.plan, placed_facilities(found.node)))


def placed_facilities(node: Node) -> list[PlacedFacility]:
    """The facilities of a company as plans speak of them."""
    return [
        PlacedFacility(one.code, one.name, one.facility_kind, one.parent.name if one.parent else "", one.in_use_from, one.in_use_to)
        for one in descendants(node, kind="facility").select_related("parent")
    ]


def barred(move: Transition, found: StandingPlan, user: User) -> bool:
    """Whether a step is never this person's to take, whatever their roles: only who submitted withdraws, and where duties are kept apart
    nobody reviews or approves what they submitted or reviewed.
    """
    done = {AUTHOR: found.submitted, NOT_AUTHOR: found.submitted, NOT_REVIEWER: found.reviewed}
    theirs = {guard for guard, one in done.items() if one is not None and one.by_id == user.pk}
    if AUTHOR in move.guards and AUTHOR not in theirs:
        return True
    return bool({NOT_AUTHOR, NOT_REVIEWER} & theirs & set(move.guards)) and kept_apart(found.node)


def kept_apart(node: Node) -> bool:
    """Whether preparation, review and approval are kept apart in a company."""
    return standing(SEPARATIONS["preparation"], node).in_force


def refusal_of(reach: Reach, user: User, found: StandingPlan, verb: str) -> Problem:
    """Why the table makes no such step from where the version stands, with what is open to this person instead."""
    after = PLAN.after(found.state.id, verb, lambda one: opens(reach, one.permission, found.node) and not barred(one, found, user))
    assert isinstance(after, Problem)
    return after


def later_in_force(found: StandingPlan) -> PlanVersion | None:
    """The newest version in force that is to count from a later month than this one."""
    month = found.plan.from_month
    last = versions_in_force(found.node).exclude(number=found.number).last()
    return last if last is not None and month is not None and last.from_month > month else None


def is_current(found: StandingPlan) -> bool:
    """Whether nothing has taken the place of a version in force."""
    last = versions_in_force(found.node).last()
    return found.state.id == IN_FORCE and last is not None and last.number == found.number


def derived_rows(version: PlanVersion, plan: Plan) -> tuple[list[PlanLine], list[PlanSource], list[PlanUse]]:
    """The rows of the tables that a version's document gives; they are not stored here."""
    lines = {
        one.code: PlanLine(
            version=version,
            code=one.code,
            place=one.place,
            measure=one.measure,
            item=one.item,
            name=one.name,
            unit=one.unit,
            way=one.way,
            frequency=one.frequency,
            missing_order=",".join(one.missing),
            department=one.department,
            person=one.person,
        )
        for one in plan.lines
    }
    of_source = ("key", "role", "rank", "tolerance", "instrument", "record")
    sources = [
        PlanSource(version=version, line=lines[one.line], **{name: getattr(one, name) for name in of_source}) for one in plan.sources
    ]
    of_use = ("pack", "quantity", "facility", "item")
    uses = [PlanUse(version=version, line=lines[one.line], **{name: getattr(one, name) for name in of_use}) for one in plan.uses]
    return list(lines.values()), sources, uses


LINE_FIELDS = ("code", "place", "measure", "item", "name", "unit", "way", "frequency", "missing_order", "department", "person")
SOURCE_FIELDS = ("line__code", "key", "role", "rank", "tolerance", "instrument", "record")
USE_FIELDS = ("line__code", "pack", "quantity", "facility", "item")


def differing_lines(first: int, last: int) -> Iterator[tuple[int, list[str]]]:
    """Of the lines of a range of ids: each that the document of its version gives otherwise, with the names of what differs."""
    yield from _differing(PlanLine, 0, LINE_FIELDS, 1, first, last)


def differing_sources(first: int, last: int) -> Iterator[tuple[int, list[str]]]:
    """The same of sources."""
    yield from _differing(PlanSource, 1, SOURCE_FIELDS, 2, first, last)


def differing_uses(first: int, last: int) -> Iterator[tuple[int, list[str]]]:
    """The same of uses."""
    yield from _differing(PlanUse, 2, USE_FIELDS, 5, first, last)


def _differing(
    model: type[PlanLine | PlanSource | PlanUse], place: int, fields: tuple[str, ...], key: int, first: int, last: int
) -> Iterator[tuple[int, list[str]]]:
    """`place` is where the model's rows stand among the derived ones, `key` how many of the fields name a row."""
    stored = model._default_manager.filter(pk__range=(first, last))
    for version in PlanVersion.objects.filter(pk__in=stored.values_list("version_id", flat=True).distinct()):
        derived = derived_rows(version, plan_of(version.document))[place]
        anew = {row[:key]: row for row in (_values(one, fields) for one in derived)}
        for one in stored.filter(version=version).select_related(*(["line"] if place else [])):
            row = _values(one, fields)
            known = anew.get(row[:key])
            if known is None:
                yield one.pk, ["place"]
            elif names := [name for name, was, now in zip(fields, row, known, strict=True) if was != now]:
                yield one.pk, names


def _values(row: PlanLine | PlanSource | PlanUse, fields: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(row.line.code if name == "line__code" and not isinstance(row, PlanLine) else getattr(row, name) for name in fields)
