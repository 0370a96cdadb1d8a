"""The value of a quantity of a run at a place that may be coarser or finer than its own: summed, averaged or told alike, never split."""

from __future__ import annotations

from decimal import Decimal, localcontext

from tanheng.engine.absences import NOT_APPLICABLE
from tanheng.engine.columns import aligned
from tanheng.engine.numbers import ZERO, exact_context
from tanheng.engine.places import Key
from tanheng.engine.run import Run


def amount_at(run: Run, name: str, key: Key, month: int | None, *, alone: bool = False) -> Decimal | None:
    """The amount at facility, item and month; summed or averaged over facilities where the place names none.

    An amount of the whole entity is handed down to a facility only when it is a rate, or when `alone` says that there is one.
    """
    quantity = run.pack.quantities.get(name)
    if quantity is None:
        return None
    positions = run.positions[name]
    if key in positions:
        return run.value(name, *key, month)
    facility, item = key
    if facility is not None and (None, item) in positions:
        return run.value(name, None, item, month) if quantity.year == "mean" or alone else None
    if facility is None and quantity.by_facility:
        return _gathered(run, name, [one for one in positions if one[1] == item], month)
    if item is not None and not quantity.by_item:
        return amount_at(run, name, (facility, None), month, alone=alone) if quantity.year == "mean" else None
    return None


def not_applicable_at(run: Run, name: str, key: Key, month: int | None) -> bool:
    """Whether the amount of a place, or of all finer places it is gathered from, is not applicable."""
    facility, item = key
    places = [one for one in run.positions.get(name, ()) if one[0] in (facility, None) or facility is None]
    places = [one for one in places if one[1] in (item, None) or item is None]
    return bool(places) and all(run.absence(name, *one, month) is NOT_APPLICABLE for one in places)


def _gathered(run: Run, name: str, keys: list[Key], month: int | None) -> Decimal | None:
    quantity = run.pack.quantities[name]
    keys = [key for key in keys if run.absence(name, *key, month) is None]  # what is not applicable adds nothing
    values = [run.value(name, *key, month) for key in keys]
    present = [value for value in values if value is not None]
    if not present or len(present) < len(values):
        return None
    if quantity.year == "sum":
        return sum(present, ZERO)
    if all(value == present[0] for value in present):
        return present[0]
    if quantity.weight is None:
        return None
    weights = [_weight(run, name, quantity.weight, key, month) for key in keys]
    with localcontext(exact_context()):
        heavy = sum((one for one in weights if one), ZERO)
        return sum((a * b for a, b in zip(present, (one or ZERO for one in weights), strict=True)), ZERO) / heavy if heavy else None


def _weight(run: Run, name: str, weight: str, key: Key, month: int | None) -> Decimal | None:
    """The weight of a rate at its own place."""
    found = run.pack.quantities[weight]
    columns = run.years if month is None else run.columns
    if weight not in columns:
        return None
    width = 1 if month is None else len(run.periods)
    column = aligned(found, columns[weight], run.keys[weight], run.pack.quantities[name].index, (key,), periods=width)
    value = column[0 if month is None else run.periods.index(month)]
    return sum(value, ZERO) if isinstance(value, tuple) else value
