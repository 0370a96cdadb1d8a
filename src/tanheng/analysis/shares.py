"""占总量: which numbers of a run are parts of its reported total, and how large a part each is. Read from the formulas, not from names.

A number is in the total when it is nothing but a sum of what the total is the sum of. What is added nowhere (auxiliary items, captive
units quoted as a memo, a number less its deductions) has no share. Where something takes away, as in a carbon balance, the balance is the
part: what it is made of would be more than all of it.
"""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from tanheng.analysis.totals import added_names, total_value
from tanheng.engine.numbers import ZERO
from tanheng.engine.places import Key
from tanheng.engine.run import Run

PERCENT, WHOLE = Decimal("0.01"), Decimal("100.00")


class Shares:
    """The shares of one run's yearly numbers in its reported total, in percent with two decimals."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._total = total_value(run)
        self._parts = parts_of(run, run.pack.total)

    def at(self, name: str, key: Key) -> Decimal | None:
        """The share of a number at one place; None where it is in no total, has no value, or the total is not above zero."""
        return self._share(name, self._run.value(name, *key))

    def of(self, name: str) -> Decimal | None:
        """The share of a quantity over all its places together."""
        return self._share(name, _sum(self._run, name))

    def _share(self, name: str, value: Decimal | None) -> Decimal | None:
        if value is None or self._total is None or self._total <= 0 or not parts_of(self._run, name) <= self._parts:
            return None
        # A total of a few tonnes may be rounded to less than its one part.
        return min((value * 100 / self._total).quantize(PERCENT, ROUND_HALF_UP), WHOLE)


def parts_of(run: Run, name: str) -> Counter[str]:
    """The quantities whose plain sum a quantity is, as far down as all of them add, and how often each is added."""
    added = added_names(run.pack, name)
    if added is None or any((run.value(one, *key) or ZERO) < 0 for one in added for key in run.keys[one]):
        return Counter([name])
    return sum((parts_of(run, one) for one in added), Counter[str]())


def _sum(run: Run, name: str) -> Decimal | None:
    known = [value for key in run.keys[name] if (value := run.value(name, *key)) is not None]
    return sum(known, ZERO) if known else None
