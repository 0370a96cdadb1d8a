"""Where anything was burnt, made or moved: what the amounts of a case say of a place and a period.

A content, a heating value or a factor belongs to the amounts that weigh its yearly mean. Where all of these are zero or not
applicable there was nothing to sample, and it is idle. The pack itself says which amounts they are: the weight, or what the formulas
of a derived weight are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from operator import attrgetter, is_

from tanheng.engine.absences import IDLE, NOT_APPLICABLE, UNASKED, Absences, Idle
from tanheng.engine.case import Case, Value
from tanheng.engine.columns import matches
from tanheng.engine.defaults import default_of
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.places import Key

Series = dict[tuple[str, Key], dict[int | None, Value]]  # by quantity and place, then by period


class Activity:
    """Asks the amounts of one case; `keys` are the places of each quantity."""

    def __init__(self, pack: Pack, case: Case, keys: Mapping[str, tuple[Key, ...]]) -> None:
        self.pack = pack
        self.case = case
        self.keys = keys
        self._behind: dict[tuple[str, Key], tuple[tuple[str, Key], ...]] = {}

    @cached_property
    def series(self) -> Series:
        """The values of the case by quantity and place, then by period; most runs never ask for it."""
        found: Series = {}
        for value in self.case.values:
            found.setdefault((value.quantity, (value.facility, value.item)), {})[value.month] = value
        return found

    @cached_property
    def reported(self) -> set[str]:
        """The quantities of which anything is reported."""
        return set(map(attrgetter("quantity"), self.case.values))

    def idle(self, quantity: Quantity, key: Key, period: int | None) -> Idle | None:
        """What stands for a content that nobody need give: nothing was burnt, or its flag does not ask for it; else None."""
        if self._of_nothing(quantity, key, period):
            return IDLE
        unasked = quantity.asked_where and self._flag(quantity.asked_where, key, period) == 0
        return UNASKED if unasked else None

    def not_idle(self, quantity: Quantity, key: Key, periods: list[int | None]) -> list[int | None]:
        """The periods in which a content is not idle; where none of its amounts is reported, all."""
        if not quantity.asked_where and not any(one in self.series for one in self._amounts(quantity, key)):
            return periods
        return [period for period in periods if not self.idle(quantity, key, period)]

    def _of_nothing(self, quantity: Quantity, key: Key, period: int | None) -> bool:
        """Whether the amounts behind a content are known to be zero or not applicable; unknown where one of them is blank."""
        known = False
        for name, place in self._amounts(quantity, key):
            reported = self.series.get((name, place), {})
            value = reported.get(period) or reported.get(None)
            if value is not None:
                if value.amount:
                    return False
                known = True
            elif reported or self._default(name, place):
                return False  # any amount may stand in a blank
        return known

    def _amounts(self, quantity: Quantity, key: Key) -> tuple[tuple[str, Key], ...]:
        """The amounts behind a content at one of its places: the same in every period."""
        found = self._behind.get((quantity.id, key))
        if found is None:
            names = self.pack.amounts_behind[quantity.id]
            positions = {name: matches(self.pack.quantities[name], self.keys[name], quantity.index, (key,))[0] for name in names}
            found = self._behind[quantity.id, key] = tuple((name, self.keys[name][one]) for name in names for one in positions[name])
        return found

    def _flag(self, name: str, key: Key, period: int | None) -> Decimal | None:
        reported = self.series.get((name, key), {})
        value = reported.get(period) or reported.get(None)
        return value.amount if value is not None and value.amount is not None else self._default(name, key)

    def is_asked(self, quantity: Quantity, key: Key) -> bool:
        """Whether a content that was never reported would be missing: it is required and the edition has none."""
        return quantity.required and default_of(self.pack, quantity, self.case, key)[0] is None

    def _default(self, name: str, place: Key) -> Decimal | None:
        return default_of(self.pack, self.pack.quantities[name], self.case, place)[0]


def absent_inputs(activity: Activity, periods: tuple[int | None, ...]) -> dict[str, Absences]:
    """Where the inputs are not applicable or idle: by quantity, then by position in its column. An idle content takes no default where
    it was measured in other periods.
    """
    found: dict[str, Absences] = {}
    some = any(map(is_, map(attrgetter("amount"), activity.case.values), repeat(None)))
    for (name, key), series in activity.series.items() if some else ():
        for month, value in series.items():
            if value.amount is None and activity.pack.quantities[name].is_amount:
                start = activity.keys[name].index(key) * len(periods)
                offsets = range(len(periods)) if month not in periods else (periods.index(month),)
                found.setdefault(name, {}).update(dict.fromkeys((start + offset for offset in offsets), NOT_APPLICABLE))
    if activity.pack.defaults_for_nothing:
        return found
    for quantity in activity.pack.inputs():
        if activity.pack.amounts_behind[quantity.id] and (quantity.required or quantity.id in activity.reported):
            positions = dict(_idle_positions(activity, quantity, periods))
            if positions:
                found.setdefault(quantity.id, {}).update(positions)
    return found


def _idle_positions(activity: Activity, quantity: Quantity, periods: tuple[int | None, ...]) -> Iterator[tuple[int, Idle]]:
    unreported, alike = quantity.id not in activity.reported, quantity.default is not None and quantity.default.parameter is not None
    if unreported and alike and not activity.is_asked(quantity, (None, None)):
        return  # one default for all places
    for place, key in enumerate(activity.keys[quantity.id]):
        if unreported and not activity.is_asked(quantity, key):
            continue
        reported = {month for month, one in activity.series.get((quantity.id, key), {}).items() if one.amount is not None}
        if None in reported or len(reported) == len(periods) or not (reported or activity.is_asked(quantity, key)):
            continue
        for offset, period in enumerate(periods):
            if period not in reported and (idle := activity.idle(quantity, key, period)):
                yield place * len(periods) + offset, idle
