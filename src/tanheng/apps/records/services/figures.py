"""What an accepted file says: row by row as it stands there, and told to the series.

The file of a year and rule pack tells all of it, so what it leaves out is withdrawn.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from tanheng.apps.monitoring.models import Entry
from tanheng.apps.monitoring.models.series import FILE, MONTH, YEAR
from tanheng.apps.monitoring.services.readings import Measurement, Told, take_over_whole
from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.selectors.series import file_source
from tanheng.apps.sites.models import Node
from tanheng.engine.case import Value
from tanheng.engine.pack import Pack
from tanheng.engine.places import Place
from tanheng.store.clock import now
from tanheng.store.many_rows import Row, append_rows

COLUMNS = (
    "source_import_id", "quantity", "facility_id", "facility_code", "item", "month", "amount", "unit", "kind", "source", "evidence",
    "uncertainty", "note", "typed", "origin_sheet", "origin_cell", "origin_path", "origin_line", "supersedes_id",
)  # fmt: skip
LONGEST_ORIGIN = 255


def store_figures(*, one: Import, values: tuple[Value, ...], nodes: Mapping[str, Node], older: Mapping[Place, int], pack: Pack) -> None:
    """Store what an accepted file says and tell the series; part of the change that accepts it. `older` are the keys of what counted."""
    units = {key: pack.unit_of(*key) for key in {(value.quantity, value.item) for value in values}}
    append_rows(FileReading, COLUMNS, [_row(one, value, nodes, older, units) for value in values])
    entry = Entry(company=one.node, kind=FILE, key=str(one.number), by=one.by, at=now())
    entry.save()
    year = one.year or 0  # an accepted one has its year
    told = list(_told(one, values, nodes, units))
    span = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    take_over_whole(entry=entry, source=file_source(one.pack), told=told, reason=one.reason or f"#{one.number}", **span)


Units = Mapping[tuple[str, str | None], str]


def _row(one: Import, value: Value, nodes: Mapping[str, Node], older: Mapping[Place, int], units: Units) -> Row:
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
