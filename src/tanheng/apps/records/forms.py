"""Forms of records: a case file, an answer to a doubt."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.apps.records.models import MOST_NUMBER
from tanheng.engine.answer import CONFIRMED, CORRECTED

CASE_FILES = ".xlsx,.ods,.csv,.yaml,.yml,.json"
CHECK = {"class": "form-check-input"}


class UploadForm(forms.Form):
    """The file with a year's figures, and what is said of it: why it is given when it replaces earlier ones, what it was made from, whether
    it shall count against what others have changed. `waiting`: a file is here that waits for that; `bases`: imports it may be made from.
    """

    def __init__(self, *given: Any, waiting: bool = False, bases: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["file"].required = not waiting
        base = self.fields["base"]
        assert isinstance(base, forms.ChoiceField)
        base.choices = [("", _("As the file says")), *bases]

    file = forms.FileField(
        label=_("File with the year's figures"),
        widget=forms.ClearableFileInput(attrs={"accept": CASE_FILES}),
        help_text=_("The filled template (.xlsx or .ods), or the same tables as .csv, or a case file (.yaml, .json)."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed where the file changes or takes back figures of the year that count now; kept with the import."),
    )
    base = forms.TypedChoiceField(
        label=_("Made from"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("The import whose figures the file was made from. A workbook downloaded here says so itself."),
    )
    confirm = forms.IntegerField(min_value=1, max_value=MOST_NUMBER, required=False)


class AnswerForm(forms.Form):
    """What is said to one doubt, and to those like it when wished."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=71)
    says = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[(CONFIRMED, _("Confirmed: the figures are right")), (CORRECTED, _("Corrected: I upload mended figures"))],
    )
    reason = forms.CharField(
        label=_("Reason of the answer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why the figures are right, or what was wrong with them; kept with name and day."),
    )
    alike = forms.BooleanField(
        label=_("The same answer for the other months of this doubt"), required=False, widget=forms.CheckboxInput(attrs=CHECK)
    )
    printed = forms.BooleanField(
        label=_("Print this answer in the report for the authority"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs=CHECK),
    )
