"""Forms of missing data and cross-checks: which proposal shall stand in and why; why figures that differ are right."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.apps.monitoring.selectors.cross_checks import LineDoubt
from tanheng.apps.monitoring.selectors.missing import Gap


class ReasonForm(forms.Form):
    """What is asked about, and why."""

    asked = forms.CharField(widget=forms.HiddenInput, max_length=300)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class TreatmentForm(ReasonForm):
    """One of the proposals, with the amount that was seen of it; `of` is the gap or doubt it is sent for."""

    of: Gap | LineDoubt | None = None

    proposal = forms.ChoiceField(label=_("Proposal"), widget=forms.RadioSelect)

    field_order = ("proposal", "reason", "asked")

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["proposal"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)
        if choices:
            field.initial = choices[0][0]

    @property
    def said(self) -> dict[str, Any]:
        """The proposal by its name, the amount that was seen, the reason."""
        key, _bar, amount = self.cleaned_data["proposal"].partition("|")
        return {"proposal": key, "amount": amount, "reason": self.cleaned_data["reason"]}


class AnswerForm(ReasonForm):
    """The answer to a doubt, known by the digest of its figures."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=71)


def first_of(text: str) -> date | None:
    """The first day of a month in text; None of none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
