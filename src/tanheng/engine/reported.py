"""What a case reports, found by quantity and place: made once for a case, however often its figures are computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import repeat
from operator import attrgetter, is_not

from tanheng.engine.absences import Absences
from tanheng.engine.activity import Activity, absent_inputs
from tanheng.engine.case import Case, Value, grouped
from tanheng.engine.completeness import Periods
from tanheng.engine.pack import Pack
from tanheng.engine.places import Key, Place


class Reported:
    """The values of one case; `keys` are the places of each quantity."""

    def __init__(self, pack: Pack, case: Case, keys: Mapping[str, tuple[Key, ...]], periods: Periods) -> None:
        self.pack = pack
        self.case = case
        self.keys = keys
        self.periods = periods

    @cached_property
    def by_period(self) -> dict[Place, Value]:
        """The values by place; a yearly one counts in every month."""
        found = {one.place: one for one in self.case.values}
        if self.case.grain != "year":
            for one in self.case.values:
                if one.month is None:
                    found |= {one.place._replace(month=month): one for month in self.periods}
        return found

    @cached_property
    def recorded(self) -> dict[str, list[Value]]:
        """The values by quantity, as recorded."""
        return grouped(self.case.values, attrgetter("quantity"))

    @cached_property
    def recorded_at(self) -> dict[tuple[str, str | None], list[Value]]:
        """The same by quantity and facility."""
        return grouped(self.case.values, attrgetter("quantity", "facility"))

    @cached_property
    def has_cells(self) -> bool:
        """Whether any value was read from a cell of a workbook."""
        return any(map(is_not, map(attrgetter("origin.cell"), self.case.values), repeat(None)))

    @cached_property
    def positions(self) -> dict[str, dict[Key, int]]:
        """The position of each key of each quantity."""
        return {name: {key: number for number, key in enumerate(keys)} for name, keys in self.keys.items()}

    @cached_property
    def activity(self) -> Activity:
        """What the amounts say of places and periods."""
        return Activity(self.pack, self.case, self.keys)

    @cached_property
    def absent_inputs(self) -> dict[str, Absences]:
        """Where inputs are not applicable or idle: by quantity, then by position in its column."""
        return absent_inputs(self.activity, self.periods)
