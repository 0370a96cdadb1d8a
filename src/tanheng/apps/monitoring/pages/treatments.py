"""What the page of missing data and cross-checks shows: gaps and doubts with what may stand in, and what was accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from tanheng.analysis.missing import METHODS, SIDES, Proposal
from tanheng.apps.monitoring.forms.treatments import AnswerForm, TreatmentForm
from tanheng.apps.monitoring.models import Treatment
from tanheng.apps.monitoring.pages.deviations import deviation_rows
from tanheng.apps.monitoring.selectors.cross_checks import LineDoubt, doubts_at, doubts_of
from tanheng.apps.monitoring.selectors.deviations import deviations_of
from tanheng.apps.monitoring.selectors.missing import Gap, gap_in, gaps_of, still_counts, treatments_of
from tanheng.apps.monitoring.selectors.selection import GridRow
from tanheng.apps.monitoring.selectors.year_sources import SourceRow, YearSources
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import figure, full_text
from tanheng.engine.status_words import status_label
from tanheng.pages.language import reader_language
from tanheng.pages.wording import shown_unit

ROWS_PER_PAGE = 40


@dataclass(frozen=True)
class Card:
    """A gap or a doubt with its forms and what is proposed; `unusable` are the plan's treatments that give nothing, and why."""

    asked: Gap | LineDoubt
    name: str
    month: str
    proposals: list[tuple[str, str]]
    treatment: TreatmentForm | None
    answer: AnswerForm | None
    unusable: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Accepted:
    """What was accepted, ready to be shown."""

    treatment: Treatment
    place: str
    method: str
    amount: str
    unit: str
    arithmetic: str
    rule: str
    counts: bool


def overview(company: Node, year: int, sent: Any = None, number: str | None = None) -> dict[str, Any]:
    """Everything of a year; `sent` is the form that was sent and could not be stored, `number` the page of the gaps."""
    sources = YearSources(company, year)
    gaps, doubts = gaps_of(sources), doubts_of(sources)
    page: Page[Gap] = Paginator(gaps, ROWS_PER_PAGE).get_page(number)
    accepted = accepted_rows(treatments_of(company, year))
    return {
        "page": page,
        "gaps": [card_of(one, sent) for one in page],
        "gap_count": len(gaps),
        "doubts": [card_of(one, sent) for one in doubts],
        "open_count": sum(one.answer is None for one in doubts),
        "accepted": accepted,
        "counting": sum(one.counts for one in accepted),
        "planned": bool(sources.rows),
        "deviations": deviation_rows(deviations_of(company, year)),
    }


def cards_at(company: Node, year: int, row: GridRow, month: int, sent: Any = None) -> list[Card]:
    """What is missing or doubtful of a row of the grid in a month that is over, with what may stand in; of a source that is only compared
    nothing.
    """
    sources = YearSources(company, year)
    found = sources.rows.get(row.measured)
    if found is None or found.main.source != row.source or month not in sources.months(found):
        return []
    gap = gap_in(sources, found, month)
    return [card_of(one, sent) for one in (*([gap] if gap else ()), *doubts_at(sources, found, month))]


def card_of(one: Gap | LineDoubt, sent: Any) -> Card:
    """A gap or doubt; the form that was sent keeps what was typed."""
    proposals = one.found.proposals if isinstance(one, Gap) else one.proposals
    lang = reader_language()
    month = f"{one.month:%Y-%m}"
    treatment = answer = None
    if proposals:
        told = {"asked": one.key, "line": one.row.line.code, "month": month}
        treatment = TreatmentForm(auto_id=f"{one.key}-%s", initial=told)
    if isinstance(one, LineDoubt):
        answer = AnswerForm(initial={"asked": one.key, "digest": one.problem.digest}, auto_id=f"{one.key}-answer-%s")
    if sent is not None and sent.data.get("asked") == one.key:
        sent.auto_id = f"{one.key}-answer-%s" if isinstance(sent, AnswerForm) else f"{one.key}-%s"
        treatment, answer = (treatment, sent) if isinstance(sent, AnswerForm) else (sent, answer)
    choices = proposal_choices(one.row, proposals)
    if isinstance(treatment, TreatmentForm) and choices:
        treatment.offer(choices)
    lacking = one.found.unusable if isinstance(one, Gap) else ()
    unusable = tuple((METHODS[each.method].in_(lang), each.why.in_(lang)) for each in lacking)
    place = "" if not one.row.line.place else f"{one.row.place.name} · "
    return Card(one, f"{place}{one.row.line.name}", month, choices, treatment, answer, unusable)


def proposal_choices(row: SourceRow, proposals: Iterable[Proposal]) -> list[tuple[str, str]]:
    """Each with what it comes to in words: method, side, amount, arithmetic, what it rests on."""
    return [(f"{one.key}|{full_text(one.amount)}", proposal_text(one, shown_unit(row.main.unit))) for one in proposals]


def proposal_text(one: Proposal, unit: str) -> str:
    """A proposal in one line."""
    lang = reader_language()
    side = f"（{SIDES[one.side].zh}）" if one.side and lang == "zh" else f" ({SIDES[one.side].en})" if one.side else ""
    status = status_label(one.status, lang)
    parts = (f"{METHODS[one.method].in_(lang)}{side}", f"{figure(one.amount)} {unit}".strip(), one.arithmetic.in_(lang))
    return " · ".join((*parts, one.rule.in_(lang), status))


def accepted_rows(found: Iterable[Treatment]) -> list[Accepted]:
    """What was accepted, in the order of the months."""
    return [_accepted(one) for one in found]


def _accepted(one: Treatment) -> Accepted:
    zh = reader_language() == "zh"
    series = one.reading.series
    return Accepted(
        one,
        "" if series.place_id == one.company_id else series.place.name,
        METHODS[one.method].in_(reader_language()),
        figure(one.reading.amount) if one.reading.amount is not None else "",
        shown_unit(series.unit),
        one.arithmetic_zh if zh else one.arithmetic_en,
        one.rule_zh if zh else one.rule_en,
        still_counts(one),
    )
