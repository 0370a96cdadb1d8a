"""What people type: a notice."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoticeForm(forms.Form):
    """A new notice."""

    text = forms.CharField(label=_("What all should know"), max_length=200)
    urgent = forms.BooleanField(label=_("at once"), required=False)
