"""What the plans in force ask for in the months of a year: of which places, by which lines, and what of it is told.

Read for many companies at once by few queries: the matrix of months asks it of a whole group, a step of one month of one place.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, Sum, Value, When

from tanheng.apps.monitoring.models import PlanLine, PlanStep, PlanVersion, Reading
from tanheng.apps.monitoring.models.series import MONTH, WITHDRAWN
from tanheng.apps.monitoring.selectors.selection import TAKEN_FROM_PAPER, SeriesKey, monthly_uses, serving, sources_of
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors.life import lives_of
from tanheng.engine.life import MONTHS
from tanheng.engine.plan.lists import MAIN
from tanheng.workflow.plans import ACCEPT

# In which months a figure of a line is due; what is determined once or not at all is due in none.
DUE_MONTHS: Mapping[str, tuple[int, ...]] = {"quarter": (3, 6, 9, 12), "year": (12,), "once": (), "none": ()}


Masks = dict[tuple[int, str, str, str], int]  # place, measure, item, source → a bit for each month told
Exact = dict[tuple[int, int], dict[SeriesKey, tuple[int, int, str]]]  # place, month → series → entry, reading, kind


class AskedLine(NamedTuple):
    """A line of a version as far as months go: where, of what, whose, in which months it is due, and the series that tell of its main
    source.
    """

    place: str  # code of the facility; "" the company
    code: str
    name: str
    measure: str
    item: str
    department: str
    person: str
    months: tuple[int, ...]
    keys: tuple[SeriesKey, ...]


class _Version(NamedTuple):
    key: int
    hash: str
    from_month: date


class _Place(NamedTuple):
    """The lines of a version at one place, and of each month those that are due."""

    lines: tuple[AskedLine, ...]
    due: Mapping[int, tuple[AskedLine, ...]]


NO_LINES = _Place((), dict.fromkeys(MONTHS, ()))


@lru_cache(maxsize=1024)
def _lines(version: int, _hash: str) -> Mapping[str, _Place]:
    """The lines of a version by the code of their place; a version is never edited, so it is read once in a process."""
    found: dict[str, list[AskedLine]] = defaultdict(list)
    for line in PlanLine.objects.filter(version=version).prefetch_related("sources", "uses").order_by("code"):
        if monthly_uses(line):
            main = next(one for one in sources_of(line) if one.role == MAIN)
            due = () if line.way in TAKEN_FROM_PAPER else DUE_MONTHS.get(line.frequency, MONTHS)
            words = line.place, line.code, line.name, line.measure, line.item, line.department, line.person
            found[line.place].append(AskedLine(*words, tuple(due), tuple(serving(line, main))))
    return {place: _Place(tuple(lines), {month: _due(lines, month) for month in MONTHS}) for place, lines in found.items()}


def _due(lines: Iterable[AskedLine], month: int) -> tuple[AskedLine, ...]:
    return tuple(one for one in lines if month in one.months)


class Due:
    """What the plans of some companies ask for in a year, and what of it is told: that of the months from `first` on is read, once it is
    asked for.
    """

    def __init__(self, companies: Iterable[Node], facilities: Iterable[Node], year: int, only: tuple[Node, int] | None = None) -> None:
        """`facilities` are those of the companies that matter; the companies themselves are places, too. `only` is the one place and month
        of which it is asked what is told.
        """
        self.year, self.companies, self.facilities = year, list(companies), list(facilities)
        self.place: Node | None = only[0] if only else None
        self.first, self.last = (only[1], only[1]) if only else (MONTHS[0], MONTHS[-1])
        self._versions = _versions_in_force(self.companies, year)
        lives = lives_of(self.facilities)
        self._idle = {key: life.not_applicable_months(year) for key, life in lives.items()}
        passed = {key: life for key, life in lives.items() if any(one.handed_on or one.taken_over for one in life.spans)}
        self._anothers = {key: {month for month in MONTHS if life.is_anothers(year, month)} for key, life in passed.items()}
        self._masks: dict[tuple[int, int], list[tuple[AskedLine, int]]] = {}
        self._years: dict[int, tuple[tuple[AskedLine, ...], ...]] = {}

    @cached_property
    def _told(self) -> tuple[Masks, Exact]:
        versions = [one for ones in self._versions.values() for one in ones]
        sources = {key[2] for one in versions for place in _lines(one.key, one.hash).values() for line in place.lines for key in line.keys}
        asked: dict[str, Any] = {"series__company__in": self.companies, "series__source__in": sources, "series__grain": MONTH}
        asked |= {"series__place": self.place} if self.place else {}
        return _told(self.companies, [date(self.year, month, 1) for month in range(self.first, self.last + 1)], asked)

    def lines(self, company: Node, place: Node, month: int) -> tuple[AskedLine, ...]:
        """The lines of a place that are due in a month; none where no version is in force, or the facility is not in use."""
        key = place.pk
        if key not in self._years:
            self._years[key] = tuple(self._lines_in(company, place, one) for one in MONTHS)
        return self._years[key][month - 1]

    def _lines_in(self, company: Node, place: Node, month: int) -> tuple[AskedLine, ...]:
        version = self._version(company, month)
        return self._place(version, company, place).due[month] if version and month not in self._idle.get(place.pk, ()) else ()

    def missing(self, company: Node, place: Node, month: int) -> list[AskedLine]:
        """Those of which nothing counts, neither a figure nor an absence."""
        lines, (_masks, exact) = self.lines(company, place, month), self._told
        version = self._version(company, month) if lines else None
        if version is None:
            return []
        there, bit = exact.get((place.pk, month)), 1 << month
        if there is not None:  # something was taken back there: what was told last counts
            return [one for one in lines if not _is_told(there, one.keys)]
        return [one for one, mask in self._masks_of(version, company, place) if not mask & bit and month in one.months]

    def has_plan(self, company: Node) -> bool:
        """Whether a plan is in force in any month of the year."""
        return bool(self._versions[company.pk])

    def is_idle(self, place: Node, month: int) -> bool:
        """Whether the month is before the life of a facility, after it, or in a stop."""
        return month in self._idle.get(place.pk, ())

    def is_anothers(self, place: Node, month: int) -> bool:
        """Whether the month of a facility is another company's to report: it was handed over, or is not taken over yet."""
        return month in self._anothers.get(place.pk, ())

    def _version(self, company: Node, month: int) -> _Version | None:
        day = date(self.year, month, 1)
        return next((one for one in reversed(self._versions[company.pk]) if one.from_month <= day), None)

    def _place(self, version: _Version, company: Node, place: Node) -> _Place:
        return _lines(version.key, version.hash).get("" if place.pk == company.pk else place.code, NO_LINES)

    def _masks_of(self, version: _Version, company: Node, place: Node) -> list[tuple[AskedLine, int]]:
        """Each line of a place with a bit for each month of which anything is told."""
        found = self._masks.get((version.key, place.pk))
        if found is None:
            told = self._told[0]
            found = [
                (one, reduce(or_, (told.get((place.pk, *key), 0) for key in one.keys), 0))
                for one in self._place(version, company, place).lines
            ]
            self._masks[version.key, place.pk] = found
        return found


def _is_told(there: Mapping[SeriesKey, tuple[int, int, str]], keys: Iterable[SeriesKey]) -> bool:
    told = [one for key in keys if (one := there.get(key))]
    return bool(told) and max(told)[2] != WITHDRAWN


def _versions_in_force(companies: list[Node], year: int) -> dict[int, list[_Version]]:
    """The versions that came into force and begin by the end of the year, by company, in the order in which they count."""
    accepted = set(PlanStep.objects.filter(node__in=companies, verb=ACCEPT).values_list("node_id", "plan"))
    rows = PlanVersion.objects.filter(node__in=companies, from_month__lte=date(year, 12, 1)).order_by("from_month", "number")
    found: dict[int, list[_Version]] = {one.pk: [] for one in companies}
    for key, node, number, from_month, mark in rows.values_list("pk", "node_id", "number", "from_month", "hash"):
        if (node, number) in accepted:
            found[node].append(_Version(key, mark, from_month))
    return found


OF_SERIES = ("series__place_id", "series__measure", "series__item", "series__source")


def _told(companies: list[Node], months: list[date], asked: Mapping[str, Any]) -> tuple[Masks, Exact]:
    """Of which months the series that are `asked` for tell anything, which an index alone answers; and what stands in those in which any
    was withdrawn.
    """
    span = {**asked, "start__range": (months[0], months[-1])}
    bits = [When(start=month, then=Value(1 << month.month)) for month in months]
    begun = Reading.objects.filter(**span).order_by().values_list(*OF_SERIES)
    told: Masks = {}
    for place, measure, item, source, mask in begun.annotate(mask=Sum(Case(*bits, default=Value(0)), distinct=True)):
        told[place, measure, item, source] = mask
    gone = Reading.objects.filter(company__in=companies, kind=WITHDRAWN, **span, superseded_by=None)
    exact: Exact = {(place, start.month): {} for place, start in gone.values_list("series__place_id", "start")}
    if exact:
        standing = Reading.objects.filter(**span, series__place__in={place for place, _month in exact}, superseded_by=None).order_by()
        of_reading = (*OF_SERIES, "start", "entry_id", "pk", "kind")
        for place, measure, item, source, start, *last in standing.values_list(*of_reading):
            cell, key = exact.get((place, start.month)), (measure, item, source)
            if cell is not None and (key not in cell or cell[key] < tuple(last)):
                cell[key] = tuple(last)
    return told, exact
