"""Which change of a number stands out on pages, against the last run and against last year: by the limits of the check against last
year (`engine.checks.last_year`), so that what is marked and what is asked for agree.
"""

from __future__ import annotations

from decimal import Decimal

RISE, FALL, NEW, GONE = "rise", "fall", "new", "gone"


def large_change(before: Decimal | None, now: Decimal | None, limit: Decimal) -> str:
    """`rise` or `fall` by more than so many times; `new` where there was nothing, `gone` where there is nothing any more; "" for
    what is not large, and where one of the two is not known.
    """
    if before is None or now is None or before == now:
        return ""
    if before == 0 or now == 0:
        return NEW if before == 0 else GONE
    times = now / before  # below zero: what was given is taken now
    if times > 0 and times <= limit and times * limit >= 1:
        return ""
    return RISE if now > before else FALL
