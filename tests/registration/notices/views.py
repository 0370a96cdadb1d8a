"""The page of notices."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from tanheng.apps.notices.forms import NoticeForm
from tanheng.apps.notices.selectors import notices_of
from tanheng.apps.notices.services import post_notice
from tanheng.apps.sites.access import access_company
from tanheng.pages.request import PageRequest


def notices(request: PageRequest, node_id: int) -> HttpResponse:
    """A company's notices; who may, posts one."""
    company = access_company(request.reach, "read_notices", node_id)
    request.frame.show(node=company)
    form = NoticeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        post_notice(actor=request.actor, node=company, **form.cleaned_data)
        return redirect("notices:list", company.pk)
    return render(request, "notices/list.html", {"form": form, "company": company, "notices": notices_of(company)})
