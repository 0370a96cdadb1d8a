"""Taking away the second factors of somebody who lost them: a button of the person's page."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanheng.apps.people.access import refuse
from tanheng.apps.people.access.invitations import LinkRefusedError
from tanheng.apps.people.selectors import people_within
from tanheng.apps.people.services import factors
from tanheng.pages.request import PageRequest


@require_POST
def remove(request: PageRequest, user_id: int) -> HttpResponse:
    """Take them away; the password alone opens the account until there is a new one."""
    if not request.reach.anywhere("manage_people"):
        refuse("manage_people", request.frame.node)
    shown = people_within(request.reach).filter(pk=user_id).first()
    if shown is None:
        raise Http404("no such person")
    try:
        factors.remove_factors(actor=request.actor, user=shown)
    except LinkRefusedError:
        told = _("Second factors are taken away by another administrator, of every part in which the person has a role, or ever had one.")
        messages.error(request, told)
    else:
        told = _("The second factors have been taken away. The password alone opens the account until there is a new one.")
        messages.success(request, told)
    return redirect("people:person", user_id)
