"""The decision on one separation of duties."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.people.access import refuse
from tanheng.apps.people.access.separations import standing
from tanheng.apps.people.forms import SeparationForm
from tanheng.apps.people.models.permissions import SEPARATIONS
from tanheng.apps.people.services.separations import decide_separation
from tanheng.pages.request import PageRequest


def decide(request: PageRequest, separation_id: str, node_id: int) -> HttpResponse:
    """Put a separation out of force on a part of the group, or into force again, with the reason."""
    separation = SEPARATIONS.get(separation_id)
    node = request.reach.nodes("view_organisation").filter(pk=node_id).first()
    if separation is None or separation.fixed or node is None or node.kind not in ("group", "company"):
        raise Http404("no such separation or part of the group")
    if not request.reach.permits("decide_separations", node):
        refuse("decide_separations", node)
    request.frame.show(node=node)
    now = standing(separation, node)
    form = SeparationForm(request.POST or None, initial={"in_force": not now.in_force})
    if request.method == "POST" and form.is_valid():
        wish = {"separation": separation.id, **form.cleaned_data}
        try:
            decide_separation(actor=request.actor, node=node, **wish)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The decision has been recorded."))
            return redirect("people:permissions")
    return render(request, "people/separation.html", {"form": form, "standing": now, "node": node})
