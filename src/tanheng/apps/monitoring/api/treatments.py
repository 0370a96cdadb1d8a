"""Missing data and cross-checks by the API: what their page can do."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from ninja import Field, Query, Router, Schema

from tanheng.analysis.missing import Proposal
from tanheng.apps.monitoring.forms.treatments import first_of
from tanheng.apps.monitoring.models import CheckAnswer, Deviation, Treatment
from tanheng.apps.monitoring.pages.deviations import deviation_rows
from tanheng.apps.monitoring.selectors.cross_checks import LineDoubt, doubts_of
from tanheng.apps.monitoring.selectors.deviations import deviations_of
from tanheng.apps.monitoring.selectors.missing import Gap, gaps_of, still_counts, treatments_of
from tanheng.apps.monitoring.selectors.year_sources import YearSources
from tanheng.apps.monitoring.services.treatments import ANSWER, accept_treatment, answer_check
from tanheng.apps.monitoring.services.typing import ENTER
from tanheng.apps.sites.access import access_company
from tanheng.engine.numbers import full_text
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write

router = Router(tags=["monitoring"])
EARLIEST, LATEST = 1990, 2100
MONTH = r"^(19|20)\d\d-(0[1-9]|1[0-2])$"


class TreatmentIn(Schema):
    """Which proposal shall stand in for the figure of a line in a month (`2025-02`), with the amount that was seen of it, and why."""

    line: str = Field(max_length=200)
    month: str = Field(pattern=MONTH)
    proposal: str = Field(max_length=60)
    amount: str = Field(max_length=60, description="decimal text")
    reason: str = Field(max_length=300)


class CheckAnswerIn(Schema):
    """Why the figures of a doubt are right; `digest` is theirs."""

    year: int = Field(ge=EARLIEST, le=LATEST)
    digest: str = Field(max_length=71)
    reason: str = Field(max_length=300)


class ProposalOut(Schema):
    """An amount that may stand in, with its arithmetic and what the choice of it rests on."""

    proposal: str
    method: str
    side: str
    amount: str
    kind: str
    arithmetic: str
    status: str
    rule: str


class UnusableOut(Schema):
    """A treatment of the plan that gives nothing, and why."""

    method: str
    why: str


class GapOut(Schema):
    """A month of a line without a figure."""

    line: str
    place: str
    measure: str
    item: str
    month: str
    unit: str
    proposals: list[ProposalOut]
    unusable: list[UnusableOut]


class TreatmentOut(Schema):
    """A treatment that was accepted; `counts`: nothing has taken its place since."""

    line: str
    month: str
    method: str
    amount: str
    unit: str
    arithmetic: str
    status: str
    rule: str
    reason: str
    by: str
    at: str
    counts: bool


class CheckAnswerOut(Schema):
    """What was said to a doubt."""

    code: str
    line: str
    month: str
    digest: str
    reason: str
    by: str
    at: str


class LineDoubtOut(Schema):
    """A doubt about a line in a month, what may stand in for the figure, and the answer."""

    line: str
    month: str
    problem: dict[str, Any]
    proposals: list[ProposalOut]
    answer: CheckAnswerOut | None


class DeviationOut(Schema):
    """Where a figure departs from the plan in force, and why; `counts`: nothing has taken the figure's place since."""

    line: str
    month: str
    aspect: str
    planned: str
    done: str
    reason: str
    by: str
    at: str
    counts: bool
    reading: int


class MissingOut(Schema):
    """All of a year."""

    missing: list[GapOut]
    doubts: list[LineDoubtOut]
    accepted: list[TreatmentOut]
    deviations: list[DeviationOut]


@router.get("/organisations/{int:node_id}/missing", response=MissingOut, summary="Missing data, doubts and accepted treatments of a year")
def get_missing(request: PageRequest, node_id: int, year: int = Query(..., ge=EARLIEST, le=LATEST)) -> dict[str, Any]:
    """By the plan in force in each month; months that have not ended are not missing."""
    company = access_company(request.reach, "view_data", node_id)
    sources = YearSources(company, year)
    return {
        "missing": [_gap(one) for one in gaps_of(sources)],
        "doubts": [_doubt(one) for one in doubts_of(sources)],
        "accepted": [_treatment(one) for one in treatments_of(company, year)],
        "deviations": deviations_out(deviations_of(company, year)),
    }


@router.post("/organisations/{int:node_id}/missing", response={201: TreatmentOut}, summary="Accept what stands in for a figure")
def create_treatment(request: PageRequest, node_id: int, wanted: TreatmentIn) -> Write[Treatment]:
    """The figure is stored with its kind and mark; a proposal that is none any more is refused."""
    company = access_company(request.reach, ENTER, node_id)
    said = wanted.dict() | {"month": first_of(wanted.month)}
    return Write(partial(accept_treatment, node=company, **said), lambda made: (201, _treatment(made)))


@router.post("/organisations/{int:node_id}/missing/answers", response={201: CheckAnswerOut}, summary="Answer a doubt about a line")
def create_check_answer(request: PageRequest, node_id: int, wanted: CheckAnswerIn) -> Write[CheckAnswer]:
    """It holds as long as the figures are the same."""
    company = access_company(request.reach, ANSWER, node_id)
    return Write(partial(answer_check, node=company, **wanted.dict()), lambda made: (201, _answer(made)))


def deviations_out(found: Iterable[Deviation]) -> list[dict[str, Any]]:
    """Departures from the plan as plain data."""
    return [{**one, "at": one["at"].isoformat()} for one in deviation_rows(found)]


def _proposal(one: Proposal) -> dict[str, Any]:
    lang = reader_language()
    plain = {name: getattr(one, name) for name in ("method", "side", "kind", "status")}
    words = {"arithmetic": one.arithmetic.in_(lang), "rule": one.rule.in_(lang)}
    return {"proposal": one.key, "amount": full_text(one.amount), **plain, **words}


def _gap(one: Gap) -> dict[str, Any]:
    line, lang = one.row.line, reader_language()
    return {
        **{name: getattr(line, name) for name in ("place", "measure", "item")},
        "line": line.code,
        "month": f"{one.month:%Y-%m}",
        "unit": one.row.main.unit,
        "proposals": [_proposal(each) for each in one.found.proposals],
        "unusable": [{"method": each.method, "why": each.why.in_(lang)} for each in one.found.unusable],
    }


def _doubt(one: LineDoubt) -> dict[str, Any]:
    return {
        "line": one.row.line.code,
        "month": f"{one.month:%Y-%m}",
        "problem": one.problem.as_json(reader_language()),
        "proposals": [_proposal(each) for each in one.proposals],
        "answer": _answer(one.answer) if one.answer else None,
    }


def _treatment(one: Treatment) -> dict[str, Any]:
    zh, reading = reader_language() == "zh", one.reading
    return {
        **{name: getattr(one, name) for name in ("line", "method", "status", "reason")},
        "month": f"{reading.start:%Y-%m}",
        "amount": full_text(reading.amount) if reading.amount is not None else "",
        "unit": reading.series.unit,
        "arithmetic": one.arithmetic_zh if zh else one.arithmetic_en,
        "rule": one.rule_zh if zh else one.rule_en,
        "by": str(one.by),
        "at": one.at.isoformat(),
        "counts": still_counts(one),
    }


def _answer(one: CheckAnswer) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("code", "line", "digest", "reason")}
    return {**plain, "month": f"{one.month:%Y-%m}", "by": str(one.by), "at": one.at.isoformat()}
