"""Attached files as downloads, and the page of any stored content: whether it is sound, and the way back where it is not."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.evidence.access import access_attachment, access_content
from tanheng.apps.evidence.forms import HealForm
from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.evidence.services import heal_content
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.store.contents import damage_of
from tanheng.store.damage import damage_problem


def attached_file(request: PageRequest, attachment_id: int) -> HttpResponse:
    """An attached file."""
    attachment = access_attachment(request.reach, "view_data", attachment_id)
    return download(attachment.name, content_of(attachment.file))


def content(request: PageRequest, sha256: str) -> HttpResponse:
    """A stored content: what refers to it and whether it is sound; where it is not, the same bytes are taken here."""
    found = access_content(request.reach, sha256)
    form = HealForm(request.POST or None, request.FILES or None) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            heal_content(actor=request.actor, content=found, given=form.cleaned_data["file"].read())
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            messages.success(request, _("The file is sound again."))
            return redirect("evidence:content", sha256)
    damage = damage_of(sha256, found.file.size)
    problems = [damage_problem(damage, found.name).as_json(reader_language())] if damage else []
    context = {"content": found, "problems": problems, "form": form or HealForm()}
    return render(request, "evidence/content.html", context, status=400 if form is not None else 200)


def damaged(request: PageRequest, sha256: str, found: str) -> HttpResponse:
    """What stands in the place of a file that was asked for and is damaged (409); whoever may give it again is shown how."""
    try:
        asked = access_content(request.reach, sha256)
    except Http404:
        asked = None
    problems = [damage_problem(found, asked.name if asked else "").as_json(reader_language())]
    context = {"content": asked, "problems": problems, "form": HealForm(), "asked": True}
    return render(request, "evidence/content.html", context, status=409)
