"""A column of a table of the plan: what kind of value stands in it, how that is read from what people type, and how it is written.

A blank is never a value: "" for texts, None for all else, () for lists. "/" says that a cell does not apply and is a text (STEEL 9.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from tanheng.engine.numbers import full_text, parse_decimal
from tanheng.engine.text import Text

Kind = Literal["text", "long", "choice", "choices", "date", "month", "percent", "whole", "yes_no"]
Value = str | bool | int | date | Decimal | tuple[str, ...] | None
NOT_APPLICABLE = "/"
LONGEST = {"text": 200, "long": 4000}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
BETWEEN = re.compile(r"[、,，;；→>]")
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
LARGEST_WHOLE = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in the row, and as the form calls it. `needed`: a plan that is submitted has it; `printed`: it stands in the
    official form, else it is what the system asks beside it.
    """

    id: str
    label: Text
    kind: Kind = "text"
    choices: Mapping[str, Text] = field(default_factory=dict)
    needed: bool = False
    printed: bool = True
    hint: Text | None = None

    @property
    def blank(self) -> Value:
        """What stands where nothing was filled in."""
        return "" if self.kind in ("text", "long", "choice") else () if self.kind == "choices" else None


class ColumnFault(ValueError):  # noqa: N818 - it becomes a problem with its place
    """What was typed is no value of the column: the code of the sentence and its words."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def read_value(column: Column, raw: Any) -> Value:
    """The value in what a document, a form or a cell holds. Raises ColumnFault."""
    if raw is None or raw in ("", [], ()) or (isinstance(raw, str) and not raw.strip()):
        return column.blank
    if column.kind == "choices":
        return _choices(column, raw)
    if column.kind == "yes_no" and isinstance(raw, bool):
        return raw
    if isinstance(raw, bool | float) or not isinstance(raw, str | int | date | Decimal):
        raise ColumnFault("PLAN-102", found=str(raw), wanted=WANTED[column.kind])
    return READERS[column.kind](column, _cleaned(column, str(raw)))


def plain(column: Column, value: Value) -> Any:
    """The value as plain data of a document."""
    if isinstance(value, date):
        return value.isoformat() if column.kind == "date" else f"{value:%Y-%m}"
    if isinstance(value, Decimal):
        return full_text(value)
    return list(value) if isinstance(value, tuple) else value


def in_words(column: Column, value: Value, lang: str) -> str:
    """The value as people read it; `read_value` reads it back."""
    if value is None or value in ("", ()):
        return ""
    match column.kind:
        case "choice":
            return _label(column, str(value)).in_(lang)
        case "choices":
            assert isinstance(value, tuple)
            return "→".join(_label(column, one).in_(lang) for one in value)
        case "yes_no":
            return YES_NO[bool(value)].in_(lang)
        case "percent":
            assert isinstance(value, Decimal)
            return f"{full_text(value.scaleb(2))}%"
    return str(plain(column, value))


def _label(column: Column, one: str) -> Text:
    return column.choices.get(one, Text(one, one))


def _cleaned(column: Column, text: str) -> str:
    """Printable, as a table of the database takes it; a long text keeps its lines."""
    kept = text.replace("\r\n", "\n") if column.kind == "long" else text
    return "".join(one for one in kept if one.isprintable() or (one == "\n" and column.kind == "long")).strip()


def _text(column: Column, text: str) -> str:
    longest = LONGEST[column.kind]
    if len(text) > longest:
        raise ColumnFault("PLAN-103", found=str(len(text)), longest=str(longest))
    return text


def _choice(column: Column, text: str) -> str:
    wanted = text.casefold()
    for name, label in column.choices.items():
        if wanted in (name.casefold(), label.zh.casefold(), label.en.casefold()):
            return name
    known = list(column.choices.values())
    raise ColumnFault("PLAN-104", found=text, known=Text("、".join(one.zh for one in known), ", ".join(one.en for one in known)))


def _choices(column: Column, raw: Any) -> tuple[str, ...]:
    parts = raw if isinstance(raw, list | tuple) else BETWEEN.split(str(raw))
    texts = [_cleaned(column, str(one)) for one in parts]
    return tuple(dict.fromkeys(_choice(column, one) for one in texts if one))


def _date(column: Column, text: str) -> date:
    found = DAY.fullmatch(text) or (MONTH.fullmatch(text) if column.kind == "month" else None)
    try:
        if found:
            year, month, *day = (int(one) for one in found.groups())
            return date(year, month, day[0] if day and column.kind == "date" else 1)
    except ValueError:
        pass
    raise ColumnFault("PLAN-102", found=text, wanted=WANTED[column.kind])


def _percent(column: Column, text: str) -> Decimal:
    sign = text.endswith(("%", "％"))
    number = parse_decimal(text.rstrip("%％ ").strip())
    if number is None or number < 0:
        raise ColumnFault("PLAN-102", found=text, wanted=WANTED[column.kind])
    return number.scaleb(-2) if sign else number


def _whole(column: Column, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= LARGEST_WHOLE):
        raise ColumnFault("PLAN-102", found=text, wanted=WANTED[column.kind])
    return int(text)


def _yes_no(column: Column, text: str) -> bool:
    for value, label in YES_NO.items():
        if text.casefold() in (label.zh, label.en, str(value).casefold()):
            return value
    raise ColumnFault("PLAN-102", found=text, wanted=WANTED[column.kind])


WANTED: dict[Kind, Text] = {
    "text": Text("文字", "text"),
    "long": Text("文字", "text"),
    "choice": Text("列表中的一项", "one of the list"),
    "choices": Text("列表中的若干项", "some of the list"),
    "date": Text("日期，如 2026-01-05", "a date such as 2026-01-05"),
    "month": Text("月份，如 2026-01", "a month such as 2026-01"),
    "percent": Text("百分数，如 0.2%", "a percentage such as 0.2%"),
    "whole": Text("不为负的整数", "a whole number of zero or more"),
    "yes_no": Text("是或否", "yes or no"),
}
READERS: dict[Kind, Callable[[Column, str], Value]] = {
    "text": _text,
    "long": _text,
    "choice": _choice,
    "date": _date,
    "month": _date,
    "percent": _percent,
    "whole": _whole,
    "yes_no": _yes_no,
}
