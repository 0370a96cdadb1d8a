"""The files at cells of the monthly grid, and evidence that is named there and not attached."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse

from tanheng.apps.evidence.selectors import attachments_of
from tanheng.apps.monitoring.models import CellFile
from tanheng.apps.sites.models import Node
from tanheng.registration import StoredFile

BETWEEN = "；"
SEPARATORS = re.compile(r"([；;\n])")
LONGEST = 500  # of the evidence that a figure names


class CellKey(NamedTuple):
    """A cell whatever its line is called: place, measure, item, source, first day of the month."""

    place: int
    measure: str
    item: str
    source: str
    month: date


def key_of(one: CellFile) -> CellKey:
    """The cell that a file is at."""
    return CellKey(one.place_id, one.measure, one.item, one.source, one.month)


def files_of_year(company: Node, year: int, place: Node | None = None) -> QuerySet[CellFile]:
    """The files that are evidence at cells of a company's year, or of one place's."""
    of_year = (date(year, 1, 1), date(year, 12, 31))
    found = CellFile.objects.filter(company=company, month__range=of_year, detached=False, superseded_by=None)
    found = found if place is None else found.filter(place=place)
    return found.select_related("file", "by", "place").order_by("month", "place__path", "measure", "id")


def files_by_cell(files: Iterable[CellFile]) -> dict[CellKey, list[CellFile]]:
    """The same by their cells."""
    found: dict[CellKey, list[CellFile]] = defaultdict(list)
    for one in files:
        found[key_of(one)].append(one)
    return found


def files_at(company: Node, cell: CellKey, *, detached: bool = False) -> QuerySet[CellFile]:
    """The files at one cell; or those that were taken away there, each as the fact that says why."""
    counting = Q(detached=True) if detached else Q(detached=False, superseded_by=None)
    found = CellFile.objects.filter(counting, company=company, **cell._asdict())
    return found.select_related("file", "by", "supersedes__by").order_by("id")


def year_names(company: Node, year: int) -> set[str]:
    """The names of what is attached to the year itself."""
    return set(attachments_of(company, year).values_list("name", flat=True))


def not_attached(text: str, names: Collection[str]) -> list[str]:
    """The names in the evidence that a figure names under which nothing is attached. A text may name several, parted by semicolons, which
    may stand in a name, too.
    """
    if not text or text in names:
        return []
    parts, missing, at = SEPARATORS.split(text), [], 0
    while at < len(parts):
        ends = range(len(parts), at, -2)
        end = next((one for one in ends if "".join(parts[at:one]).strip() in names), None)
        if end is None and (name := parts[at].strip()):
            missing.append(name)
        at = (end or at + 1) + 1
    return missing


def with_names(text: str, files: Iterable[CellFile]) -> str:
    """The evidence that a figure names, and the files at its cell, as one text; what has no room any more is left to the cell."""
    said = text
    for one in files:
        longer = f"{said}{BETWEEN}{one.name}" if said else one.name
        if not_attached(one.name, SEPARATORS.split(said)) and len(longer) <= LONGEST:
            said = longer
    return said


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Files at cells with these contents."""
    found = CellFile.objects.filter(file__sha256__in=sha256s, detached=False).select_related("company", "file").order_by("pk")
    rows = [(one, reverse("monitoring:cell-file", args=[one.pk])) for one in found]
    return [StoredFile(one.file.sha256, one.name, one.company.path, "view_data", address) for one, address in rows]
