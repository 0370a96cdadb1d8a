"""The form of a group's own table of working days."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CalendarDayForm(forms.Form):
    """One day: whether it is a working day, and where that is said."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    working = forms.TypedChoiceField(
        label=_("Kind of day"), choices=[("1", _("working day")), ("0", _("day off"))], coerce=lambda said: said == "1"
    )
    source = forms.CharField(label=_("Where it is said"), max_length=200)
