"""The cards of Home: what each role finds there and its next step. A new area adds its function to CARDS."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanheng.apps.people.access import active_assignments
from tanheng.apps.sites.selectors import descendants
from tanheng.web.frame import Frame


@dataclass(frozen=True)
class Card:
    """One card: a title, a figure or none, a sentence, and the next step as a link."""

    title: str | Promise
    figure: str
    sentence: str | Promise
    step: str | Promise
    address: str
    icon: str


def organisation_card(frame: Frame) -> Card | None:
    """Facilities in the organisation in view."""
    if frame.node is None or not frame.reach.permits("view_organisation", frame.node):
        return None
    count = descendants(frame.node, kind="facility").count()
    sentence = _("facilities in this part of the group") if count else _("No facility is entered yet.")
    address = reverse("sites:node", kwargs={"node_id": frame.node.pk})
    return Card(_("Organisation"), str(count), sentence, _("Open the organisation"), address, "sitemap")


def people_card(frame: Frame) -> Card | None:
    """People with a role in the organisation in view, for whoever keeps them."""
    if frame.node is None or not frame.reach.permits("manage_people", frame.node):
        return None
    held = active_assignments().filter(node__path__startswith=frame.node.path)
    count = held.values("user").distinct().count()
    return Card(
        _("People"), str(count), _("people hold a role here"), _("Invite people"), reverse("people:list"), "users"
    )


CARDS: list[Callable[[Frame], Card | None]] = [organisation_card, people_card]


def cards(frame: Frame) -> list[Card]:
    """The cards open to the reader, in order."""
    return [card for make in CARDS if (card := make(frame)) is not None]
