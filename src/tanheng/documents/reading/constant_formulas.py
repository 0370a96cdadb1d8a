"""Formulas that consist of numbers alone, such as `=548.5*31`: they say exactly what was typed, and need no stored result.

Everything that looks at a cell, a name or a function is left to the spreadsheet that wrote the file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from tanheng.documents.reading.stored_numbers import SHOWN_DIGITS
from tanheng.engine.numbers import full_text

LONGEST = 120
CONSTANT = re.compile(r"(?=\D*\d)[\d.+\-*/() ]+")
SIGNED_POWER = re.compile(r"\*\s*\*|/\s*/")  # of Python, not of spreadsheets
STEPS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda one, other: one + other, ast.Sub: lambda one, other: one - other,
    ast.Mult: lambda one, other: one * other, ast.Div: lambda one, other: one / other,
}  # fmt: skip


def constant_result(formula: str) -> str | None:
    """The result of a formula of numbers, at the 15 digits a spreadsheet keeps; None for any other formula."""
    text = formula.removeprefix("of:").strip().removeprefix("=").strip()
    if len(text) > LONGEST or not CONSTANT.fullmatch(text) or SIGNED_POWER.search(text):
        return None
    try:
        number = _number(ast.parse(text, mode="eval").body, text)
        return full_text(SHOWN_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator)))
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError, MemoryError, ArithmeticError):
        return None


def _number(node: ast.expr, text: str) -> Fraction:
    """The exact value of a parsed expression. Raises ValueError for what is no number and no step of the four."""
    match node:
        case ast.Constant():
            return Fraction(ast.get_source_segment(text, node) or "")
        case ast.UnaryOp(op=ast.USub()):
            return -_number(node.operand, text)
        case ast.UnaryOp(op=ast.UAdd()):
            return _number(node.operand, text)
        case ast.BinOp() if type(node.op) in STEPS:
            return STEPS[type(node.op)](_number(node.left, text), _number(node.right, text))
    raise ValueError(ast.dump(node))
