"""Writing a draft of the plan: begun, saved as a whole or row by row, each time as a new text of the draft beside those before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError

from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import PlanDraft
from tanheng.apps.monitoring.selectors.plans import StandingPlan, open_draft, plan_of, standing_plan
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.plan.plan import REFERENCES, Plan, misplaced, place_of, read_row
from tanheng.engine.plan.rows import Row
from tanheng.engine.plan.sentences import SENTENCES as PLAN_SENTENCES
from tanheng.engine.plan.tables import BY_NAME, TABLES, PlanTable
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.pages.actor import Actor
from tanheng.pages.language import reader_language
from tanheng.store.clock import day_and_time
from tanheng.workflow.plan_sentences import SENTENCES


class RefusedPlanError(ValidationError):
    """An edit or a step of a plan that is not permitted now; `problems` say why, each with its remedy."""

    def __init__(self, problems: list[Problem]) -> None:
        lang = reader_language()
        ends = ("。", "；") if lang == "zh" else (".", ": ")
        super().__init__([f"{_placed(one, lang)}{one.message.in_(lang)}{ends[1]}{one.remedy.in_(lang)}{ends[0]}" for one in problems])
        self.problems = problems


@dataclass(frozen=True)
class Edit:
    """What somebody does to one row of a draft: `key` names the row before ("" a new one, or the one of a table of one), `row` what it
    becomes (None: it goes).
    """

    table: PlanTable
    key: str
    row: Row | None


def begin_plan(*, actor: Actor, node: Node, plan: Plan, made_from: int | None = None) -> PlanDraft:
    """Begin a version with this text; `made_from` is the number of the version it was taken from. Raises RefusedPlanError where another
    version still is a draft, or the text is none.
    """
    _refuse(misplaced(plan))

    def write() -> PlanDraft:
        if beside := open_draft(node):
            raise RefusedPlanError([problem_of(SENTENCES, "PLAN-413", number=str(beside.number))])
        return next_draft(actor=actor, node=node, plan=plan, made_from=made_from)

    return change(actor, "write_plan", node, write)


def next_draft(*, actor: Actor, node: Node, plan: Plan, made_from: int | None) -> PlanDraft:
    """The first text of a new version, within a change of the caller's, who knows that no other is a draft."""
    last = PlanDraft.objects.filter(node=node).order_by("plan").last()
    return _store(actor, node, last.plan + 1 if last else 1, 1, made_from, plan, "begun")


def next_edit(*, actor: Actor, standing: StandingPlan, plan: Plan) -> PlanDraft:
    """The next text of a draft, within a change of the caller's."""
    if plan.hash == standing.draft.hash:
        return standing.draft
    return _store(actor, standing.node, standing.number, standing.draft.edit + 1, standing.draft.made_from, plan, "saved")


def save_plan(*, actor: Actor, node: Node, number: int, plan: Plan, seen: int | None = None) -> PlanDraft:
    """Save the whole text of a draft. `seen` is the edit that the actor had before them: tables that differ from it are theirs, and
    refused where another changed them since. Raises RefusedPlanError.
    """
    return _edited(actor, node, number, seen, lambda base: _merged(base, plan))


def edit_row(*, actor: Actor, node: Node, number: int, edit: Edit, seen: int | None = None) -> PlanDraft:
    """Save, add or remove one row of a draft. A row that gets another code takes those with it that name it; a line that goes takes its
    sources and uses; what else is in use does not go. Raises RefusedPlanError.
    """

    def after(base: "Base") -> Plan:
        _refuse_changed(base, [edit.table])
        made = edited(plan=base.now, edit=edit)
        _refuse(misplaced(made))
        return made

    return _edited(actor, node, number, seen, after)


def row_of(*, table: PlanTable, told: Mapping[str, Any]) -> Row:
    """The row that was typed. Raises RefusedPlanError with everything that cannot be read."""
    row, problems = read_row(table, told)
    _refuse(problems)
    return row


@dataclass(frozen=True)
class Base:
    """A draft as it stands and as the actor had seen it."""

    standing: StandingPlan
    now: Plan
    seen: Plan


def _edited(actor: Actor, node: Node, number: int, seen: int | None, after: Callable[[Base], Plan]) -> PlanDraft:
    def write() -> PlanDraft:
        base = _base(node, number, seen)
        made = after(base)
        if made.hash == base.standing.draft.hash:
            return base.standing.draft  # nothing was changed: no text more
        return _store(actor, node, number, base.standing.draft.edit + 1, base.standing.draft.made_from, made, "saved")

    return change(actor, "write_plan", node, write)


def _base(node: Node, number: int, seen: int | None) -> Base:
    standing = standing_plan(node, number)
    if standing is None:
        raise PlanDraft.DoesNotExist(f"no version {number}")
    if not standing.is_draft:
        raise RefusedPlanError([problem_of(SENTENCES, "PLAN-411", number=str(number), state=standing.state.label)])
    then = PlanDraft.objects.filter(node=node, plan=number, edit=seen).first() if seen else None
    return Base(standing, standing.plan, plan_of(then.document) if then else standing.plan)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise RefusedPlanError(problems)


def _refuse_changed(base: Base, tables: list[PlanTable]) -> None:
    draft = base.standing.draft
    words = {"person": str(draft.by), "at": day_and_time(draft.at)}
    _refuse(
        [
            problem_of(SENTENCES, "PLAN-412", place_of(table, ""), table=table.title, **words)
            for table in tables
            if base.now.rows(table) != base.seen.rows(table)
        ]
    )


def _merged(base: Base, plan: Plan) -> Plan:
    """The text as it stands with the tables that the actor changed."""
    theirs = [table for table in TABLES if plan.rows(table) != base.seen.rows(table)]
    _refuse_changed(base, [table for table in theirs if plan.rows(table) != base.now.rows(table)])
    made = base.now
    for table in theirs:
        made = made.with_rows(table, plan.rows(table))
    for name in ("packs", "from_month"):
        if getattr(plan, name) != getattr(base.seen, name):
            changed: dict[str, Any] = {name: getattr(plan, name)}
            made = replace(made, **changed)
    _refuse(misplaced(made))
    return made


def edited(*, plan: Plan, edit: Edit) -> Plan:
    """The plan with one row saved, added or removed, and what follows from it. Raises RefusedPlanError where a row in use would go."""
    table = edit.table
    if table.single:
        return plan.with_rows(table, [edit.row] if edit.row else [table.row()])
    rows = list(plan.rows(table))
    place = next((number for number, one in enumerate(rows) if table.key_of(one) == edit.key), None) if edit.key else None
    if edit.row is None:
        return plan if place is None else _without(plan, table, edit.key)
    if place is None and edit.key:
        column = table.by_id[table.key[0]].label
        words = {"column": column, "found": edit.key, "table": table.title}
        raise RefusedPlanError([problem_of(PLAN_SENTENCES, "PLAN-106", place_of(table, edit.key), **words)])
    if place is None:
        return plan.with_rows(table, [*rows, edit.row])
    rows[place] = edit.row
    return _renamed(plan.with_rows(table, rows), table, edit.key, table.key_of(edit.row))


def _without(plan: Plan, table: PlanTable, key: str) -> Plan:
    for name, column, target in REFERENCES:
        owner = BY_NAME[name]
        using = [one for one in plan.rows(owner) if target == table.name and getattr(one, column) == key]
        if using and owner.owner == column:
            plan = plan.with_rows(owner, [one for one in plan.rows(owner) if one not in using])
        elif using:
            known = "、".join(owner.key_of(one) for one in using)
            raise RefusedPlanError([problem_of(SENTENCES, "PLAN-414", place_of(table, key), found=key, count=str(len(using)), known=known)])
    return plan.with_rows(table, [one for one in plan.rows(table) if table.key_of(one) != key])


def _renamed(plan: Plan, table: PlanTable, before: str, after: str) -> Plan:
    if before == after:
        return plan
    for name, column, target in REFERENCES:
        if target == table.name:
            owner = BY_NAME[name]
            rows = [replace(one, **{column: after}) if getattr(one, column) == before else one for one in plan.rows(owner)]
            plan = plan.with_rows(owner, rows)
    return plan


def _store(actor: Actor, node: Node, number: int, edit: int, made_from: int | None, plan: Plan, done: str) -> PlanDraft:
    """The text with its event; part of the caller's transaction."""
    draft = PlanDraft(node=node, plan=number, edit=edit, made_from=made_from, document=plan.content.decode(), hash=plan.hash, by=actor.user)
    draft.save()
    payload = {"number": number, "edit": edit, "hash": plan.hash, **({"made_from": made_from} if made_from else {})}
    append_event(actor=actor, action=f"monitoring.plan.{done}", subject=draft, place=node, payload=payload)
    return draft


def _placed(one: Problem, lang: str) -> str:
    place = one.where.as_text(lang)
    return f"{place}{'：' if lang == 'zh' else ': '}" if place else ""
