"""What a number format makes of a stored number: the number, a percentage, or a date; and what it shows beside a number.

Format codes are read as ECMA-376 18.8.31 has them, section by section and token by token: a letter counts only where it is a token of a
date, not in quotes, colours, currencies or the word that a program of another language has for “General”. The display itself is made in
`documents.reading.shown_numbers`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

LONGEST_CODE = 400
BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 34: "上午/下午h时mm分", 35: "上午/下午h时mm分ss秒", 36: "yyyy年m月", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "上午/下午h时mm分",
    56: "上午/下午h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日", 67: "0%", 68: "0.00%", 71: "d/m/yyyy", 72: "d-mmm-yy", 73: "d-mmm",
    74: "mmm-yy", 75: "h:mm", 76: "h:mm:ss", 77: "d/m/yyyy h:mm", 78: "mm:ss", 79: "[h]:mm:ss", 80: "mm:ss.0", 81: "d/m/yy",
}  # fmt: skip
TOKEN = re.compile(  # no IGNORECASE here: it makes the compilation, which every start of the program pays, ten times as long
    r'(?P<literal>"[^"]*"?|\\.|!(?!;).|[％‰])|(?P<skipped>_.|\*.)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<half>[Aa][Mm]/[Pp][Mm]|[Aa]/[Pp]|上午/下午)|(?P<exponent>[Ee][-+])|(?P<general>[Gg][Ee][Nn][Ee][Rr][Aa][Ll]|G/[^\W\d_]+)"
    "|(?P<letters>[A-Za-z\u00c0-\u024f]+)|(?P<digit>[0#?])|(?P<percent>%)|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
DATE_TOKENS = re.compile(r"(?:[ymdhsegb]|a{3,}+)++")
DATE_TOKEN = re.compile(r"([ymdhsegba])\1*")
ELAPSED = re.compile(r"h+|m+|s+")
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
CURRENCY = re.compile(r"\$([^-]*)(-.*)?", re.DOTALL)
DIGITS_BEFORE = re.compile(r"\d[.,']?$|^[.,' ]*+\d[\d.,' ]*+$")
ZEROS = re.compile(r"\s*0+")
POWER_OF_TEN = re.compile(r"\s*+(?:[×xX*·⋅]\s*+)?10(?:\^-?\d|[⁻⁰¹²³⁴-⁹])")
DIGITS_BEHIND = re.compile(
    r"(?!\s*+(?:[×xX*·⋅]\s*+)?10(?:\^|[⁻⁰¹²³⁴-⁹]))(?!\.0++\s*+$)"
    r"(?:[.,']?\d|[\s.,']*+\d[\s.,'\d]*+$|[eE][-+]?\d|\s*+[/÷:^×xX*·⋅]\s*+\d|[⁰¹²³⁴-⁹½¼¾])"
)
MINUS, OPENING, CLOSING = ("-", "−", "–"), ("(", "（"), (")", "）")
YEARS, DAYS, HOURS = frozenset("yegb"), frozenset("da"), frozenset("hns")


class Shape(NamedTuple):
    """How one section shows a number: as itself, as a percentage (100 times), with a sign behind it (`%`, `‰`) that does not
    multiply, as a date whose `parts` it shows (y, m, d, h, n for minutes, s; elapsed: `[`), or not at all: words in its place.

    A number may be shown between two texts and divided: by 1 000 for each of its `thousands`, and by a point among its digits that
    has so many `behind` it (`0!.0000` shows 12345 as 1.2345). `decimals`: after the true point; None for all there are. `altered`:
    fixed digits stand among those of the number (`0"000"`); `negative`: a fixed minus or bracket, as if it were below zero. `broken`:
    fixed digits or a sign stand between its digits (`0-00`). `code`: the section itself, where only it can say what is seen.
    """

    kind: Literal["number", "percent", "sign", "date", "words"] = "number"
    parts: frozenset[str] = frozenset()
    sign: str = ""
    before: str = ""
    after: str = ""
    thousands: int = 0
    behind: int = 0
    decimals: int | None = None
    altered: bool = False
    negative: bool = False
    broken: bool = False
    code: str = ""

    @property
    def shows_date(self) -> bool:
        """Whether a day of the calendar, or part of one, is seen."""
        return bool(self.parts - HOURS - {"["})

    @property
    def shows_time(self) -> bool:
        """Whether a time of day is seen."""
        return bool(self.parts & HOURS)


PLAIN = Shape()
Condition = tuple[str, float]


class NumberFormat(NamedTuple):
    """The sections of a format code, each with the condition it was given."""

    sections: tuple[tuple[Condition | None, Shape], ...]

    @property
    def plain(self) -> bool:
        """Whether every number is shown as it is stored."""
        return all(shape is PLAIN for _, shape in self.sections)

    def shape(self, number: float) -> Shape:
        """How this number is shown: by the first section whose condition holds; without conditions by its sign."""
        count = len(self.sections)
        for place, (condition, shape) in enumerate(self.sections[:3]):
            if place == count - 1 or _holds(condition or _usual(place, count), number):
                return shape
        return PLAIN


def _usual(place: int, count: int) -> Condition:
    """Two sections: zero and above, below; three: above, below, zero."""
    return ("<", 0) if place else (">", 0) if count > 2 else (">=", 0)


def _holds(condition: Condition, number: float) -> bool:
    sign, limit = condition
    results = {"<": number < limit, ">": number > limit, "=": number == limit}
    return not results["="] if sign == "<>" else any(results[one] for one in sign)


@lru_cache(4096)
def number_format(code: str) -> NumberFormat:
    """The sections of a format code; a fourth one is for text and left out. A code of nothing is General."""
    sections = tuple(_section(tokens) for tokens in _sections(code[:LONGEST_CODE]))[:3]
    return NumberFormat(sections if len(sections) > 1 or code.strip() else ((None, PLAIN),))


def built_in_format(number: int) -> NumberFormat:
    """The format that a program knows by number; what is not listed shows plain numbers."""
    return number_format(BUILT_IN.get(number, "General"))


def _sections(code: str) -> Iterator[list[re.Match[str]]]:
    tokens: list[re.Match[str]] = []
    for token in TOKEN.finditer(code):
        if token.lastgroup == "end":
            yield tokens
            tokens = []
        else:
            tokens.append(token)
    yield tokens


class _Section:
    """What the tokens of a section say."""

    def __init__(self) -> None:
        self.condition: Condition | None = None
        self.parts: list[str] = []
        self.digits = self.percents = self.commas = self.thousands = 0
        self.all_digits = False
        self.point: int | None = None  # how many digits stand before the true point
        self.inner_point: int | None = None  # and before one that only looks like it
        self.before = self.after = ""
        self.lead = self.tail = ""  # the same with the signs of the format that are shown as they are
        self.unquoted = ""
        self.fraction = False  # as `# ?/8`
        self.broken = False  # whether fixed digits or a sign stand between digits

    def literal(self, text: str) -> None:
        """A text between, before or behind the digits."""
        self._stand(text)
        if not self.digits:
            self.before += text
        elif text == ".":
            self.inner_point = self.digits
        else:
            self.after += text
            self._divide()

    def digit(self) -> None:
        """A place of a digit: commas before it part thousands, texts before it belong to the number."""
        self.digits += 1
        self.broken = self.broken or any(mark.isdecimal() or mark in "-−:" for mark in self.tail)
        self.commas, self.after, self.tail = 0, "", ""

    def other(self, text: str) -> None:
        """A sign of the format itself."""
        if text in "-−()（）" or text.isdecimal():
            self._stand(text)
        if text == "," and self.digits:
            self.commas += 1
        elif text == "." and self.point is None:
            self._divide()
            self.point = self.digits

    def _stand(self, text: str) -> None:
        """A text that is shown as it stands."""
        if self.digits:
            self.tail += text
        else:
            self.lead += text

    def _divide(self) -> None:
        """Commas with no digit behind them divide."""
        self.thousands += self.commas
        self.commas = 0

    def shape(self) -> Shape:
        """How the section shows a number."""
        self._divide()
        texts = self.before + self.after
        altered = not self.fraction and (self.broken or adds_digits(self.lead, self.tail))
        negative = self.digits > 0 and says_negative(self.lead, self.tail)
        if self.percents:
            before, after = (self.lead, self.tail) if altered or negative else ("", "")
            return Shape("percent", before=before, after=after, altered=altered, negative=negative)
        if self.parts and not self.digits:
            return Shape("date", frozenset(_with_minutes(self.parts)))
        sign = texts.strip()[:1] if self.digits else ""
        if sign and sign in "%％‰":
            return Shape("sign", sign=sign.replace("％", "%"))
        before, after = self.before.strip(), (self.after + self.unquoted if self.digits else self.after).strip()
        if not self.digits:
            return PLAIN if self.unquoted else Shape("words", before=before, altered=before[:1].isdecimal())
        behind = self.digits - self.inner_point if self.inner_point and self.point is None else 0
        says = says_something(texts + after) or names_power(after)
        if not (self.thousands or behind or says or altered or negative):
            return PLAIN
        decimals = None if self.all_digits else self.digits - (self.digits if self.point is None else self.point)
        before, after = (before, after) if says else (self.lead.strip(), self.tail.strip())
        return Shape("number", frozenset(), "", before, after, self.thousands, behind, decimals, altered, negative)


def adds_digits(before: str, after: str) -> bool:
    """Whether fixed texts at the digits of a number make another number of them: `"1"0`, `0",000"`, `0"E3"`, `0"/2"`. Zeros before a
    number, zeros behind a point, and a unit that begins with a power of ten do not.
    """
    return bool((DIGITS_BEFORE.search(before) and not ZEROS.fullmatch(before)) or DIGITS_BEHIND.match(after))


def says_negative(before: str, after: str) -> bool:
    """Whether fixed texts make a number look like one below zero."""
    lead, tail = before.strip(" ¥￥$€"), after.strip()
    return lead in MINUS or tail in MINUS or (lead in OPENING and tail[:1] in CLOSING)


def names_power(text: str) -> bool:
    """Whether a text behind a number multiplies it by a power of ten."""
    return POWER_OF_TEN.match(text) is not None


def says_something(text: str) -> bool:
    """Whether a text beside a number may name a unit, a scale or a currency: brackets, signs and dashes do not."""
    return any(mark.isalpha() or unicodedata.category(mark) in ("Sc", "So") for mark in text)


def _section(tokens: list[re.Match[str]]) -> tuple[Condition | None, Shape]:
    found = _Section()
    for place, token in enumerate(tokens):
        group, text = token.lastgroup, token.group()
        if group == "bracket":
            found.condition = _condition(token.group("bracket")) or found.condition
            found.parts += _bracket_parts(token.group("bracket"))
            found.literal(_symbol(token.group("bracket")))
        elif group == "letters":
            found.parts += _letter_parts(text)
            found.unquoted += text
        elif group == "half":
            found.parts.append("h")
        elif group in ("general", "exponent"):
            found.digit()
            found.all_digits = True
        elif group == "digit":
            if not _of_seconds(tokens, place):
                found.digit()
        elif group == "percent":
            found.percents += 1
        elif group == "literal":
            found.literal(text.strip('"').removeprefix("\\").removeprefix("!"))
        elif group == "other":
            found.other(text)
            found.unquoted += text if text == "@" or text.isalpha() else ""
            found.fraction = found.fraction or text == "/"
    shape = found.shape()
    shape = shape._replace(broken=True) if found.broken and shape.altered else shape
    return found.condition, shape._replace(code=_code(tokens)) if shape.broken or shape.kind == "date" else shape


def _code(tokens: list[re.Match[str]]) -> str:
    return "".join(token.group() for token in tokens)


def _letter_parts(letters: str) -> list[str]:
    """The parts of a date that a run of letters shows; none where it is a word (`Standard`, `Yes`), not a run of tokens."""
    if not DATE_TOKENS.fullmatch(letters.lower()):
        return []
    parts = [found.group()[0] for found in DATE_TOKEN.finditer(letters.lower())]
    once = [{"e": "y", "b": "y", "a": "d"}.get(part, part) for part in parts if part not in "mg"]
    return parts if len(set(once)) == len(once) else []


def _of_seconds(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether a digit is a fraction of a second: `ss.0`, `ss.000`."""
    before = place - 1
    while before > 0 and tokens[before].lastgroup == "digit":
        before -= 1
    if before < 1 or tokens[before].group() not in (".", ","):
        return False
    seconds = tokens[before - 1]
    return (seconds.group("letters") or seconds.group("bracket") or "")[-1:].lower() == "s"


def _condition(bracket: str) -> Condition | None:
    found = CONDITION.fullmatch(bracket.strip())
    return (found.group(1), float(found.group(2))) if found else None


def _bracket_parts(bracket: str) -> list[str]:
    return ["[", bracket[0].lower()] if ELAPSED.fullmatch(bracket.lower()) else []


def _symbol(bracket: str) -> str:
    found = CURRENCY.fullmatch(bracket)
    return found.group(1) if found else ""


def _with_minutes(parts: list[str]) -> list[str]:
    """An m behind hours or before seconds is minutes; both years of an era are years, both days are days."""
    plain = [part for part in parts if part != "["]
    found = ["["] * (len(plain) != len(parts))
    for place, part in enumerate(plain):
        minutes = part == "m" and ((place and plain[place - 1] == "h") or plain[place + 1 : place + 2] == ["s"])
        elapsed = part == "m" and found == ["["] and place == 0
        found.append("n" if minutes or elapsed else "y" if part in YEARS else "d" if part in DAYS else part)
    return found
