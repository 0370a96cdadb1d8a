"""Which part of a year its figures allow: its first months, while the later ones are not there yet."""

from typing import NamedTuple

from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.selectors.months import has_plan, open_months
from tanheng.apps.records.selectors import current_import, readings_of
from tanheng.apps.records.selectors.typed_figures import typed_since
from tanheng.apps.sites.models import Node
from tanheng.engine.life import MONTHS


class Part(NamedTuple):
    """The months through the last one: whether those that the plan asks for are all closed."""

    last: int
    closed: bool


def parts_of_year(company: Node, year: int, pack_id: str, open_ones: set[int] | None = None) -> list[Part]:
    """What of a year that is not whole can be computed: first the months that are closed, then all that have figures. None where the
    figures that count are of the whole year. `open_ones` are the months that are not closed, where they are known.
    """
    one = current_import(company, year, pack_id)
    if one is not None and one.through_month is None:
        return []
    typed = typed_since(company, year, pack_id)
    told = {place.month or 0 for place, reading in typed.items() if reading.kind != WITHDRAWN}
    counting = readings_of(one).filter(amount__isnull=False).values_list("month", flat=True) if one else ()
    last, least = max([0, *told, *(month or 0 for month in counting)]), (one.through_month or 0) if one else 0
    last = max(last, least)
    if not 0 < last < len(MONTHS):
        return []
    closed = _closed_through(company, year, open_ones)
    found = [Part(closed, closed=True)] if max(least, 1) <= closed < last else []
    return [*found, Part(last, closed=closed >= last)]


def _closed_through(company: Node, year: int, open_ones: set[int] | None) -> int:
    """The last month through which everything that the plan asks for is closed; 0 where no plan is in force."""
    if not has_plan(company, year):
        return 0
    months = {one.month.month for one in open_months(company, year)} if open_ones is None else open_ones
    return min(months, default=len(MONTHS) + 1) - 1
