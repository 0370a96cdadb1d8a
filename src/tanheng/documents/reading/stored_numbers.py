"""A number as a workbook stores it, made the decimal text that a person typed: a binary double at the digits a spreadsheet shows."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

from tanheng.engine.numbers import full_text, parse_decimal

SHOWN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
STORED = re.compile(r"[-+]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][-+]?\d{1,4})?", re.ASCII)
SHORT = re.compile(r"-?(?:0\.(?=0*[1-9])|[1-9]\d*\.)\d*[1-9]|-?[1-9]\d*|0", re.ASCII)  # what stays as it is when it has at most 15 digits
LONGEST_SHORT = 16  # characters: 15 digits and a point


def stored_number(text: str) -> str | None:
    """Decimal text of a stored double: 33250.000000000004 is 33250. None for what is no finite number in reach."""
    if len(text) <= LONGEST_SHORT and SHORT.fullmatch(text):
        return text if len(text) < LONGEST_SHORT or "." in text else _shortest(text)
    return _shortest(text) if STORED.fullmatch(text) else None


def _shortest(text: str) -> str | None:
    number = float(text)
    if not math.isfinite(number):
        return None
    shown = full_text(SHOWN_DIGITS.plus(Decimal(repr(number))))
    shown = "0" if shown in ("-0", "0") else shown
    return shown if parse_decimal(shown) is not None else None
