"""The formula of an explained number as MathML, drawn as the rule book draws it; a year of months as their sum or mean.

It draws the pack's own expressions and knows nothing of the numbers behind them.
"""

from __future__ import annotations

from tanheng.documents.rule_book.context import Context
from tanheng.documents.rule_book.mathematics import Drawing, MathmlPen, mathml_formula
from tanheng.documents.rule_book.quantities import mathematics
from tanheng.documents.rule_book.words import SUMMED
from tanheng.engine.explanation import Explanation
from tanheng.engine.pack import Pack
from tanheng.engine.symbols import Expression, Name, Word


def explanation_mathml(pack: Pack, found: Explanation, lang: str) -> str:
    """`symbol = formula` as one MathML element, every name in it escaped; empty for a number that no formula gives."""
    quantity = pack.quantities.get(found.quantity)
    if quantity is None:
        return ""
    if found.kind == "formula":
        tree = pack.formulas[quantity.id].expression
        return mathematics(Context(pack, lang), quantity.symbol, tree, quantity.index).mathml
    months = _over_months(found, quantity.weight)
    if months is None:
        return ""
    drawing = Drawing(MathmlPen(), lambda name: pack.quantities[name.id].symbol, lambda _summed: SUMMED["month"].in_(lang), lang)
    return mathml_formula(quantity.symbol, months, drawing)


def _over_months(found: Explanation, weight: str | None) -> Expression | None:
    """The year as the engine's own words: a total, or a mean weighted by another quantity."""
    if found.kind == "sum":
        return Word("total", (Name(found.quantity),))
    if found.kind == "mean" and weight:
        return Word("weighted_mean", (Name(found.quantity), Name(weight)))
    return None
