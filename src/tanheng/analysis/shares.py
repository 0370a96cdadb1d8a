"""占总量: which numbers of a run are parts of its reported total, and how large a part each is. Read from the formulas, not from names.

A number is in the total when it is nothing but a sum of what the total is the sum of. What is added nowhere (auxiliary items, captive
units quoted as a memo, a number less its deductions) has no share. Where something takes away, as in a carbon balance, the balance is the
part: what it is made of would be more than all of it.

What is left over 100 % comes of rounding alone: every part is at least nothing, and a total of a few tonnes is rounded to less than its one
part. Such a share is printed as it is, and `why_over` says why.
"""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from tanheng.analysis.totals import added_names, sum_over_places, total_value
from tanheng.engine.numbers import ZERO, full_text
from tanheng.engine.places import Key
from tanheng.engine.run import Run
from tanheng.engine.text import Text

PERCENT = Decimal("0.01")
OVER = Text(
    "{label}占总量超过 100%：各数分别修约，修约后的总量 {total} {unit} 比该项少 {difference} {unit}。",
    "The share of {label} is above 100 %: every number is rounded by itself, and the rounded total of {total} {unit} is {difference} "
    "{unit} less than this part.",
)


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
        return self._share(name, sum_over_places(self._run, name))

    def why_over(self, name: str, key: Key | None = None) -> Text | None:
        """Why the share of a quantity at a place (None: over all its places) is above 100 %; None where it is not."""
        value = sum_over_places(self._run, name) if key is None else self._run.value(name, *key)
        share = self._share(name, value)
        if value is None or self._total is None or share is None or share <= 100:
            return None
        label, unit = self._run.pack.quantities[name].label, self._run.pack.unit_of(self._run.pack.total, None)
        words = {"total": full_text(self._total), "difference": full_text(value - self._total), "unit": unit}
        return Text(OVER.zh.format(label=label.zh, **words), OVER.en.format(label=label.en, **words))

    def _share(self, name: str, value: Decimal | None) -> Decimal | None:
        if value is None or self._total is None or self._total <= 0 or not parts_of(self._run, name) <= self._parts:
            return None
        return (value * 100 / self._total).quantize(PERCENT, ROUND_HALF_UP)


def parts_of(run: Run, name: str) -> Counter[str]:
    """The quantities whose plain sum a quantity is, as far down as all of them add, and how often each is added."""
    added = added_names(run.pack, name)
    if added is None or any((run.value(one, *key) or ZERO) < 0 for one in added for key in run.keys[one]):
        return Counter([name])
    return sum((parts_of(run, one) for one in added), Counter[str]())
