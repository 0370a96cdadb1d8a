"""What the aluminium calculations in fractions share: a case with blanks, the numbers it must give, and how a year is made of months.
It knows nothing of the engine and nothing of the rule packs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.ledger_fractions import CaseInFractions, Month, Place, Series, half_up, total

Blanks = dict[Month, Fraction | None]


class AluminiumLedger(CaseInFractions):
    """One case: what it reports by place, and the numbers it must give."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__(case)
        self.numbers: dict[Place, Fraction] = {}

    def perhaps(self, quantity: str, facility: str | None = None, item: str | None = None, decimals: int | None = None) -> Blanks:
        """An input that may be blank, rounded when it is recorded."""
        rows = self.inputs.get((quantity, facility, item), {})
        return {month: None if rows.get(month) is None else half_up(rows[month], decimals) for month in self.periods}

    def given(
        self,
        quantity: str,
        facility: str | None = None,
        item: str | None = None,
        decimals: int | None = None,
        default: str | None = None,
    ) -> Series:
        """An input, or where it is blank its default."""
        found: Series = {}
        for month, number in self.perhaps(quantity, facility, item, decimals).items():
            assert number is not None or default is not None, (quantity, facility, item, month)
            found[month] = half_up(Fraction(default or 0), decimals) if number is None else number
        return found

    def of_the_year(self, quantity: str, facility: str | None = None, decimals: int | None = None) -> Fraction | None:
        """An input that lives on the year, or None where it is blank."""
        number = self.inputs.get((quantity, facility, None), {}).get(None)
        return None if number is None else half_up(number, decimals)

    def put(self, quantity: str, facility: str | None, number: Fraction | int, decimals: int | None) -> Fraction:
        """Records a number of the year and gives the rounded one."""
        self.numbers[quantity, facility, None, None] = half_up(Fraction(number), decimals)
        return self.numbers[quantity, facility, None, None]

    def series(
        self,
        quantity: str,
        facility: str | None,
        item: str | None,
        raw: Blanks,
        decimals: int | None = 2,
        *,
        parts: bool = False,
    ) -> Series:
        """Each period rounded where there is a number; the year is the sum of the rounded months, of a sum of parts if none is blank."""
        rounded = {month: half_up(number, decimals) for month, number in raw.items() if number is not None}
        self.numbers |= {(quantity, facility, item, month): number for month, number in rounded.items()}
        if len(rounded) == len(self.periods) or (rounded and not parts):
            self.numbers[quantity, facility, item, None] = total(rounded.values())
        return rounded

    def rate(self, quantity: str, facility: str | None, raw: Blanks, weight: Series) -> None:
        """A derived rate kept in full, and its year as the weighted mean of the months that have one."""
        there = {month: number for month, number in raw.items() if number is not None}
        self.numbers |= {(quantity, facility, None, month): number for month, number in there.items()}
        heavy = total(weight[month] for month in there)
        if heavy:
            weighed = total(number * weight[month] for month, number in there.items())
            self.numbers[quantity, facility, None, None] = weighed / heavy

    def added(self, many: Iterable[Mapping[Month, Fraction]]) -> Series:
        """The sums by period, zero where nothing is added."""
        rows = list(many)
        return {month: total(row.get(month, Fraction(0)) for row in rows) for month in self.periods}

    def added_whole(self, many: Iterable[Mapping[Month, Fraction]]) -> Blanks:
        """The sums by period, blank where one of the rows is: a sum that lacks a part is no sum."""
        rows = list(many)
        return {month: total(row[month] for row in rows) if all(month in row for row in rows) else None for month in self.periods}


def times(*many: Mapping[Month, Fraction | None] | Fraction | int) -> Blanks:
    """The product by period; blank where a factor is blank. Plain numbers stand for every period."""
    months = next(one for one in many if isinstance(one, Mapping))
    found: Blanks = {}
    for month in months:
        product: Fraction | None = Fraction(1)
        for one in many:
            factor = one.get(month) if isinstance(one, Mapping) else Fraction(one)
            product = None if product is None or factor is None else product * factor
        found[month] = product
    return found
