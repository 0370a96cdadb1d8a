"""What a figure of a period rests on: the line of the plan in force then with its main source, the meters that served it, and how these
were calibrated. What is not there is None or an empty list; whoever asks says what that means.
"""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tanheng.analysis.calibrations import Span
from tanheng.apps.monitoring.models import Calibration, MeterDescription, PlanLine, PlanSource, PlanUse, PlanVersion
from tanheng.apps.monitoring.selectors.calibrations import Coverage, coverage, last_passed
from tanheng.apps.monitoring.selectors.meters import MeterHistory, histories
from tanheng.apps.monitoring.selectors.plans import main_source, versions_in_force
from tanheng.apps.sites.models import Node


class Figure(NamedTuple):
    """A figure of a rule pack's year, as the plan and the ledger speak of it: "" where it has no facility or item, month None the year."""

    quantity: str
    facility: str = ""
    item: str = ""
    month: int | None = None


@dataclass(frozen=True)
class MeterGround:
    """A meter that served a figure: what it was at the end of the period, the days of it in use without a valid calibration, and the
    certificate that held then or held last.
    """

    history: MeterHistory
    said: MeterDescription
    coverage: Coverage
    held: Calibration | None


@dataclass(frozen=True)
class Ground:
    """What a figure rests on."""

    period: Span
    version: PlanVersion | None
    line: PlanLine | None
    source: PlanSource | None
    meters: tuple[MeterGround, ...]


class Grounds:
    """The plan and the ledger of a company for a year of one rule pack: read once, however many figures are asked for."""

    def __init__(self, company: Node, pack: str, year: int) -> None:
        self.pack, self.year = pack, year
        self.versions = [one for one in versions_in_force(company) if one.from_month.year <= year]
        self.lines = _lines(self.versions, pack)
        self.meters = [one for one in histories(company) if one.descriptions]
        self._ground = lru_cache(maxsize=None)(self._found)
        self._served = lru_cache(maxsize=None)(self._serving)

    def of(self, figure: Figure) -> Ground:
        """What one figure rests on."""
        return self._ground(figure)

    def _found(self, figure: Figure) -> Ground:
        period = span_of(self.year, figure.month)
        version = next((one for one in reversed(self.versions) if one.from_month <= period.last), None)
        line = self._line(version, figure) if version else None
        source = main_source(line) if line else None
        codes = {source.instrument} if source and source.instrument else set()
        served = self._served(period).get((figure.quantity, figure.facility, figure.item), [])
        named = [one for one in self.meters if one.meter.code in codes and one not in served]
        return Ground(period, version, line, source, tuple(_meter_ground(one, period) for one in (*served, *named)))

    def _line(self, version: PlanVersion, figure: Figure) -> PlanLine | None:
        """A line that names no item determines every item."""
        of_items = (self.lines.get((version.pk, figure.quantity, figure.facility, item)) for item in (figure.item, ""))
        return next((one for one in of_items if one is not None), None)

    def _serving(self, period: Span) -> dict[tuple[str, str, str], list[MeterHistory]]:
        """The meters in use in a period by what they served at its end."""
        found: dict[tuple[str, str, str], list[MeterHistory]] = defaultdict(list)
        for one in self.meters:
            said = one.described(period.last)
            if said.pack == self.pack and said.quantity and one.in_use_within(period):
                found[said.quantity, facility_code(said), said.item].append(one)
        return found


def span_of(year: int, month: int | None) -> Span:
    """The days of a month; without one, of the year."""
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def facility_code(said: MeterDescription) -> str:
    """The facility a meter serves; "" where it stands at a site, or nowhere in particular, and serves the company."""
    return said.facility.code if said.facility and said.facility.kind == "facility" else ""


def served_figures(meter: MeterHistory) -> list[tuple[str, Figure]]:
    """What a meter serves and has served: rule pack and figure, the newest first, each once."""
    found = ((one.pack, Figure(one.quantity, facility_code(one), one.item)) for one in reversed(meter.descriptions) if one.quantity)
    return list(dict.fromkeys(found))


def _lines(versions: list[PlanVersion], pack: str) -> dict[tuple[int, str, str, str], PlanLine]:
    uses = PlanUse.objects.filter(version__in=versions, pack=pack).select_related("line").prefetch_related("line__sources")
    return {(one.version_id, one.quantity, one.facility, one.item): one.line for one in uses}


def _meter_ground(one: MeterHistory, period: Span) -> MeterGround:
    covered = coverage(one, period.first, period.last, in_use_only=True)
    return MeterGround(one, one.described(period.last), covered, last_passed(one, period.last))
