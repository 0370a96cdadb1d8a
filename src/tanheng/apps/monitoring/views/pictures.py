"""Pages of the pictures of a plan: attached to a draft, shown with every version, taken from a draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.monitoring.access.pictures import access_picture
from tanheng.apps.monitoring.access.plans import access_plan
from tanheng.apps.monitoring.forms.pictures import PictureForm
from tanheng.apps.monitoring.pages.plans import version_context
from tanheng.apps.monitoring.selectors.pictures import pictures_of
from tanheng.apps.monitoring.services.pictures import WRITE, attach_picture, remove_picture
from tanheng.apps.monitoring.services.plans import RefusedPlanError
from tanheng.documents.pictures import picture_type
from tanheng.pages.downloads import shown_picture
from tanheng.pages.request import PageRequest


def pictures(request: PageRequest, node_id: int, number: int) -> HttpResponse:
    """The pictures of a version; by POST one is attached to a draft."""
    found = access_plan(request.reach, "view_data", node_id, number)
    request.frame.show(node=found.node)
    if request.method == "POST":
        access_plan(request.reach, WRITE, node_id, number)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said, file = form.cleaned_data, form.cleaned_data["file"]
        told: dict[str, Any] = {"kind": said["kind"], "caption": said["caption"], "file_name": file.name, "content": file.read()}
        try:
            attach_picture(actor=request.actor, node=found.node, number=number, **told)
        except RefusedPlanError as refused:
            form.add_error(None, refused)
        else:
            return redirect("monitoring:plan-pictures", found.node.pk, number)
    context = {**version_context(request, found), "pictures": pictures_of(found), "form": form}
    return render(
        request, "monitoring/plans/pictures.html", context, status=409 if form.non_field_errors() else 400 if form.errors else 200
    )


def picture(request: PageRequest, picture_id: int) -> HttpResponse:
    """A picture, to be seen in a page: what it is its bytes say."""
    found = access_picture(request.reach, "view_data", picture_id)
    assert found.file is not None  # it is one that came
    content = content_of(found.file)
    kind = picture_type(content)
    if not kind:
        raise Http404("no picture")
    return shown_picture(found.file_name, content, kind)


def remove(request: PageRequest, node_id: int, number: int, picture_id: int) -> HttpResponse:
    """By POST a picture goes from a draft."""
    found, one = access_plan(request.reach, WRITE, node_id, number), access_picture(request.reach, WRITE, picture_id)
    if request.method != "POST" or one.node_id != found.node.pk:
        raise Http404("no such picture")
    try:
        remove_picture(actor=request.actor, node=found.node, number=number, picture=one)
    except RefusedPlanError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("monitoring:plan-pictures", found.node.pk, number)
