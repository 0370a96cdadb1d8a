"""Writes of the schedule: begin what is due, keep a group's own table of working days."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.apps.work.access import KEEP_WORK
from tanheng.apps.work.models import CalendarDay
from tanheng.apps.work.selectors.schedule import key_of, last_due
from tanheng.pages.actor import Actor
from tanheng.registration.collected import jobs
from tanheng.store.one_line import one_line
from tanheng.store.tasks.models import Task
from tanheng.store.tasks.queue import enqueue

LONGEST_SOURCE = 200


def begin_due(*, at: datetime) -> int:
    """Enqueue each job whose last time has no task yet; how many that were. What was missed is done once, not as often as it was missed."""
    return sum(_begun(name, key_of(job, last_due(job, at))) for name, job in jobs().items())


def _begun(name: str, key: str) -> bool:
    if Task.objects.filter(key=key).exists():
        return False
    try:
        with transaction.atomic():
            enqueue(name=name, arguments={}, user=None, door="worker", through="schedule", language="", place="", key=key)
    except IntegrityError:  # another worker saw it too
        return False
    return True


def set_calendar_day(*, actor: Actor, group: Node, day: date, working: bool, source: str) -> CalendarDay:
    """Say of one day whether it is a working day; it counts in years whose published notice the program does not have."""
    said = one_line(source, LONGEST_SOURCE)
    if group.kind != "group" or not said:
        raise ValidationError(_("The table belongs to a group, and each day says where it is written."))

    def write() -> CalendarDay:
        row = CalendarDay(group=group, day=day, working=working, source=said, by=actor.user)
        row.save()
        payload = {"day": day.isoformat(), "working": working, "source": said}
        append_event(actor=actor, action="work.calendar.said", subject=row, place=group, payload=payload)
        return row

    return change(actor, KEEP_WORK, group, write)
