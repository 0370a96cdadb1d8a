"""Forms of suggested revisions: take one up, or say why the plan stays."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReviseForm(forms.Form):
    """The suggestion by its digest; a word about it goes into B.1."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=71)
    decision = forms.CharField(widget=forms.HiddenInput, max_length=10)
    reason = forms.CharField(label=_("Remark for B.1"), max_length=300, required=False)


class KeepForm(ReviseForm):
    """The same with the reason why the plan stays."""

    reason = forms.CharField(label=_("No revision, because"), max_length=300)
