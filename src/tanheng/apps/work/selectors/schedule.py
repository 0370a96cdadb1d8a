"""When a job is due, when it was done last, and when it comes next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tanheng.apps.sites.models import Node
from tanheng.apps.work.selectors.working_days import DayKind, kind_of_day
from tanheng.registration import Job
from tanheng.registration.collected import jobs
from tanheng.store.clock import day_of, moment_of
from tanheng.store.tasks.models import Task


@dataclass(frozen=True)
class ShownJob:
    """A job with its last task (None: never yet) and its next time, and what kind of day that is."""

    job: Job
    last: Task | None
    next: datetime
    day: DayKind


def last_due(job: Job, at: datetime) -> date:
    """The day of its last time up to a moment."""
    day = day_of(at)
    while not _is_its_day(job, day) or moment_of(day, _time(job)) > at:
        day -= timedelta(days=1)
    return day


def next_due(job: Job, at: datetime) -> datetime:
    """Its first time after a moment."""
    day = day_of(at)
    while not _is_its_day(job, day) or moment_of(day, _time(job)) <= at:
        day += timedelta(days=1)
    return moment_of(day, _time(job))


def key_of(job: Job, day: date) -> str:
    """What makes the task of a job's day one: however many workers see that it is due."""
    return f"job:{job.name}:{day.isoformat()}"


def shown_jobs(at: datetime, group: Node | None) -> list[ShownJob]:
    """Every job, the one that is due next first."""
    return sorted((_shown(job, at, group) for job in jobs().values()), key=lambda one: one.next)


def _shown(job: Job, at: datetime, group: Node | None) -> ShownJob:
    last = Task.objects.select_related("end", "progress").filter(name=job.name, user=None).order_by("-pk").first()
    coming = next_due(job, at)
    return ShownJob(job, last, coming, kind_of_day(day_of(coming), group))


def _is_its_day(job: Job, day: date) -> bool:
    return job.every == "day" or day.day == 1


def _time(job: Job) -> time:
    return time.fromisoformat(job.at)
