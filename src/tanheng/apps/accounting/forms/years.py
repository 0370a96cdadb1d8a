"""The form of a step of the year: the pack, the last step that was seen, a reason or a round where the step asks for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.pages.language import reader_language
from tanheng.workflow.tables import Transition
from tanheng.workflow.years import A_ROUND, ROUNDS, rounds_open


class StepForm(forms.Form):
    """One step of a year."""

    pack = forms.CharField(widget=forms.HiddenInput, max_length=100)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    def __init__(self, move: Transition, last_round: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if A_ROUND in move.guards:
            choices = [(one, ROUNDS[one].in_(reader_language())) for one in rounds_open(last_round)]
            self.fields["round"] = forms.ChoiceField(label=_("Round"), choices=choices)
        if move.reason:
            self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=300)
