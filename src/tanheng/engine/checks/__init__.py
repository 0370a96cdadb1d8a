"""How a pack declares checks: decorators that tie a small measure function to what it must hold, its sentence and remedy.

`check` holds a measure against a range; `spread` holds the months of a measure against each other; `continuity` holds what
begins a month against what ended the month before. What they say, `engine.checks.runs` finds; docs/concepts/checks.md shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CHECK_MARK = "__tanheng_check__"
Mark = Callable[[Callable[..., Any]], Callable[..., Any]]


def check(
    check_id: str,
    *,
    index: tuple[str, ...],
    unit: str = "1",
    low: str | None = None,
    high: str | None = None,
    severity: str = "warning",
    decimals: int = 4,
    status: str,
    source: str = "",
    suspects: str | tuple[str, ...] = (),
    likely: str | None = None,
    asks: bool = True,
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
) -> Mark:
    """Declares a range check.

    The function takes quantities by name and returns a measure in `unit` on `index` (facility, item, month or year). A value
    outside low … high becomes a problem; zh and en may hold {value}, {low} and {high}. Its docstring's first line is the clause;
    `source` is the key of the document the range stands in. `suspects` are the arguments whose magnitude is doubted: where the
    measure would stand in the range with one of them a thousand or ten thousand times (or by a unit of its kind) smaller or
    larger, the sentence says so. Where only one limit is given, `likely` is how far to the other side the measure usually goes: no
    unit is named in which it would lie beyond. A warning asks for an answer before a report is issued, unless `asks` is False; a note
    never does.
    """
    return _mark(
        kind="range",
        id=check_id,
        index=index,
        unit=unit,
        low=low,
        high=high,
        severity=severity,
        decimals=decimals,
        status=status,
        source=source,
        suspects=suspects,
        likely=likely,
        asks=asks,
        texts=(zh, en, remedy_zh, remedy_en),
    )


def spread(
    check_id: str,
    *,
    index: tuple[str, ...],
    unit: str = "1",
    sigma: str = "3",
    least: str = "0.02",
    severity: str = "warning",
    decimals: int = 4,
    status: str,
    source: str = "",
    suspects: str | tuple[str, ...] = (),
    asks: bool = True,
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
) -> Mark:
    """Declares that every month of a measure stays within mean ± `sigma` standard deviations of the other months.

    Months that stand out take no part in that mean and deviation. Months without the measure, or with zero, are left out, at
    least ten are needed; with last year's case beside, its months count too. A deviation below `least` of the mean is never told,
    so that a plate that reads 350.000 eleven times does not accuse 350.001. zh and en may hold {value}, {others} (which months
    the mean is of), {mean}, {low} and {high}.
    """
    return _mark(
        kind="spread",
        id=check_id,
        index=index,
        unit=unit,
        sigma=sigma,
        least=least,
        severity=severity,
        decimals=decimals,
        status=status,
        source=source,
        suspects=suspects,
        asks=asks,
        texts=(zh, en, remedy_zh, remedy_en),
    )


def continuity(
    check_id: str,
    *,
    index: tuple[str, ...],
    closing: str,
    unit: str = "t",
    tolerance: str = "0",
    severity: str = "warning",
    decimals: int = 2,
    status: str,
    source: str = "",
    asks: bool = True,
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
) -> Mark:
    """Declares that a month begins with what the month before ended with.

    The function returns the gap, opening − closing, in `unit`; its argument `closing` is read at the month before (in January at last
    year's December, where last year's case is beside). A gap beyond ± `tolerance` becomes a problem; zh and en may hold {value}.
    """
    return _mark(
        kind="continuity",
        id=check_id,
        index=index,
        unit=unit,
        low=f"-{tolerance}",
        high=tolerance,
        before=(closing,),
        severity=severity,
        decimals=decimals,
        status=status,
        source=source,
        suspects=(),
        asks=asks,
        texts=(zh, en, remedy_zh, remedy_en),
    )


def _mark(**declared: Any) -> Mark:
    suspects = declared["suspects"]
    declared["suspects"] = (suspects,) if isinstance(suspects, str) else tuple(suspects)

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        setattr(function, CHECK_MARK, declared)
        return function

    return mark
