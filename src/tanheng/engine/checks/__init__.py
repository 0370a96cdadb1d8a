"""How a pack declares checks: decorators that tie a small measure function to what it must hold, its sentence and remedy.

`check` holds a measure against a range; `spread` holds the months of a measure against each other; `continuity` holds what
begins a month against what ended the month before. What they say, `engine.checks.runs` finds; docs/concepts/checks.md shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NotRequired, Required, TypedDict, Unpack

CHECK_MARK = "__tanheng_check__"
Mark = Callable[[Callable[..., Any]], Callable[..., Any]]
Alike = dict[str, Any]  # what several checks say alike, given to each as `**ALIKE`


class Said(TypedDict, total=False):
    """What every check says: where it measures, in which unit, how much it weighs, and its sentences.

    `status` is how sure the range is, `source` the key of the document it stands in. A warning asks for an answer before a report is
    issued, unless `asks` is False; a note never does.
    """

    index: Required[tuple[str, ...]]  # of facility, item, month or year
    status: Required[str]
    zh: Required[str]
    en: Required[str]
    remedy_zh: Required[str]
    remedy_en: Required[str]
    unit: NotRequired[str]
    severity: NotRequired[str]
    decimals: NotRequired[int]
    source: NotRequired[str]
    asks: NotRequired[bool]


def check(
    check_id: str,
    *,
    low: str | None = None,
    high: str | None = None,
    suspects: str | tuple[str, ...] = (),
    likely: str | None = None,
    **said: Unpack[Said],
) -> Mark:
    """Declares a range check.

    The function takes quantities by name and returns a measure in `unit` on `index`. A value outside low … high becomes a problem; zh
    and en may hold {value}, {low} and {high}. Its docstring's first line is the clause. `suspects` are the arguments whose magnitude is
    doubted: where the measure would stand in the range with one of them a thousand or ten thousand times (or by a unit of its kind)
    smaller or larger, the sentence says so. Where only one limit is given, `likely` is how far to the other side the measure usually
    goes: no unit is named in which it would lie beyond.
    """
    return _mark("range", check_id, {"low": low, "high": high, "likely": likely}, suspects, **said)


def spread(
    check_id: str,
    *,
    sigma: str = "3",
    least: str = "0.02",
    suspects: str | tuple[str, ...] = (),
    **said: Unpack[Said],
) -> Mark:
    """Declares that every month of a measure stays within mean ± `sigma` standard deviations of the other months.

    Months that stand out take no part in that mean and deviation. Months without the measure, or with zero, are left out, at
    least ten are needed; with last year's case beside, its months count too. A deviation below `least` of the mean is never told,
    so that a plate that reads 350.000 eleven times does not accuse 350.001. zh and en may hold {value}, {others} (which months
    the mean is of), {mean}, {low} and {high}.
    """
    return _mark("spread", check_id, {"sigma": sigma, "least": least}, suspects, **said)


def continuity(check_id: str, *, closing: str, tolerance: str = "0", **said: Unpack[Said]) -> Mark:
    """Declares that a month begins with what the month before ended with.

    The function returns the gap, opening − closing, in `unit` (t unless said); its argument `closing` is read at the month before (in
    January at last year's December, where last year's case is beside). A gap beyond ± `tolerance` becomes a problem; zh and en may
    hold {value}.
    """
    usual: Any = {"unit": "t", "decimals": 2}
    return _mark("continuity", check_id, {"low": f"-{tolerance}", "high": tolerance, "before": (closing,)}, (), **{**usual, **said})


def _mark(
    kind: str,
    check_id: str,
    limits: dict[str, Any],
    suspects: str | tuple[str, ...],
    *,
    index: tuple[str, ...],
    status: str,
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
    unit: str = "1",
    severity: str = "warning",
    decimals: int = 4,
    source: str = "",
    asks: bool = True,
) -> Mark:
    declared = {
        "kind": kind,
        "id": check_id,
        "index": index,
        "unit": unit,
        "severity": severity,
        "decimals": decimals,
        "status": status,
        "source": source,
        "suspects": (suspects,) if isinstance(suspects, str) else tuple(suspects),
        "asks": asks,
        "texts": (zh, en, remedy_zh, remedy_en),
        **limits,
    }

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        setattr(function, CHECK_MARK, declared)
        return function

    return mark
