"""The plain form of the monthly grid: one line of the plan, one month, one number, with a photo or file as its evidence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.apps.evidence.forms import EVIDENCE_FILES
from tanheng.engine.pack import KINDS
from tanheng.pages.wording import KIND_WORDS


class FigureForm(forms.Form):
    """A figure as it is typed; `seen` is the key of the reading that stood in the cell when the form was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    text = forms.CharField(
        label=_("Figure"),
        max_length=100,
        required=False,
        help_text=_("“/”: not applicable. Blank: not filled in."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Way of obtaining"), required=False)
    words = forms.CharField(label=_("Source"), max_length=500, required=False)
    file = forms.FileField(
        label=_("Supporting document"),
        required=False,
        help_text=_("A photo or a file: it becomes this month's evidence of this figure."),
        widget=forms.ClearableFileInput(attrs={"accept": EVIDENCE_FILES}),
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)
    reason = forms.CharField(
        label=_("Reason of the correction"),
        max_length=300,
        required=False,
        help_text=_("Where another told the figure that stands here."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Way of obtaining"), required=False, choices=[("", _("as the plan says")), *((one, KIND_WORDS[one]) for one in KINDS)]
        )
