"""Tables of the month that closes: its steps, the readings that a closing froze, the days by which it is due, who was reminded, and who
stands in for whom.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tanheng.apps.monitoring.models.series import Reading
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now

PERSON = settings.AUTH_USER_MODEL
LAST_DAY = 28  # of every month


class MonthStep(AppendOnlyModel):
    """One step of a month at a place, the facility or the company itself; the last row is the state (`workflow.months`)."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="month_steps")
    month = models.DateField()  # its first day
    number = models.PositiveIntegerField()  # counts the steps of the month at the place
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=20)  # after the step
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["company", "place", "month", "number"], name="monitoring_month_step_number_unique")]


class SelectedReading(AppendOnlyModel):
    """A reading that counted in a line of the plan when its month was closed: as the main source, or beside it."""

    step = models.ForeignKey(MonthStep, on_delete=models.PROTECT, related_name="selected")
    line = models.CharField(max_length=200)  # code of the line
    role = models.CharField(max_length=20)
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["step", "line", "reading"], name="monitoring_selected_reading_once")]


class MonthTimetable(AppendOnlyModel):
    """By which days of the month after it a month is reported, reviewed and closed, from a month on; "" is every department that has none
    of its own. Of the same department and month the newest counts.
    """

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    department = models.CharField(max_length=200, blank=True)
    from_month = models.DateField()  # the first day of the first month whose figures it concerns
    report_day = models.PositiveSmallIntegerField()
    review_day = models.PositiveSmallIntegerField()
    close_day = models.PositiveSmallIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["from_month", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report_day__gte=1, review_day__gte=F("report_day"), close_day__gte=F("review_day"), close_day__lte=LAST_DAY),
                name="monitoring_timetable_days_in_order",
            )
        ]


class MonthReminder(AppendOnlyModel):
    """Somebody was reminded of the next step of a month at a place (催办)."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    step = models.PositiveIntegerField()  # how many steps had been taken: after the next one it is no news any more
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="month_reminders")
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]


class Substitute(AppendOnlyModel):
    """Who stands in for a person of a company from a day to a day; nobody: they are back. Of a day the newest row counts."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    first = models.DateField()
    last = models.DateField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="monitoring_substitute_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(substitute=None) | ~Q(substitute=F("person")), name="monitoring_substitute_is_another"),
        ]
