"""Months of a line whose main source is silent, with what the plan lets stand in; and what was accepted so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from tanheng.analysis.missing import Known, Named, Proposal, Term, Treatments, treatments
from tanheng.apps.monitoring.models import Treatment
from tanheng.apps.monitoring.selectors.apportioning import apportionment
from tanheng.apps.monitoring.selectors.selection import monthly_uses
from tanheng.apps.monitoring.selectors.year_sources import SourceRow, YearSources, amount_in, is_power, reading_in
from tanheng.apps.sites.models import Node
from tanheng.engine.defaults import usual_of
from tanheng.engine.plan.lists import MEASURED
from tanheng.engine.text import Text
from tanheng.rulebook import load
from tanheng.rulebook.conservative import direction_of, stock_terms

SELDOM = ("year", "once", "none")  # frequencies that ask for no figure each month


@dataclass(frozen=True)
class Gap:
    """A month of a row without a figure, and what may stand in for it."""

    row: SourceRow
    month: date
    found: Treatments

    @property
    def key(self) -> str:
        """Its name on a page."""
        return f"{self.row.line.code}-{self.month:%Y-%m}"

    def proposal(self, key: str) -> Proposal | None:
        """The proposal of that name."""
        return next((one for one in self.found.proposals if one.key == key), None)


def gaps_of(sources: YearSources) -> list[Gap]:
    """Every gap of a year: measured lines that are recorded at least monthly and those that get a part of a gate's figure. Lines that
    have figures come before those that nobody has begun.
    """
    rows = sorted(sources.rows.values(), key=lambda row: all(reading_in(row.main, month) is None for month in row.main.cells))
    return [gap for row in rows for month in sources.months(row) if (gap := gap_in(sources, row, month))]


def gap_in(sources: YearSources, row: SourceRow, month: int) -> Gap | None:
    """The gap of a row in a month; None where it has a figure or none is asked for."""
    line = sources.line(row, month)
    if line is None or reading_in(row.main, month) is not None:
        return None
    part = apportionment(sources, row, month)
    if part is None and (line.way != MEASURED or line.frequency in SELDOM):
        return None
    measure = monthly_uses(line)[0].quantity
    found = treatments(line.missing, _known(sources, row, month), direction_of(measure), power=is_power(line))
    proposals = (*part.proposals, *found.proposals) if part else found.proposals
    unusable = (*part.unusable, *found.unusable) if part else found.unusable
    return Gap(row, date(sources.year, month, 1), Treatments(proposals, unusable))


def _known(sources: YearSources, row: SourceRow, month: int) -> Known:
    return Known(
        tuple(_comparisons(row, month)),
        tuple(_stock(sources, row, month)),
        tuple(Named(month_name(day), amount) for day, amount in sources.neighbours(row, month)),
        _default(row, sources.year),
        tuple(_months(sources, row)),
    )


def month_name(day: date) -> Text:
    """`2025年3月`, `2025-03`."""
    return Text(f"{day.year}年{day.month}月", f"{day:%Y-%m}")


def _comparisons(row: SourceRow, month: int) -> Iterator[Named]:
    names = {one.key: one.record or one.instrument or one.key for one in row.line.sources.all()}
    for other in row.others:
        amount = amount_in(other, month)
        if amount is not None:
            name = names.get(other.source, other.source)
            yield Named(Text(name, name), amount)


def _stock(sources: YearSources, row: SourceRow, month: int) -> Iterator[Term]:
    """The terms of the stock balance: at the place itself, or of the enterprise less what its other facilities used."""
    use = monthly_uses(row.line)[0]
    pack = load(use.pack)
    terms = stock_terms(use.quantity)
    place = row.line.place if any((row.line.place, name, row.line.item) in sources.rows for name in terms) else ""
    for name, minus in terms.items():
        if name in pack.quantities:
            of_term = sources.rows.get((place, name, row.line.item)) or sources.rows.get((place, name, ""))
            yield Term(pack.quantities[name].label, amount_in(of_term.main, month) if of_term else None, minus)
    if terms and place != row.line.place:
        for other in sources.rows.values():
            if other is not row and (other.line.measure, other.line.item) == (row.line.measure, row.line.item) and other.line.place:
                yield Term(Text(other.place.name, other.place.name), amount_in(other.main, month), minus=True)


def _default(row: SourceRow, year: int) -> Named | None:
    use = monthly_uses(row.line)[0]
    pack = load(use.pack)
    quantity = pack.quantities[use.quantity]
    amount: Decimal | None = None if quantity.is_amount else usual_of(pack, quantity, use.item or None, year)
    return None if amount is None else Named(pack.title, amount)


def _months(sources: YearSources, row: SourceRow) -> Iterator[Named]:
    for month in row.main.cells:
        amount = amount_in(row.main, month)
        if amount is not None:
            yield Named(month_name(date(sources.year, month, 1)), amount)


def treatments_of(company: Node, year: int) -> QuerySet[Treatment]:
    """What was accepted of a year's months, the oldest first; `reading.superseded_by` where something took its place since."""
    found = Treatment.objects.filter(company=company, reading__start__range=(date(year, 1, 1), date(year, 12, 31)))
    return found.select_related("reading__series__place", "reading__superseded_by", "by").order_by("reading__start", "line", "id")


def still_counts(one: Treatment) -> bool:
    """Whether nothing has taken the place of what was accepted."""
    return not hasattr(one.reading, "superseded_by")
