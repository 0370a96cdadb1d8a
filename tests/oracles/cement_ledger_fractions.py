"""What the cement calculations in fractions share: inputs rounded as they are recorded, derived numbers rounded as they are
produced, a year that is the sum of its rounded months. Knows no rule and nothing of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.ledger_fractions import CaseInFractions, Month, Place, Series, half_up, total

CO2_PER_CAO = Fraction(44, 56)
CO2_PER_MGO = Fraction(44, 40)
FULL = None  # no rounding: every digit is kept
USUAL = -1  # the decimals of an emission in the edition


class Ledger(CaseInFractions):
    """One case: what it reports, by place, and the numbers it must give."""

    def __init__(self, case: Mapping[str, Any], usual: int | None = 2) -> None:
        super().__init__(case)
        self.usual = usual
        self.lines = self.of_kind("kiln_line")
        self.numbers: dict[Place, Fraction] = {}

    def given(
        self,
        quantity: str,
        facility: str | None,
        item: str | None,
        decimals: int | None,
        otherwise: str | Fraction | None = None,
    ) -> Series:
        """An input over the periods; where it is blank, its default."""
        rows = self.inputs.get((quantity, facility, item), {})
        found = {}
        for month in self.periods:
            number = rows.get(month, otherwise)
            assert number is not None, (quantity, facility, item, month)
            found[month] = half_up(Fraction(number), decimals)
        return found

    def put(self, place: Place, number: Fraction, decimals: int | None) -> Fraction:
        """Records a derived number and gives what later formulas use: the rounded one."""
        self.numbers[place] = half_up(number, decimals)
        return self.numbers[place]

    def series(
        self,
        quantity: str,
        facility: str | None,
        item: str | None,
        raw: Mapping[Month, Fraction],
        decimals: int | None = USUAL,
        year_decimals: int | None = USUAL,
    ) -> Series:
        """Each period rounded, and the year as the sum of the rounded months."""
        decimals = self.usual if decimals == USUAL else decimals
        of_the_year = decimals if year_decimals == USUAL else year_decimals
        if self.periods == [None]:
            return {None: self.put((quantity, facility, item, None), raw[None], of_the_year)}
        rounded = {month: self.put((quantity, facility, item, month), raw[month], decimals) for month in self.periods}
        self.put((quantity, facility, item, None), total(rounded.values()), of_the_year)
        return rounded

    def added(self, many: Iterable[Series]) -> Series:
        """The sums by period; zero where nothing is added."""
        rows = list(many)
        return {month: total(row[month] for row in rows) for month in self.periods}

    def intensity(self, quantity: str, facility: str | None, emission: Series, output: Series, decimals: int | None) -> None:
        """Year over year: the sum of the emission by the sum of the output."""
        if total(output.values()):
            number = total(emission.values()) / total(output.values())
            self.put((quantity, facility, None, None), number, decimals)


def product(*many: Mapping[Month, Fraction]) -> Series:
    """The product by period."""
    found = dict.fromkeys(many[0], Fraction(1))
    for rows in many:
        found = {month: number * rows[month] for month, number in found.items()}
    return found


def scaled(rows: Mapping[Month, Fraction], factor: Fraction) -> Series:
    """Each period times a number."""
    return {month: number * factor for month, number in rows.items()}
