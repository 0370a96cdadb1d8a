"""Which days are working days: by the State Council's notice where the program has that of the year, else by the group's own table.

What the table says is unconfirmed, and so is a plain weekday of a year that neither knows, public holidays of fixed dates excepted.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from tanheng.apps.sites.models import Node
from tanheng.apps.work.models import CalendarDay

LOOKED_AHEAD = 30  # days; no holiday is as long
# Public holidays whose dates do not move, month and day: 全国年节及纪念日放假办法 (国务院令第795号, 2024), article 2.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True)
class DayKind:
    """Whether a day is a working day, and whether that is known from a published notice."""

    day: date
    working: bool
    confirmed: bool


def kind_of_day(day: date, group: Node | None) -> DayKind:
    """What a day is in China, adjusted weekends included."""
    try:
        return DayKind(day, bool(chinese_calendar.is_workday(day)), True)
    except NotImplementedError:  # a year whose notice this version does not have
        said = CalendarDay.objects.filter(group=group, day=day).first() if group else None
        return DayKind(day, said.working if said else _plain_weekday(day), False)


def _plain_weekday(day: date) -> bool:
    """Monday to Friday, unless it is a public holiday every year; those that move, and adjusted weekends, are not known yet."""
    return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS


def working_day_from(day: date, group: Node | None) -> DayKind:
    """The first working day from a day on, itself included; unconfirmed where any day on the way is."""
    confirmed = True
    for ahead in range(LOOKED_AHEAD):
        found = kind_of_day(day + timedelta(days=ahead), group)
        confirmed = confirmed and found.confirmed
        if found.working:
            return DayKind(found.day, True, confirmed)
    raise ValueError(f"the table of {group} has no working day within {LOOKED_AHEAD} days from {day}")


def last_known_year() -> int:
    """The last year of which the program has the notice."""
    return int(max(day.year for day in chinese_calendar.holidays))


def own_days(group: Node) -> list[CalendarDay]:
    """The group's own table as it counts now, the latest day first."""
    newest: dict[date, CalendarDay] = {}
    for row in CalendarDay.objects.filter(group=group).select_related("by"):
        newest.setdefault(row.day, row)
    return sorted(newest.values(), key=lambda row: row.day, reverse=True)
