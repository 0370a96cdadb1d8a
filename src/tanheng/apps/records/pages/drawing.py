"""What was typed of a year and is not in its figures yet: figure by figure, and whether a year can be drawn from it."""

from dataclasses import dataclass
from decimal import Decimal

from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import current_import, place_of, readings_of
from tanheng.apps.records.selectors.drawn import drawn_from
from tanheng.apps.records.selectors.typed_figures import typed_since, value_of
from tanheng.apps.sites.models import Node
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.numbers import decimal_text
from tanheng.engine.places import Place
from tanheng.engine.problems import Problem, has_errors
from tanheng.pages.wording import shown_unit
from tanheng.rulebook import load


@dataclass(frozen=True)
class TypedFigure:
    """A figure typed since: what the year's figures say at its place now, and what they would say; None where there is no value."""

    place: Place
    before: str | None
    after: str | None
    unit: str
    reading: Reading


@dataclass(frozen=True)
class Waiting:
    """What was typed since the figures that count, and the problems of the year that would be drawn from it."""

    year: int
    pack: str
    one: Import | None
    figures: list[TypedFigure]
    problems: list[Problem]

    @property
    def can_be_drawn(self) -> bool:
        """Whether nothing stands in the way."""
        return bool(self.figures) and not has_errors(self.problems)


def waiting_figures(company: Node, year: int, pack_id: str, last: int | None = None) -> Waiting:
    """The figures of a company's year that wait, in the order of their places; the problems are those of its months through the `last` one,
    by itself that of the figures that count.
    """
    one, typed = current_import(company, year, pack_id), typed_since(company, year, pack_id)
    if not typed:
        return Waiting(year, pack_id, one, [], [])
    pack = load(pack_id)
    counting = {place_of(row): row.amount for row in readings_of(one)} if one else {}
    there = {place: _said(amount) for place, amount in counting.items()}
    figures = []
    for place, reading in sorted(typed.items(), key=lambda pair: [str(part or "").zfill(2) for part in pair[0]]):
        after = None if reading.kind == WITHDRAWN else _said(value_of(reading, place, pack).amount)
        figures.append(TypedFigure(place, there.get(place), after, shown_unit(pack.unit_of(place.quantity, place.item)), reading))
    return Waiting(year, pack_id, one, figures, drawn_from(one, typed, company, year, pack_id, last).read.problems)


def _said(amount: Decimal | None) -> str:
    return NOT_APPLICABLE_SIGN if amount is None else decimal_text(amount)
