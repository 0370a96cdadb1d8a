"""Compares a total that somebody typed beside its months with the months: a file must not say two things of one year.

The months count; a total that contradicts them is a warning with both figures. All are compared in the unit of the pack, whichever
unit each was typed in. A year that is a mean is compared as a mean where its weights are in the file, and otherwise only where all
months are alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tanheng.documents.input.shown_amounts import CONTRADICTED
from tanheng.documents.input.tables import Row
from tanheng.documents.input.typed_numbers import typed_number
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import EXACT, exact_context, figure
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.text import Text
from tanheng.engine.units import conversion
from tanheng.engine.unread import UNREAD

if TYPE_CHECKING:
    from tanheng.documents.input.rows import InputRows

Series = tuple[str, str, str]
NO_FIGURES = (NOT_APPLICABLE_SIGN, UNREAD)
NOISE = Decimal("1e-13")  # of a sum that a spreadsheet made of binary numbers
HALF = Decimal("0.5")
STORED = Text("（全年是公式里保存的结果，可能没有重新计算）", " (the year is a formula's stored result, perhaps not recalculated)")
MOST_ROUNDING = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Total:
    """A total beside its months: the row, what it is of, its field, the months of its row in the unit of the pack, the total as typed
    and the unit it was typed in, with what it is multiplied by to stand in the unit of the pack.
    """

    row: Row
    quantity: Quantity
    series: Series
    name: str
    months: Mapping[str, Decimal]
    typed: Decimal
    unit: str
    factor: Fraction

    def shown(self, number: Decimal) -> str:
        """A number of the pack's unit in the unit that was typed, which is named where it is another one."""
        return self.named(_times(number, 1 / self.factor))

    def named(self, number: Decimal) -> str:
        """A number as typed, with its unit where that is not the pack's."""
        return figure(number) if self.factor == 1 else f"{figure(number)} {self.unit}"


class Totals:
    """All totals of one file."""

    def __init__(self, inputs: InputRows, pack: Pack) -> None:
        self.inputs = inputs
        self.pack = pack
        self.months: dict[Series, dict[str, Decimal]] = {}
        self.totals: list[Total] = []
        self.spoilt: set[Series] = set()  # a month of theirs could not be read

    def take(self, row: Row, quantity: Quantity, series: Series, found: Mapping[str, Any], unit: str, name: str) -> None:
        """Keeps the months of a row, and the total in its field `name` where one is typed and all the months could be read. `unit` is
        that of the row; the total's own heading may have another.
        """
        factor = self._factor(quantity, series, unit)
        of_total = row.heading.unit_of(name) or unit
        months = {one: _times(Decimal(text), factor or Fraction(1)) for one, text in found.items() if text not in NO_FIGURES}
        self.months.setdefault(series, {}).update(months)
        self.spoilt |= {series} if UNREAD in found.values() or factor is None else set()
        cell = row.cell(name)
        typed = typed_number(cell, of_total)
        if code := typed.remark or (typed.refusal if typed.refusal == CONTRADICTED else None):
            self.inputs.note(code, row.origin(self.inputs.file, name), **typed.words)
            self.inputs.record.take(row, [name])
        if typed.refusal or (cell.formula and cell.kind == "blank"):
            return  # no figure to compare; what is typed there is told as left over
        self.inputs.record.take(row, [name])
        if typed.text is not None and (found or name == "value") and (months or Decimal(typed.text)):
            times = self._factor(quantity, series, of_total)
            self.spoilt |= {series} if times is None else set()
            self.totals.append(Total(row, quantity, series, name, months, Decimal(typed.text), of_total, times or Fraction(1)))

    def _factor(self, quantity: Quantity, series: Series, unit: str) -> Fraction | None:
        """What a figure in this unit is multiplied by to stand in the pack's; None where it cannot, which is told elsewhere."""
        by_item = "{unit}" in quantity.unit
        if by_item and series[2] not in self.pack.tables[quantity.item_table or ""].rows:
            return Fraction(1) if unit in ("", quantity.unit) else None
        wanted = self.pack.unit_of(quantity.id, series[2] or None)
        try:
            return conversion(unit, wanted) if unit and unit != wanted else Fraction(1)
        except UnitError:
            return None

    def alone(self) -> list[Total]:
        """Totals in rows of their own without any month; they are no longer among those to compare."""
        found = [total for total in self.totals if total.name == "value" and not self.months[total.series]]
        self.totals = [total for total in self.totals if total not in found]
        return found

    def tell(self) -> None:
        """A warning for each total that its months contradict."""
        for total in [one for one in self.totals if one.series not in self.spoilt]:
            expected = self._expected(total)
            if not any(_same(total.typed, one, total.factor) for one in expected):
                self._tell(total, expected)

    def _expected(self, total: Total) -> list[Decimal]:
        """What the year of these months may be: of the row alone, or of all rows of the series together."""
        together = self.months[total.series]
        if total.quantity.year == "sum":
            own = [total.months] if total.name != "value" else []  # a total in a row of its own is that of the series
            return [sum(months.values(), Decimal(0)) for months in (*own, together)]
        alike = list({*together.values()}) if len({*together.values()}) == 1 else []
        mean = self._mean(total, together)
        return [*alike, *([mean] if mean is not None and not alike else [])]

    def _mean(self, total: Total, months: Mapping[str, Decimal]) -> Decimal | None:
        weight = self.pack.quantities.get(total.quantity.weight or "")
        if weight is None:
            return None
        _, facility, item = total.series
        weights = self.months.get((weight.id, facility if weight.by_facility else "", item if weight.by_item else ""), {})
        if not months.keys() <= weights.keys() or not sum(weights[month] for month in months):
            return None
        context = exact_context()
        heavy = sum((weights[month] for month in months), Decimal(0))
        return context.divide(sum((context.multiply(months[one], weights[one]) for one in months), Decimal(0)), heavy)

    def _tell(self, total: Total, expected: list[Decimal]) -> None:
        at = total.row.origin(self.inputs.file, total.name)
        found = total.named(total.typed)
        stale = total.row.cell(total.name).formula
        words = {"stored": STORED.zh, "stored_en": STORED.en} if stale else {"stored": ""}
        if total.quantity.year == "sum":
            self.inputs.note("FILE-247", at, found=found, known=total.shown(expected[0]), **words)
        elif expected:
            self.inputs.note("FILE-248", at, found=found, known=_shown(total, expected[0]), **words)
        else:
            spread = sorted(self.months[total.series].values())
            known = f"{total.shown(spread[0])}–{total.shown(spread[-1])}" if spread else NOT_APPLICABLE_SIGN
            self.inputs.note("FILE-249", at, found=found, known=known, **words)


def _same(typed: Decimal, expected: Decimal, factor: Fraction = Fraction(1)) -> bool:
    """Whether the typed total, times the factor of its unit, is the expected one rounded to the digits typed; never when it is off by
    more than some thousandths.
    """
    last_digit = HALF.scaleb(min(int(typed.as_tuple().exponent), 0))
    rounding = min(_times(last_digit, factor), abs(expected) * MOST_ROUNDING)
    return abs(_times(typed, factor) - expected) <= max(rounding, abs(expected) * NOISE)


def _shown(total: Total, number: Decimal) -> str:
    """A mean with some digits more than the total has."""
    places = max(-int(total.typed.as_tuple().exponent), 0) + 2
    return total.named(round(_times(number, 1 / total.factor), places))


def _times(number: Decimal, factor: Fraction) -> Decimal:
    return number if factor == 1 else EXACT.divide(EXACT.multiply(number, Decimal(factor.numerator)), Decimal(factor.denominator))
