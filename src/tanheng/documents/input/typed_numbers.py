"""What a person typed into a number cell, as exact decimal text: or blank, or not applicable, or a refusal with its reason.

A workbook stores a number as a binary double; its shortest decimal, cut to the 15 digits a spreadsheet shows, is what was
typed. Text keeps every digit. Nothing is guessed: what can be read in two ways is refused, or told with a
note where the usual reading is certain enough (`1,234`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from tanheng.documents.input.headings import NOT_APPLICABLE, NOT_APPLICABLE_WORDS, folded
from tanheng.documents.input.shown_amounts import CONTRADICTED, LARGE_WORDS, said_of
from tanheng.documents.reading.cells import Cell, Shown
from tanheng.documents.reading.invisible_marks import with_names, without_marks
from tanheng.documents.reading.plain_texts import NO_WORDS, TOLD
from tanheng.documents.reading.stored_numbers import stored_number
from tanheng.engine.numbers import EXACT, full_text, parse_decimal
from tanheng.engine.units import content_scale

GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
SPACED = re.compile(r"[-+]?\d{1,3}( \d{3})+(\.\d+)?")
EXPONENT = re.compile(r"[-+]?(\d+(?:\.\d*)?|\.\d+)[eE][-+]?\d+")
LARGE = re.compile(rf"([-+]?(?:\d+(?:\.\d*)?|\.\d+))\s*({'|'.join(sorted(LARGE_WORDS, key=len, reverse=True))})")
PLAIN = re.compile(r"[-+]?(\d+(?:\.\d*)?|\.\d+)")
# Full-width forms one by one: Unicode's own folding would also turn 1² into 12.
TYPED_FORMS = str.maketrans(
    {**{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}, "−": "-", "﹣": "-", "。": ".", "\u3000": " ", "\xa0": " "}
)
SHARES = {"%": 2, "‰": 3, "pct": 2, "percent": 2}  # signs behind a number, and by how many places they move its point
PERCENT_WORDS = {"": "1", "百分比": "%", "百分数": "%", "percent": "%", "pct": "%"}


class Typed(NamedTuple):
    """Decimal text, or None for nothing; a refusal or a remark is the code of a problem with its words."""

    text: str | None = None
    refusal: str | None = None
    remark: str | None = None
    words: Mapping[str, str] = NO_WORDS


NOTHING = Typed()
MOST_POWER = 15  # of a number in scientific notation that is shown in plain digits


def typed_number(cell: Cell, unit: str) -> Typed:
    """The number of a cell in `unit`: a percentage, typed (2.5%) or by the cell's format, is a share of the whole, so that it is
    0.025 in the unit 1 or tC/t and 2.5 in the unit %; of anything but a content there is no percentage.
    """
    shown = cell.text[:40]
    if cell.kind == "odd":
        return Typed(refusal=TOLD)
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
        if number is None:
            return Typed(refusal="FILE-219", words={"found": shown})
        found = f"{full_text(EXACT.scaleb(Decimal(number), 2))}%" if cell.percent else number
        typed = _share(Decimal(number), found, unit) if cell.percent else Typed(number)
        return typed if cell.shown is None else _as_shown(typed, cell.shown, found, unit)
    return _typed_text(cell.text, unit)


def _as_shown(typed: Typed, shown: Shown, found: str, unit: str) -> Typed:
    """The number of a cell of which more may be seen than the number."""
    code, words = said_of(shown, found, unit)
    if code == CONTRADICTED:
        return Typed(refusal=code, words=words)
    return typed if typed.refusal or not code else typed._replace(remark=code, words=words)


def number_or_text(cell: Cell, unit: str) -> Typed:
    """The number of a cell, or its text where that is none: a ratio such as 44/12, or what the case reader shall refuse."""
    typed = typed_number(cell, unit)
    return Typed(cell.text.strip()) if cell.kind == "text" and typed.refusal in ("FILE-219", "FILE-231") else typed


def says_not_applicable(cell: Cell) -> bool:
    """Whether the cell says that there is nothing to enter; a dash is only a blank that somebody filled."""
    return cell.kind == "text" and not cell.formula and folded(without_marks(cell.text)) in NOT_APPLICABLE_WORDS


def is_typed(cell: Cell, *, known: bool = False) -> bool:
    """Whether something is typed in a cell of amounts; `/` says something only of a quantity that is `known`."""
    if cell.formula or cell.kind in ("number", "date", "error", "boolean", "odd"):
        return True
    if not cell.text or cell.text.isdecimal():
        return bool(cell.text)
    text = folded(without_marks(cell.text))
    return bool(text) and (text not in NOT_APPLICABLE or (known and says_not_applicable(cell)))


def _typed_text(typed: str, unit: str) -> Typed:
    text = without_marks(typed).translate(TYPED_FORMS).strip().strip("'’ \t")
    if PLAIN.fullmatch(text):
        number = _completed(text)
        return Typed(number) if parse_decimal(number) is not None else Typed(refusal="FILE-219", words=_words(typed))
    if not text or folded(text) in NOT_APPLICABLE:
        return NOTHING
    sign = next((sign for sign in SHARES if text.casefold().endswith(sign)), None)
    if sign is not None:
        return _percentage(text[: -len(sign)].strip(), SHARES[sign], unit, typed)
    if GROUPED.fullmatch(text):
        number = text.replace(",", "")
        doubtful = text.count(",") == 1 and "." not in text
        return Typed(number, remark="FILE-227" if doubtful else None, words={**_words(typed), "wanted": number})
    if SPACED.fullmatch(text):
        return Typed(text.replace(" ", ""))
    if EXPONENT.fullmatch(text):
        return Typed(refusal="FILE-218", words={**_words(typed), "wanted": _plainly(text)})
    large = LARGE.fullmatch(text)
    thousands = parse_decimal(_completed(large[1])) if large else None
    if large and thousands is not None:
        wanted = full_text(EXACT.scaleb(thousands, LARGE_WORDS[large[2]]))
        return Typed(refusal="FILE-231", words={**_words(typed), "wanted": wanted, "number": large[1]})
    digits_only = text.replace(",", "").replace(".", "").lstrip("+-").isdigit()
    if "," in text and digits_only:
        return Typed(refusal="FILE-217", words={**_words(typed), "wanted": _both_ways(text)})
    return Typed(refusal="FILE-219", words=_words(typed))


def _both_ways(text: str) -> str:
    """The number with its last comma as the decimal point, and with no comma at all."""
    whole, _, rest = text.rpartition(",")
    point = ".".join(part.replace(",", "").replace(".", "") for part in (whole, rest) if part)
    joined = text.replace(",", "")
    return f"{point} / {joined if joined.count('.') < 2 else joined.replace('.', '')}"


def _plainly(text: str) -> str:
    """A number in scientific notation in plain digits, where they are not too many."""
    number = parse_decimal(text.replace(" ", "").casefold()) or _scaled(text)
    return text if number is None else full_text(number)


def _scaled(text: str) -> Decimal | None:
    """1.2E+03 as 1200; None where there are more digits than anybody would type."""
    digits, _, power = text.replace(" ", "").casefold().partition("e")
    number = parse_decimal(_completed(digits))
    if number is None or not power.lstrip("+-").isdigit() or abs(int(power)) > MOST_POWER:
        return None
    return EXACT.scaleb(number, int(power))


def _words(typed: str) -> dict[str, str]:
    return {"found": with_names(typed.strip()[:40])}


def _completed(text: str) -> str:
    """`.5` is 0.5 and `5.` is 5."""
    sign = text[: 1 if text[0] in "+-" else 0]
    whole, point, rest = text[len(sign) :].partition(".")
    return sign + (whole or "0") + (f".{rest}" if point and rest else "")


def _percentage(text: str, places: int, unit: str, typed: str) -> Typed:
    number = parse_decimal(_completed(text)) if PLAIN.fullmatch(text) else None
    if number is None:
        return Typed(refusal="FILE-219", words=_words(typed))
    return _share(EXACT.scaleb(number, -places), _words(typed)["found"], unit)


def _share(share: Decimal, found: str, unit: str) -> Typed:
    """A share of the whole as the number that says it in `unit`."""
    known = folded(unit)
    scale = content_scale(PERCENT_WORDS.get(known, known if known in SHARES else unit))
    if scale is None:
        return Typed(refusal="FILE-221", words={"found": found, "wanted": unit})
    number = EXACT.divide(EXACT.multiply(share, Decimal(scale.denominator)), Decimal(scale.numerator))
    return Typed(full_text(number))
