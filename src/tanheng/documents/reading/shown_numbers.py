"""What people see of a number: the text that its format makes, or that its file holds; words and powers of ten told apart.

A format such as `0" kg"` or `#,##0,` says something of a number that the number itself does not. What that means for an amount is
judged where its unit is known (`documents.input.shown_amounts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from tanheng.documents.reading.cells import LONGEST_SHOWN, Shown
from tanheng.documents.reading.number_formats import Shape, names_power, says_something
from tanheng.engine.numbers import EXACT, full_text, parse_decimal

DIGITS = re.compile(r"[-+−]?\d(?:[\d.,'’ \u00a0\u202f]*\d)?(?:[eE][-+]?\d+)?")
BLANKS = re.compile(r"['’ \u00a0\u202f]")
THOUSANDS = re.compile(r",\d{3}$")
MARK = re.compile(r"[.,]")
POWERS = range(1, 13)


def shown_by_format(number: str, shape: Shape) -> Shown | None:
    """What a format shows of a stored number; None where that is the number alone, or none is seen of a zero."""
    value = parse_decimal(number)
    if value is None or not value:
        return None
    if shape.kind == "words":
        return Shown(shape.before[:LONGEST_SHOWN], shape.before[:LONGEST_SHOWN], hidden=True, altered=shape.altered)
    altered = shape.altered or (shape.negative and value > 0)
    if shape.broken:
        return Shown(shape.code[:LONGEST_SHOWN], altered=True, coded=True)
    if altered and shape.kind in ("number", "percent"):
        digits = _digits(value, shape) if shape.kind == "number" else full_text(EXACT.scaleb(value, 2))
        text = f"{shape.before}{digits}{shape.after}{'%' if shape.kind == 'percent' else ''}"
        return Shown(text[:LONGEST_SHOWN], altered=True)
    words = _words(shape.before, shape.after)
    power = 3 * shape.thousands + shape.behind
    if shape.kind != "number" or not (words or power):
        return None
    text = " ".join(part for part in (shape.before, _digits(value, shape), shape.after) if part)
    return Shown(text[:LONGEST_SHOWN], words[:LONGEST_SHOWN], power)


@lru_cache(1024)
def _words(before: str, after: str) -> str:
    """What the texts around the digits say; asked again for every cell of a format."""
    return " ".join(part for part in (before, after) if says_something(part) or names_power(part))


def _digits(value: Decimal, shape: Shape) -> str:
    scaled = EXACT.scaleb(value, -3 * shape.thousands)
    if shape.decimals is not None:
        scaled = scaled.quantize(Decimal(1).scaleb(-shape.decimals), ROUND_HALF_UP) if scaled.adjusted() < 40 else scaled
    if shape.behind:
        return f"{EXACT.scaleb(scaled, -shape.behind):f}"
    return f"{scaled:,f}" if shape.decimals is not None else full_text(scaled)


def shown_as_text(number: str, text: str) -> Shown | None:
    """What the text that a file holds beside a stored number shows of it; None where that is the number alone, or another number."""
    value, found = parse_decimal(number), DIGITS.search(text)
    if value is None or not value or found is None:
        return None
    around = (text[: found.start()], text[found.end() :])
    words = " ".join(part.strip() for part in around if says_something(part) or names_power(part))
    power = _power(value, found.group())
    return Shown(text.strip()[:LONGEST_SHOWN], words[:LONGEST_SHOWN], power or 0) if words or power else None


def _power(value: Decimal, digits: str) -> int | None:
    """The least power of ten by which a stored number is larger than the one of these digits, as rounded as they are; None for none."""
    readings = list(_readings(digits))
    if any(_fits(value, one, 0) for one in readings):
        return 0
    return next((power for one in readings for power in POWERS if _fits(value, one, power)), None)


def _readings(digits: str) -> Iterator[Decimal]:
    """The numbers that digits may be, the likelier first: with the last comma or point as the decimal one, and with none."""
    plain = BLANKS.sub("", digits).replace("−", "-").lstrip("+")
    parts = MARK.split(plain)
    whole = "".join(parts)
    decimal = f"{''.join(parts[:-1]) or '0'}.{parts[-1]}" if len(parts) > 1 else plain
    for text in dict.fromkeys((whole, decimal) if THOUSANDS.search(plain) else (decimal, whole)):
        try:
            yield Decimal(text)
        except ArithmeticError:
            continue


def _fits(value: Decimal, shown: Decimal, power: int) -> bool:
    """Whether the number, divided by the power, is shown so when it is rounded to the decimals that are shown."""
    exponent = shown.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(EXACT.scaleb(value, -power) - shown) <= unit / 2 and (power == 0 or bool(shown))
