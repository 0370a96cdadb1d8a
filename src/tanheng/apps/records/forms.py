"""Forms of records: a case file, a piece of evidence."""

from django import forms
from django.utils.translation import gettext_lazy as _

CASE_FILES = ".xlsx,.ods,.csv,.zip,.yaml,.yml,.json"
EVIDENCE_FILES = ".pdf,.png,.jpg,.jpeg,.xlsx,.xls,.ods,.csv,.docx,.txt,.zip"


class UploadForm(forms.Form):
    """The file with a year's figures, and why it is given when it replaces earlier ones."""

    file = forms.FileField(
        label=_("File with the year's figures"),
        widget=forms.ClearableFileInput(attrs={"accept": CASE_FILES}),
        help_text=_("The filled template (.xlsx or .ods), or the same tables as .csv, or a case file (.yaml, .json)."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Why earlier figures of the year are replaced, if they are.")
    )


class AttachForm(forms.Form):
    """A piece of evidence, known by its file name."""

    file = forms.FileField(
        label=_("Evidence file"),
        widget=forms.ClearableFileInput(attrs={"accept": EVIDENCE_FILES}),
        help_text=_("Readings refer to evidence by this file's name."),
    )
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)
