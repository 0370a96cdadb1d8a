"""Whether the plan in force still fits the company: what makes a revision necessary on a day, by when, and what was decided about it.

STEEL 9.3 asks for a revision "within the time set by MEE" and names no days (templates 1.9). So the day is that of the company's own
timetable: the last for reporting the month of the cause, whose figures the plan has to describe. Without a timetable there is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tanheng.apps.monitoring.models import PlanVersion, RevisionAnswer
from tanheng.apps.monitoring.selectors.plans import placed_facilities, plan_of, version_in_force
from tanheng.apps.monitoring.selectors.revision_figures import figure_causes
from tanheng.apps.monitoring.selectors.revision_meters import Cause, Evidence, meter_causes
from tanheng.apps.monitoring.selectors.timetable import Timetables, after
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.apps.sites.selectors.life import events_in_force, lives_of
from tanheng.engine.plan.lists import IN_USE
from tanheng.engine.plan.plan import Plan, place_of
from tanheng.engine.plan.sentences import SENTENCES
from tanheng.engine.plan.tables import FACILITIES
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.rulebook.plan_triggers import revision_triggers
from tanheng.seal.canonical import sha256_of

WENT = {"handed_over": Text("划转", "handed over"), "sold": Text("出售", "sold")}
UNKNOWN, OUT_OF_USE, LEFT = "PLAN-301", "PLAN-302", "PLAN-315"


@dataclass(frozen=True)
class Suggestion:
    """A cause with the version that it speaks against, the last day for a revision by the company's timetable (None: none is set), and what
    was decided about it last.
    """

    cause: Cause
    version: int
    digest: str
    due: date | None
    answer: RevisionAnswer | None = None

    @property
    def problem(self) -> Problem:
        """What is told."""
        return self.cause.problem

    def is_late(self, on: date) -> bool:
        """Whether nobody has decided, and the day is past."""
        return self.answer is None and self.due is not None and self.due < on


def triggers_of(node: Node, on: date) -> list[Problem]:
    """Why the plan that counts on a day should be revised, as far as nobody has decided about it; none where no plan counts."""
    return [one.problem for one in suggestions_of(node, on) if one.answer is None]


def suggestions_of(node: Node, on: date) -> list[Suggestion]:
    """Every suggestion about the plan that counts on a day, those first that nobody has decided about."""
    version = version_in_force(node, on)
    if version is None:
        return []
    answers = {one.digest: one for one in reversed(answers_of(node, version.number))}
    table = Timetables([node])
    found = {}
    for cause in causes_of(node, version, on):
        digest = digest_of(version, cause)
        found[digest] = Suggestion(cause, version.number, digest, _due(table, node, cause), answers.get(digest))
    return sorted(found.values(), key=lambda one: one.answer is not None)


def causes_of(node: Node, version: PlanVersion, on: date) -> Iterator[Cause]:
    """All that speaks against a version on a day: facilities, editions, meters, figures."""
    plan = plan_of(version.document)
    went = list(_facilities(node, plan, version, on))
    gone = {one.problem.where.cell for one in went if one.problem.code == LEFT}
    placed = placed_facilities(node)
    days = {UNKNOWN: {one.code: one.in_use_from for one in placed}, OUT_OF_USE: {one.code: one.in_use_to for one in placed}}
    for problem in revision_triggers(plan, placed, on):
        code = problem.where.cell or ""
        if problem.code != OUT_OF_USE or code not in gone:
            yield Cause(problem, days.get(problem.code, {}).get(code))
    yield from went
    yield from meter_causes(node, plan, version.from_month, on)
    yield from figure_causes(node, version, on)


def answers_of(node: Node, version: int) -> list[RevisionAnswer]:
    """What was decided about a version, the newest first."""
    return list(RevisionAnswer.objects.filter(company=node, version=version).select_related("by").order_by("-id"))


def taken_up_by(node: Node, number: int) -> list[RevisionAnswer]:
    """The suggestions that a version takes up, the oldest first."""
    return list(RevisionAnswer.objects.filter(company=node, draft=number).select_related("by").order_by("id"))


def digest_of(version: PlanVersion, cause: Cause) -> str:
    """What names a cause: another place, day or piece of evidence is another cause; the wording of a sentence is none."""
    problem = cause.problem
    since = cause.since.isoformat() if cause.since else problem.remedy.zh
    rests_on = [[one.kind, one.key] for one in cause.evidence]
    return sha256_of([version.node_id, version.number, problem.code, problem.where.as_json(), since, rests_on])


def late_revisions(companies: Sequence[Node], on: date) -> list[tuple[Node, Suggestion]]:
    """What should have been decided by a day, of several companies, the longest late first."""
    table = Timetables(companies)
    dated = [node for node in companies if table.sets_days(node)]  # without days nothing is late, and the year need not be read
    found = [(node, one) for node in dated for one in suggestions_of(node, on) if one.is_late(on)]
    return sorted(found, key=lambda pair: (pair[1].due or date.max, pair[0].path))


def _due(table: Timetables, node: Node, cause: Cause) -> date | None:
    if cause.since is None:
        return None
    month = cause.since.replace(day=1)
    row = table.row(node, cause.department, month)
    return after(month).replace(day=row.report_day) if row else None


def _facilities(node: Node, plan: Plan, version: PlanVersion, on: date) -> Iterator[Cause]:
    """Facilities of the plan that were handed over, sold or rebuilt."""
    planned = {one.code: one for one in plan.facilities if one.status == IN_USE}
    nodes = [one for one in descendants(node, kind="facility") if one.code in planned]
    events, lives = events_in_force(nodes), lives_of(nodes)
    for one in nodes:
        known = [event for event in events[one.pk] if event.on <= on]
        evidence = (Evidence("facility", one.pk, Text(one.name, one.name)),)
        where = place_of(FACILITIES, one.code)
        if known and known[-1].kind in WENT and lives[one.pk].span_on(on) is None:
            words = {"found": one.name, "day": known[-1].on.isoformat(), "how": WENT[known[-1].kind]}
            yield Cause(problem_of(SENTENCES, LEFT, where, **words), known[-1].on, evidence)
        for event in known:
            if event.kind == "changed" and event.on >= version.from_month:
                words = {"found": one.name, "day": event.on.isoformat()}
                yield Cause(problem_of(SENTENCES, "PLAN-316", where, **words), event.on, evidence)
