"""Writes of the life of facilities: what happened is appended, a wrong record is named by the one in its place, nothing is edited.

The first and the last day of use that stand with a facility are read from its life and follow it in the same change.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import LifeEvent, Node
from tanheng.apps.sites.models.kinds import LIFE_KINDS
from tanheng.apps.sites.selectors import company_of
from tanheng.apps.sites.selectors.life import events_in_force, folded, life_fault
from tanheng.pages.actor import Actor
from tanheng.store.clock import now, today

MANAGE = "manage_organisation"
RECORDED, WITHDRAWN = "sites.life.recorded", "sites.life.withdrawn"


def record_life(
    *,
    actor: Actor,
    facility: Node,
    kind: str,
    on: date,
    until: date | None = None,
    reason: str = "",
    source: str = "",
    corrects: LifeEvent | None = None,
) -> LifeEvent:
    """Append what happened to a facility on a day; `corrects` is the record in whose place it stands.

    Raises ValidationError where it cannot follow what is known, or where a stop or an end has no reason.
    """
    known = LIFE_KINDS.get(kind)
    if facility.kind != "facility" or known is None or not known.typed:
        raise ValidationError(_("This does not happen to a facility."))
    told: dict[str, Any] = {"until": until, "reason": reason.strip(), "source": source.strip()}
    _check(kind, on, until, told["reason"] or (corrects.reason if corrects else ""))

    def write() -> LifeEvent:
        event = append_life(actor=actor, node=facility, kind=kind, on=on, corrects=corrects, **told)
        tell_life(actor=actor, event=event)
        return event

    return change(actor, MANAGE, facility, write)


def withdraw_life(*, actor: Actor, event: LifeEvent, reason: str) -> LifeEvent:
    """Take back a record of a facility's life that was wrong; both stay to be seen. What two companies are told of is not taken back."""
    if not LIFE_KINDS[event.kind].typed:
        raise ValidationError(_("This record belongs to a change of companies: record the next one instead."))
    if not reason.strip():
        raise ValidationError(_("A reason is needed."))

    def write() -> LifeEvent:
        taken = append_life(actor=actor, node=event.node, kind="withdrawn", on=today(), corrects=event, reason=reason.strip())
        payload = {"name": event.node.name, "life": event.kind, "on": event.on.isoformat(), "reason": taken.reason}
        append_event(actor=actor, action=WITHDRAWN, subject=taken, place=event.node, payload=payload)
        return taken

    return change(actor, MANAGE, event.node, write)


def append_life(
    *,
    actor: Actor,
    node: Node,
    kind: str,
    on: date,
    until: date | None = None,
    reason: str = "",
    source: str = "",
    partner: Node | None = None,
    corrects: LifeEvent | None = None,
) -> LifeEvent:
    """Append one record within a change that is open, after what was registered of the facility before its life was kept; the first and the
    last day of use follow.
    """
    if corrects is not None and (corrects.node_id != node.pk or LifeEvent.objects.filter(corrects=corrects).exists()):
        raise ValidationError(_("This record has been corrected already."))
    facts: dict[str, Any] = {"node": node, "company": company_of(node), "recorded_by": actor.user, "recorded_at": now()}
    _keep_what_was_registered(node, facts)
    event = LifeEvent(**facts, kind=kind, on=on, until=until, reason=reason, source=source, partner=partner, corrects=corrects)
    event.save()
    if node.kind == "facility":
        _follow(node)
    return event


def tell_life(*, actor: Actor, event: LifeEvent) -> None:
    """The journal's event of a record."""
    payload = {"name": event.node.name, "life": event.kind, "on": event.on.isoformat(), "reason": event.reason or event.source or "—"}
    append_event(actor=actor, action=RECORDED, subject=event, place=event.node, payload=payload)


def _check(kind: str, on: date, until: date | None, reason: str) -> None:
    if kind in ("stopped", "demolished", "sold") and not reason:
        raise ValidationError(_("A reason is needed."))
    if until is not None and (kind != "stopped" or until < on):
        raise ValidationError(_("Only a stop has a last day, and it is not before the first."))


def _keep_what_was_registered(node: Node, facts: dict[str, Any]) -> None:
    """A facility of before its life was kept: its first and last day of use become its first records."""
    if node.kind != "facility" or LifeEvent.objects.filter(node=node).exists():
        return
    stored = Node.objects.get(pk=node.pk)
    for kind, day in (("built", stored.in_use_from), ("demolished", stored.in_use_to)):
        if day is not None:
            LifeEvent(**facts, kind=kind, on=day).save()


def _follow(node: Node) -> None:
    """Refuse a life that cannot be; else write its first and last day of use to the facility."""
    events = events_in_force([node])[node.pk]
    if fault := life_fault(events):
        raise ValidationError("%(day)s: %(fault)s", params={"day": fault[1].isoformat(), "fault": fault[0]})
    life = folded(events)
    stored = Node.objects.get(pk=node.pk)
    if (stored.in_use_from, stored.in_use_to) != (life.first, life.last):
        stored.in_use_from, stored.in_use_to = life.first, life.last
        stored.save(update_fields=["in_use_from", "in_use_to"])
    node.in_use_from, node.in_use_to = life.first, life.last
