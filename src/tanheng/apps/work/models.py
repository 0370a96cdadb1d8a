"""The table of work's own: which days are working days, beyond the years that the calendar in the program knows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now


class CalendarDay(AppendOnlyModel):
    """What a group says of one day; the newest row counts."""

    group = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("Day"))
    working = models.BooleanField(_("It is a working day"))
    source = models.CharField(_("Where it is said"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["group", "day", "-id"], name="work_calendar_day")]
