"""What the page of suggested revisions shows: each with its place in the plan, what it rests on, the last day, and what was decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.forms.revisions import KeepForm, ReviseForm
from tanheng.apps.monitoring.models import RevisionAnswer
from tanheng.apps.monitoring.models.revisions import REVISE
from tanheng.apps.monitoring.pages.plans import place_address
from tanheng.apps.monitoring.selectors.plans import StandingPlan, standing_plan
from tanheng.apps.monitoring.selectors.revision_meters import Evidence
from tanheng.apps.monitoring.selectors.revisions import Suggestion, suggestions_of, taken_up_by
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import stored_problems


@dataclass(frozen=True)
class Card:
    """A suggestion with links and forms."""

    asked: Suggestion
    place: str
    address: str
    evidence: list[tuple[str, str]]
    days_late: int
    decided: str
    keep: KeepForm
    revise: ReviseForm


def revision_cards(company: Node, on: date, sent: Any = None) -> list[Card]:
    """Every suggestion about the plan in force; the form that was sent keeps what was typed."""
    found = suggestions_of(company, on)
    standing = standing_plan(company, found[0].version) if found else None
    return [_card(one, standing, on, sent) for one in found]


def _card(one: Suggestion, standing: StandingPlan | None, on: date, sent: Any) -> Card:
    lang, key = reader_language(), one.digest[-12:]
    keep = KeepForm(auto_id=f"{key}-keep-%s", initial={"digest": one.digest, "decision": "keep"})
    revise = ReviseForm(auto_id=f"{key}-revise-%s", initial={"digest": one.digest, "decision": "revise"})
    if sent is not None and sent.data.get("digest") == one.digest:
        sent.auto_id = f"{key}-{'keep' if isinstance(sent, KeepForm) else 'revise'}-%s"
        keep, revise = (sent, revise) if isinstance(sent, KeepForm) else (keep, sent)
    year = (one.cause.since or on).year
    return Card(
        one,
        one.problem.where.as_text(lang),
        place_address(standing, one.problem) if standing else "",
        [(each.words.in_(lang), evidence_address(each, year)) for each in one.cause.evidence],
        (on - one.due).days if one.due and one.is_late(on) else 0,
        decided_words(one.answer) if one.answer else "",
        keep,
        revise,
    )


def evidence_address(one: Evidence, year: int) -> str:
    """Where what a suggestion rests on is seen."""
    if one.kind == "meter":
        return reverse("monitoring:meter", args=[one.key])
    if one.kind == "grid":
        return reverse("monitoring:grid", args=[one.key, year])
    return reverse("sites:node", args=[one.key])


def decided_words(answer: RevisionAnswer) -> str:
    """What was decided, in words."""
    if answer.decision == REVISE:
        return _("Version %(number)s takes it up") % {"number": answer.draft}
    return _("No revision")


def marked_changes(found: StandingPlan) -> list[dict[str, Any]]:
    """The suggestions that a version takes up, each with its words of then and the row that it concerns."""
    return [{"answer": one, **_told(found, stored_problems(one.suggestion)[0])} for one in taken_up_by(found.node, found.number)]


def _told(found: StandingPlan, problem: Problem) -> dict[str, str]:
    lang = reader_language()
    return {
        "place": problem.where.as_text(lang),
        "message": problem.message.in_(lang),
        "remedy": problem.remedy.in_(lang),
        "address": place_address(found, problem),
    }
