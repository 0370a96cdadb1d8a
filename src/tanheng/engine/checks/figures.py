"""The input figures that a check speaks of at a place and in its periods, and where the first of them was read.

They are the recorded values of its arguments, and beneath a derived argument those of the inputs it comes from: of the check's
facility and item where it and the input have one, else of all. Defaults are the edition's and no figures of the case. A monthly
check speaks of its month (and of yearly figures, which count in every month), a yearly one of all months.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from tanheng.engine.places import Where

if TYPE_CHECKING:
    from tanheng.engine.case import Value
    from tanheng.engine.places import Key
    from tanheng.engine.run import Run


def values_beneath(run: Run, names: Iterable[str], key: Key, months: Collection[int | None]) -> Iterator[Value]:
    """The recorded values beneath quantities at a place; `months` empty stands for the whole year."""
    inputs = {one for name in names for one in run.pack.inputs_beneath[name]}
    facility, item = key
    for name in sorted(inputs):
        for value in _near(run, name, facility):
            if (item is None or value.item is None or value.item == item) and (not months or value.month is None or value.month in months):
                yield value


def _near(run: Run, name: str, facility: str | None) -> Iterable[Value]:
    """The recorded values that may belong to a facility; a plant may have a thousand others."""
    if facility is None:
        return run.recorded.get(name, ())
    return (*run.recorded_at.get((name, facility), ()), *run.recorded_at.get((name, None), ()))


def fits(found: Key, wanted: Key) -> bool:
    """Whether a place belongs to another: what one of them has no facility or item for counts for all."""
    (facility, item), (place, kind) = found, wanted
    return (facility is None or place is None or facility == place) and (item is None or kind is None or item == kind)


def series_place(value: Value, month: int | None) -> Where:
    """Where the value was read; of a year that months make up the entry, not the month."""
    origin = value.origin
    if month is None and value.month is not None and origin.path:
        origin = origin._replace(path=origin.path.partition(".months")[0])
    return origin.where(quantity=value.quantity, facility=value.facility, item=value.item, month=month)
