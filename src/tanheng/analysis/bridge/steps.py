"""From one edition to another in steps: the source edition's own formulas with the target's data, then its factors, then its constants,
one replacement after the other; what is left is due to the formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tanheng.analysis.arithmetic_text import Arithmetic, Term
from tanheng.analysis.bridge.case import told
from tanheng.analysis.bridge.map import CHANGES, BridgeMap
from tanheng.analysis.lookup import amount_at
from tanheng.analysis.totals import leaves_below
from tanheng.engine.case import Case, Value
from tanheng.engine.numbers import Number, Ratio
from tanheng.engine.pack import UNIT_CONVERSION, Pack, Quantity
from tanheng.engine.places import Key, Place
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text


def unrounded(pack: Pack) -> Pack:
    """The same rules without their declared rounding and without checks, so that each step shows its own effect alone."""
    quantities = {
        name: replace(one, decimals=None if one.role == "derived" else one.decimals, year_decimals=None)
        for name, one in pack.quantities.items()
    }
    return replace(pack, quantities=quantities, checks=())


@dataclass(frozen=True)
class Change:
    """One replacement: a quantity at its places, or a parameter."""

    kind: str  # data, factor, constant
    name: str
    label: Text
    unit: str
    amounts: Mapping[Place, Decimal]
    before: tuple[Decimal, ...]  # the different amounts there were, and there are
    parameter: Number | None = None


@dataclass(frozen=True)
class Model:
    """The source edition, unrounded, with some of its inputs and parameters replaced."""

    pack: Pack
    case: Case

    def run(self) -> Run:
        """Its run."""
        return run_case(self.pack, self.case)

    def with_change(self, change: Change) -> Model:
        """The model after one more replacement."""
        if change.parameter is not None:
            dated = tuple(replace(one, value=change.parameter) for one in self.pack.parameters[change.name])
            others = tuple(one for one in self.case.overrides if one.parameter != change.name)
            return Model(
                replace(self.pack, parameters={**self.pack.parameters, change.name: dated}),
                replace(self.case, overrides=others),
            )
        kept = [one for one in self.case.values if one.place not in change.amounts]
        put = [Value(*place, amount, "calculated") for place, amount in change.amounts.items()]
        return Model(self.pack, replace(self.case, values=(*kept, *put)))


class Replacements:
    """Finds what the target edition has otherwise, in the words of the source edition."""

    def __init__(self, source: Run, target: Run, maps: BridgeMap) -> None:
        self.source, self.target, self.maps = source, target, maps
        self.own, self.other = maps.of(source.pack.id), maps.of(target.pack.id)

    def changes(self, quantities: list[str]) -> list[Change]:
        """All replacements below some quantities of the source edition: data first, then factors, then constants."""
        leaves = dict.fromkeys(leaf for name in quantities for leaf in leaves_below(self.source.pack, name))
        order = {name: number for number, name in enumerate((*self.source.pack.quantities, *self.source.pack.parameters))}
        found: list[Change] = []
        for name, parameter in sorted(leaves, key=lambda leaf: order[leaf[0]]):
            found += self._of_parameter(name) if parameter else self._of_input(self.source.pack.quantities[name])
        return sorted(found, key=lambda change: CHANGES.index(change.kind))

    # ── inputs ──

    def _of_input(self, quantity: Quantity) -> Iterator[Change]:
        amounts: dict[str, dict[Place, Decimal]] = {}
        before: dict[str, dict[Decimal, None]] = {}
        for key in self.source.keys[quantity.id]:
            for month in self.source.periods:
                now = self.source.value(quantity.id, *key, month)
                kind, then = self._target_amount(quantity, key, month)
                if then is None or then == now:
                    continue
                amounts.setdefault(kind, {})[Place(quantity.id, *key, month)] = then
                if now is not None:
                    before.setdefault(kind, {})[now] = None
        for kind, places in amounts.items():
            unit = self.source.pack.unit_of(quantity.id, next(iter(places)).item)
            yield Change(kind, quantity.id, quantity.label, unit, places, tuple(before.get(kind, {})))

    def _target_amount(self, quantity: Quantity, key: Key, month: int | None) -> tuple[str, Decimal | None]:
        item = self.other.own_item(self.own.item(key[1]))
        found = self.target.pack.quantities.get(quantity.id)
        taken = self.own.takes.get((quantity.id, key[1])) or self.own.takes.get((quantity.id, None))
        if taken is not None and any(term.name in self.other.gives for term in taken.terms):
            own = None if (quantity.id, key[1]) in self.own.takes else key[1]
            return self._kind_of_concepts(taken), taken.value(lambda term: self._term(term, key, month, own))
        if found is not None and self.target.pack.unit_of(found.id, item if found.by_item else None) == self.source.pack.unit_of(
            quantity.id, key[1]
        ):
            return self._kind_of(quantity, found, key, month), amount_at(self.target, quantity.id, (key[0], item), month)
        if quantity.id in self.target.pack.parameters:
            number = self._parameter(quantity.id)
            return self.target.pack.parameters[quantity.id][0].nature, None if isinstance(number, Ratio) else number
        return "data", None

    def _kind_of(self, quantity: Quantity, found: Quantity, key: Key, month: int | None) -> str:
        """What a difference is: of data where either side was reported, of factors where both are the rules' own."""
        if quantity.nature == "constant" or found.role == "derived":
            return quantity.nature
        item = self.other.own_item(self.own.item(key[1]))
        here = Place(quantity.id, *key, month) in self.source.reported
        there = any(one.quantity == quantity.id and one.item == item and one.month == month for one in self.target.case.values)
        return "data" if here or there else "factor"

    def _kind_of_concepts(self, taken: Arithmetic) -> str:
        kinds = [self.maps.concepts[term.name].kind for term in taken.terms if term.name in self.maps.concepts]
        return kinds[0] if kinds else "data"

    def _term(self, term: Term, key: Key, month: int | None, item: str | None = None) -> Number | None:
        """A concept told by the target; else the source's own number."""
        if term.parameter:
            return self.source.pack.parameter(term.name, self.source.case.year).value
        given = self.other.gives.get(term.name)
        if given is not None:
            return told(self.target, given, (key[0], term.item or self.other.own_item(self.own.item(item))), month)
        if term.name in self.maps.concepts:
            return None
        return amount_at(self.source, term.name, (key[0], term.item or item), month)

    # ── parameters ──

    def _of_parameter(self, name: str) -> Iterator[Change]:
        year = self.source.case.year
        try:
            parameter = self.source.pack.parameter(name, year)
        except KeyError:
            return
        then = self._parameter_of_target(name)
        if then is None or then == parameter.value or parameter.source == UNIT_CONVERSION:
            return
        taken = self.own.parameters.get(name)
        kind = self._kind_of_concepts(taken) if taken else parameter.nature
        before = (parameter.value,) if isinstance(parameter.value, Decimal) else ()
        yield Change(kind, name, parameter.label, parameter.unit, {}, before, parameter=then)

    def _parameter_of_target(self, name: str) -> Number | None:
        if name in self.target.pack.parameters:
            return self._parameter(name)
        taken = self.own.parameters.get(name)
        if taken is not None:
            return taken.value(lambda term: self._term(term, (None, None), self.source.periods[0]))
        if name in self.target.pack.quantities:
            keys, periods = self.target.keys[name], self.target.periods
            values = {self.target.value(name, *key, month) for key in keys for month in periods}
            return next(iter(values)) if len(values) == 1 else None
        return None

    def _parameter(self, name: str) -> Number | None:
        try:
            return self.target.pack.parameter(name, self.target.case.year).value
        except KeyError:
            return None
