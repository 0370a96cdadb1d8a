"""Forms of missing data and cross-checks: which proposal shall stand in and why; why figures that differ are right."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """What is asked about, and why."""

    asked = forms.CharField(widget=forms.HiddenInput, max_length=300)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class TreatmentForm(ReasonForm):
    """One of the proposals for a line in a month, with the amount that was seen of it. Whether it is one is asked when it is stored."""

    line = forms.CharField(widget=forms.HiddenInput, max_length=200)
    month = forms.CharField(widget=forms.HiddenInput, max_length=7)
    proposal = forms.CharField(label=_("Proposal"), widget=forms.RadioSelect, max_length=150)

    field_order = ("proposal", "reason")

    def offer(self, choices: Sequence[tuple[str, str]]) -> "TreatmentForm":
        """The same with the proposals to choose from."""
        field, widget = self.fields["proposal"], self.fields["proposal"].widget
        assert isinstance(widget, forms.RadioSelect)
        widget.choices, field.initial = list(choices), choices[0][0]
        return self

    def clean_month(self) -> date:
        """The first day of the month."""
        found = first_of(self.cleaned_data["month"])
        if found is None:
            raise ValidationError(_("There is no such month."))
        return found

    @property
    def said(self) -> dict[str, Any]:
        """Line, month, the proposal by its name, the amount that was seen, the reason."""
        key, _bar, amount = self.cleaned_data["proposal"].partition("|")
        return {**{name: self.cleaned_data[name] for name in ("line", "month", "reason")}, "proposal": key, "amount": amount}


class AnswerForm(ReasonForm):
    """The answer to a doubt, known by the digest of its figures."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=71)


def first_of(text: str) -> date | None:
    """The first day of a month in text; None of none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
