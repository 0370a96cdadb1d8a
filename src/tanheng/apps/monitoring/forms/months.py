"""Forms of months: a step, a reminder, the days of a timetable, a substitute."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.apps.monitoring.models.months import LAST_DAY
from tanheng.apps.people.models import User
from tanheng.store.clock import today
from tanheng.workflow.tables import Transition

CHECK = {"class": "form-check-input"}


class MonthStepForm(forms.Form):
    """One step of a month: the last step that was seen, a reason where the step asks for one."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    def __init__(self, move: Transition, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if move.reason:
            self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=300)


class ReminderForm(forms.Form):
    """Who is reminded, and with which words."""

    persons = forms.MultipleChoiceField(label=_("Persons"), widget=forms.CheckboxSelectMultiple(attrs=CHECK))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, persons: Iterable[tuple[User, User | None]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = self.fields["persons"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = [(str(one.pk), f"{one} → {other}" if other else str(one)) for one, other in persons]


class MonthField(forms.CharField):
    """A month, as 2026-01; its first day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 7, "widget": forms.TextInput(attrs={"placeholder": "2026-01"}), **options})

    def clean(self, value: Any) -> Any:
        """The first day of the month."""
        text = str(super().clean(value))
        try:
            return date.fromisoformat(f"{text}-01")
        except ValueError as error:
            raise forms.ValidationError(_("A month is written as 2026-01.")) from error


class TimetableForm(forms.Form):
    """The days of the month after by which a month is reported, reviewed and closed."""

    department = forms.CharField(label=_("Department"), max_length=200, required=False, help_text=_("Blank: every department."))
    from_month = MonthField(label=_("From the month"))
    report_day = forms.IntegerField(label=_("Figures by"), min_value=1, max_value=LAST_DAY)
    review_day = forms.IntegerField(label=_("Review by"), min_value=1, max_value=LAST_DAY)
    close_day = forms.IntegerField(
        label=_("Close by"), min_value=1, max_value=LAST_DAY, help_text=_("Days of the month after, 1 to 28, one after the other.")
    )


def day_field(label: Any) -> forms.DateField:
    """A day as browsers let it be chosen."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), initial=today)


class SubstituteForm(forms.Form):
    """Who stands in for oneself, from a day to a day."""

    substitute = forms.ChoiceField(label=_("Substitute"), required=False)
    first = day_field(_("From"))
    last = day_field(_("To"))

    def __init__(self, persons: Iterable[User], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = self.fields["substitute"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [("", _("Nobody: I am back")), *((str(one.pk), str(one)) for one in persons)]
