"""Tables of the rate of equipping (配备率): how many meters are needed, and the rates of a standard that a company entered itself."""

from django.conf import settings
from django.db import models

from tanheng.apps.monitoring.models.words import energy_choices, level_choices
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now
from tanheng.store.decimal_text import DecimalTextField


class NeededMeters(AppendOnlyModel):
    """How many meters of an energy a company needs at a level from a day on; of one day the newest counts."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    energy = models.CharField(max_length=30, choices=energy_choices)
    level = models.CharField(max_length=20, choices=level_choices)
    valid_from = models.DateField()
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["valid_from", "id"]


class RequiredRate(AppendOnlyModel):
    """The rate in per cent that a standard asks for, as a company read it there: in the place of the one of the rule book from a day on.

    Without a rate the standard asks for none at this level.
    """

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    energy = models.CharField(max_length=30, choices=energy_choices)
    level = models.CharField(max_length=20, choices=level_choices)
    valid_from = models.DateField()
    rate = DecimalTextField(null=True)
    standard = models.CharField(max_length=100)
    source = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["valid_from", "id"]
