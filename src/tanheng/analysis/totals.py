"""What a total is made of: the total a rule pack is about, and the sources whose plain sum it is, read from its formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tanheng.engine.numbers import ZERO
from tanheng.engine.pack import Pack
from tanheng.engine.places import Place
from tanheng.engine.run import Run
from tanheng.engine.symbols import Binary, Expression, Literal, Name, Word, names_in
from tanheng.engine.units import is_emission


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a total: a source quantity at one facility and item, and its yearly value."""

    quantity: str
    facility: str | None
    item: str | None
    value: Decimal | None


def total_place(run: Run) -> Place:
    """Where the year's total of a run stands; its first place when it is reported per facility."""
    total = run.pack.total
    return Place(total, *next(iter(run.keys[total]), (None, None)))


def total_value(run: Run) -> Decimal | None:
    """The year's total, over all its places; None when one of them could not be computed."""
    total = run.pack.total
    values = [run.value(total, *key) for key in run.keys[total]]
    return None if not values or None in values else sum((one for one in values if one is not None), ZERO)


def sum_over_places(run: Run, name: str, month: int | None = None) -> Decimal | None:
    """A quantity of the year, or of a month, over all its places; None where it has a value at none."""
    known = [value for key in run.keys[name] if (value := run.value(name, *key, month)) is not None]
    return sum(known, ZERO) if known else None


def source_quantities(pack: Pack, total: str) -> list[str]:
    """Derived quantities whose sum is the total, as fine as the formulas are plain sums; the total itself if it is none.

    Where a source lives on facilities or items and the pack has its sum as a quantity of its own, that one is named.
    """
    sums = sums_of(pack)
    found: dict[str, None] = {}
    for name in leaf_sources(pack, total):
        quantity = pack.quantities[name]
        whole = not (quantity.by_facility or quantity.by_item)
        found.setdefault(name if whole else sums.get(name, name))
    return list(found)


def sums_of(pack: Pack) -> dict[str, str]:
    """For each quantity that the pack has a sum of as a quantity of its own: that sum."""
    return {summed: name for name in pack.formulas if (summed := _summed_alone(pack, name)) is not None}


def leaf_sources(pack: Pack, name: str) -> list[str]:
    """The same sources before any summing over facilities or items."""
    added = added_names(pack, name)
    if added is None or any(pack.quantities[one].role != "derived" for one in added):
        return [name]
    return [leaf for one in added for leaf in leaf_sources(pack, one)]


def source_cells(run: Run, total: str) -> list[Cell]:
    """Every source of a total at each of its facilities and items."""
    names = dict.fromkeys(leaf_sources(run.pack, total))
    return [Cell(name, *key, run.value(name, *key)) for name in names for key in run.keys[name]]


def added_names(pack: Pack, name: str) -> list[str] | None:
    """The quantities whose plain sum a quantity is; None when its formula is more than that."""
    return _added(pack.formulas[name].expression) if name in pack.formulas else None


def leaves_below(pack: Pack, name: str) -> Iterator[tuple[str, bool]]:
    """Inputs and (True) parameters below a quantity, each once."""
    seen: set[Name] = set()
    waiting = [Name(name)]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        formula = pack.formulas.get(one.id)
        if formula is None:
            yield one.id, False
            continue
        for found in names_in(formula.expression):
            if not found.parameter:
                waiting.append(found)
            elif found not in seen:
                seen.add(found)
                yield found.id, True


def is_share_of(pack: Pack, name: str, totals: list[str]) -> bool:
    """Whether a formula takes an emission counted in one of the totals: a share of a deduction is no source beside it."""
    below = {one for total in totals for one in _all_below(pack, total)}
    taken = (pack.quantities[one] for one in pack.formulas[name].arguments if one in pack.quantities)
    return any(one.id in below and is_emission(one.unit) for one in taken)


def _all_below(pack: Pack, name: str) -> set[str]:
    """Every quantity a number is computed from, itself included."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            formula = pack.formulas.get(one)
            waiting += [argument for argument in (formula.arguments if formula else ()) if argument in pack.quantities]
    return found


def _added(node: Expression) -> list[str] | None:
    match node:
        case Name():
            return None if node.parameter else [node.id]
        case Word("total" | "if_reported", (inner,)) | Binary("*", inner, Literal("1")):
            return _added(inner)
        case Binary("+", left, right):
            first, second = _added(left), _added(right)
            return None if first is None or second is None else first + second
    return None


def _summed_alone(pack: Pack, name: str) -> str | None:
    """The quantity of which this one is nothing but the total."""
    match pack.formulas[name].expression:
        case Word("total", (Name() as inner,)):
            return inner.id
    return None
