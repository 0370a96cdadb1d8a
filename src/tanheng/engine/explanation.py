"""What an explanation of a number holds: the shape that `engine.explain` fills and every page, report and trace reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from tanheng.engine.absences import NOT_APPLICABLE_KIND, NOT_APPLICABLE_SIGN
from tanheng.engine.alternatives import Alternative
from tanheng.engine.numbers import shown
from tanheng.engine.pack import CONFIRMED, Replaced
from tanheng.engine.places import NOWHERE, Origin
from tanheng.engine.text import Text

NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number of a run and how it came about; operands are explanations themselves."""

    kind: str  # formula, sum, mean, input, default, parameter, absent
    quantity: str
    label: Text
    symbol: str
    unit: str
    facility: str | None = None
    item: str | None = None
    month: int | None = None
    value: str | None = None
    raw: str | None = None
    decimals: int | None = None
    mode: str = ""
    clause: str = ""
    formula_words: Text = NO_TEXT
    formula_symbols: str = ""
    formula_numbers: str = ""
    status: str = ""
    source: str = ""
    evidence: str = ""
    value_kind: str = ""
    typed: str = ""
    note: str = ""
    valid: str = ""
    origin: Origin = NOWHERE
    recalculated: str | None = None
    replaced: Replaced | None = None
    edition: str = ""
    untranslatable: tuple[str, ...] = ()  # what the edition says and the pack cannot, on which the number depends
    alternatives: tuple[Alternative, ...] = ()
    operands: tuple[Explanation, ...] = ()

    @property
    def step(self) -> str:
        """The id of the step, the same in every trace of the run: `quantity@facility:item/month`, or `p.` and the parameter."""
        if self.kind == "parameter":
            return f"p.{self.quantity}"
        place = f"@{':'.join((self.facility or '', *([self.item] if self.item else [])))}" if self.facility or self.item else ""
        return f"{self.quantity}{place}" + ("" if self.month is None else f"/{self.month}")

    @property
    def confirmed(self) -> bool:
        """Whether the value stands in an official text; reported values are facts of the user, not of the rules."""
        return self.kind not in ("default", "parameter") or self.status == CONFIRMED

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """`trace/1`: only what is known."""
        row: dict[str, Any] = {
            "step": self.step,
            "kind": self.kind,
            "quantity": self.quantity,
            "label": self.label.in_(lang),
            "symbol": self.symbol,
            "unit": self.unit,
            "facility": self.facility,
            "item": self.item,
            "month": self.month,
            "value": self.value,
            "raw": self.raw,
            "decimals": self.decimals,
            "rounding": self.mode,
            "clause": self.clause,
            "edition": self.edition,
            "formula": self.formula_symbols,
            "words": self.formula_words.in_(lang),
            "numbers": self.formula_numbers,
            "status": self.status,
            "source": self.source,
            "evidence": self.evidence,
            "value_kind": self.value_kind,
            "typed": self.typed,
            "note": self.note,
            "valid": self.valid,
            "origin": self.origin.where().as_json(),
            "recalculated": self.recalculated,
            "replaces": None if self.replaced is None else asdict(self.replaced),
            "untranslatable": list(self.untranslatable),
            "alternatives": [one.as_json(lang) for one in self.alternatives],
            "operands": [operand.as_json(lang) for operand in self.operands],
        }
        return {name: value for name, value in row.items() if value not in (None, "", [], {})}


def shown_value(explanation: Explanation) -> str:
    """The value with thousands separators for people."""
    if explanation.value is None:
        return NOT_APPLICABLE_SIGN if explanation.value_kind == NOT_APPLICABLE_KIND else "—"
    try:
        return shown(Decimal(explanation.value), explanation.decimals)
    except ArithmeticError:
        return explanation.value
