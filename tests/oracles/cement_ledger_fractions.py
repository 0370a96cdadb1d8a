"""A case/1 document as a ledger of fractions: its inputs rounded as they are recorded, its derived numbers rounded as
they are produced, a year that is the sum of its rounded months. Knows the case file, no rule and nothing of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

Month = int | None
Place = tuple[str, str | None, str | None, Month]  # quantity, facility, item, month (None is the year)
Series = dict[Month, Fraction]

CO2_PER_CARBON = Fraction(44, 12)
CO2_PER_CAO = Fraction(44, 56)
CO2_PER_MGO = Fraction(44, 40)
FULL = None  # no rounding: every digit is kept
USUAL = -1  # the decimals of an emission in the edition


def half_up(number: Fraction, decimals: int | None) -> Fraction:
    """四舍五入: half away from zero, on either side of zero."""
    if decimals is None:
        return number
    size = (abs(number) * 10**decimals + Fraction(1, 2)).__floor__()
    return Fraction(size if number >= 0 else -size, 10**decimals)


def total(numbers: Iterable[Fraction]) -> Fraction:
    """A sum that is a fraction even when nothing is added."""
    return sum(numbers, Fraction(0))


class Ledger:
    """One case: what it reports, by place, and the numbers it must give."""

    def __init__(self, case: Mapping[str, Any], usual: int | None = 2) -> None:
        self.case = case
        self.usual = usual
        self.year: int = case["year"]
        self.periods: list[Month] = [None] if case.get("grain") == "year" else list(range(1, 13))
        self.lines = [one["id"] for one in case["facilities"] if one["kind"] == "kiln_line"]
        self.attributes = {(row["name"], row.get("facility")): row["value"] for row in case.get("attributes", [])}
        self.inputs = {
            (row["quantity"], row.get("facility"), row.get("item")): series_of(row) for row in case["values"]
        }
        self.numbers: dict[Place, Fraction] = {}

    def items(self, quantity: str, facility: str | None = None) -> list[str]:
        """The items that report the quantity at the facility."""
        found = [(name, where, item) for name, where, item in self.inputs if name == quantity and where == facility]
        return [item for _, _, item in found if item is not None]

    def has(self, quantity: str, facility: str | None = None, item: str | None = None) -> bool:
        """Whether the case reports the quantity there."""
        return (quantity, facility, item) in self.inputs

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

    def intensity(
        self, quantity: str, facility: str | None, emission: Series, output: Series, decimals: int | None
    ) -> None:
        """Year over year: the sum of the emission by the sum of the output."""
        if total(output.values()):
            number = total(emission.values()) / total(output.values())
            self.put((quantity, facility, None, None), number, decimals)


def series_of(row: Mapping[str, Any]) -> Series:
    """One entry of `values` as numbers by month, or the year's."""
    if "year" in row:
        return {None: Fraction(row["year"])}
    months = row.get("months") or dict.fromkeys(range(1, 13), row.get("each_month"))
    return {int(month): Fraction(text) for month, text in months.items()}


def product(*many: Mapping[Month, Fraction]) -> Series:
    """The product by period."""
    found = dict.fromkeys(many[0], Fraction(1))
    for rows in many:
        found = {month: number * rows[month] for month, number in found.items()}
    return found


def scaled(rows: Mapping[Month, Fraction], factor: Fraction) -> Series:
    """Each period times a number."""
    return {month: number * factor for month, number in rows.items()}
