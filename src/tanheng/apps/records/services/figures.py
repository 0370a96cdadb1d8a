"""What an accepted file says: row by row as it stands there, and told to the series.

The file of a year and rule pack tells all of it, so what it leaves out is withdrawn.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tanheng.apps.monitoring.models import Entry, Reading
from tanheng.apps.monitoring.models.series import DRAWN, FILE, MONTH, YEAR
from tanheng.apps.monitoring.services.readings import Measurement, Told, take_over_whole
from tanheng.apps.records.models import GRID, FileReading, Import
from tanheng.apps.records.selectors.series import file_source
from tanheng.apps.records.selectors.typed_figures import has_typed, typed_over
from tanheng.apps.sites.models import Node
from tanheng.engine.case import Value
from tanheng.engine.pack import Pack
from tanheng.engine.places import Place
from tanheng.store.clock import now
from tanheng.store.many_rows import Row, append_rows

COLUMNS = (
    "source_import_id", "quantity", "facility_id", "facility_code", "item", "month", "amount", "unit", "kind", "source", "evidence",
    "uncertainty", "note", "typed", "origin_sheet", "origin_cell", "origin_path", "origin_line", "supersedes_id", "frozen_id",
)  # fmt: skip
LONGEST_ORIGIN = 255


def store_figures(
    *,
    one: Import,
    values: tuple[Value, ...],
    nodes: Mapping[str, Node],
    older: Mapping[Place, int],
    pack: Pack,
    frozen: Mapping[Place, Reading],
) -> None:
    """Store what an accepted file says and tell the series; part of the change that accepts it. `older` are the keys of what counted,
    `frozen` the typed readings that the figures were drawn from.
    """
    units = {key: pack.unit_of(*key) for key in {(value.quantity, value.item) for value in values}}
    append_rows(FileReading, COLUMNS, [_row(one, value, nodes, (older, frozen), units) for value in values])
    entry = Entry(company=one.node, kind=DRAWN if one.way == GRID else FILE, key=str(one.number), by=one.by, at=now())
    entry.save()
    year = one.year or 0  # an accepted one has its year
    told = list(_told(one, values, nodes, units))
    span = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    anew = _typed_otherwise(one, told) if one.way != GRID and has_typed(one.node) else set()
    take_over_whole(entry=entry, source=file_source(one.pack), told=told, reason=one.reason or f"#{one.number}", anew=anew, **span)


def _typed_otherwise(one: Import, told: Sequence[Told]) -> set[tuple[Measurement, date]]:
    """What a file tells of months of which something was typed: it is told anew though the file before it said the same, for it is newer
    than what was typed.
    """
    typed = typed_over(None, one.node, one.year or 0, one.pack)
    places = {(place.quantity, place.item or "", place.month) for place in typed}
    return {
        (tell.measurement, tell.start) for tell in told if (tell.measurement.measure, tell.measurement.item, tell.start.month) in places
    }


Before = tuple[Mapping[Place, int], Mapping[Place, Reading]]  # what counted at each place; the typed readings that are frozen
Units = Mapping[tuple[str, str | None], str]


def _row(one: Import, value: Value, nodes: Mapping[str, Node], before: Before, units: Units) -> Row:
    older, frozen = before
    reading = frozen.get(value.place)
    origin, node = value.origin, nodes.get(value.facility or "")
    return (
        one.pk,
        value.quantity,
        node.pk if node else None,
        value.facility or "",
        value.item or "",
        value.month,
        value.amount,
        units[value.quantity, value.item],
        value.kind,
        value.source,
        value.evidence,
        value.uncertainty,
        value.note,
        value.typed,
        (origin.sheet or "")[:LONGEST_ORIGIN],
        origin.cell or "",
        (origin.path or "")[:LONGEST_ORIGIN],
        origin.line,
        older.get(value.place),
        reading.pk if reading else None,
    )


def _told(one: Import, values: tuple[Value, ...], nodes: Mapping[str, Node], units: Units) -> Iterator[Told]:
    """What each number says of which measurement and period; the year as one period where it names no month."""
    year = one.year or 0
    periods = {month: (date(year, month, 1), date(year, month, monthrange(year, month)[1])) for month in range(1, 13)}
    for value in values:
        node, grain = nodes.get(value.facility or ""), MONTH if value.month else YEAR
        place = node.pk if node else one.node_id
        start, end = periods[value.month] if value.month else (date(year, 1, 1), date(year, 12, 31))
        measurement = Measurement(place, value.quantity, value.item or "", grain, units[value.quantity, value.item])
        words = value.source, value.evidence, value.uncertainty, value.note, value.typed
        yield Told(measurement, start, end, value.amount, value.kind, *words)
