"""Which of several a number was taken from, and why the others were not: the edition in force, the order of preference, a default, an
exception. Read for one number when it is explained, never in a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any, Literal

from tanheng.engine import words
from tanheng.engine.numbers import Number, exact_context, number_text
from tanheng.engine.pack import Parameter, Replaced
from tanheng.engine.symbols import Binary, Comparison, Expression, Name, Word, as_text, nodes
from tanheng.engine.symbols import Literal as Figure
from tanheng.engine.text import Text

Reason = Literal["edition", "order", "default", "exception"]
Values = Callable[[Name], Any]
CHOSEN_FIRST = Text("已有填报，排在前面", "it was reported and comes first")
NOT_THERE = Text("没有数值", "it has no number")
NOT_THERE_BEFORE = Text("前一项没有数值", "what comes before has no number")
COMES_AFTER = Text("排在其后", "it comes after")
HOLDS, HOLDS_NOT = Text("条件成立", "the condition holds"), Text("条件不成立", "the condition does not hold")
REPORTED = Text("已有填报，不用缺省值", "the value was reported, so no default is taken")
MISSING = Text("没有填报，取缺省值", "nothing was reported, so the default is taken")
IN_FORCE = Text("适用于该年度数据", "in force for the data of the year")
NOT_IN_FORCE = Text("不适用于该年度数据", "not in force for the data of the year")
OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda one, two: one + two,
    "-": lambda one, two: one - two,
    "*": lambda one, two: one * two,
    "/": lambda one, two: one / two,
    "<": lambda one, two: one < two,
    "<=": lambda one, two: one <= two,
    ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two,
}


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several that a number might have been taken from."""

    what: str
    chosen: bool
    by: Reason
    why: Text
    value: str | None = None

    def as_json(self, lang: str) -> dict[str, Any]:
        """As `trace/1` lists it."""
        row = {"what": self.what, "chosen": self.chosen, "by": self.by, "why": self.why.in_(lang), "value": self.value}
        return {key: value for key, value in row.items() if value is not None}


def of_formula(tree: Expression, values: Values, symbol: Callable[[Name], str]) -> Iterator[Alternative]:
    """What each choice inside a formula took, and what it left: branches of a condition, and what comes first."""
    for node in nodes(tree):
        match node:
            case Word("where", (condition, then, otherwise)):
                yield from _branches(condition, (then, otherwise), values, symbol)
            case Word("only_where", (condition, then)):
                yield from _branches(condition, (then,), values, symbol)
            case Word("first_present", (preferred, otherwise)):
                present = _value(preferred, values) is not None
                yield Alternative(as_text(preferred, symbol), present, "order", CHOSEN_FIRST if present else NOT_THERE)
                yield Alternative(as_text(otherwise, symbol), not present, "order", COMES_AFTER if present else NOT_THERE_BEFORE)


def _branches(
    condition: Expression, branches: tuple[Expression, ...], values: Values, symbol: Callable[[Name], str]
) -> Iterator[Alternative]:
    held = _value(condition, values)
    if held is None:
        return
    said = as_text(condition, symbol)
    for wanted, branch in zip((True, False), branches, strict=False):
        why = HOLDS if held else HOLDS_NOT
        yield Alternative(as_text(branch, symbol), held is wanted, "exception", Text(f"{why.zh}：{said}", f"{why.en}: {said}"))


def _value(node: Expression, values: Values) -> Any:
    """The value of a part of a formula; None where an operand is absent or the part has no number."""
    with localcontext(exact_context()):
        try:
            return _evaluated(node, values)
        except (TypeError, AttributeError, ArithmeticError, InvalidOperation):
            return None


def _evaluated(node: Expression, values: Values) -> Any:
    match node:
        case Name():
            return values(node)
        case Figure(text):
            return Decimal(text)
        case Binary(operator, left, right) | Comparison(operator, left, right):
            return OPERATIONS[operator](_evaluated(left, values), _evaluated(right, values))
        case Word("rounded", (inner, decimals)):
            return words.rounded(_evaluated(inner, values), int(_evaluated(decimals, values)))
        case Word(word, arguments):
            return getattr(words, word)(*(_evaluated(one, values) for one in arguments))
    raise TypeError(f"no value of {node}")


def of_parameter(chosen: Parameter, dated: tuple[Parameter, ...]) -> Iterator[Alternative]:
    """The value in force, the others of the edition, and the edition's own where a case put another in its place."""
    if chosen.replaced is not None:
        yield from of_replaced(chosen.replaced, number_text(chosen.value))
        return
    if len(dated) > 1:
        for one in dated:
            taken = (one.valid_from, one.valid_to) == (chosen.valid_from, chosen.valid_to)
            why = IN_FORCE if taken else NOT_IN_FORCE
            yield Alternative(_span(one.valid_from, one.valid_to), taken, "edition", why, number_text(one.value))


def of_replaced(replaced: Replaced, value: str | None) -> Iterator[Alternative]:
    """The value a case put in the place of the edition's."""
    why = Text(f"{replaced.document}：{replaced.reason}", f"{replaced.document}: {replaced.reason}")
    yield Alternative("override", True, "exception", why, value)
    yield Alternative("edition", False, "exception", why, replaced.value or None)


def of_input(reported: str | None, default: Number | None, name: str) -> Iterator[Alternative]:
    """What was reported against the default of the edition."""
    told = None if default is None else number_text(default)
    if reported is not None:
        yield Alternative("reported", True, "default", REPORTED, reported)
        yield Alternative(name, False, "default", REPORTED, told)
    else:
        yield Alternative("reported", False, "default", MISSING)
        yield Alternative(name, True, "default", MISSING, told)


def of_dates(columns: Mapping[str, tuple[Decimal | None, str]], taken: str, frozen: str) -> Iterator[Alternative]:
    """The published values a dated factor might have been: column → value and day of publication."""
    for column, (value, published) in columns.items():
        if column != taken:
            late = published and frozen and published > frozen
            why = Text(f"公布于 {published}，晚于取用日 {frozen}", f"published {published}, after the freeze date {frozen}") if late else (
                NOT_THERE if value is None else NOT_IN_FORCE
            )  # fmt: skip
            yield Alternative(column, False, "edition", why, None if value is None else number_text(value))


def _span(first: int | None, last: int | None) -> str:
    return f"{first or ''}–{last or ''}"
