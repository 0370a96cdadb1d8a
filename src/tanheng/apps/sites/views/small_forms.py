"""The shape of every small form of the organisation: fetch, form, save, redirect."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tanheng.apps.sites.models import Node
from tanheng.pages.request import PageRequest


def small_form(request: PageRequest, shown: Node, form: forms.Form, title: str, change: Callable[[], Any]) -> HttpResponse:
    """The form about a part of the group; once it is valid `change` is made and the part's page shown."""
    request.frame.show(node=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change()
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("sites:node", shown.pk)
    return render(request, "sites/change.html", {"node": shown, "form": form, "title": title})
