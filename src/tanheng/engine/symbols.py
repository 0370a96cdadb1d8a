"""The symbols reading: a formula called with symbols gives its expression, which renders as text or a cell formula.

Renderers take a `name` function that says how a quantity or parameter is written, so one expression gives the formula
in words, in symbols, with its numbers, and as live cells of a recomputation kit. Mathematics as print and pages draw
it is no reading of the engine: the documents draw it from the same expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tanheng.engine.symbol_words import CELL_WORDS, TEXT_COMPARISONS, TEXT_WORDS

PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}
Namer = Callable[["Name"], str]


class Expression:
    """Base of the expression tree; arithmetic on it builds a larger tree."""

    __slots__ = ()

    def __add__(self, other: Any) -> Expression:
        return Binary("+", self, _expression(other))

    def __radd__(self, other: Any) -> Expression:
        return Binary("+", _expression(other), self)

    def __sub__(self, other: Any) -> Expression:
        return Binary("-", self, _expression(other))

    def __rsub__(self, other: Any) -> Expression:
        return Binary("-", _expression(other), self)

    def __mul__(self, other: Any) -> Expression:
        return Binary("*", self, _expression(other))

    def __rmul__(self, other: Any) -> Expression:
        return Binary("*", _expression(other), self)

    def __truediv__(self, other: Any) -> Expression:
        return Binary("/", self, _expression(other))

    def __rtruediv__(self, other: Any) -> Expression:
        return Binary("/", _expression(other), self)

    def __lt__(self, other: Any) -> Expression:
        return Comparison("<", self, _expression(other))

    def __le__(self, other: Any) -> Expression:
        return Comparison("<=", self, _expression(other))

    def __gt__(self, other: Any) -> Expression:
        return Comparison(">", self, _expression(other))

    def __ge__(self, other: Any) -> Expression:
        return Comparison(">=", self, _expression(other))

    def __bool__(self) -> bool:
        raise TypeError("a formula must not branch with `if`; use where()")

    def total(self) -> Expression:
        """The word total()."""
        return Word("total", (self,))

    def weighted_mean(self, weights: Any) -> Expression:
        """The word weighted_mean()."""
        return Word("weighted_mean", (self, _expression(weights)))

    def where(self, then: Any, otherwise: Any) -> Expression:
        """The word where()."""
        return Word("where", (self, _expression(then), _expression(otherwise)))

    def only_where(self, value: Any) -> Expression:
        """The word only_where()."""
        return Word("only_where", (self, _expression(value)))

    def first_present(self, otherwise: Any) -> Expression:
        """The word first_present()."""
        return Word("first_present", (self, _expression(otherwise)))

    def if_reported(self) -> Expression:
        """The word if_reported()."""
        return Word("if_reported", (self,))

    def lesser(self, other: Any) -> Expression:
        """The word lesser()."""
        return Word("lesser", (self, _expression(other)))

    def greater(self, other: Any) -> Expression:
        """The word greater()."""
        return Word("greater", (self, _expression(other)))

    def both(self, other: Any) -> Expression:
        """The word both()."""
        return Word("both", (self, _expression(other)))

    def either(self, other: Any) -> Expression:
        """The word either()."""
        return Word("either", (self, _expression(other)))

    def floored(self) -> Expression:
        """The word floored()."""
        return Word("floored", (self,))

    def ceiled(self) -> Expression:
        """The word ceiled()."""
        return Word("ceiled", (self,))

    def raised(self, exponent: Any) -> Expression:
        """The word raised()."""
        return Word("raised", (self, _expression(exponent)))

    def as_exponent_of(self, base: Any) -> Expression:
        """The word raised() with a number as its base."""
        return Word("raised", (_expression(base), self))

    def exponential(self) -> Expression:
        """The word exponential()."""
        return Word("exponential", (self,))

    def as_carbon(self) -> Expression:
        """carbon() changes the unit only."""
        return self

    def rounded(self, decimals: int) -> Expression:
        """The word rounded()."""
        return Word("rounded", (self, Literal(str(decimals))))


@dataclass(frozen=True, slots=True)
class Name(Expression):
    """A quantity or, with `parameter`, a parameter of the pack. `series` marks an argument that is summed over."""

    id: str
    parameter: bool = False
    series: bool = False


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    """A number written in the formula."""

    text: str


@dataclass(frozen=True, slots=True)
class Binary(Expression):
    """An operation on two expressions."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """A comparison, only inside where()."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Word(Expression):
    """One of the engine's words with its arguments."""

    word: str
    arguments: tuple[Expression, ...]


class ParameterNames:
    """Stands in for `p`: every attribute is the name of a parameter."""

    def __getattr__(self, name: str) -> Name:
        if name.startswith("__"):
            raise AttributeError(name)
        return Name(name, parameter=True)


def _expression(value: Any) -> Expression:
    if isinstance(value, Expression):
        return value
    if isinstance(value, int):
        return Literal(str(value))
    raise TypeError(f"a formula holds {type(value).__name__}; only quantities, parameters and whole numbers may stand in it")


def below(node: Expression) -> tuple[Expression, ...]:
    """What a word or a sign is applied to, in reading order; nothing below a name or a number."""
    match node:
        case Word(_, arguments):
            return arguments
        case Binary(_, left, right) | Comparison(_, left, right):
            return left, right
    return ()


def nodes(expression: Expression) -> Iterator[Expression]:
    """The expression and all that stands below it, in reading order; a word before its arguments."""
    yield expression
    for one in below(expression):
        yield from nodes(one)


def rewritten(expression: Expression, instead: Callable[[Expression], Expression | None]) -> Expression:
    """The expression with what `instead` gives for a node in its place; what it gives for is not gone into."""
    other = instead(expression)
    if other is not None:
        return other
    inner = tuple(rewritten(one, instead) for one in below(expression))
    match expression:
        case Word(word, _):
            return Word(word, inner)
        case Binary(sign, _, _) | Comparison(sign, _, _):
            return type(expression)(sign, *inner)
    return expression


def names_in(expression: Expression) -> list[Name]:
    """All names of an expression, in reading order, each once."""
    return list(dict.fromkeys(one for one in nodes(expression) if isinstance(one, Name)))


def _bracketed(node: Expression, operator: str, right: bool, render: Callable[[Expression], str]) -> str:
    text = render(node)
    if not isinstance(node, Binary):
        return text
    inner, outer = PRECEDENCE[node.operator], PRECEDENCE[operator]
    needs = inner < outer or (inner == outer and right and operator in "-/") or (operator == "*" and right and node.operator == "/")
    return f"({text})" if needs else text


ABSENT = "–"  # how a reading with numbers writes an operand that was not reported
TEXT_SIGNS = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}


def _chosen(preferred: str, otherwise: str) -> str:
    """With numbers only the branch that counted; with names both, the preferred one first."""
    if preferred == ABSENT:
        return f"({otherwise})"
    is_number = preferred.replace(".", "", 1).isdigit()
    return preferred if is_number else f"[{preferred} | {otherwise}]"


def as_text(expression: Expression, name: Namer, lang: str = "") -> str:
    """The expression as one line of text, with ×, ÷ and −; `lang` (zh, en) puts the engine's words into a sentence."""
    words = TEXT_WORDS[lang]

    def render(node: Expression) -> str:
        match node:
            case Name():
                return name(node)
            case Literal(text):
                return f"(−{text[1:]})" if text.startswith("-") else text
            case Binary(sign, left, right):
                return _bracketed(left, sign, False, render) + TEXT_SIGNS[sign] + _bracketed(right, sign, True, render)
            case Comparison(sign, left, right):
                return f"{render(left)} {TEXT_COMPARISONS[sign]} {render(right)}"
            case Word("total", (inner,)):
                return f"Σ {_bracketed(inner, '*', True, render)}"
            case Word("if_reported", (inner,)):
                return render(inner)
            case Word("first_present", (preferred, otherwise)):
                return _chosen(render(preferred), render(otherwise))
            case Word(word, arguments):
                return words[word].format(*(render(argument) for argument in arguments))
        raise TypeError(type(node).__name__)

    return render(expression)


EXCEL_SIGNS = {"+": "+", "-": "-", "*": "*", "/": "/"}


def as_cell_formula(expression: Expression, cell: Namer) -> str:
    """The expression as a spreadsheet formula without the leading `=`; `cell` gives a cell, or a range for a series."""

    def render(node: Expression) -> str:
        match node:
            case Name():
                return cell(node)
            case Literal(text):
                return text
            case Binary(sign, left, right):
                return _bracketed(left, sign, False, render) + EXCEL_SIGNS[sign] + _bracketed(right, sign, True, render)
            case Comparison(sign, left, right):
                return f"{render(left)}{sign}{render(right)}"
            case Word(name, arguments):
                return CELL_WORDS[name].format(*(render(argument) for argument in arguments))
        raise TypeError(type(node).__name__)

    return render(expression)


def expression_of(function: Any, arguments: tuple[str, ...], uses_parameters: bool) -> Expression:
    """A formula function read as symbols."""
    keywords = {"p": ParameterNames()} if uses_parameters else {}
    return _expression(function(*(Name(argument) for argument in arguments), **keywords))
