"""Where each power unit of an entity is counted: under the power sector, inside the industry's boundary, in both or in none.

Units on the power-sector list are cleared there and stand outside the industry boundary; other fossil units belong to the enterprise level
of the industry guide, which quotes their emission as `power_unit_emission_tco2`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from tanheng.analysis.obligation_problems import obligation_problem
from tanheng.engine.numbers import ZERO, decimal_text, figure
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run

UNIT_EMISSION, LIST_MARK, QUOTED = "unit_fuel_emission_tco2", "unit_on_power_list", "power_unit_emission_tco2"
FUEL = "fuel_consumption"
MOST_COMBINED = 12  # units among which a difference is looked for; beyond it only single units are tried


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """One unit of the power case: its emission, whether it is listed, and where its emission is cleared or reported."""

    unit: str
    name: str
    emission: Decimal | None
    listed: bool
    counted_in: str  # power, industry or none

    def document(self) -> dict[str, Any]:
        """As plain data; decimals as text."""
        emission = None if self.emission is None else decimal_text(self.emission)
        return {
            "unit": self.unit, "name": self.name, "emission": emission, "listed": self.listed, "counted_in": self.counted_in,
        }  # fmt: skip


def power_account(runs: Sequence[Run]) -> Run | None:
    """The run of the power guide."""
    return next((run for run in runs if run.pack.sector.is_captive_power and UNIT_EMISSION in run.keys), None)


def power_allowance(runs: Sequence[Run]) -> Run | None:
    """The run of the power sector's allocation plan."""
    return next((run for run in runs if run.pack.sector.is_captive_power and run.pack.is_allowance), None)


def industry_account(runs: Sequence[Run]) -> Run | None:
    """The run of the industry guide."""
    return next((run for run in runs if not run.pack.sector.is_captive_power and QUOTED in run.keys), None)


def unit_places(runs: Sequence[Run]) -> Iterator[UnitPlace]:
    """Every unit of the power case with its place."""
    power, industry = power_account(runs), industry_account(runs)
    if power is None:
        return
    for unit, _ in power.keys[UNIT_EMISSION]:
        name = power.case.facility_names.get(unit or "", "") or (unit or "")
        emission = power.value(UNIT_EMISSION, unit)
        listed = is_listed(power, unit)
        inside = "industry" if industry is not None and emission else "none"
        yield UnitPlace(unit or "", name, emission, listed, "power" if listed else inside)


def is_listed(power: Run, unit: str | None) -> bool:
    """Whether the unit is on the power-sector list in the power case."""
    return power.value(LIST_MARK, unit) == 1


def boundary_problems(runs: Sequence[Run]) -> Iterator[Problem]:
    """What is counted in both, in none, or cannot be checked."""
    power, allowance, industry = power_account(runs), power_allowance(runs), industry_account(runs)
    if power is None:
        if industry is not None and industry.value(QUOTED):
            yield obligation_problem("OB-017", Where(quantity=QUOTED))
        return
    if allowance is not None:
        yield from _allowance_units(power, allowance)
    if industry is None:
        unlisted = power.value(QUOTED)
        if unlisted:
            yield obligation_problem("OB-018", Where(quantity=QUOTED), unlisted=figure(unlisted))
        return
    yield from _quoted_units(power, industry)
    yield from _shared_fuels(power, industry)


def _allowance_units(power: Run, allowance: Run) -> Iterator[Problem]:
    """Units of the power case against those of the allowance case, by id."""
    allotted = {one.id for one in allowance.case.facilities}
    for unit, _ in power.keys[UNIT_EMISSION]:
        where = Where(facility=unit)
        emission = power.value(UNIT_EMISSION, unit)
        if is_listed(power, unit) and unit not in allotted and emission:
            yield obligation_problem("OB-014", where)
        elif not is_listed(power, unit) and unit in allotted:
            yield obligation_problem("OB-013", where)
        elif unit in allotted and emission is not None:
            verified = allowance.value("verified_emission_tco2e", unit)
            if verified is not None and verified != emission:
                numbers = {"verified": figure(verified), "accounted": figure(emission)}
                yield obligation_problem("OB-015", where, **numbers)


def _quoted_units(power: Run, industry: Run) -> Iterator[Problem]:
    """The emission the industry case quotes against the unlisted units of the power case."""
    unlisted = power.value(QUOTED)
    if unlisted is None:
        return
    quoted = industry.value(QUOTED) or ZERO
    difference = quoted - unlisted
    if not difference:
        return
    units = _units_of(power, abs(difference), listed=difference > 0)
    words = {
        "quoted": figure(quoted),
        "unlisted": figure(unlisted),
        "difference": figure(abs(difference)),
        "names": f"（即 {'、'.join(units)}）" if units else "",
        "names_en": f" (that is {', '.join(units)})" if units else "",
    }
    where = Where(quantity=QUOTED, facility=units[0] if len(units) == 1 else None)
    yield obligation_problem("OB-011" if difference > 0 else "OB-012", where, **words)


def _units_of(power: Run, amount: Decimal, *, listed: bool) -> tuple[str, ...]:
    """The fewest units, listed or not, whose emissions give this amount; empty if none do."""
    emissions = {
        unit or "": emission
        for unit, _ in power.keys[UNIT_EMISSION]
        if is_listed(power, unit) == listed and (emission := power.value(UNIT_EMISSION, unit))
    }
    for count in range(1, len(emissions) + 1 if len(emissions) <= MOST_COMBINED else 2):
        for units in combinations(emissions, count):
            if sum((emissions[unit] for unit in units), ZERO) == amount:
                return units
    return ()


def _shared_fuels(power: Run, industry: Run) -> Iterator[Problem]:
    """A fuel amount of a listed unit that stands again, to the digit, at the enterprise level of the industry case."""
    if FUEL not in industry.keys or industry.pack.quantities[FUEL].by_facility:
        return
    for unit, item in power.keys[FUEL]:
        amount = power.value(FUEL, unit, item)
        if amount and is_listed(power, unit) and (None, item) in industry.keys[FUEL] and industry.value(FUEL, None, item) == amount:
            label = power.pack.tables["fuel"].rows[item or ""].label
            found = f"{label.zh} {label.en} {figure(amount)}"
            yield obligation_problem("OB-016", Where(quantity=FUEL, facility=unit, item=item), found=found)
