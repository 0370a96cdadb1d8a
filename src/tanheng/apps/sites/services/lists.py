"""Writes of the lists of key emitters 名录: which company is on the list of a sector in a year, by which document."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import ListMembership, Node
from tanheng.apps.sites.models.kinds import LISTS
from tanheng.apps.sites.services.life import MANAGE
from tanheng.pages.actor import Actor
from tanheng.store.clock import now


def record_membership(*, actor: Actor, company: Node, sector: str, year: int, listed: bool, source: str) -> ListMembership:
    """Append that a company is, or is not, on the list of a sector in a year; the newest record of list and year counts.

    Raises ValidationError for an unknown list or year, without a document, and where the same is known already.
    """
    if company.kind != "company" or sector not in LISTS or not 2013 <= year <= 2100:
        raise ValidationError(_("There is no such list, or the part of the group is no company."))
    if not source.strip():
        raise ValidationError(_("Name the document that says so."))

    def write() -> ListMembership:
        before = ListMembership.objects.filter(company=company, sector=sector, year=year).order_by("-id").first()
        if before is not None and (before.listed, before.source) == (listed, source.strip()):
            raise ValidationError(_("This is recorded already."))
        facts = {"company": company, "sector": sector, "year": year, "listed": listed, "source": source.strip()}
        made = ListMembership(**facts, recorded_by=actor.user, recorded_at=now())
        made.save()
        payload = {"name": company.name, "list": sector, "year": year, "listed": listed, "source": made.source}
        append_event(actor=actor, action="sites.list.recorded", subject=made, place=company, payload=payload)
        return made

    return change(actor, MANAGE, company, write)
