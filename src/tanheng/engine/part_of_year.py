"""A part of a year: a case that reaches from January to a month says so, and everything that is said of its year is said of those months.

Its figures are provisional, whoever computed them: a whole year is what reports, allowances and comparisons are about.
"""

from __future__ import annotations

from calendar import month_name
from dataclasses import replace
from typing import TYPE_CHECKING

from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.case import Case
    from tanheng.engine.pack import Check

LAST = 11  # of a part; a case through December is of the whole year
WHOLE_YEAR = Text("全年", "the whole year")


def part_text(through: int) -> Text:
    """`1–3月（暂定）`: the months of a part of a year, as each of its figures is labelled."""
    months = months_covered(through)
    return Text(f"{months.zh}（暂定）", f"{months.en} (provisional)")


def months_covered(through: int | None) -> Text:
    """`1–3月`, `January–March`; the whole year where there is no last month."""
    if through is None:
        return WHOLE_YEAR
    if through == 1:
        return Text("1月", month_name[1])
    return Text(f"1–{through}月", f"{month_name[1]}–{month_name[through]}")


def period_of(case: Case) -> Text:
    """What a case is of, for titles: `2025`, or `2025 · 1–3月（暂定）`."""
    if case.through_month is None:
        return Text(str(case.year), str(case.year))
    part = part_text(case.through_month)
    return Text(f"{case.year} · {part.zh}", f"{case.year} · {part.en}")


def part_mark(case: Case) -> Text:
    """What each page of a report says of a part of a year; blank of a whole one."""
    part = None if case.through_month is None else part_text(case.through_month)
    return Text("", "") if part is None else Text(f"未定稿：{part.zh}", f"Not final: {part.en}")


def year_entries(case: Case) -> dict[str, int]:
    """The year as documents have it, with the last month where it is not whole."""
    part = {} if case.through_month is None else {"through_month": case.through_month}
    return {"year": case.year, **part}


def year_words(case: Case, plain: Text) -> Text:
    """What stands where a table speaks of the year as one figure: `plain`, or the months that are covered."""
    return plain if case.through_month is None else part_text(case.through_month)


def said_of_part(case: Case, sentence: Text) -> Text:
    """A sentence about a year; of a part of one it says so."""
    if case.through_month is None:
        return sentence
    months = months_covered(case.through_month)
    return Text(f"{sentence.zh}（按{months.zh}计，不满一年）", f"{sentence.en} (of {months.en}, a part of the year)")


def first_months(case: Case, through: int) -> Case:
    """The same case of its first months alone: what a part of another year is held against."""
    return replace(case, values=tuple(one for one in case.values if one.month is None or one.month <= through), through_month=through)


def needs_whole_year(check: Check) -> bool:
    """Whether a yearly check holds an amount of a year against an amount: a part of the year cannot be held against that. Of ratios both
    sides are of the months covered, and a limit of zero knows no length.
    """
    if "month" in check.index:
        return False
    is_ratio = check.unit == "1" or ("/" in check.unit and not check.unit.startswith("1/"))
    return not is_ratio and any(limit for limit in (check.low, check.high) if limit is not None)
