"""Files put at a cell of the monthly grid, and one taken away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.apps.evidence.forms import EVIDENCE_FILES


class SeveralFiles(forms.ClearableFileInput):
    """An input that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each held to what one is."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The list of files."""
        given = list(data) if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class AttachFilesForm(forms.Form):
    """Evidence of one month of one figure."""

    given = FilesField(label=_("Files"), widget=SeveralFiles(attrs={"accept": EVIDENCE_FILES}))
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)


class DetachForm(forms.Form):
    """Why a file is evidence there no more."""

    file = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=300)
