"""Decisions on the separation of duties: recorded with their reason, seen by reports and verifiers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import group_of
from tanheng.apps.people.access.separations import standing
from tanheng.apps.people.models import SeparationDecision
from tanheng.apps.people.models.permissions import SEPARATIONS
from tanheng.apps.people.services.changes import change
from tanheng.pages.actor import Actor
from tanheng.store.one_line import one_line

LONGEST_REASON = 300


def decide_separation(*, actor: Actor, node: Any, separation: str, in_force: bool, reason: str) -> SeparationDecision:
    """Put a separation of duties out of force on a part of the group, or into force again, for a stated reason."""
    known, said = SEPARATIONS.get(separation), one_line(reason, LONGEST_REASON)
    if known is None or known.fixed:
        raise ValidationError(_("There is no such separation to decide on."))
    if node.kind not in ("group", "company"):
        raise ValidationError(_("A separation of duties is decided for a company or for the whole group."))
    if not said:
        raise ValidationError(_("State the reason: reports and verifiers see it."))

    def write() -> SeparationDecision:
        if standing(known, node).in_force == in_force:
            raise ValidationError(_("This has been decided already."))
        return decided(actor=actor, node=node, separation=separation, in_force=in_force, reason=said)

    return change(actor, "decide_separations", node, write, lock=group_of(node))  # as whoever gives roles: one after the other


def decided(*, actor: Actor, node: Any, separation: str, in_force: bool, reason: str) -> SeparationDecision:
    """The decision with its event; part of a change. A blank reason is the set-up's, which pages say in the reader's language."""
    made = SeparationDecision(node=node, separation=separation, in_force=in_force, reason=reason, by=actor.user)
    made.save()
    payload = {"node": node.name, "separation": separation, "in_force": str(in_force), "reason": reason}
    action = "people.separation.decided" if reason else "people.separation.set_up"
    append_event(actor=actor, action=action, subject=made, place=node, payload=payload)
    return made
