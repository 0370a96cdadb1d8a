"""Decisions about suggested revisions of the plan: a draft takes the change up, with its mark, or the plan stays and why."""

from dataclasses import replace
from datetime import date

from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import PlanDraft, RevisionAnswer
from tanheng.apps.monitoring.models.revisions import KEEP, REVISE
from tanheng.apps.monitoring.selectors.plans import StandingPlan, open_draft, standing_plan
from tanheng.apps.monitoring.selectors.revisions import Suggestion, suggestions_of
from tanheng.apps.monitoring.services.plans import RefusedPlanError, next_draft, next_edit
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.answer import says_why
from tanheng.engine.plan.plan import Plan
from tanheng.engine.plan.rows import Revision
from tanheng.engine.sentences import problem_of
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import problems_text
from tanheng.store.clock import today
from tanheng.store.one_line import one_line
from tanheng.workflow.plan_sentences import SENTENCES

WRITE = "write_plan"
LONGEST_REASON, LONGEST_CELL = 300, 2_000


def answer_revision(*, actor: Actor, node: Node, digest: str, decision: str, reason: str = "") -> RevisionAnswer:
    """Decide about a suggestion: `revise` puts it into B.1 of the open draft, or of one begun from the version in force; `keep` says why
    the plan stays. Raises RefusedPlanError where nobody suggests this (any more), or where it stays without a reason.
    """
    require(actor, WRITE, node)
    why = one_line(reason, LONGEST_REASON)
    if decision not in (REVISE, KEEP) or (decision == KEEP and not says_why(why)):
        raise RefusedPlanError([problem_of(SENTENCES, "PLAN-416", longest=str(LONGEST_REASON))])

    def write() -> RevisionAnswer:
        found = next((one for one in suggestions_of(node, today()) if one.digest == digest), None)
        if found is None:
            raise RefusedPlanError([problem_of(SENTENCES, "PLAN-415")])
        draft = _taken_up(actor, node, found, why) if decision == REVISE else None
        return _stored(actor, node, found, decision, draft, why)

    return change(actor, WRITE, node, write)


def _taken_up(actor: Actor, node: Node, found: Suggestion, why: str) -> PlanDraft:
    """The draft with the change in its B.1; begun from the version in force where there is none."""
    beside = open_draft(node)
    if beside is not None:
        return next_edit(actor=actor, standing=beside, plan=_marked(beside.plan, beside, found, why))
    standing = standing_plan(node, found.version)
    assert standing is not None  # a suggestion is one about it
    return next_draft(actor=actor, node=node, plan=_marked(standing.plan, None, found, why), made_from=found.version)


def _marked(plan: Plan, draft: StandingPlan | None, found: Suggestion, why: str) -> Plan:
    """The plan whose B.1 says what is revised and why: in the row of the draft, or in a new one."""
    problem, place = found.problem, found.problem.where.as_text("zh")
    said = f"[{problem.code}] {f'{place}：' if place else ''}{problem.message.zh}"
    rows = list(plan.revisions)
    version = _version_of(plan, draft)
    known = next((number for number, one in enumerate(rows) if one.version == version), None) if draft else None
    if known is None:
        rows.append(Revision(version, today(), said[:LONGEST_CELL], why))
    elif said not in rows[known].reason:
        row = rows[known]
        remark = "\n".join(filter(None, (row.remark, why)))
        rows[known] = replace(row, reason="\n".join(filter(None, (row.reason, said)))[:LONGEST_CELL], remark=remark[:LONGEST_CELL])
    return replace(plan, revisions=tuple(rows))


def _version_of(plan: Plan, draft: StandingPlan | None) -> str:
    """What the version is called in B.1: the last row's name of a draft that names itself there, else the next one."""
    names = {one.version for one in plan.revisions}
    if draft is not None and draft.draft.made_from is not None:
        before = standing_plan(draft.node, draft.draft.made_from)
        own = [one.version for one in plan.revisions if before is None or one.version not in {row.version for row in before.plan.revisions}]
        if own:
            return own[-1]
    elif draft is not None and plan.revisions:
        return plan.revisions[-1].version
    year, number = _year(plan), len(plan.revisions) + 1
    while f"{year}-{number}" in names:
        number += 1
    return f"{year}-{number}"


def _year(plan: Plan) -> int:
    return max((plan.from_month or date.min).year, today().year)


def _stored(actor: Actor, node: Node, found: Suggestion, decision: str, draft: PlanDraft | None, why: str) -> RevisionAnswer:
    made = RevisionAnswer(
        company=node,
        version=found.version,
        code=found.problem.code,
        digest=found.digest,
        suggestion=problems_text([found.problem]),
        decision=decision,
        draft=draft.plan if draft else None,
        reason=why,
        by=actor.user,
    )
    made.save()
    payload = {"code": made.code, "number": found.version, "digest": made.digest, "reason": why or "—"}
    payload |= {"draft": draft.plan} if draft else {}
    action = "monitoring.revision.taken_up" if draft else "monitoring.revision.kept"
    append_event(actor=actor, action=action, subject=made, place=node, payload=payload)
    return made
