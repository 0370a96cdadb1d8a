"""What one percent is wherever an effect of it is told: exactly where numbers are, in floats where uncertainties are."""

from __future__ import annotations

from decimal import Decimal

from tanheng.engine.numbers import exact_context

PERCENT = 100  # parts of a whole
ONE_PERCENT_MORE = 1 + Decimal(1) / PERCENT


def one_percent_more(number: Decimal) -> Decimal:
    """A number one percent higher, exactly."""
    return exact_context().multiply(number, ONE_PERCENT_MORE)


def one_percent_of(amount: float) -> float:
    """One percent of an amount that is known about as well as an uncertainty."""
    return amount / PERCENT
