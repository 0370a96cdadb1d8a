"""Headings that name a month or the year, as people write them: 1月, 一月份, 2025年1月, 2025-01, 202501, Jan-25, a date, a unit behind.

What can be read in two ways names nothing: `1月累计` and `1-3月` are no months, and a heading is believed only as a whole. Which year
the case is of is judged by whoever asks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from tanheng.documents.reading.cells import Cell
from tanheng.engine.errors import UnitError
from tanheng.engine.units import unit as unit_of

MONTH_WORDS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONG_WORDS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
CHINESE = {word: month for month, word in enumerate(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), start=1)}
CHINESE_DIGITS = {word: str(digit % 10) for digit, word in enumerate("〇一二三四五六七八九零")}
WORDS = {**{word: month for month, word in enumerate(MONTH_WORDS, 1)}, **{word: month for month, word in enumerate(LONG_WORDS, 1)},
         "sept": 9}  # fmt: skip
DIGITS = r"(?P<digits>0?[1-9]|1[0-2])"
YEAR = r"(?P<year>(?:19|20)\d\d)"
NAMED = r"(?P<named>十[一二]?|[一二三四五六七八九])"
ENGLISH = r"(?P<word>" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\.?"
TAIL = r"(?P<tail>.*)"
MONTHS = [
    re.compile(pattern + TAIL, re.IGNORECASE)
    for pattern in (
        rf"{YEAR}(?P<joined>0[1-9]|1[0-2])(?!\d)",  # 202501
        rf"{YEAR}[-/.年]{DIGITS}(?:[-/.月](?:0?[1-9]|[12]\d|3[01])日?|月份?)(?!\d)",  # 2025-01-01, 2025年1月
        rf"{YEAR}[-/.]{DIGITS}(?![\d\-/.])",  # 2025-01
        rf"(?:{YEAR}年)?{NAMED}月[份度]?",  # 一月, 2025年一月
        rf"(?P<short>\d\d)年{DIGITS}月[份度]?(?!\d)",  # 25年1月
        rf"{DIGITS}[-/.]{YEAR}(?!\d)",  # 01/2025
        rf"第?{DIGITS}月[份度]?",  # 1月份
        rf"(?:month|m)\.?{DIGITS}(?!\d)",  # month 1, M01
        rf"(?:{YEAR}[-/,']*)?{ENGLISH}(?![a-z])(?:[-/,'’]*(?:(?P<after>(?:19|20)\d\d)|(?P<short>\d\d)))?(?!\d)",  # Jan-25
        rf"(?P<short>\d\d)[-/']{ENGLISH}(?![a-z\d])",  # 25-Jan
    )
]
BARE = re.compile(DIGITS)
TOTALS = "|".join(("全年值", "全年合计", "全年累计", "全年", "年度合计", "年合计", "年累计", "合计", "总计", "累计"))
YEARS = re.compile(rf"{YEAR}(?:年度?)?(?:{TOTALS})?{TAIL}")
WHOLE = re.compile(rf"(?:{TOTALS}|yeartotal|total|year|sum)(?![a-z\d]){TAIL}", re.IGNORECASE)
VALUES = re.compile(rf"(?:数值|值|value|amount)(?![a-z\d]){TAIL}", re.IGNORECASE)
TITLE = re.compile(rf"{YEAR}年度?[^\d版]{{0,8}}")  # 2024年数据, above the months of that year
WRAPPED = re.compile(r"[(\[【](?P<inner>[^()\[\]【】]*)[)\]】]|[/,:、](?P<after>.+)")


@dataclass(frozen=True, slots=True)
class Period:
    """What a heading of amounts names: `1` to `12`, `year` or `value`, its year where it says one, and the unit behind it."""

    field: str
    year: int | None = None
    unit: str = ""


def period_of(cell: Cell) -> Period | None:
    """The month or year that a heading cell names; None where it names none, or more than one."""
    if cell.kind == "date":
        return _of_text(cell.text[:10])  # 2025-01-01, or 2025-01 where the cell shows no day
    if cell.kind == "number":
        return _of_number(cell.text)
    return _of_text(cell.text) if cell.kind == "text" and len(cell.text) <= 80 else None


def year_of_title(cell: Cell) -> int | None:
    """The year that a cell above or before months gives them: 2024, 2024年, 2024年数据."""
    period = period_of(cell)
    if period is not None:
        return period.year if period.field == "year" and not period.unit else None
    found = TITLE.fullmatch(_pressed(cell.text)) if cell.kind == "text" and len(cell.text) <= 20 else None
    return int(found["year"]) if found else None


@lru_cache(4_096)
def _of_text(text: str) -> Period | None:
    lines = [line for line in text.split("\n") if line.strip()]
    whole = _of_line("".join(lines))
    if whole is not None or len(lines) < 2:
        return whole
    return _together([_of_line(line) for line in lines], lines)


def _together(found: list[Period | None], lines: list[str]) -> Period | None:
    """Lines that say the same period, each in its language; a line may be a unit alone."""
    units = [_unit(_pressed(line)) for line, one in zip(lines, found, strict=True) if one is None]
    named = [one for one in found if one is not None]
    if not named or None in units or len({one.field for one in named}) > 1:
        return None
    years, behind = {one.year for one in named} - {None}, [*(one.unit for one in named), *(unit or "" for unit in units)]
    if len(years) > 1 or len(set(behind) - {""}) > 1:
        return None
    return Period(named[0].field, next(iter(years), None), next((unit for unit in behind if unit), ""))


def _of_line(line: str) -> Period | None:
    text = _pressed(line)
    if BARE.fullmatch(text):
        return Period(str(int(text)))
    for pattern in MONTHS:
        found = pattern.fullmatch(text)
        period = _month(found.groupdict()) if found else None
        if period is not None:
            return period
    for field, pattern in (("year", WHOLE), ("year", YEARS), ("value", VALUES)):
        found = pattern.fullmatch(text)
        period = _with_tail(field, found.groupdict().get("year"), found["tail"]) if found else None
        if period is not None:
            return period
    return None


def _month(parts: dict[str, str | None]) -> Period | None:
    digits = parts.get("digits") or parts.get("joined")
    month = int(digits) if digits else CHINESE.get(parts.get("named") or "") or WORDS[(parts["word"] or "").lower()]
    short = parts.get("short")
    year = parts.get("year") or parts.get("after") or (f"20{short}" if short else None)
    return _with_tail(str(month), year, parts["tail"] or "")


def _with_tail(field: str, year: str | None, tail: str) -> Period | None:
    """The period with what stands behind it: nothing, a unit, or the same period again. None with anything else."""
    one = Period(field, int(year) if year else None)
    if not tail:
        return one
    unit = _unit(tail)
    if unit is not None:
        return replace(one, unit=unit)
    wrapped = WRAPPED.fullmatch(tail)
    again = _of_line(tail) or (_of_line(wrapped["inner"] or "") if wrapped else None)
    if again is None or again.field != field or (one.year and again.year and one.year != again.year):
        return None
    return Period(field, one.year or again.year, again.unit)


def _unit(tail: str) -> str | None:
    """The unit in `(t)`, `/t` or `t`; None where it is none of the closed table."""
    found = WRAPPED.fullmatch(tail)
    text = ((found["inner"] or found["after"] or "") if found else tail).replace("10^4", "10^4 ")
    try:
        unit_of(text)
    except UnitError:
        return None
    return text if text != "1" else None


def _of_number(text: str) -> Period | None:
    """`1`, `202501`, and `2025.01` where no trailing zero can be missing (2025.1 may be October)."""
    whole, _, rest = text.partition(".")
    if BARE.fullmatch(whole) and not rest.strip("0"):
        return Period(str(int(whole)))
    digits = whole if not rest.strip("0") else whole + rest if len(rest) == 2 else ""
    found = re.fullmatch(r"((?:19|20)\d\d)(0[1-9]|1[0-2])", digits)
    if found:
        return Period(str(int(found[2])), int(found[1]))
    return Period("year", int(digits)) if re.fullmatch(r"(?:19|20)\d\d", digits) else None


def _pressed(text: str) -> str:
    """The text as it is compared: full-width as half-width, no blanks; letters keep their case, for MW is not mW."""
    pressed = "".join(unicodedata.normalize("NFKC", text).split())
    head = re.match(r"[二〇零一三四五六七八九]{4}(?=年)", pressed)
    if head:
        pressed = "".join(CHINESE_DIGITS[one] for one in head[0]) + pressed[head.end() :]
    return pressed
