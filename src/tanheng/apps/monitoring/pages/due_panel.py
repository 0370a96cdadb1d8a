"""What Home says of certificates that end and of decisions about the plan that are late, and the same as lists show it."""

from typing import Any

from django.urls import reverse

from tanheng.apps.monitoring.pages.plans import place_address
from tanheng.apps.monitoring.selectors.due_work import DueCertificate, DueWork, due_work
from tanheng.apps.monitoring.selectors.plans import StandingPlan, standing_plan
from tanheng.apps.monitoring.selectors.revisions import Suggestion
from tanheng.apps.sites.access.in_view import company_in_view
from tanheng.apps.sites.models import Node
from tanheng.pages.language import reader_language
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame
from tanheng.store.clock import today

MOST = 5  # rows of the panel; the list has all


def due_panel(frame: Frame) -> Panel | None:
    """None where nothing is due in the company in view."""
    company = company_in_view(frame, "view_data")
    found = due_work([company], today()) if company else None
    if company is None or found is None or found.is_empty:
        return None
    shown = {
        **due_shown(DueWork(found.certificates[:MOST], found.revisions[:MOST])),
        "certificate_count": len(found.certificates),
        "revision_count": len(found.revisions),
        "address": reverse("monitoring:month-late", args=[company.pk]),
    }
    return Panel("monitoring/months/due_panel.html", shown)


def due_shown(found: DueWork) -> dict[str, list[dict[str, Any]]]:
    """Both lists in words, each row with its days and where it is dealt with."""
    plans = {node.pk: standing_plan(node, one.version) for node, one in {node.pk: (node, one) for node, one in found.revisions}.values()}
    return {
        "certificates": [_certificate(one) for one in found.certificates],
        "revisions": [_revision(node, one, plans[node.pk]) for node, one in found.revisions],
    }


def _certificate(one: DueCertificate) -> dict[str, Any]:
    return {
        "company": one.company,
        "code": one.meter.meter.code,
        "name": one.meter.described().name,
        "last": one.last,
        "is_late": one.is_late,
        "days": abs(one.left) if one.left is not None else None,
        "address": reverse("monitoring:calibrate", args=[one.meter.meter.pk]),
    }


def _revision(node: Node, one: Suggestion, standing: StandingPlan | None) -> dict[str, Any]:
    lang = reader_language()
    return {
        "company": node,
        "code": one.problem.code,
        "message": one.problem.message.in_(lang),
        "place": one.problem.where.as_text(lang),
        "place_address": place_address(standing, one.problem) if standing else "",
        "due": one.due,
        "days": (today() - one.due).days if one.due else 0,
        "address": reverse("monitoring:plan-revisions", args=[node.pk]),
    }
