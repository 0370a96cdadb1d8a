"""What was typed but could not be taken. It was told once as refused: it is not told as missing too, and no check looks at it.

Nothing is read here; readers of files hand over their places, the case reader adds its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product
from typing import Final

from tanheng.engine.places import Key, Place

# Quantity, facility, item, month. None where the part is not known, or where the quantity has no such part: it stands for any.
UnreadPlace = tuple[str | None, str | None, str | None, int | None]
UNKNOWN_ROW: Final[UnreadPlace] = ("", None, None, None)  # a row of figures that names no quantity


class _UnreadValue:
    """The one object that stands in a document where a file's reader refused what was typed, and has said so."""

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Final = _UnreadValue()


class Unread:
    """The places of one reading whose amounts were refused, and those that an error makes doubtful."""

    def __init__(self, places: Collection[UnreadPlace] = ()) -> None:
        self._of: dict[str, set[tuple[str | None, str | None, int | None]]] = {}
        self._series: dict[str, set[Key]] = {}  # the same without months
        self.doubtful: set[Place] = set()
        self.year_known = True
        self.anything_doubtful = False  # an error whose reach is not known: nothing is computed
        self.unknown_rows = False  # a row may belong to any place that has none of its own
        self.unplaced: set[tuple[str, str | None, str | None]] = set()  # rows whose facility or item cannot be used
        self.everything = False  # all figures were refused as one: nothing is missing
        for place in places:
            self.add(*place)

    def add(self, quantity: str | None, facility: str | None = None, item: str | None = None, month: int | None = None) -> None:
        """What was typed here was refused. Without a quantity it may be any, so that nothing can be said of what is missing."""
        if quantity is None:
            self.anything_doubtful = True
            return
        if not quantity:
            self.unknown_rows = True
            return
        self._refuse(quantity, facility, item, month)
        self.doubt(quantity, facility, item, month)

    def add_unplaced(self, quantity: str, facility: str | None, item: str | None) -> None:
        """A row of a known quantity whose facility or item cannot be used: it is of any place that has no row of its own."""
        self._refuse(quantity, facility, item, None)
        self.unplaced.add((quantity, facility, item))

    def _refuse(self, quantity: str, facility: str | None, item: str | None, month: int | None) -> None:
        self._of.setdefault(quantity, set()).add((facility, item, month))
        self._series.setdefault(quantity, set()).add((facility, item))

    def doubt(self, quantity: str, facility: str | None = None, item: str | None = None, month: int | None = None) -> None:
        """The amount here is missing, or was read and may be another."""
        self.doubtful.add(Place(quantity, facility, item, month))

    def covers(self, quantity: str, facility: str | None, item: str | None, month: int | None) -> bool:
        """Whether something was typed for this place and refused; month None asks for the year or any month."""
        if self.everything or quantity not in self._of:
            return self.everything
        refused, series = self._of[quantity], self._series[quantity]
        for place, kind in product({facility, None}, {item, None}):
            if (place, kind) in series if month is None else (place, kind, month) in refused or (place, kind, None) in refused:
                return True
        return False

    def uncovered(self, quantity: str, key: Key, periods: list[int | None]) -> list[int | None]:
        """The periods of a place for which nothing was typed and refused."""
        if quantity in self._of or self.everything:
            return [period for period in periods if not self.covers(quantity, *key, period)]
        return periods

    def may_be(self, quantity: str | None, facility: str | None, item: str | None) -> bool:
        """Whether what was refused may be at this place; here too None stands for any."""
        series = self._series.get(quantity or "", set())
        if self.everything or not (facility is None or item is None):
            return self.everything or not series.isdisjoint(product({facility, None}, {item, None}))
        return any((None in (place, facility) or place == facility) and (None in (kind, item) or kind == item) for place, kind in series)

    def series(self) -> Iterator[tuple[str, Key]]:
        """The quantities and places of what was refused, those that name an item: an item exists once somebody typed it."""
        for quantity, places in self._of.items():
            for facility, item, _ in places:
                if item is not None:
                    yield quantity, (facility, item)
