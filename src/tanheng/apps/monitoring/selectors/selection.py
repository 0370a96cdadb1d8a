"""What counts in a cell of the grid: of a line of the plan and a month, among what was typed and what files say, what was told last.

A line of one version and the line of the next that measures the same at the same place are one row; which source of it counts in a month
is what the version in force in that month says (decision 17).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from tanheng.apps.monitoring.models import PlanLine, PlanSource, PlanUse, PlanVersion, Reading
from tanheng.apps.monitoring.models.series import DRAWN, MONTH
from tanheng.apps.monitoring.selectors.plans import versions_in_force
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.life import MONTHS
from tanheng.engine.plan.lists import DEFAULT, DESIGN, MAIN
from tanheng.rulebook import load, sound_pack

PLANNED = "plan:"  # and the key of the source in its line: where what is typed under a plan is from
FROM_FILES = "import:"  # and the id of a rule pack: what files by it tell
TYPED, OF_FILE = "typed", "file"
TAKEN_FROM_PAPER = (DEFAULT, DESIGN)
Measured = tuple[str, str, str]  # code of the place ("" the company), measure, item
SeriesKey = tuple[str, str, str]  # measure, item, source
Found = TypeVar("Found")


class Cell(NamedTuple):
    """What counts of a row in a month: the reading (None: nothing was ever told), and whether it was typed or came with a file."""

    reading: Reading | None
    origin: str


NO_CELL = Cell(None, "")


@dataclass(frozen=True)
class GridRow:
    """A line of the plan, as its newest version of the year has it, by one of its sources; its cells by month."""

    line: PlanLine
    source: str  # key of the source in its line
    role: str
    unit: str  # in which readings are kept
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def measured(self) -> Measured:
        """What it is a row of."""
        return self.line.place, self.line.measure, self.line.item


class PlanOfYear:
    """The versions of a company's plan in force in the months of a year, with their lines (those of some places or measures), sources and
    uses.
    """

    def __init__(self, company: Node, year: int, places: Iterable[str] | None = None, measures: Iterable[str] | None = None) -> None:
        self.company, self.year = company, year
        versions = [one for one in versions_in_force(company) if one.from_month.year <= year]
        self.versions = {month: found for month in MONTHS if (found := _last(versions, date(year, month, 1)))}
        wanted = {one.pk for one in self.versions.values()}
        lines = PlanLine.objects.filter(version__in=wanted).prefetch_related("sources", "uses").order_by("id")
        self.lines: dict[int, dict[Measured, PlanLine]] = defaultdict(dict)
        lines = lines if places is None else lines.filter(place__in=list(places))
        for line in lines if measures is None else lines.filter(measure__in=list(measures)):
            self.lines[line.version_id][line.place, line.measure, line.item] = line

    def line(self, measured: Measured, month: int) -> PlanLine | None:
        """The line that determines a measure at a place in a month."""
        version = self.versions.get(month)
        return self.lines[version.pk].get(measured) if version else None

    def line_by_code(self, code: str, month: int) -> PlanLine | None:
        """The line of a code, as the newest version of the year calls it, in the version of a month."""
        for version in self._newest_first():
            found = next((one for one in self.lines[version.pk].values() if one.code == code), None)
            if found is not None:
                return self.line((found.place, found.measure, found.item), month)
        return None

    def newest(self) -> Iterator[PlanLine]:
        """Every line of the year once, as its newest version has it, in the order of that version."""
        seen: set[Measured] = set()
        for version in self._newest_first():
            for measured, line in self.lines[version.pk].items():
                if measured not in seen:
                    seen.add(measured)
                    yield line

    def _newest_first(self) -> list[PlanVersion]:
        return sorted(set(self.versions.values()), key=lambda one: (one.from_month, one.number), reverse=True)


def measured_by(company: Node, codes: Iterable[str]) -> tuple[set[str], set[str]]:
    """Where the lines of these codes measure in any version of a company's plan, and what."""
    found = PlanLine.objects.filter(version__node=company, code__in=list(codes)).values_list("place", "measure")
    return {place for place, _measure in found}, {measure for _place, measure in found}


def _last(versions: Sequence[PlanVersion], month: date) -> PlanVersion | None:
    return next((one for one in reversed(versions) if one.from_month <= month), None)


def once_a_line(find: Callable[[PlanLine], Found]) -> Callable[[PlanLine], Found]:
    """What was found of a line is kept with it: lines are never edited, and those of a year are asked month by month."""

    @wraps(find)
    def kept(line: PlanLine) -> Found:
        name = f"_{find.__name__}"
        found: Found = line.__dict__[name] if name in line.__dict__ else find(line)
        line.__dict__[name] = found
        return found

    return kept


@once_a_line
def sources_of(line: PlanLine) -> list[PlanSource]:
    """The sources of a line in their order; a line without any is obtained in one way, which is the main one."""
    return list(line.sources.all()) or [PlanSource(version_id=line.version_id, line=line, key=MAIN, role=MAIN)]


@once_a_line
def unit_of(line: PlanLine) -> str:
    """The unit in which readings of a line are kept: that of the first quantity that it serves; it serves one."""
    use = monthly_uses(line)[0]
    return load(use.pack).unit_of(use.quantity, use.item or None)


@once_a_line
def monthly_uses(line: PlanLine) -> list[PlanUse]:
    """The quantities that a line serves with monthly figures; of editions that are not here any more none."""
    found = []
    for use in line.uses.all():
        pack = sound_pack(use.pack)
        quantity = pack.quantities.get(use.quantity) if pack else None
        if quantity is None or quantity.role != "input" or quantity.yearly_only:
            continue
        if quantity.by_item == bool(use.item) and quantity.by_facility == bool(use.facility):
            found.append(use)
    return found


def packs_served(rows: Iterable[GridRow]) -> list[str]:
    """The rule packs that rows of the grid serve with figures."""
    return list(dict.fromkeys(use.pack for row in rows for use in monthly_uses(row.line)))


def serving(line: PlanLine, source: PlanSource) -> list[SeriesKey]:
    """The series that tell of a source of a line: what is typed of it, and of the main one what files by the packs it serves say."""
    found = [(line.measure, line.item, PLANNED + source.key)]
    if source.role == MAIN:
        found += [(use.quantity, use.item, FROM_FILES + use.pack) for use in monthly_uses(line)]
    return found


class Readings:
    """The monthly readings of a year, or some of its months and measures, at one place, that nobody superseded, withdrawn ones too."""

    def __init__(
        self, company: Node, place: Node, year: int, months: Iterable[int] = MONTHS, measures: Iterable[str] | None = None
    ) -> None:
        found = standing(company, year).filter(series__place=place, start__in=[date(year, month, 1) for month in months])
        found = found if measures is None else found.filter(series__measure__in=list(measures))
        self.by_key: dict[tuple[SeriesKey, int], Reading] = {}
        for one in found:  # of two units of the same, what was told last
            self.by_key[(one.series.measure, one.series.item, one.series.source), one.start.month] = one

    def told_last(self, keys: Iterable[SeriesKey], month: int) -> Cell:
        """The newest reading of some series in a month."""
        every = [one for key in keys if (one := self.by_key.get((key, month)))]
        found = [one for one in every if one.entry.kind != DRAWN] or every
        if not found:
            return NO_CELL
        last = max(found, key=lambda one: (one.entry_id, one.pk))
        return Cell(last, OF_FILE if last.series.source.startswith(FROM_FILES) else TYPED)


def standing(company: Node, year: int) -> QuerySet[Reading]:
    """The monthly readings of a company's year that nobody superseded, in the order in which they were told."""
    newer = Reading.objects.filter(supersedes=OuterRef("pk"))
    first, last = date(year, 1, 1), date(year, 12, 31)
    of_series = {"series__company": company, "series__grain": MONTH}  # found by their series: a company has many years of readings
    found = Reading.objects.filter(**of_series, start__range=(first, last)).exclude(Exists(newer))
    return found.prefetch_related("series", "entry__by").order_by("entry_id", "id")


def places_of_plan(plan: PlanOfYear) -> list[Node]:
    """The company itself and its facilities, as far as the plans of a year have lines for them, in the order of the tree."""
    codes = {line.place for line in plan.newest() if monthly_uses(line)}
    facilities = [one for one in descendants(plan.company, kind="facility") if one.code in codes]
    return [*([plan.company] if "" in codes else []), *facilities]


def grid_rows(company: Node, place: Node, year: int, plan: PlanOfYear | None = None) -> list[GridRow]:
    """The rows of a facility, or of the company itself, in the order of the plan, each source of a line a row; empty without a plan.

    What the plan takes from a default or a design document is no row, unless somebody told a figure all the same.
    """
    code = "" if place.pk == company.pk else place.code
    plan, readings = plan or PlanOfYear(company, year, [code]), Readings(company, place, year)
    lines = [one for one in plan.newest() if one.place == code and monthly_uses(one)]
    rows = []
    for line in sorted(lines, key=lambda one: one.code):
        for source in sources_of(line):
            cells = {month: _cell(plan, readings, (line, source.key), month) for month in MONTHS}
            if line.way in TAKEN_FROM_PAPER and not any(one.reading for one in cells.values()):
                continue
            rows.append(GridRow(line, source.key, source.role, unit_of(line), cells))
    return rows


def _cell(plan: PlanOfYear, readings: Readings, row: tuple[PlanLine, str], month: int) -> Cell:
    newest, key = row
    line = plan.line((newest.place, newest.measure, newest.item), month)
    source = next((one for one in sources_of(line) if one.key == key), None) if line else None
    return readings.told_last(serving(line, source), month) if line and source else NO_CELL
