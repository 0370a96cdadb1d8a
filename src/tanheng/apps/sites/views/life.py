"""Pages of the life of a facility: record what happened, correct or withdraw a record that was wrong."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tanheng.apps.sites.access import access_life_event, access_node
from tanheng.apps.sites.forms import LifeForm, ReasonForm
from tanheng.apps.sites.services.life import MANAGE, record_life, withdraw_life
from tanheng.apps.sites.views.small_forms import small_form
from tanheng.pages.request import PageRequest


def record(request: PageRequest, node_id: int) -> HttpResponse:
    """Append what happened to a facility on a day."""
    shown = access_node(request.reach, MANAGE, node_id, kind="facility")
    form = LifeForm(request.POST or None)
    return small_form(
        request,
        shown,
        form,
        _("Record what happened"),
        lambda: record_life(actor=request.actor, facility=shown, **form.cleaned_data),
    )


def correct(request: PageRequest, event_id: int) -> HttpResponse:
    """Another record in the place of one that was wrong."""
    wrong = access_life_event(request.reach, MANAGE, event_id)
    known = {name: getattr(wrong, name) for name in LifeForm.base_fields}
    form = LifeForm(request.POST or None, initial=known)
    return small_form(
        request,
        wrong.node,
        form,
        _("Correct a record"),
        lambda: record_life(actor=request.actor, facility=wrong.node, corrects=wrong, **form.cleaned_data),
    )


def withdraw(request: PageRequest, event_id: int) -> HttpResponse:
    """Take back a record that was wrong."""
    wrong = access_life_event(request.reach, MANAGE, event_id)
    form = ReasonForm(request.POST or None)
    return small_form(
        request,
        wrong.node,
        form,
        _("Withdraw a record"),
        lambda: withdraw_life(actor=request.actor, event=wrong, **form.cleaned_data),
    )
