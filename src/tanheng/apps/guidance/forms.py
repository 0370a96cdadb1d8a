"""The form for a clarification."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.guidance.models import LONGEST_TEXT
from tanheng.pages.forms import offer
from tanheng.store.clock import today


class ClarificationForm(forms.Form):
    """What was said, by whom, when, in which document, and the document itself."""

    text = forms.CharField(
        label=_("What was clarified"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In the words of whoever said it, as far as possible."),
    )
    said_by = forms.CharField(
        label=_("Who said it"), max_length=200, help_text=_("An authority, a verification body or a person with the office they hold.")
    )
    said_on = forms.DateField(label=_("When"), widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.CharField(
        label=_("Document"), max_length=300, help_text=_("Number of the notice, letter or minutes, with page or question.")
    )
    file = forms.FileField(label=_("The document as a file"), required=False)

    def clean_said_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["said_on"]
        if day > today():
            raise ValidationError(_("A clarification cannot have been given in the future."))
        return day


class CompareForm(forms.Form):
    """Two editions to compare."""

    before = forms.ChoiceField(label=_("Before"))
    after = forms.ChoiceField(label=_("After"))

    def __init__(self, data: Any, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        for name in ("before", "after"):
            offer(self, name, [("", "—"), *choices])
