"""The obligations of one legal entity 应清缴配额: one a sector list (power; aluminium or cement), each in whole tonnes, with allowance,
gap and the most CCER that may be used. Takes finished runs of accounting and allowance packs; whether every unit is counted once, and
once only, is asked in `obligation_boundary`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from tanheng.analysis.obligation_boundary import UnitPlace, boundary_problems, unit_places
from tanheng.analysis.obligation_problems import obligation_problem
from tanheng.engine.errors import PackError
from tanheng.engine.numbers import ZERO, decimal_text, figure
from tanheng.engine.pack import Cleared
from tanheng.engine.pack_sentences import at, told
from tanheng.engine.part_of_year import months_covered
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, sorted_problems
from tanheng.engine.run import Run
from tanheng.engine.sectors import Sector, power_first
from tanheng.engine.text import Text

VERSION = "obligations/1"


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one sector list asks of the entity: tonnes owed, tonnes allotted, and what stands between."""

    sector: str
    label: Text
    basis: str  # verified (an allowance run) or accounted (an accounting run)
    emission: Decimal
    tonnes: Decimal
    allowance: Decimal | None
    ccer_limit: Decimal  # the most CCER that may stand in, whole tonnes
    packs: tuple[str, ...]

    @property
    def shortfall(self) -> Decimal | None:
        """Obligation − allowance; negative is a surplus, None without an allowance."""
        return None if self.allowance is None else self.tonnes - self.allowance

    def document(self, lang: str) -> dict[str, Any]:
        """As plain data; decimals as text."""
        return {
            "sector": self.sector,
            "list": self.label.in_(lang),
            "basis": self.basis,
            "emission": decimal_text(self.emission),
            "obligation": decimal_text(self.tonnes),
            "allowance": _text(self.allowance),
            "shortfall": _text(self.shortfall),
            "ccer_limit": decimal_text(self.ccer_limit),
            "packs": list(self.packs),
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """All obligations of an entity for a year, where each power unit is counted, and what is wrong with the boundary."""

    entity_name: str
    entity_code: str
    year: int
    obligations: tuple[Obligation, ...]
    units: tuple[UnitPlace, ...]
    problems: tuple[Problem, ...]

    def document(self, lang: str = "zh") -> dict[str, Any]:
        """The statement as `obligations/1`."""
        return {
            "tanheng": VERSION,
            "entity": {"name": self.entity_name, "code": self.entity_code},
            "year": self.year,
            "obligations": [one.document(lang) for one in self.obligations],
            "units": [one.document() for one in self.units],
            "problems": [one.as_json(lang) for one in self.problems],
        }


def states_obligation(run: Run) -> bool:
    """Whether the run is of a pack whose result is cleared in the national market."""
    return run.pack.cleared is not None and run.pack.sector.list_name is not None


def statement(runs: Sequence[Run]) -> Statement:
    """The obligations that these runs of one entity and year give. Anything else becomes a problem with its remedy."""
    first = runs[0].case
    problems = [*_unfit(runs), *_repeated(runs)]
    usable = [run for run in runs if states_obligation(run) and run.case.through_month is None]
    obligations: list[Obligation] = []
    for sector in _sectors(usable):
        own = [run for run in usable if run.pack.sector == sector]
        found = _obligation(sector, own)
        if found is not None:
            obligations.append(found)
        elif own:
            problems.append(obligation_problem("OB-005", Where(), list=_list_of(sector)))
    problems += [*_without_allowance(obligations), *_differing(usable), *boundary_problems(usable)]
    places = tuple(unit_places(usable))
    ordered = tuple(sorted_problems(problems))
    return Statement(first.entity_name, first.entity_code, first.year, tuple(obligations), places, ordered)


def _sectors(runs: Iterable[Run]) -> list[Sector]:
    """The sectors of runs, the power list first."""
    return sorted({run.pack.sector.id: run.pack.sector for run in runs}.values(), key=power_first)


def _list_of(sector: Sector) -> Text:
    """The list of a sector in which something is surrendered."""
    return sector.list_name or sector.label


def _unfit(runs: Sequence[Run]) -> Iterator[Problem]:
    """Runs of another entity or year, and packs that state no obligation."""
    first = runs[0].case
    for run in runs:
        where = Where(file=run.pack.id)
        if _entity(run) != _entity(runs[0]):
            yield obligation_problem("OB-001", where, found=_entity(run), wanted=_entity(runs[0]))
        if run.case.year != first.year:
            yield obligation_problem("OB-002", where, found=str(run.case.year), wanted=str(first.year))
        if run.case.through_month is not None:
            yield obligation_problem("OB-008", where, found=months_covered(run.case.through_month))
        if not states_obligation(run):
            yield obligation_problem("OB-004", where, found=run.pack.id)


def _entity(run: Run) -> str:
    """The code decides where there is one; else the name."""
    return run.case.entity_code or run.case.entity_name


def _repeated(runs: Sequence[Run]) -> Iterator[Problem]:
    seen: set[tuple[str, bool]] = set()
    for run in runs:
        kind = (run.pack.sector.id, run.pack.is_allowance)
        if kind in seen and states_obligation(run):
            yield obligation_problem("OB-003", Where(file=run.pack.id), list=_list_of(run.pack.sector))
        seen.add(kind)


def _obligation(sector: Sector, runs: Sequence[Run]) -> Obligation | None:
    """By the verified emission where an allowance run stands, else by the accounted emission."""
    allowances = next((run for run in runs if run.pack.is_allowance), None)
    accounting = next((run for run in runs if not run.pack.is_allowance), None)
    basis, stated, allowance, limit = "accounted", None, None, None
    emission = None if accounting is None else cleared_emission(accounting)
    if allowances is not None:
        basis, emission = "verified", cleared_emission(allowances)
        stated = _of_year(allowances, _cleared(allowances).obligation)
        allowance = _of_year(allowances, allowances.pack.total)
        limit = _of_year(allowances, _cleared(allowances).ccer_limit)
    deciding = allowances or accounting
    if emission is None or deciding is None:
        return None
    tonnes = emission.to_integral_value(ROUND_CEILING) if stated is None else stated
    most = (tonnes * _cleared(deciding).ccer_share).to_integral_value(ROUND_FLOOR) if limit is None else limit
    packs = tuple(run.pack.id for run in runs)
    return Obligation(sector.id, _list_of(sector), basis, emission, tonnes, allowance, most, packs)


def _cleared(run: Run) -> Cleared:
    """What the pack of a run that states an obligation says is cleared."""
    if run.pack.cleared is None:
        raise PackError(at(run.pack.id, told("nothing_cleared")))
    return run.pack.cleared


def cleared_emission(run: Run) -> Decimal | None:
    """What a run says is cleared: verified by an allowance run, accounted by another; None where it could not be computed."""
    return _of_year(run, _cleared(run).emission)


def _of_year(run: Run, name: str | None) -> Decimal | None:
    """A quantity of the year, summed over its places; None where the pack names none."""
    if name is None:
        return None
    values = [run.value(name, *key) for key in run.keys[name]]
    return None if None in values else sum((one for one in values if one is not None), ZERO)


def _without_allowance(obligations: Sequence[Obligation]) -> Iterator[Problem]:
    for one in obligations:
        if one.allowance is None:
            yield obligation_problem("OB-006", Where(), list=one.label)


def _differing(runs: Sequence[Run]) -> Iterator[Problem]:
    """Verified against accounted emission of a list where both stand; for power the units are compared one by one instead."""
    for sector in _sectors(runs):
        own = [run for run in runs if run.pack.sector == sector and not sector.is_captive_power]
        verified = next((cleared_emission(run) for run in own if run.pack.is_allowance), None)
        accounted = next((cleared_emission(run) for run in own if not run.pack.is_allowance), None)
        if verified is not None and accounted is not None and verified != accounted:
            numbers = {"verified": figure(verified), "accounted": figure(accounted)}
            yield obligation_problem("OB-007", Where(), list=_list_of(sector), **numbers)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)
