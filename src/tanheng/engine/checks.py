"""How a pack declares checks: a decorator that ties a small measure function to its range, sentence and remedy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CHECK_MARK = "__tanheng_check__"


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
    zh: str,
    en: str,
    remedy_zh: str,
    remedy_en: str,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declares a plausibility check.

    The function takes quantities by name and returns a measure in `unit` on `index` (facility, item, month or
    year). A value
    outside low … high becomes a problem; zh and en may hold {value}, {low} and {high}. Its docstring's first
    line is the clause;
    `source` is the key of the document the range stands in.
    """
    declared = {
        "id": check_id,
        "index": index,
        "unit": unit,
        "low": low,
        "high": high,
        "severity": severity,
        "decimals": decimals,
        "status": status,
        "source": source,
        "zh": zh,
        "en": en,
        "remedy_zh": remedy_zh,
        "remedy_en": remedy_en,
    }

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        setattr(function, CHECK_MARK, declared)
        return function

    return mark
