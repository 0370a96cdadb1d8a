"""A formula as mathematics: the one expression drawn for typst (the book as PDF) and for MathML (pages).

It draws what the engine's symbols reading gives and computes nothing. Symbols such as `E_an` become a letter with its
index; the engine's words become what books print: sums, fractions, cases, brackets of rounding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Protocol

from tanheng.engine.symbols import PRECEDENCE, Binary, Comparison, Expression, Literal, Name, Word
from tanheng.engine.text import Text

Symbols = Callable[[Name], str]
Scope = Callable[[Expression], str]  # what a sum runs over, in the reader's language
RATIO = re.compile(r"(\d+)/(\d+)")
NUMBER = re.compile(r"\d+(\.\d+)?")
SIGNS = {"+": "+", "-": "−", "*": "×", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
BRACKETS = {"floored": "⌊⌋", "ceiled": "⌈⌉"}
FUNCTIONS = {"lesser": "min", "greater": "max"}
JOINTS = {"both": "∧", "either": "∨"}
REPORTED, OTHERWISE = Text("有填报值时", "where reported"), Text("否则", "otherwise")
DECIMALS = Text("修约至{count}位小数", "rounded to {count} decimals")


class Pen(Protocol):
    """What a page can draw; every method gives text of its own language."""

    def symbol(self, base: str, index: str) -> str:
        """A letter or word with its index."""

    def number(self, text: str) -> str:
        """A number."""

    def sign(self, text: str) -> str:
        """An operator."""

    def words(self, text: str) -> str:
        """Plain words inside a formula."""

    def row(self, parts: Sequence[str]) -> str:
        """One after the other."""

    def fraction(self, over: str, under: str) -> str:
        """A fraction."""

    def fenced(self, inner: str, left: str, right: str) -> str:
        """Something in brackets."""

    def power(self, base: str, exponent: str) -> str:
        """A power."""

    def sum(self, inner: str, over: str) -> str:
        """A sum and what it runs over."""

    def called(self, name: str, arguments: Sequence[str]) -> str:
        """A named function."""

    def cases(self, rows: Sequence[tuple[str, str]]) -> str:
        """Values, each with its condition."""


class TypstPen:
    """Draws typst mathematics."""

    def symbol(self, base: str, index: str) -> str:
        """Single letters slanted, words upright."""
        drawn = base if len(base) == 1 and base.isalpha() and not _is_chinese(base) else self.words(base)
        return f"{drawn}_{self.words(index)}" if index else drawn

    def number(self, text: str) -> str:
        """Digits as they stand."""
        return self.words(text)

    def sign(self, text: str) -> str:
        """Operators as they stand: typst knows the characters."""
        return text

    def words(self, text: str) -> str:
        """A string of typst."""
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    def row(self, parts: Sequence[str]) -> str:
        """One after the other."""
        return " ".join(parts)

    def fraction(self, over: str, under: str) -> str:
        """At the size of a display, so that indices stay readable."""
        return f"display(frac({over}, {under}))"

    def fenced(self, inner: str, left: str, right: str) -> str:
        """Brackets that grow with what they hold."""
        return f"lr({left} {inner} {right})"

    def power(self, base: str, exponent: str) -> str:
        """A power."""
        return f"{base}^({exponent})"

    def sum(self, inner: str, over: str) -> str:
        """A sum with its range below the sign."""
        return f"limits(sum)_{self.words(over)} {inner}" if over else f"sum {inner}"

    def called(self, name: str, arguments: Sequence[str]) -> str:
        """A named function."""
        inside = f" {self.words('; ')} ".join(arguments)  # a bare semicolon would begin a row of a matrix
        return f"op({self.words(name)}) lr(( {inside} ))"

    def cases(self, rows: Sequence[tuple[str, str]]) -> str:
        """A brace with one row a case."""
        inside = ", ".join(f"{value} quad & {condition}" for value, condition in rows)
        return f"display(cases({inside}))"


class MathmlPen:
    """Draws MathML."""

    def symbol(self, base: str, index: str) -> str:
        """Single letters are slanted by every browser, words upright."""
        drawn = f"<mi>{escape(base)}</mi>"
        return f"<msub>{drawn}<mtext>{escape(index)}</mtext></msub>" if index else drawn

    def number(self, text: str) -> str:
        """A number."""
        return f"<mn>{escape(text)}</mn>"

    def sign(self, text: str) -> str:
        """An operator."""
        return f"<mo>{escape(text)}</mo>"

    def words(self, text: str) -> str:
        """Plain words."""
        return f"<mtext>{escape(text)}</mtext>"

    def row(self, parts: Sequence[str]) -> str:
        """One after the other."""
        return f"<mrow>{''.join(parts)}</mrow>"

    def fraction(self, over: str, under: str) -> str:
        """A fraction."""
        return f"<mfrac>{over}{under}</mfrac>"

    def fenced(self, inner: str, left: str, right: str) -> str:
        """Something in brackets."""
        return f"<mrow><mo>{left}</mo>{inner}<mo>{right}</mo></mrow>"

    def power(self, base: str, exponent: str) -> str:
        """A power."""
        return f"<msup>{base}{exponent}</msup>"

    def sum(self, inner: str, over: str) -> str:
        """A sum with its range below the sign."""
        sign = '<mo movablelimits="false">∑</mo>'
        return f"<mrow>{f'<munder>{sign}{self.words(over)}</munder>' if over else sign}{inner}</mrow>"

    def called(self, name: str, arguments: Sequence[str]) -> str:
        """A named function."""
        inside = "<mo>;</mo>".join(arguments)
        return f"<mrow><mi>{escape(name)}</mi><mo>(</mo>{inside}<mo>)</mo></mrow>"

    def cases(self, rows: Sequence[tuple[str, str]]) -> str:
        """A brace with one row a case."""
        lines = "".join(f"<mtr><mtd>{value}</mtd><mtd>{condition}</mtd></mtr>" for value, condition in rows)
        return f'<mrow><mo stretchy="true">{{</mo><mtable columnalign="left">{lines}</mtable></mrow>'


def _is_chinese(text: str) -> bool:
    return any("\u2e80" <= character <= "\u9fff" for character in text)


def draw_symbol(text: str, pen: Pen) -> str:
    """A symbol of a pack: `E_an` a letter with its index, `44/12` a fraction, `1000` a number."""
    ratio = RATIO.fullmatch(text)
    if ratio:
        return pen.fraction(pen.number(ratio[1]), pen.number(ratio[2]))
    if NUMBER.fullmatch(text):
        return pen.number(text)
    base, _, index = text.partition("_")
    return pen.symbol(base, index) if base else pen.words(text)


class Drawing:
    """Draws one expression with one pen."""

    def __init__(self, pen: Pen, symbols: Symbols, scope: Scope, lang: str) -> None:
        self.pen, self.symbols, self.scope, self.lang = pen, symbols, scope, lang

    def draw(self, node: Expression) -> str:
        """The expression as text of the pen's language."""
        pen = self.pen
        match node:
            case Name():
                return draw_symbol(self.symbols(node), pen)
            case Literal(text) if text.startswith("-"):
                return pen.fenced(pen.row((pen.sign("−"), pen.number(text[1:]))), "(", ")")
            case Literal(text):
                return pen.number(text)
            case Binary("/", Binary("/", left, middle), right):
                return pen.fraction(self.draw(left), self.draw(Binary("*", middle, right)))
            case Binary("/", left, right):
                return pen.fraction(self.draw(left), self.draw(right))
            case Binary(sign, left, right):
                parts = (self._part(left, sign, right=False), pen.sign(SIGNS[sign]), self._part(right, sign, right=True))
                return pen.row(parts)
            case Comparison(sign, left, right):
                return pen.row((self.draw(left), pen.sign(SIGNS.get(sign, sign)), self.draw(right)))
            case Word(word, arguments):
                return self._word(word, arguments)
        return pen.words(type(node).__name__)

    def _part(self, node: Expression, operator: str, *, right: bool) -> str:
        drawn = self.draw(node)
        if not isinstance(node, Binary) or node.operator == "/":
            return drawn
        inner, outer = PRECEDENCE[node.operator], PRECEDENCE[operator]
        needs = inner < outer or (right and operator == "-" and inner == outer)
        return self.pen.fenced(drawn, "(", ")") if needs else drawn

    def _held(self, node: Expression) -> str:
        drawn = self.draw(node)
        return self.pen.fenced(drawn, "(", ")") if isinstance(node, Binary) and node.operator in "+-" else drawn

    def _word(self, word: str, arguments: tuple[Expression, ...]) -> str:
        pen = self.pen
        match word, arguments:
            case "total", (inner,):
                return pen.sum(self._held(inner), self.scope(inner))
            case "weighted_mean", (value, weight):
                over = self.scope(weight)
                product = pen.row((self._held(value), pen.sign("×"), self._held(weight)))
                return pen.fraction(pen.sum(product, over), pen.sum(self._held(weight), over))
            case "if_reported", (inner,):
                return self.draw(inner)
            case "first_present", (first, otherwise):
                return pen.cases(self._choices(first, otherwise))
            case "where", (condition, then, otherwise):
                last = (self.draw(otherwise), pen.words(OTHERWISE.in_(self.lang)))
                return pen.cases(((self.draw(then), self.draw(condition)), last))
            case "only_where", (condition, value):
                return pen.cases(((self.draw(value), self.draw(condition)),))
            case "rounded", (inner, Literal(count)):
                told = DECIMALS.filled(count=count).in_(self.lang)
                return pen.row((pen.fenced(self.draw(inner), "[", "]"), pen.words(f" {told}")))
            case (("floored" | "ceiled"), (inner,)):
                return pen.fenced(self.draw(inner), *BRACKETS[word])
            case "raised", (base, exponent):
                drawn = self.draw(base)
                return pen.power(drawn if isinstance(base, Name | Literal) else pen.fenced(drawn, "(", ")"), self.draw(exponent))
            case "exponential", (exponent,):
                return pen.power(pen.symbol("e", ""), self.draw(exponent))
            case (("both" | "either"), (first, second)):
                return pen.row((self.draw(first), pen.sign(JOINTS[word]), self.draw(second)))
        return pen.called(FUNCTIONS.get(word, word), [self.draw(argument) for argument in arguments])

    def _choices(self, first: Expression, otherwise: Expression) -> list[tuple[str, str]]:
        """A chain of first_present as one brace, the last one for when nothing before is there."""
        rows = [(self.draw(first), self.pen.words(REPORTED.in_(self.lang)))]
        match otherwise:
            case Word("first_present", (second, last)):
                return rows + self._choices(second, last)
        return [*rows, (self.draw(otherwise), self.pen.words(OTHERWISE.in_(self.lang)))]


def typst_formula(symbol: str, expression: Expression, drawing: Drawing) -> str:
    """`symbol = expression` for typst."""
    return f"{draw_symbol(symbol, drawing.pen)} = {drawing.draw(expression)}"


def mathml_formula(symbol: str, expression: Expression, drawing: Drawing) -> str:
    """`symbol = expression` as one MathML element."""
    inside = f"{draw_symbol(symbol, drawing.pen)}<mo>=</mo>{drawing.draw(expression)}"
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mrow>{inside}</mrow></math>'


def mathml_symbol(symbol: str) -> str:
    """A symbol alone, inside a line."""
    return f"<math>{draw_symbol(symbol, MathmlPen())}</math>"


def typst_symbol(symbol: str) -> str:
    """A symbol alone, for typst."""
    return draw_symbol(symbol, TypstPen())
