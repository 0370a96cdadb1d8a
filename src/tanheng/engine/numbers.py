"""Exact numbers: decimal text in and out, named rounding, and ratios such as 44/12 that stay exact. No float enters here."""

from __future__ import annotations

import re
from decimal import (
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from functools import cache

TEXT_DECIMALS = 30  # the most places after the point of decimal text
DECIMAL_TEXT = re.compile(rf"[+-]?\d{{1,20}}(?:\.\d{{1,{TEXT_DECIMALS}}})?")
PRECISION = 50  # digits; quotients by 3, 7 … cannot reach a rounding tie within it (docs/decisions/0002-exact-numbers.md)
ROUNDING_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "floor": ROUND_FLOOR}
ZERO = Decimal(0)
SETTLED = Context(prec=40, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, traps=[InvalidOperation, Overflow])


def exact_context(rounding: str = ROUND_HALF_EVEN) -> Context:
    """The context every calculation runs in: 50 digits, and errors instead of NaN or infinity."""
    return Context(
        prec=PRECISION,
        rounding=rounding,
        Emin=-999999,
        Emax=999999,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[InvalidOperation, DivisionByZero, Overflow],
    )


EXACT = exact_context()  # for single steps; a whole calculation takes one of its own
CUTTING = {mode: exact_context(rounding) for mode, rounding in ROUNDING_MODES.items()}  # for whole columns


class Ratio:
    """An exact ratio of two decimals, multiplied before it divides, so that x × 44/12 loses nothing it need not lose."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: Decimal, denominator: Decimal) -> None:
        self.numerator = numerator
        self.denominator = denominator

    def __rmul__(self, other: Decimal | int) -> Decimal:
        return other * self.numerator / self.denominator

    __mul__ = __rmul__

    def __rtruediv__(self, other: Decimal | int) -> Decimal:
        return other * self.denominator / self.numerator

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ratio):
            return NotImplemented
        return self.numerator * other.denominator == other.numerator * self.denominator

    def __hash__(self) -> int:
        return hash((self.numerator, self.denominator))

    def __str__(self) -> str:
        return f"{decimal_text(self.numerator)}/{decimal_text(self.denominator)}"

    __repr__ = __str__


Number = Decimal | Ratio


def parse_decimal(text: str) -> Decimal | None:
    """The decimal of plain decimal text (`-12.50`), or None: no exponent, separators, NaN; at most 20 + 30 digits."""
    return Decimal(text) if text.isascii() and DECIMAL_TEXT.fullmatch(text) else None


def parse_number(text: str) -> Number:
    """A decimal, or an exact ratio written `44/12`. Raises ValueError for anything else."""
    parts = [parse_decimal(part.strip()) for part in text.split("/")]
    if len(parts) == 1 and parts[0] is not None:
        return parts[0]
    if len(parts) == 2 and parts[0] is not None and parts[1]:
        return Ratio(parts[0], parts[1])
    raise ValueError(f"not decimal text: {text!r}")


def decimal_text(value: Decimal) -> str:
    """Plain decimal text without exponent; the digits that the value carries."""
    text = str(value)  # twice as fast as format, and the same but for an exponent
    return format(value, "f") if "E" in text else text


def full_text(value: Decimal) -> str:
    """Plain decimal text without an exponent and without trailing zeros after the point."""
    text = decimal_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(value: Decimal | int) -> str:
    """A figure as every sentence prints it, in both languages: all its digits, thousands parted by commas, no zeros at the end."""
    whole, point, fraction = full_text(Decimal(value)).partition(".")
    sign = "-" if whole.startswith("-") else ""  # -0.5 keeps its sign
    return f"{sign}{int(whole.removeprefix('-')):,}{point}{fraction}"


def number_text(value: Number) -> str:
    """A decimal or a ratio as text."""
    return str(value) if isinstance(value, Ratio) else decimal_text(value)


def settled(value: Decimal) -> Decimal:
    """The value at 40 of the 50 digits: 1 ÷ 3 × 3 is 1 again, so that cutting down or a tie is decided by the number and
    not by the last digit of a quotient.
    """
    return SETTLED.plus(value)


def round_decimal(value: Decimal, decimals: int, mode: str = "half_up") -> Decimal:
    """The value cut to `decimals` places by the named mode: half_up, half_even or floor."""
    return value.quantize(last_place(decimals), ROUNDING_MODES[mode], EXACT)


@cache
def last_place(decimals: int) -> Decimal:
    """One unit of the last of so many decimal places."""
    return Decimal(1).scaleb(-decimals)


def shown(value: Decimal, decimals: int | None = None, significant: int = 10) -> str:
    """Text for people with thousands separators; full-precision values are shortened to `significant` digits."""
    if decimals is None:
        return figure(Context(prec=significant, rounding=ROUND_HALF_UP).plus(value))
    return format(round_decimal(value, decimals), ",f")
