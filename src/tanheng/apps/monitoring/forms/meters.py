"""Forms of the meter ledger: what a meter is, its states, replacements, certificates, and the file of a whole ledger."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tanheng.analysis.meter_words import IN_USE, SCRAPPED, VOID
from tanheng.apps.monitoring.models.words import (
    calibration_choices,
    energy_choices,
    kind_choices,
    level_choices,
    result_choices,
    status_choices,
)
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import parse_decimal
from tanheng.pages.forms import offer, offer_rows
from tanheng.pages.typed_decimal import decimal_fact
from tanheng.rulebook.metering import metering
from tanheng.store.clock import today

CERTIFICATE_FILES = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.zip"
NONE = ("", "—")
Choices = Iterable[tuple[str, Any]]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day as browsers let it be chosen."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})  # browsers take no other
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text, initial=today if required else None)


class ExactField(forms.CharField):
    """An exact decimal of zero or more; None where nothing is typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, "required": False, **options})

    def clean(self, value: Any) -> Any:
        """The Decimal with the digits typed; of no more than a table holds."""
        text = str(super().clean(value))
        if not text:
            return None
        number = parse_decimal(decimal_fact(text))
        if number is None:
            raise ValidationError(_("At most 20 digits before the point and 30 after it."))
        return number


def _words(label: Any, longest: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text)


class MeterForm(forms.Form):
    """What a meter is, where it stands and what it serves."""

    name = _words(_("Name"), 100, required=True)
    kind = forms.ChoiceField(label=_("Kind of meter"), choices=kind_choices)
    model = _words(_("Model"), 100)
    serial_number = _words(_("Serial number"), 100)
    maker = _words(_("Maker"), 100)
    measuring_range = _words(_("Measuring range"), 100)
    accuracy_class = _words(_("Accuracy class"), 20, help_text=_("Such as 0.5, 0.5S or Ⅲ."))
    location = _words(_("Place of the meter"), 200)
    facility = forms.ModelChoiceField(label=_("Facility or site"), queryset=Node.objects.none(), required=False, empty_label="—")
    parameter = _words(_("What it measures"), 200, help_text=_("As in the plan, such as output of molten aluminium."))
    served = forms.ChoiceField(label=_("Data item it serves"), required=False)
    item = _words(_("Fuel or material"), 100, help_text=_("Its id in the guide's tables, such as diesel; blank where there is none."))
    frequency = _words(_("Frequency of monitoring"), 50)
    interval_months = forms.IntegerField(
        label=_("Calibrated every (months)"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("At least every 12 months by the sister guide; blank where no calibration is asked for."),
    )
    unit = _words(_("Unit"), 40)
    register_size = ExactField(
        label=_("Size of the register"), help_text=_("Where it begins at zero again, such as 1000000; blank where it has none.")
    )
    multiplier = ExactField(label=_("Multiplier"), help_text=_("What a difference of the register is multiplied by; 1 where blank."))
    seal_number = _words(_("Seal number"), 100)
    energy = forms.ChoiceField(label=_("Energy"), required=False, help_text=_("For the rate of equipping."))
    level = forms.ChoiceField(label=_("Level"), required=False)
    remark = _words(_("Remark"), 300)

    def __init__(self, *args: Any, places: QuerySet[Node], served: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "facility", places)
        offer(self, "served", [NONE, *served])
        offer(self, "energy", [NONE, *energy_choices()])
        offer(self, "level", [NONE, *level_choices()])
        self.fields["interval_months"].initial = metering().interval_months

    def card(self) -> dict[str, Any]:
        """The columns of a description."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in MeterForm.base_fields}
        pack, _bar, quantity = typed.pop("served").partition("|")
        return {**typed, "pack": pack, "quantity": quantity, "multiplier": typed["multiplier"] or Decimal(1)}


class AddMeterForm(MeterForm):
    """A meter that is entered: its code, and its state from a day on."""

    code = _words(_("Code"), 50, required=True, help_text=_("By which the ledger knows it; it stays."))
    on = day_field(_("Since"))
    status = forms.ChoiceField(label=_("State"), choices=status_choices, initial=IN_USE)
    field_order = ("code", "name", "kind", "on", "status")


class DescribeMeterForm(MeterForm):
    """A meter that is described anew from a day on."""

    valid_from = day_field(_("Valid from"))
    reason = _words(_("Reason"), 300, required=True, help_text=_("Such as: moved, sealed anew, mistake in the ledger."))


class StepForm(forms.Form):
    """The state of a meter from a day on."""

    status = forms.ChoiceField(label=_("State"), choices=status_choices)
    on = day_field(_("Since"))
    reason = _words(_("Reason"), 300, help_text=_("Needed for everything but taking it into use."))


class ReplaceForm(forms.Form):
    """Another meter in the place of one."""

    new = forms.ChoiceField(label=_("New meter"), help_text=_("Enter it in the ledger as spare first."))
    on = day_field(_("On"))
    closing = ExactField(label=_("Register of the old meter as it was taken out"))
    opening = ExactField(label=_("Register of the new meter as it began"))
    then = forms.ChoiceField(label=_("The old meter is from then on"))
    reason = _words(_("Reason"), 300, required=True)

    def __init__(self, *args: Any, meters: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "new", meters)
        offer(self, "then", [one for one in status_choices() if one[0] != IN_USE])


class RegistersForm(forms.Form):
    """Other registers of a replacement."""

    closing = ExactField(label=_("Register of the old meter as it was taken out"))
    opening = ExactField(label=_("Register of the new meter as it began"))
    reason = _words(_("Reason"), 300, required=True)


class CalibrationForm(forms.Form):
    """A certificate, or the record of a comparison."""

    kind = forms.ChoiceField(label=_("Way of calibration"), choices=calibration_choices)
    done_on = day_field(_("Done on"))
    due_on = day_field(_("Valid to"), required=False, help_text=_("The last day it holds; blank for a comparison or where it failed."))
    result = forms.ChoiceField(label=_("Result"))
    conditions = _words(_("Conditions"), 300)
    agency = _words(_("Agency"), 200)
    certificate_number = _words(_("Number of the certificate"), 100)
    found_error = ExactField(label=_("Largest error found (%)"))
    expanded = ExactField(label=_("Expanded uncertainty of the certificate (%)"))
    coverage = ExactField(label=_("Coverage factor k"))
    file = forms.FileField(label=_("Certificate"), required=False, widget=forms.ClearableFileInput(attrs={"accept": CERTIFICATE_FILES}))
    reason = _words(_("Reason"), 300)

    def __init__(self, *args: Any, corrects: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "result", [one for one in result_choices() if one[0] != VOID])
        if corrects:
            self.fields["reason"].required = True
            self.fields["file"].help_text = _("Without a file the certificate of before stays.")
        else:
            del self.fields["reason"]


class ReasonForm(forms.Form):
    """Why something is taken away."""

    reason = _words(_("Reason"), 300, required=True)


class LedgerForm(forms.Form):
    """A ledger filled in our workbook."""

    file = forms.FileField(label=_("Ledger (Excel)"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods"}))
    valid_from = day_field(_("What differs is so from"))
    reason = _words(_("Reason"), 300, required=True)


class EquippingForm(forms.Form):
    """A place in the table of rates: an energy at a level, from a day on, and where it stands."""

    energy = forms.ChoiceField(label=_("Energy"), choices=energy_choices)
    level = forms.ChoiceField(label=_("Level"), choices=level_choices)
    valid_from = day_field(_("Valid from"))
    source = _words(_("Where it stands"), 200, required=True)


class NeededForm(EquippingForm):
    """How many meters are needed."""

    count = forms.IntegerField(label=_("Meters needed"), min_value=0, max_value=100_000)
    field_order = ("energy", "level", "count")


class RequiredForm(EquippingForm):
    """The rate that a standard asks for."""

    rate = ExactField(label=_("Rate (%)"), help_text=_("Blank where the standard asks for none."))
    standard = _words(_("Standard"), 100, required=True, help_text=_("Such as GB 17167-2025."))
    field_order = ("energy", "level", "rate", "standard")

    def clean_rate(self) -> Any:
        """At most all of them."""
        rate = self.cleaned_data["rate"]
        if rate is not None and rate > 100:
            raise ValidationError(_("A rate is 0 to 100 per cent."))
        return rate


class FilterForm(forms.Form):
    """Which meters of the ledger are listed."""

    q = _words(_("Words"), 100)
    status = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(
        label=_("Calibration"),
        required=False,
        choices=[("", _("All")), ("overdue", _("Overdue")), ("30", _("Due within 30 days")), ("60", _("Due within 60 days"))],
    )
    facility = forms.ChoiceField(label=_("Facility or site"), required=False)

    def __init__(self, *args: Any, places: QuerySet[Node], **options: Any) -> None:
        super().__init__(*args, **options)
        kept = [one for one in status_choices() if one[0] != SCRAPPED]
        offer(self, "status", [("", _("All but scrapped")), *kept, *(one for one in status_choices() if one[0] == SCRAPPED)])
        offer(self, "facility", [("", _("All")), *((str(one.pk), one.name) for one in places)])
