"""What a number rests on that nobody measured: of several kinds the weakest; beneath a computed number the estimated figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tanheng.engine.checks.figures import values_beneath
from tanheng.engine.pack import KINDS

if TYPE_CHECKING:
    from tanheng.engine.places import Key
    from tanheng.engine.run import Run

ESTIMATED = "estimated"


def weakest(kinds: Iterable[str]) -> str:
    """Of several kinds of values the one furthest from a measurement: what they add up to is that; "" of none."""
    return max(kinds, key=lambda one: KINDS.index(one) if one in KINDS else -1, default="")


def estimated_months(run: Run, quantity: str, key: Key, month: int | None = None) -> list[int | None]:
    """The months (None: the whole year) in which figures beneath a number were estimated, in order; of one month where it is named."""
    months = () if month is None else (month,)
    found = values_beneath(run, (quantity,), key, months) if quantity in run.pack.inputs_beneath else ()
    return sorted({one.month for one in found if one.kind == ESTIMATED and one.amount is not None}, key=lambda one: one or 0)
