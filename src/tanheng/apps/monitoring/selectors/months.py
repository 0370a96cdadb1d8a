"""The months of a year as days: each by its first."""

from calendar import monthrange
from datetime import date


def months_of(year: int) -> list[date]:
    """The first days of its months."""
    return [date(year, month, 1) for month in range(1, 13)]


def month_end(first: date) -> date:
    """The last day of a month."""
    return first.replace(day=monthrange(first.year, first.month)[1])
