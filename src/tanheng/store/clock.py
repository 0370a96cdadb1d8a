"""The clock of the house: the moment, and the day where the installation stands. Whoever stores or compares a time asks here."""

from datetime import UTC, date, datetime, time

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """This moment, in UTC."""
    return timezone.now().astimezone(UTC)


def shared_now() -> datetime:
    """This moment by the one clock that every process of the database shares: the server's on PostgreSQL, the machine's beside SQLite."""
    if connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def today() -> date:
    """The day it is in the time zone of the installation."""
    return timezone.localdate()


def moment_of(day: date, at: time) -> datetime:
    """The moment of a day and a time of it where the installation stands, in UTC."""
    return datetime.combine(day, at, timezone.get_default_timezone()).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day on which a stored moment was, in the time zone of the installation."""
    return timezone.localdate(moment)


def day_and_time(moment: datetime) -> str:
    """A stored moment for people, to the minute, in the time zone of the installation."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
