"""The page of doubts: every warning about a year's figures that asks, with its figures; here it is answered, or the figures are mended."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.people.access import opens, refuse
from tanheng.apps.records import services
from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.forms import AnswerForm
from tanheng.apps.records.models import Import
from tanheng.apps.records.pages.doubts import Doubt, doubts_of
from tanheng.apps.records.pages.packs_in_use import asked_pack, pack_choices, packs_in_use
from tanheng.apps.records.selectors import answers_given, current_import
from tanheng.apps.records.views import group_or_company
from tanheng.apps.sites.models import Node
from tanheng.engine.answer import CORRECTED
from tanheng.pages.request import PageRequest
from tanheng.rulebook import load


def answers(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """Doubts about the figures that count now: open ones to be answered, answered ones with what was said; and earlier answers."""
    company, companies = group_or_company(request, "view_data", node_id)
    if company is None:
        return render(request, "records/companies.html", {"companies": companies, "year": year, "view": "records:answers"})
    request.frame.show(node=company, year=year)
    packs = packs_in_use(company, year)
    pack_id = asked_pack(request, packs)
    one = current_import(company, year, pack_id)
    form = AnswerForm(request.POST or None) if request.method == "POST" else None
    if form is not None and one is not None:
        answered = _answered(request, form, company, one)
        if answered is not None:
            return answered
    context: dict[str, Any] = {
        "company": company,
        "year": year,
        "import": one,
        "choices": pack_choices(packs, pack_id, request.path),
        **open_verbs(request.reach, company),
    }
    if one is not None:
        doubts = doubts_of(one)
        context |= {
            "pack": load(one.pack), "cards": [(doubt, _form_of(doubt, form)) for doubt in doubts],
            "open": sum(doubt.problem.answer is None for doubt in doubts), "history": _past(doubts, company, one),
        }  # fmt: skip
    return render(request, "records/answers.html", context, status=400 if form is not None else 200)


def _answered(request: PageRequest, form: AnswerForm, company: Node, one: Import) -> HttpResponse | None:
    """On to the list, or to the upload of mended figures; None where the form says what is missing."""
    if not opens(request.reach, "answer_warnings", company):
        refuse("answer_warnings", company)
    if not form.is_valid():
        return None
    said = dict(form.cleaned_data)
    digest, alike = said.pop("digest"), said.pop("alike")
    others = next((doubt.alike for doubt in doubts_of(one) if doubt.problem.digest == digest), ()) if alike else ()
    year = one.year or 0
    try:
        made = services.answer_warnings(actor=request.actor, node=company, year=year, pack_id=one.pack, digests=[digest, *others], **said)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    if said["says"] == CORRECTED:
        messages.info(request, _("Noted. Upload the mended figures: the doubt is gone, or asks again, by what they say."))
        return redirect("records:upload", company.pk)
    messages.success(request, _("%(code)s is answered.") % {"code": made[0].code})
    return redirect(f"{reverse('records:answers', args=[company.pk, year])}?{urlencode({'pack': one.pack})}")


def _form_of(doubt: Doubt, sent: AnswerForm | None) -> AnswerForm:
    """The form of one doubt; the one that was sent keeps what was typed."""
    if sent is not None and sent.data.get("digest") == doubt.problem.digest:
        sent.auto_id = f"{doubt.anchor}-%s"
        form = sent
    else:
        told, answer = {"digest": doubt.problem.digest}, doubt.problem.answer
        typed = {"says": answer.says, "reason": answer.reason, "printed": answer.printed} if answer else {}
        form = AnswerForm(initial=told | typed, auto_id=f"{doubt.anchor}-%s")
    if not doubt.alike:
        del form.fields["alike"]
    return form


def _past(doubts: list[Doubt], company: Node, one: Import) -> list[Any]:
    """What was said on this page to doubts that are gone, or whose figures are others now."""
    now = {doubt.problem.digest for doubt in doubts}
    return [said for said in answers_given(company, one.year or 0, one.pack) if said.digest not in now]
