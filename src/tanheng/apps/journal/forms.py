"""The filter of the journal page; it lives in the address, so that a filtered list can be sent to a colleague."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.pages.forms import offer

AREAS = [
    ("", _("Everything")),
    ("sites.", _("Organisation")),
    ("people.", _("People")),
    ("people.session.", _("Sign-ins")),
    ("records.", _("Data")),
    ("accounting.", _("Accounts")),
    ("reporting.", _("Reports")),
    ("guidance.", _("Rulebook")),
]


class JournalFilter(forms.Form):
    """Area, person, part of the group and days."""

    area = forms.ChoiceField(label=_("What"), choices=AREAS, required=False)
    person = forms.TypedChoiceField(label=_("Who"), coerce=int, empty_value=None, required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, people: Iterable[tuple[int, str]], places: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        offer(self, "person", [("", _("Everybody")), *people])
        offer(self, "place", [("", _("Everywhere")), *places])
