"""Form of a picture of the plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.apps.monitoring.models.words import picture_choices

PICTURE_FILES = {"accept": ".png,.jpg,.jpeg"}


class PictureForm(forms.Form):
    """What it shows, its caption, and the file."""

    kind = forms.ChoiceField(label=_("Picture"), choices=picture_choices)
    caption = forms.CharField(label=_("Caption"), max_length=200, required=False)
    file = forms.FileField(label=_("File (PNG or JPEG)"), widget=forms.ClearableFileInput(attrs=PICTURE_FILES))
