"""Cells gathered into areas, so that a thousand cells are told in a line: `F5:Q7, S9`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tanheng.documents.reading.cells import Corner, area_name, cell_name

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, by its first and its last cell."""

    first: Corner
    last: Corner

    @property
    def cells(self) -> int:
        """How many cells it holds."""
        return (self.last[0] - self.first[0] + 1) * (self.last[1] - self.first[1] + 1)

    def as_text(self) -> str:
        """`F5`, or `F5:Q7`."""
        return cell_name(*self.first) if self.first == self.last else area_name(self.first, self.last)


def areas_of(corners: Iterable[Corner]) -> list[Area]:
    """The cells as few rectangles: runs in a row, and equal runs of rows that follow each other. Sorted by row."""
    runs: dict[tuple[int, int], list[list[int]]] = {}
    for row, first, last in _runs(sorted(set(corners))):
        below = runs.setdefault((first, last), [])
        if below and below[-1][1] == row - 1:
            below[-1][1] = row
        else:
            below.append([row, row])
    areas = [Area((top, first), (bottom, last)) for (first, last), spans in runs.items() for top, bottom in spans]
    return sorted(areas, key=lambda area: area.first)


def _runs(corners: Sequence[Corner]) -> Iterable[tuple[int, int, int]]:
    """Row, first and last column of cells that touch in a row."""
    start = previous = corners[0]
    for corner in corners[1:]:
        if corner != (previous[0], previous[1] + 1):
            yield previous[0], start[1], previous[1]
            start = corner
        previous = corner
    yield previous[0], start[1], previous[1]


def places_text(areas: Sequence[Area]) -> str:
    """The areas by name; after a dozen the rest as the one area that holds them all."""
    named = [area.as_text() for area in areas[:MOST_NAMED]]
    rest = areas[MOST_NAMED:]
    if rest:
        first = (min(one.first[0] for one in rest), min(one.first[1] for one in rest))
        last = (max(one.last[0] for one in rest), max(one.last[1] for one in rest))
        named.append(f"… {Area(first, last).as_text()}")
    return ", ".join(named)
