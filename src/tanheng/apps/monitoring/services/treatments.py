"""Accept what stands in for a missing or doubtful figure, and answer doubts about a line in a month: each with a reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tanheng.analysis.missing import APPORTIONED, METHODS, Proposal
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import CheckAnswer, Reading, Treatment
from tanheng.apps.monitoring.models.series import TREATED
from tanheng.apps.monitoring.selectors.cross_checks import LineDoubt, doubts_in, doubts_of
from tanheng.apps.monitoring.selectors.deviations import Departure, out_of_order
from tanheng.apps.monitoring.selectors.missing import Gap, gap_in
from tanheng.apps.monitoring.selectors.year_sources import SourceRow, YearSources
from tanheng.apps.monitoring.services.departures import record_departures
from tanheng.apps.monitoring.services.typing import ENTER, Typed, save_within
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.answer import says_why
from tanheng.engine.numbers import decimal_text, full_text, parse_decimal
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import problems_text
from tanheng.store.one_line import one_line

ANSWER = "answer_warnings"
LONGEST_REASON, LONGEST_WORDS = 300, 500


def accept_treatment(*, actor: Actor, node: Node, line: str, month: date, proposal: str, amount: str, reason: str) -> Treatment:
    """Let a proposal stand in for the figure of a line in a month; `amount` is what was seen of it, as decimal text.

    ValidationError where the proposal is none (any more), says another amount by now, or no reason is given.
    """
    require(actor, ENTER, node)
    why = _reason(reason)

    def write() -> Treatment:
        row, found, departure = _proposed(YearSources(node, month.year), line, month, proposal)
        if parse_decimal(amount) != found.amount:
            raise ValidationError(_("The figures have changed: %(amount)s is proposed now."), params={"amount": full_text(found.amount)})
        made = _stored(actor, node, _saved(actor, node, row, month, found, why), found, line, why)
        departing = [(made.reading, row.line, [departure])] if departure else []
        record_departures(actor=actor, node=node, found=departing, reason=why)
        payload = {
            "line": line,
            "month": f"{month:%Y-%m}",
            "treatment_method": found.method,
            "amount": decimal_text(found.amount),
            "arithmetic": found.arithmetic.zh,
            "reason": why,
        }
        append_event(actor=actor, action="monitoring.missing.accepted", subject=made, place=node, payload=payload)
        return made

    return change(actor, ENTER, node, write)


def answer_check(*, actor: Actor, node: Node, year: int, digest: str, reason: str) -> CheckAnswer:
    """Say why the figures of a doubt are right as they are. ValidationError where no doubt has these figures (any more)."""
    require(actor, ANSWER, node)
    why = _reason(reason)

    def write() -> CheckAnswer:
        found = next((one for one in doubts_of(YearSources(node, year)) if one.problem.digest == digest), None)
        if found is None:
            raise ValidationError(_("No doubt has these figures any more."))
        made = CheckAnswer(
            company=node,
            code=found.problem.code,
            line=found.row.line.code,
            place=found.row.line.place,
            month=found.month,
            digest=digest,
            doubt=problems_text([found.problem]),
            reason=why,
            by=actor.user,
        )
        made.save()
        payload = {"code": made.code, "line": made.line, "month": f"{made.month:%Y-%m}", "reason": why, "digest": digest}
        append_event(actor=actor, action="monitoring.check.answered", subject=made, place=node, payload=payload)
        return made

    return change(actor, ANSWER, node, write)


def _reason(reason: str) -> str:
    said = one_line(reason, LONGEST_REASON)
    if not says_why(said):
        raise ValidationError(_("Say why, in words."))
    return said


def _proposed(sources: YearSources, line: str, month: date, key: str) -> tuple[SourceRow, Proposal, Departure | None]:
    """The proposal as it is now, of a gap or of a doubt about the figure that is there; and that it is not the one the plan's order gives
    first.
    """
    row = next((one for one in sources.rows.values() if one.line.code == line), None)
    if row is not None and month.month in sources.months(row):
        gap = gap_in(sources, row, month.month)
        asked: list[Gap | LineDoubt] = [gap] if gap else list(doubts_in(sources, row, month.month))
        found = next((proposal for one in asked if (proposal := one.proposal(key))), None)
        if found is not None:
            order = [one.method for one in gap.found.proposals] if gap else []
            return row, found, out_of_order(order, found.method)
    raise ValidationError(_("There is no such proposal for this line and month any more."))


def _saved(actor: Actor, node: Node, row: SourceRow, month: date, found: Proposal, why: str) -> Reading:
    """The reading by which the proposal counts: marked as what it is, with the method as its source and the arithmetic as its note."""
    there = row.main.cells[month.month].reading
    method = f"{METHODS[found.method].zh}（{found.rule.zh}）" if found.method == APPORTIONED else METHODS[found.method].zh
    cell = Typed(
        row.line.code,
        month,
        full_text(found.amount),
        row.main.source,
        found.kind,
        words=method if found.method == APPORTIONED else f"缺失数据处理：{method}",
        note=f"{found.arithmetic.zh}；{why}"[:LONGEST_WORDS],
        seen=there.pk if there else None,
    )
    saved = save_within(actor=actor, node=node, cells=[cell], reason=why, kind=TREATED)
    if not saved.readings:
        raise ValidationError([one.message.both for _cell, one in saved.problems] or _("The figures have changed meanwhile."))
    return saved.readings[0][1]


def _stored(actor: Actor, node: Node, reading: Reading, found: Proposal, line: str, why: str) -> Treatment:
    made = Treatment(
        company=node,
        reading=reading,
        line=line,
        method=found.method,
        side=found.side,
        arithmetic_zh=found.arithmetic.zh[:LONGEST_WORDS],
        arithmetic_en=found.arithmetic.en[:LONGEST_WORDS],
        status=found.status,
        rule_zh=found.rule.zh,
        rule_en=found.rule.en,
        reason=why,
        by=actor.user,
    )
    made.save()
    return made
