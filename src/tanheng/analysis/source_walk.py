"""The sources of an edition as its quantities have them 排放源: each emission that is no sum of others, where it lives, of which amounts
it is made. The guide's walk goes from the boundary to these, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tanheng.engine.case import Case
from tanheng.engine.completeness import periods_for
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.parts import amounts_of

EMISSIONS = ("tCO2", "tCO2e")


@dataclass(frozen=True)
class Source:
    """An emission that is no sum of others, and the amounts that must be known for it."""

    quantity: Quantity
    amounts: tuple[str, ...]

    @property
    def facility_kind(self) -> str:
        """The kind of facilities it lives on; "" for one of the whole company."""
        return (self.quantity.facility_kind or "") if self.quantity.by_facility else ""


@dataclass(frozen=True)
class Known:
    """How many periods of a source have all its amounts, of how many; none of it was reported where `filled` is 0."""

    filled: int
    periods: int


def sources_of(pack: Pack) -> tuple[Source, ...]:
    """In the order of the edition: emissions made of amounts that are no emissions, and those that are reported as they are, such as that
    of another guide's units. What only enters another source, as a deduction does, is a part of it.
    """
    emissions = {one.id: one for one in pack.quantities.values() if one.unit in EMISSIONS and one.is_amount and one.level != "auxiliary"}
    found: dict[str, Source] = {}
    for name, quantity in emissions.items():
        own = [one for one in _arguments(pack, name) if one not in emissions and amounts_of(one, pack.quantities, pack.formulas)]
        if own or name not in pack.formulas:
            found[name] = Source(quantity, tuple(amounts_of(name, pack.quantities, pack.formulas)))
    parts = {argument for name in found for argument in _arguments(pack, name)}
    return tuple(source for name, source in found.items() if name not in parts)


def _arguments(pack: Pack, name: str) -> tuple[str, ...]:
    formula = pack.formulas.get(name)
    return tuple(formula.arguments) if formula else ()


def known_of(pack: Pack, case: Case | None, source: Source, facility: str | None, months: Iterable[int]) -> Known:
    """For a source at a facility (None: of the company) how many of these months are reported, `/` among them."""
    wanted: set[int | None] = set(months)
    if case is None:
        return Known(0, len(wanted))
    quantities = [pack.quantities[name] for name in source.amounts]
    if case.grain == "year" or all(one.yearly_only for one in quantities):
        wanted = {None} if wanted else set()
    found: dict[str, set[int | None]] = {}
    for value in case.values:
        if value.quantity in source.amounts and value.facility == facility:
            found.setdefault(value.quantity, set()).add(value.month)
    asked = [one for one in quantities if one.required or one.id in found]
    if not found:
        return Known(0, len(wanted))
    covered = [wanted if set(periods_for(case, one)) == {None} != wanted else found.get(one.id, set()) for one in asked]
    return Known(len(wanted.intersection(*covered)), len(wanted))
