"""One amount as it is typed: its month, whether it is `/`, and its number where nothing is to be said of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.month_lengths import high_of
from tanheng.engine.numbers import parse_decimal, round_decimal
from tanheng.engine.pack import Quantity


def month_of(name: Any) -> int | None:
    """The month of a key, 1 to 12; None for what is none."""
    if isinstance(name, str) and name.isascii() and name.isdigit() and len(name) <= 2:
        name = int(name)
    return name if isinstance(name, int) and not isinstance(name, bool) and 1 <= name <= 12 else None


def is_absent(raw: Any) -> bool:
    """Whether `/` is written in the place of an amount: not applicable."""
    return isinstance(raw, str) and raw.strip() == NOT_APPLICABLE_SIGN


def plain_amount(raw: Any, quantity: Quantity, year: int, month: int | None) -> Decimal | None:
    """The amount of one period where nothing is to be said of it, as of most: quoted, in the unit of the pack, within the bounds, and with
    no more decimals than are recorded. None for any other.
    """
    number = parse_decimal(raw.strip()) if isinstance(raw, str) else None
    if number is None or not quantity.low <= number <= high_of(quantity, year, month):
        return None
    rounded = number if quantity.decimals is None else round_decimal(number, quantity.decimals, quantity.mode)
    return rounded if rounded == number else None
