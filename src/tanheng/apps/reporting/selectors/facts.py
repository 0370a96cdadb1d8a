"""What a report says beside its numbers, as far as the organisation knows it; nothing is made up."""

from decimal import Decimal
from typing import Any

from django.utils.translation import override

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.selectors import Superseded
from tanheng.apps.accounting.selectors.decided import decided_of, deviation_rows, treatment_rows
from tanheng.apps.accounting.selectors.years import RunState
from tanheng.apps.monitoring.selectors.meters import histories
from tanheng.apps.monitoring.selectors.reporting import direct_meters, meters_of_report
from tanheng.apps.people.access.separations import put_out_of_force
from tanheng.apps.people.models.permissions import UNITED
from tanheng.apps.records.selectors import case_of
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants, facts
from tanheng.apps.sites.selectors.companies import identity_in
from tanheng.documents.report.facts import ReportFacts
from tanheng.engine.numbers import full_text
from tanheng.engine.part_of_year import part_text
from tanheng.engine.text import Text
from tanheng.store.clock import day_of, today
from tanheng.workflow.years import ROUNDS

FIELDS = (  # fact of a facility, field of the official tables, powers of ten by which the form counts
    ("capacity_t_per_a", "capacity", 4),
    ("cell_current_ka", "design_current_ka", 0),
    ("rated_capacity_mw", "capacity", 0),
    ("clinker_capacity_t_per_d", "approved_capacity", 0),
)


NEWER_FIGURES = Text(
    "此后已上传新的数据（第 {number} 次导入，{day}）",
    "newer figures have been uploaded since (import {number}, {day})",
)
CHANGED_ANSWERS = Text("此后对其数值疑问的答复已改动", "answers to doubts about its figures have changed since")
TOGETHER = Text("职责分离“{name}”已停用，理由：{reason}", "Separation of duties “{name}” is out of force: {reason}")
SUPERSEDED = Text(
    "本报告出自第 {run} 次核算；{since}。出具理由：{reason}", "This report is of run {run}; {since}. Why it is issued: {reason}"
)
SUPERSEDED_HEAD = Text(
    "出自第 {run} 次核算，此后数据或答复已改动，详见封面", "Of run {run}; figures or answers have changed since, see the cover"
)
SINCE_FINAL = Text("本报告出自定稿的第 {run} 次核算；{since}。", "This report is of run {run}, the final one; {since}.")


PROVISIONAL = Text("（暂定：{count} 个月未关账）", " (provisional: {count} months are not closed)")
NOT_FINAL, FINAL = Text("未定稿：{state}", "Not final: {state}"), Text("定稿：{round}", "Final: {round}")


def state_mark(state: RunState, language: str) -> str:
    """What cover and every page say of the state of the year in which a report is made."""
    if state.is_final:
        return FINAL.in_(language).format(round=ROUNDS[state.round].in_(language))
    more = PROVISIONAL.in_(language).format(count=state.open_months) if state.open_months else ""
    part = "" if state.through_month is None else f" · {part_text(state.through_month).in_(language)}"
    return NOT_FINAL.in_(language).format(state=state.state.label.in_(language)) + part + more


def superseded_notice(run: Run, since: Superseded, reason: str, language: str) -> str:
    """What the cover says of a run that is reported all the same although something newer counts; no reason is asked of the final one."""
    told = []
    if since.newer:
        day = day_of(since.newer.at).isoformat()
        told.append(NEWER_FIGURES.in_(language).format(number=since.newer.number, day=day))
    if since.answers:
        told.append(CHANGED_ANSWERS.in_(language))
    joined = ("；" if language == "zh" else "; ").join(told)
    return (SUPERSEDED if reason else SINCE_FINAL).in_(language).format(run=run.number, since=joined, reason=reason)


def superseded_head(run: Run, language: str) -> str:
    """The same as every page says it: reason and dates stand on the cover."""
    return SUPERSEDED_HEAD.in_(language).format(run=run.number)


def separations_notice(company: Node, language: str) -> str:
    """What the cover says of duties that one person may hold together here; the administrators' own separation is no matter of figures."""
    off = [one for one in put_out_of_force(company) if one.separation.id != UNITED["administrator"] and one.decision]
    with override({"zh": "zh-hans"}.get(language, language)):
        told = [TOGETHER.in_(language).format(name=one.separation.label, reason=one.decision.reason) for one in off if one.decision]
    return ("；" if language == "zh" else "; ").join(told)


def report_facts(run: Run, state: RunState, notice: str = "", language: str = "zh", head: str = "") -> ReportFacts:
    """Name, code, sites, permits and meters of the company, and the lines on the cover; nothing else is recorded yet."""
    company = run.node
    sites = [node.name for node in descendants(company, kind="site")]
    permits = [fact.value for node in descendants(company) if (fact := facts(node).get("permit_number"))]
    name, code = identity_in(company, run.year)
    enterprise = {
        "entity_name": name,
        "entity_code": code,
        "production_site": "；".join(sites),
        "permit_number": "；".join(permits),
    }
    meters, decided = histories(company), decided_of(run)
    return ReportFacts(
        lists={"meters": tuple(rows)} if (rows := meters_of_report(meters, run.year, language)) else {},
        direct_meters=direct_meters(meters, run.year, run.pack),
        enterprise={name: text for name, text in enterprise.items() if text},
        facilities=_facility_facts(company),
        written_date=today().isoformat(),
        mark=state_mark(state, language),
        draft=not state.is_final,
        notice="\n".join(filter(None, (notice, separations_notice(company, language)))),
        head=head,
        uploaders=_uploaders(run),
        treatments=treatment_rows(run, decided, language),
        deviations=deviation_rows(run, decided, language),
    )


def _uploaders(run: Run) -> dict[tuple[Any, str], str]:
    """Of the answers that came in the file, those that somebody else uploaded than the person they name."""
    one = run.snapshot.source_import
    answers = case_of(one, run.pack_hash).answers if one.answers_count else ()
    return {(answer.key, answer.person): str(one.by) for answer in answers if answer.person != str(one.by)}


def _facility_facts(company: Node) -> dict[str, dict[str, str]]:
    """Facts in force by facility code, under the names of the official tables; those a report does not know are left aside by it."""
    return {node.code: _of_facility(node) for node in descendants(company, kind="facility")}


def _of_facility(node: Node) -> dict[str, str]:
    found = {name: fact.value for name, fact in facts(node).items()}
    if node.in_use_from:
        found["start_date"] = node.in_use_from.isoformat()
    for name, field, scale in FIELDS:
        if name in found:
            found[field] = full_text(Decimal(found[name]).scaleb(-scale))
    return found
