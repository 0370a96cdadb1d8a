"""What a person typed into a number cell, as exact decimal text: or blank, or not applicable, or a refusal with its reason.

A workbook stores a number as a binary double; its shortest decimal, cut to the 15 digits a spreadsheet shows, is what was
typed. Text keeps every digit. Nothing is guessed: what can be read in two ways is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal

from tanheng.documents.cells import Cell
from tanheng.documents.input_headings import NOT_APPLICABLE, folded
from tanheng.engine.numbers import full_text, parse_decimal

SHOWN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
STORED = re.compile(r"[-+]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][-+]?\d{1,4})?")
GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
SPACED = re.compile(r"[-+]?\d{1,3}( \d{3})+(\.\d+)?")
EXPONENT = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+")
PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")
# Full-width forms one by one: Unicode's own folding would also turn 1² into 12.
TYPED_FORMS = str.maketrans(
    {**{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}, "−": "-", "﹣": "-", "。": ".", "\u3000": " ", "\xa0": " "}
)
FRACTION_UNITS = {"", "1"}


@dataclass(frozen=True, slots=True)
class Typed:
    """Decimal text, or None for nothing; a refusal or a remark is the code of a problem with its words."""

    text: str | None = None
    refusal: str | None = None
    remark: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


NOTHING = Typed()


def typed_number(cell: Cell, unit: str) -> Typed:
    """The number of a cell; `unit` decides whether 2.5% may be written for 0.025."""
    shown = cell.text[:40]
    if cell.kind == "error":
        return Typed(refusal="FILE-214", words={"found": shown})
    if cell.kind == "date":
        return Typed(refusal="FILE-215", words={"found": shown})
    if cell.kind == "boolean":
        return Typed(refusal="FILE-220", words={"found": shown})
    if cell.kind == "blank":
        return Typed(refusal="FILE-213") if cell.formula else NOTHING
    if cell.kind == "number":
        number = stored_number(cell.text)
        return Typed(text=number) if number is not None else Typed(refusal="FILE-219", words={"found": shown})
    return _typed_text(cell.text, unit)


def stored_number(text: str) -> str | None:
    """Decimal text of a stored double: 33250.000000000004 is 33250. None for what is no finite number in reach."""
    if not STORED.fullmatch(text):
        return None
    number = float(text)
    if not math.isfinite(number):
        return None
    shown = full_text(SHOWN_DIGITS.plus(Decimal(repr(number))))
    shown = "0" if shown in ("-0", "0") else shown
    return shown if parse_decimal(shown) is not None else None


def _typed_text(typed: str, unit: str) -> Typed:
    text = typed.translate(TYPED_FORMS).strip().strip("'’ \t\u200b\ufeff")
    words = {"found": typed.strip()[:40]}
    if not text or folded(text) in NOT_APPLICABLE:
        return NOTHING
    if text.endswith("%"):
        return _percentage(text.removesuffix("%").strip(), unit, words)
    if GROUPED.fullmatch(text):
        number = text.replace(",", "")
        doubtful = text.count(",") == 1 and "." not in text
        return Typed(number, remark="FILE-227" if doubtful else None, words={**words, "wanted": number})
    if SPACED.fullmatch(text):
        return Typed(text.replace(" ", ""))
    if PLAIN.fullmatch(text):
        number = _completed(text)
        return Typed(number) if parse_decimal(number) is not None else Typed(refusal="FILE-219", words=words)
    if EXPONENT.fullmatch(text):
        return Typed(refusal="FILE-218", words=words)
    digits_only = text.replace(",", "").replace(".", "").lstrip("+-").isdigit()
    return Typed(refusal="FILE-217" if "," in text and digits_only else "FILE-219", words=words)


def _completed(text: str) -> str:
    """`.5` is 0.5 and `5.` is 5."""
    sign = text[: 1 if text[0] in "+-" else 0]
    whole, point, rest = text[len(sign) :].partition(".")
    return sign + (whole or "0") + (f".{rest}" if point and rest else "")


def _percentage(text: str, unit: str, words: Mapping[str, str]) -> Typed:
    number = parse_decimal(_completed(text)) if PLAIN.fullmatch(text) else None
    if number is None:
        return Typed(refusal="FILE-219", words=words)
    if unit == "%":
        return Typed(format(number, "f"))
    if unit in FRACTION_UNITS:
        return Typed(format(number.scaleb(-2), "f"))
    return Typed(refusal="FILE-221", words={**words, "wanted": unit})
