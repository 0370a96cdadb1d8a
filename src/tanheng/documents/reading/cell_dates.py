"""The dates of workbooks as people read them: a serial number or an ISO text as `2025-03-01`, `2025-03-01 08:30` or `08:30`.

Spreadsheets turn what looks like a date into one while it is typed: `1-3` becomes the third of January. What was probably typed
is given too. Nothing is computed with these dates.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tanheng.documents.reading.number_formats import Shape

DAY_SECONDS = 86_400
LAST_SERIAL = 2_958_466  # the day after 9999-12-31
SERIAL = re.compile(r"\d{1,7}(\.\d{1,30})?([eE][-+]?\d{1,2})?")
ISO = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)?(?:T?(?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?))?(?:Z|[-+]\d\d:?\d\d)?")
SHORT = re.compile(r"(?P<year>\d{4})(?:年|(?:[-/.年])(?P<month>\d\d?)月?)?")
DURATION = re.compile(
    r"-?P(?:(?P<days>\d{1,6})D)?(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})(?:[.,]\d{1,9})?S)?)?"
)


def serial_text(serial: str, shape: Shape, *, from_1904: bool = False) -> str | None:
    """The date or time that a serial number shows; None where it shows none (negative, or beyond the year 9999)."""
    if not SERIAL.fullmatch(serial):
        return None
    seconds = int((Decimal(serial) * DAY_SECONDS).to_integral_value(ROUND_HALF_UP))
    days, rest = divmod(seconds, DAY_SECONDS)
    if days >= LAST_SERIAL - 1462 * from_1904:
        return None
    if "[" in shape.parts:
        return _clock(seconds)
    if not shape.shows_date:
        return _clock(rest)
    day = _day(days, from_1904=from_1904)
    return f"{day} {_clock(rest)}" if shape.shows_time else day[: _shown_length(shape)]


def _shown_length(shape: Shape) -> int:
    """`2025` and `2025-03` are shown without what the format leaves out behind them."""
    if "d" in shape.parts or "y" not in shape.parts:
        return 10
    return 7 if "m" in shape.parts else 4


def _day(days: int, *, from_1904: bool) -> str:
    if from_1904:
        return (date(1904, 1, 1) + timedelta(days)).isoformat()
    if days in (0, 60):  # two days that only this calendar has
        return "1900-02-29" if days else "1900-01-00"
    return (date(1899, 12, 31 if days < 60 else 30) + timedelta(days)).isoformat()


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if rest else text


def iso_text(text: str) -> str | None:
    """The date, the time or both of an ISO text, or a duration such as `PT08H30M00S`; None for anything else."""
    found = ISO.fullmatch(text.strip())
    if found and (found["day"] or found["time"]):
        return _iso(found["day"], (found["time"] or "").replace(",", "."))
    length = DURATION.fullmatch(text.strip())
    if length is None or not any(length.groups()):
        return None
    days, hours, minutes, seconds = (int(length[name] or 0) for name in ("days", "hours", "minutes", "seconds"))
    return _clock(days * DAY_SECONDS + hours * 3600 + minutes * 60 + seconds)


def _iso(day: str | None, time: str) -> str | None:
    hours, minutes, seconds = (int(part or 0) for part in (time[:2], time[3:5], time[6:8]))
    try:
        shown = date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        return None
    if hours > 24 or minutes > 59 or seconds > 60:
        return None
    clock = _clock(hours * 3600 + minutes * 60 + seconds)
    return f"{shown} {clock}" if shown and clock != "00:00" else shown or clock


def as_shown(day: str, shown: str) -> str:
    """The date at the length at which it is shown: `2025` where the cell shows the year alone, `2025-03` for 2025年3月."""
    found = SHORT.fullmatch(shown.strip())
    if found is None or found["year"] != day[:4]:
        return day
    return day[:7] if found["month"] and int(found["month"]) == int(day[5:7]) else day if found["month"] else day[:4]


def likely_typed(shown: str) -> str:
    """What was probably typed before a spreadsheet made this date of it: `1-3` for the third of January, `1-32` for January 2032;
    nothing for a time.
    """
    parts = shown[:10].split("-")
    if not 2 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        return ""
    year, month, *day = parts
    return f"{int(month)}-{int(day[0])}" if day else f"{int(month)}-{year[2:]}"
