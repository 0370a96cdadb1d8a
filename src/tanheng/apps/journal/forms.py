"""The filter of the journal page; it lives in the address, so that a filtered list can be sent to a colleague."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.pages.forms import offer
from tanheng.registration.collected import journal_areas


class JournalFilter(forms.Form):
    """Area, person, part of the group and days."""

    area = forms.ChoiceField(label=_("What"), choices=lambda: [("", _("Everything")), *journal_areas()], required=False)
    person = forms.TypedChoiceField(label=_("Who"), coerce=int, empty_value=None, required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, *, people: Iterable[tuple[int, str]], places: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        offer(self, "person", [("", _("Everybody")), *people])
        offer(self, "place", [("", _("Everywhere")), *places])
