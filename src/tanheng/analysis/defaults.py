"""What measuring is worth: for each default a case rests on, what one percent and what a typical measured value would change in the
total. Every effect is a whole calculation of its own, unrounded, never a straight line drawn from a small step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tanheng.analysis.arithmetic_text import arithmetic
from tanheng.analysis.bridge.steps import unrounded
from tanheng.analysis.lookup import amount_at
from tanheng.analysis.totals import leaves_below, total_value
from tanheng.engine.case import Value
from tanheng.engine.defaults import default_of
from tanheng.engine.numbers import ZERO, Ratio, full_text, parse_decimal, round_decimal
from tanheng.engine.one_percent import one_percent_more
from tanheng.engine.pack import CONFIRMED, OVERRIDE, UNIT_CONVERSION, Pack, Quantity
from tanheng.engine.part_of_year import year_entries
from tanheng.engine.places import Key, Place
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.symbols import Name
from tanheng.engine.text import Text

VERSION = "defaults/1"
DECIMALS = 2  # of the tonnes
Places = tuple[tuple[str | None, str | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class Typical:
    """A value that measuring usually finds, and what it would change."""

    point: str  # low, typical or high
    amount: Decimal
    tonnes: Decimal
    status: str
    source: str
    note: Text


@dataclass(frozen=True, slots=True)
class DefaultWorth:
    """One default in use: where it stands, how much one percent of it is, and what typical measured values would change."""

    quantity: str
    label: Text
    symbol: str
    unit: str
    facilities: tuple[str, ...]
    item: str | None
    amount: Decimal
    taken_from: str  # parameter or table row
    status: str
    source: str
    clause: str
    fixed: bool
    one_percent: Decimal
    typical: tuple[Typical, ...]

    @property
    def confirmed(self) -> bool:
        """Whether the default stands in an official text."""
        return self.status == CONFIRMED

    @property
    def worth(self) -> Decimal:
        """The largest change on its lines: by a typical value, or by one percent."""
        return max(abs(self.one_percent), *(abs(one.tonnes) for one in self.typical), ZERO)


def default_worths(run: Run, typical: Mapping[str, Any]) -> list[DefaultWorth]:
    """Every default the year's total rests on, what is worth measuring most at the top."""
    weigh = _Scale(run)
    found = [_worth(weigh, *group, typical) for group in _groups(run)]
    found += [_parameter_worth(weigh, name, typical) for name in _parameters_in_formulas(run)]
    kept = [one for one in found if one.status != OVERRIDE and (one.one_percent or one.typical)]
    return sorted(kept, key=lambda one: (-one.worth, one.quantity, one.item or ""))


class _Scale:
    """Weighs a change: the total of the changed calculation minus the total as it is, both unrounded."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.pack = unrounded(run.pack)
        self.total = total_value(run_case(self.pack, run.case)) or ZERO

    def places(self, quantity: str, places: Places, amount: Decimal) -> Decimal:
        """The effect of another amount at some places."""
        kept = [one for one in self.run.case.values if one.quantity != quantity or (one.facility, one.item, one.month) not in places]
        put = [Value(quantity, *place, amount, "measured") for place in places]
        return self._effect(run_case(self.pack, replace(self.run.case, values=(*kept, *put))))

    def parameter(self, name: str, amount: Decimal) -> Decimal:
        """The effect of another value of a parameter."""
        dated = tuple(replace(one, value=amount) for one in self.pack.parameters[name])
        return self._effect(run_case(replace(self.pack, parameters={**self.pack.parameters, name: dated}), self.run.case))

    def _effect(self, run: Run) -> Decimal:
        return round_decimal((total_value(run) or ZERO) - self.total, DECIMALS)


def _groups(run: Run) -> Iterator[tuple[Quantity, str | None, str, Decimal, Places]]:
    """Quantity, item, where the default stands, its amount, and the places that use it."""
    below = {name for name, parameter in leaves_below(run.pack, run.pack.total) if not parameter}
    for quantity in run.pack.inputs():
        if quantity.id not in below or _is_flag(run.pack, quantity):
            continue
        groups: dict[tuple[str | None, str, Decimal], list[tuple[str | None, str | None, int | None]]] = {}
        for key in run.keys[quantity.id]:
            for amount, taken_from, month in _defaults_at(run, quantity, key):
                groups.setdefault((key[1], taken_from, amount), []).append((*key, month))
        for (item, taken_from, amount), places in groups.items():
            yield quantity, item, taken_from, amount, tuple(places)


def _is_flag(pack: Pack, quantity: Quantity) -> bool:
    """Whether the default is a table's way to say yes or no (1 or 0): a class of things, nothing anybody measures."""
    table = pack.tables.get(quantity.default.table or "") if quantity.default else None
    if table is None or quantity.default is None:
        return False
    cells = {row.values.get(quantity.default.column or "") for row in table.rows.values()}
    return cells <= {Decimal(0), Decimal(1), None}


def _defaults_at(run: Run, quantity: Quantity, key: Key) -> Iterator[tuple[Decimal, str, int | None]]:
    default, taken_from = default_of(run.pack, quantity, run.case, key)
    for month in run.periods:
        reported = run.reported.get(Place(quantity.id, *key, month))
        if reported is None and default is not None:
            yield default, taken_from, month
        elif reported is not None and reported.amount is not None and reported.kind == "default":
            yield reported.amount, taken_from or "case", month


def _worth(
    weigh: _Scale,
    quantity: Quantity,
    item: str | None,
    taken_from: str,
    amount: Decimal,
    places: Places,
    typical: Mapping[str, Any],
) -> DefaultWorth:
    run = weigh.run
    status, source, clause = _basis(run, taken_from, quantity)
    points = tuple(
        replace(point, tonnes=weigh.places(quantity.id, places, point.amount))
        for point in _points(run, quantity.id, item, taken_from, typical)
        if point.amount != amount
    )
    return DefaultWorth(
        quantity.id,
        quantity.label,
        quantity.symbol,
        run.pack.unit_of(quantity.id, item),
        tuple(dict.fromkeys(facility for facility, _, _ in places if facility)),
        item,
        amount,
        taken_from,
        status,
        source,
        clause,
        quantity.fixed,
        weigh.places(quantity.id, places, one_percent_more(amount)),
        points,
    )


def _basis(run: Run, taken_from: str, quantity: Quantity) -> tuple[str, str, str]:
    """Status, source and clause of a default: of its parameter, or of its table's row."""
    table_id, _, rest = taken_from.partition(".")
    if not rest and taken_from in run.pack.parameters:
        one = run.pack.parameter(taken_from, run.case.year)
        return one.status, run.pack.sources.get(one.source, one.source), one.clause
    table = run.pack.tables.get(table_id)
    item, _, column = rest.rpartition(".")
    if table is None or item not in table.rows:
        return quantity.status, run.pack.sources.get(quantity.source, quantity.source), quantity.clause
    fact = table.fact(item, column)
    return fact.status, run.pack.sources.get(fact.source, fact.source), table.clause


def _parameters_in_formulas(run: Run) -> list[str]:
    """Parameters that stand in formulas and are neither constants of nature, conversions nor fixed by the edition."""
    found = []
    for name, parameter in leaves_below(run.pack, run.pack.total):
        dated = run.pack.parameters.get(name, ()) if parameter else ()
        if any(isinstance(one.value, Ratio) or one.fixed or one.source == UNIT_CONVERSION for one in dated) or not dated:
            continue
        found.append(name)
    return found


def _parameter_worth(weigh: _Scale, name: str, typical: Mapping[str, Any]) -> DefaultWorth:
    run = weigh.run
    try:
        one = run.pack.parameter(name, run.case.year)
    except KeyError:
        one = run.pack.parameters[name][0]
    assert isinstance(one.value, Decimal)
    points = tuple(
        replace(point, tonnes=weigh.parameter(name, point.amount))
        for point in _points(run, name, None, name, typical)
        if point.amount != one.value
    )
    return DefaultWorth(
        name,
        one.label,
        one.symbol,
        one.unit,
        (),
        None,
        one.value,
        name,
        one.status,
        run.pack.sources.get(one.source, one.source),
        one.clause,
        one.fixed,
        weigh.parameter(name, one_percent_more(one.value)),
        points,
    )


def _points(run: Run, name: str, item: str | None, taken_from: str, typical: Mapping[str, Any]) -> Iterator[Typical]:
    """Typical values, not yet weighed: of the list of typical values, else the range of a check that looks at this quantity alone."""
    rows = [one for one in typical.get(name, ()) if _fits(one, run.pack, item, taken_from)]
    for row in rows:
        source = str(row.get("source", ""))
        for point in ("low", "typical", "high"):
            amount = _amount_of(run, name, row.get(point))
            if amount is not None:
                note = Text(row.get("zh", ""), row.get("en", ""))
                yield Typical(point, amount, ZERO, row["status"], run.pack.sources.get(source, source), note)
    if rows:
        return
    for check in run.pack.checks:
        if check.formula.arguments == (name,) and isinstance(check.formula.expression, Name):
            for point, bound in (("low", check.low), ("high", check.high)):
                if bound is not None:
                    yield Typical(point, bound, ZERO, check.status, check.id, check.label)


def _amount_of(run: Run, name: str, written: str | None) -> Decimal | None:
    """Decimal text, or arithmetic over the year's own numbers of the plant, such as a rate from a usual ratio."""
    if written is None or (number := parse_decimal(written)) is not None:
        return None if written is None else number
    found = arithmetic(written).value(lambda term: amount_at(run, term.name, (None, term.item), None))
    quantity = run.pack.quantities.get(name)
    if found is None or quantity is None or not quantity.low <= found <= quantity.high:
        return None
    return found if quantity.decimals is None else round_decimal(found, quantity.decimals, quantity.mode)


def _fits(row: Mapping[str, Any], pack: Pack, item: str | None, taken_from: str) -> bool:
    if row.get("packs") and pack.id not in row["packs"]:
        return False
    if row.get("items") and item not in row["items"]:
        return False
    return not row.get("defaults") or taken_from in row["defaults"]


def defaults_document(run: Run, worths: list[DefaultWorth], lang: str, price: Decimal | None = None) -> dict[str, Any]:
    """The list as `defaults/1`: decimal text, money exactly tonnes times price."""

    def effect(tonnes: Decimal) -> dict[str, str]:
        return {"tonnes": format(tonnes, "f"), **({} if price is None else {"money_yuan": format(tonnes * price, "f")})}

    def point(one: Typical) -> dict[str, Any]:
        row = {
            "point": one.point,
            "amount": full_text(one.amount),
            **effect(one.tonnes),
            "status": one.status,
            "source": one.source,
        }
        return {**row, "note": one.note.in_(lang)}

    rows = [
        {
            "quantity": one.quantity,
            "label": one.label.in_(lang),
            "facilities": list(one.facilities),
            "item": one.item,
            "default": full_text(one.amount),
            "unit": one.unit,
            "taken_from": one.taken_from,
            "status": one.status,
            "source": one.source,
            "clause": one.clause,
            "fixed": one.fixed,
            "one_percent": effect(one.one_percent),
            "typical": [point(p) for p in one.typical],
        }
        for one in worths
    ]
    total = run.pack.quantities[run.pack.total]
    return {
        "tanheng": VERSION,
        "pack": {"id": run.pack.id, "hash": run.pack.hash},
        **year_entries(run.case),
        "snapshot_hash": run.case.snapshot_hash,
        "run_hash": run.run_hash,
        "quantity": total.id,
        "unit": total.unit,
        "price_yuan_per_t": None if price is None else format(price, "f"),
        "defaults": rows,
    }
