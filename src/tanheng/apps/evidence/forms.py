"""The form for a piece of evidence."""

from django import forms
from django.utils.translation import gettext_lazy as _

EVIDENCE_FILES = ".pdf,.png,.jpg,.jpeg,.xlsx,.xls,.ods,.csv,.docx,.txt,.zip"


class AttachForm(forms.Form):
    """A piece of evidence, known by its file name."""

    file = forms.FileField(
        label=_("Evidence file"),
        widget=forms.ClearableFileInput(attrs={"accept": EVIDENCE_FILES}),
        help_text=_("Readings refer to evidence by this file's name."),
    )
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)


class HealForm(forms.Form):
    """The bytes of a stored file that was found damaged."""

    file = forms.FileField(
        label=_("The same file"), help_text=_("It is taken when its SHA-256 is the recorded one; its name does not matter.")
    )
