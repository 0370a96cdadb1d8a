"""One figure as it is typed beside its line, with or without a unit, read as a workbook's cell is: to an exact amount, or to what is wrong.

What a person types in a grid and what they type in Excel mean the same, so the same words, bounds and refusals hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from tanheng.documents.input.typed_numbers import says_not_applicable, typed_number
from tanheng.documents.reading.cells import Cell
from tanheng.documents.reading.problems import input_problem
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.case import Facility, Value
from tanheng.engine.case.reader import Reader
from tanheng.engine.case.values import ValueReader
from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import exact_context
from tanheng.engine.pack import Pack
from tanheng.engine.places import NOWHERE
from tanheng.engine.problems import Problem, has_errors
from tanheng.engine.units import conversion
from tanheng.engine.wording import Wording

BEHIND = re.compile(r"([-+−]?[\d.,，\s]*\d)\s*([^\d\s.,，%‰eE+\-].*)")


class Asked(NamedTuple):
    """Of which quantity of a rule pack, where and when something is typed; `facility` is listed in the case, "" the enterprise."""

    quantity: str
    facility: str
    item: str
    month: int


class Said(NamedTuple):
    """What is typed: the figure, of which kind, and the words beside it."""

    text: str
    kind: str = ""
    source: str = ""
    evidence: str = ""
    note: str = ""


class Read(NamedTuple):
    """What was read: the value as the pack records it, and the exact amount in the pack's unit before that rounding; no value where an
    error says why, or where the cell is blank.
    """

    value: Value | None
    amount: Decimal | None
    typed: str  # as typed, where it is not the amount itself
    problems: list[Problem]

    @property
    def refused(self) -> bool:
        """Whether nothing of it can be taken."""
        return has_errors(self.problems)


def read_typed(pack: Pack, year: int, facilities: Mapping[str, Facility], asked: Asked, said: Said) -> Read:
    """Read one figure by the rules of a pack; collected problems name quantity, facility, item and month."""
    wanted = pack.unit_of(asked.quantity, asked.item or None)
    text, unit = _parted(said.text, wanted)
    problems: list[Problem] = []
    if says_not_applicable(Cell("text", said.text)):
        text, unit = NOT_APPLICABLE_SIGN, ""
    else:
        number = typed_number(Cell("text", text), unit or wanted)
        if told := number.refusal or number.remark:
            place = {"quantity": asked.quantity, "facility": asked.facility or None, "item": asked.item or None, "month": asked.month}
            problems.append(input_problem(told, NOWHERE, None, **number.words).at(**place))
        if number.refusal or number.text is None:
            return Read(None, None, "", problems)
        text = number.text
    wording = Wording(pack, tuple(facilities.values()), form=True)
    value, noted = _value(ValueReader(Reader({}, None, wording=wording), pack, year, "month", facilities), asked, said, (text, unit))
    problems = [wording.spoken(one) for one in (*problems, *noted)]
    if value is None or value.amount is None:
        return Read(value, None, "", problems)
    exact = amount_in(Decimal(text), unit or wanted, wanted)
    return Read(value, exact, said.text.strip() if unit or text != said.text.strip() else "", problems)


def amount_in(amount: Decimal, source: str, target: str) -> Decimal:
    """An amount in another unit of the same kind, exact or with the digits that every run keeps. Raises UnitError for one of another."""
    if source == target:
        return amount
    factor, context = conversion(source, target), exact_context()
    return context.divide(context.multiply(amount, Decimal(factor.numerator)), Decimal(factor.denominator))


def _value(values: ValueReader, asked: Asked, said: Said, typed: tuple[str, str]) -> tuple[Value | None, list[Problem]]:
    text, unit = typed
    entry = {"quantity": asked.quantity, "facility": asked.facility, "item": asked.item, "months": {asked.month: text}, "unit": unit}
    words = {"kind": said.kind, "source": said.source, "evidence": said.evidence, "note": said.note}
    values.read((), {name: word for name, word in {**entry, **words}.items() if word})
    return next(iter(values.values.values()), None), values.reader.problems


def _parted(text: str, wanted: str) -> tuple[str, str]:
    """A figure and the unit behind it; the unit is blank where none is typed, or where what stands behind it is none."""
    found = BEHIND.fullmatch(text.strip())
    if found is None or wanted == "1":
        return text, ""
    unit = found[2].strip().strip("()（）")
    try:
        conversion(unit, wanted)
    except UnitError:
        return text, ""
    return found[1], unit
