"""What every second calculation in fractions starts from: a parsed case/1 document by place and period, and rounding. It knows how a case
is written; of the engine, of the rule packs and of any guideline it knows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

Month = int | None
Place = tuple[str, str | None, str | None, Month]  # quantity, facility, item, month (None is the year)
Series = dict[Month, Fraction]

CO2_PER_CARBON = Fraction(44, 12)


def half_up(number: Fraction, decimals: int | None) -> Fraction:
    """四舍五入: half away from zero on either side of zero; without decimals every digit stays."""
    if decimals is None:
        return number
    whole = (abs(number) * 10**decimals + Fraction(1, 2)).__floor__()
    return Fraction(whole if number >= 0 else -whole, 10**decimals)


def digits(number: Fraction, decimals: int) -> str:
    """The rounded number as decimal text."""
    scaled = half_up(number, decimals) * 10**decimals
    whole = str(abs(scaled.numerator)).rjust(decimals + 1, "0")
    text = f"{whole[:-decimals]}.{whole[-decimals:]}" if decimals else whole
    return f"-{text}" if scaled < 0 else text


def total(numbers: Iterable[Fraction]) -> Fraction:
    """A sum that is a fraction even when nothing is added."""
    return sum(numbers, Fraction(0))


def series_of(row: Mapping[str, Any]) -> Series:
    """One entry of `values` as numbers by month, or the year's."""
    if "year" in row:
        return {None: Fraction(row["year"])}
    months = row["months"] if "months" in row else dict.fromkeys(range(1, 13), row["each_month"])
    return {int(month): Fraction(text) for month, text in months.items()}


class CaseInFractions:
    """What a case reports, by place."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.case = case
        self.year: int = case["year"]
        self.periods: list[Month] = [None] if case.get("grain") == "year" else list(range(1, 13))
        self.attributes = {(row["name"], row.get("facility")): row["value"] for row in case.get("attributes", [])}
        self.inputs = {(row["quantity"], row.get("facility"), row.get("item")): series_of(row) for row in case["values"]}

    def of_kind(self, kind: str) -> list[str]:
        """The facilities of a kind."""
        return [one["id"] for one in self.case["facilities"] if one["kind"] == kind]

    def reported(self, quantity: str, facility: str | None = None, item: str | None = None) -> bool:
        """Whether the quantity is reported there in any period."""
        return (quantity, facility, item) in self.inputs

    def items(self, facility: str | None, *quantities: str) -> list[str]:
        """The items for which any of the quantities is reported."""
        found = [item for name, where, item in self.inputs if name in quantities and where == facility and item]
        return list(dict.fromkeys(found))
