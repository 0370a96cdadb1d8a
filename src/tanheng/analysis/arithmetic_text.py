"""Arithmetic written as text in the maps between editions: `net_anode_carbon_t / (1 - anode_loss_rate)`. Names, `p.parameter`,
`quantity[item]`, whole numbers, + − × ÷ and brackets, and the words first_present and if_reported; nothing else is read. Where there are
columns also words over one of them, as `total(net_t)`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache

from tanheng.engine.errors import PackError
from tanheng.engine.numbers import ZERO, Number, Ratio, exact_context
from tanheng.engine.pack_sentences import told
from tanheng.engine.units import DIMENSIONLESS, Unit

Lookup = Callable[["Term"], Number | None]
WORDS = {"first_present": 2, "if_reported": 1}


@dataclass(frozen=True, slots=True)
class Term:
    """A name in the text: a quantity or concept, of one item where it says so, a parameter, or a column under a word `over` it."""

    name: str
    item: str | None = None
    parameter: bool = False
    over: str = ""


@dataclass(frozen=True)
class Arithmetic:
    """A text that has been read: its terms, and its value once each term has one."""

    text: str
    tree: ast.expr
    terms: tuple[Term, ...]
    over: tuple[str, ...] = ()

    def value(self, lookup: Lookup) -> Decimal | None:
        """The value; None where a term it needs has none, or where it divides by zero."""
        with localcontext(exact_context()):
            try:
                found = _value(self.tree, lookup, self.over)
            except ArithmeticError:  # a divisor of zero
                return None
        return None if isinstance(found, Ratio) else found

    def unit(self, lookup: Callable[[Term], Unit]) -> Unit:
        """The unit of the value by the units of its terms. Raises UnitError where they do not fit."""
        return _unit(self.tree, lookup, self.over)


@lru_cache(maxsize=1024)
def arithmetic(text: str, over: tuple[str, ...] = ()) -> Arithmetic:
    """Reads the text; `over` are the words that may stand over a column. Raises PackError for anything that is not plain arithmetic."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise PackError(told("no_arithmetic", text=text)) from error
    terms = tuple(dict.fromkeys(_terms(tree, text, over)))
    return Arithmetic(text, tree, terms, over)


def term_of(node: ast.expr, over: tuple[str, ...] = ()) -> Term | None:
    """The term a node is, or None."""
    match node:
        case ast.Name(id=name):
            return Term(name)
        case ast.Attribute(value=ast.Name(id="p"), attr=name):
            return Term(name, parameter=True)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Name(id=item)):
            return Term(name, item)
        case ast.Call(func=ast.Name(id=word), args=[ast.Name(id=name)], keywords=[]) if word in over:
            return Term(name, over=word)
    return None


def _terms(node: ast.expr, text: str, over: tuple[str, ...]) -> list[Term]:
    term = term_of(node, over)
    if term is not None:
        return [term]
    match node:
        case ast.Constant(value=int()):
            return []
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            return _terms(left, text, over) + _terms(right, text, over)
        case ast.Call(func=ast.Name(id=word), args=arguments, keywords=[]) if WORDS.get(word) == len(arguments):
            return [term for one in arguments for term in _terms(one, text, over)]
    raise PackError(told("no_arithmetic", text=text))


def _value(node: ast.expr, lookup: Lookup, over: tuple[str, ...]) -> Number | None:
    term = term_of(node, over)
    if term is not None:
        return lookup(term)
    match node:
        case ast.Constant(value=int() as number):
            return Decimal(number)
        case ast.Call(func=ast.Name(id="if_reported"), args=[inner]):
            found = _value(inner, lookup, over)
            return ZERO if found is None else found
        case ast.Call(args=[first, otherwise]):
            found = _value(first, lookup, over)
            return _value(otherwise, lookup, over) if found is None else found
        case ast.BinOp(left=left, right=right, op=sign):
            return _applied(sign, _value(left, lookup, over), _value(right, lookup, over))
    raise TypeError(type(node).__name__)  # `arithmetic` has read the whole text before


def _unit(node: ast.expr, lookup: Callable[[Term], Unit], over: tuple[str, ...]) -> Unit:
    term = term_of(node, over)
    if term is not None:
        return lookup(term)
    match node:
        case ast.Call(args=[first, *others]):
            found = _unit(first, lookup, over)
            for one in others:
                found = found + _unit(one, lookup, over)
            return found
        case ast.BinOp(left=left, right=right, op=sign):
            return _joined(sign, _unit(left, lookup, over), _unit(right, lookup, over))
    return DIMENSIONLESS


def _joined(sign: ast.operator, left: Unit, right: Unit) -> Unit:
    match sign:
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
    return left + right


def _applied(sign: ast.operator, left: Number | None, right: Number | None) -> Decimal | None:
    if left is None or right is None:
        return None
    match sign:
        case ast.Mult():
            return right * _plain(left) if isinstance(right, Ratio) else left * right
        case ast.Div():
            return _plain(left) / right
    first, second = _plain(left), _plain(right)
    return first + second if isinstance(sign, ast.Add) else first - second


def _plain(number: Number) -> Decimal:
    return number.numerator / number.denominator if isinstance(number, Ratio) else number
