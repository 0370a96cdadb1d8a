"""What the number format of a cell says of an amount, held against the unit in which it is read.

A cell that shows `1,000 kg` where t is asked, or 12 for 12345, is believed by whoever looks at it: one that contradicts its unit by a
factor is refused, one whose words cannot be compared is read and told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction

from tanheng.documents.reading.cells import Shown
from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import figure
from tanheng.engine.units import conversion

LARGE_WORDS = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}  # and by how many places they move the point
SHOWN_WORDS = {**LARGE_WORDS, "k": 3, "K": 3, "M": 6, "thousand": 3, "million": 6}
CONTRADICTED, DOUBTFUL = "FILE-262", "FILE-263"
BRACKETS = " \u3000()（）[]【】"
TIMES = "×xX*·⋅ "
POWER_OF_TEN = re.compile(r"[×xX*·⋅]\s*10\^?([-⁻]?\d{1,2}|⁻?[⁰¹²³⁴-⁹]{1,2})")
ROUGH = Context(prec=6)
NOTHING_SAID: tuple[str, Mapping[str, str]] = ("", {})


def said_of(shown: Shown, number: str, unit: str) -> tuple[str, Mapping[str, str]]:
    """The code of what is wrong or doubtful with an amount that may be shown so, and its words: the worst there is; no code where
    all of it says the same as the unit.
    """
    every = [_said_of_one(one, number, unit) for one in (shown, *shown.others)]
    return next((one for code in (CONTRADICTED, DOUBTFUL) for one in every if one[0] == code), NOTHING_SAID)


def _said_of_one(shown: Shown, number: str, unit: str) -> tuple[str, Mapping[str, str]]:
    found, found_en = (f"“{shown.text}”", f"“{shown.text}”") if shown.text else ("空白", "nothing")
    behind = "" if unit == "1" or number.endswith("%") else f" {unit}"
    words = {
        "found": f"格式 {found} 写出的内容" if shown.coded else found,
        "found_en": f"what the format {found_en} makes" if shown.coded else found_en,
        "number": f"{number if number.endswith('%') else figure(Decimal(number))}{behind}",
    }
    if shown.altered:
        return CONTRADICTED, {**words, "apart": "；格式里另有数字或正负号", "apart_en": "; digits or a sign stand in its format"}
    if shown.hidden:
        return DOUBTFUL, words
    factor = _factor(shown.words, unit)
    if factor is None:
        return DOUBTFUL, words
    apart = factor / Fraction(10) ** shown.power
    if apart == 1:
        return NOTHING_SAID
    times = _rough(max(apart, 1 / apart))
    return CONTRADICTED, {**words, "apart": f"，相差 {times} 倍", "apart_en": f": {times} times apart"}


def _factor(words: str, unit: str) -> Fraction | None:
    """How many of the unit one of the words is; 1 for no words, None for words that nobody can compare with it."""
    text = words.strip(BRACKETS)
    if not text:
        return Fraction(1)
    direct = _conversion(text, unit) or _conversion(text.lstrip(TIMES), unit)
    if direct is not None:
        return direct
    power = POWER_OF_TEN.fullmatch(text)
    if power is not None:
        places = int(unicodedata.normalize("NFKC", power[1]).replace("−", "-"))
        return Fraction(1) if unit.startswith(f"10^{places} ") else Fraction(10) ** places
    word = max((one for one in SHOWN_WORDS if text.startswith(one)), key=len, default="")
    rest, places = text.removeprefix(word).strip(BRACKETS), SHOWN_WORDS.get(word, 0)
    if not word:
        return None
    if not rest:  # 5万 of a column in 万吨 says the same twice
        return Fraction(1) if unit.startswith((word, f"10^{places} ")) else Fraction(10) ** places
    rest_factor = _conversion(rest, unit)
    return None if rest_factor is None else rest_factor * 10**places


def _conversion(words: str, unit: str) -> Fraction | None:
    try:
        return conversion(words, unit)
    except UnitError:
        return None


def _rough(factor: Fraction) -> str:
    return figure(ROUGH.divide(Decimal(factor.numerator), Decimal(factor.denominator)))
