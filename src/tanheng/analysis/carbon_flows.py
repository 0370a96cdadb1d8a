"""碳流: the carbon of a run from materials through sources to a total, as flows that are held against each other. Read from the formulas.

A total is followed down as far as formulas add and take away emissions; where one does more, it is a source, fed by the materials it is
computed from. Nothing is computed that is no result of the run, but two remainders: what a formula adds beside emissions (clinker before
the deduction of substitutes), and what rounding step by step leaves over. So what flows into each node flows out of it, to the twentieth
decimal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import reduce

from tanheng.analysis.totals import sums_of
from tanheng.engine.numbers import EXACT, ZERO, exact_context
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.parts import amounts_of
from tanheng.engine.places import Key, Place
from tanheng.engine.run import Run
from tanheng.engine.symbols import Binary, Expression, Literal, Name, Word, names_in
from tanheng.engine.text import Text
from tanheng.engine.units import is_emission

TOTAL, SUM, SOURCE, MATERIAL, DEDUCTION, ROUNDING = "total", "sum", "source", "material", "deduction", "rounding"
ROUNDED = Text("逐级修约", "rounding step by step")
FACILITY = Text("{name}（计入总量的部分）", "{name} (what is in the total)")
NAMED_MATERIALS = 2
NOISE = Decimal("1E-20")  # what numbers that no rule rounds differ by, for the engine computes with 50 digits


@dataclass(frozen=True, slots=True)
class Flow:
    """A node and what flows out of it into the node it feeds: `value`, above zero, in the unit of the total. Where anything `feeds` it,
    these together are its value and what it `gives` beside (deductions, rounding). `place` is its number of the run, where it is one.
    """

    kind: str
    label: Text
    value: Decimal
    place: Place | None = None
    feeds: tuple[Flow, ...] = ()
    gives: tuple[Flow, ...] = ()

    @property
    def through(self) -> Decimal:
        """All that flows through it."""
        return reduce(EXACT.add, (one.value for one in self.gives), self.value)

    def walk(self) -> Iterator[Flow]:
        """Itself and all that feeds it, with what these give; a node before its feeds."""
        yield self
        for one in self.feeds:
            yield from one.walk()
        yield from self.gives


@dataclass(frozen=True, slots=True)
class _Part:
    """What a node is made of: an emission with its sign."""

    name: str
    sign: int


def carbon_flows(run: Run, facility: str | None = None) -> Flow | None:
    """What flows into the total of a run, or into what a facility brings into it; None where that is not known or nothing, and of a run
    that allots allowances: these are no carbon.
    """
    if run.pack.is_allowance:
        return None
    with localcontext(exact_context()):  # numbers that were never rounded have more digits than usual
        return _flows_of(run, facility)


def _flows_of(run: Run, facility: str | None) -> Flow | None:
    names = [run.pack.total] if facility is None else _brought_by_facilities(run.pack)
    found = [one for name in names if (one := _Flows(run, facility).node(name)) is not None]
    if len(found) == 1:
        return _as_total(found[0])
    if not found or any(_sum(run, name, facility) is None for name in names):
        return None
    name = run.case.facility_names.get(facility or "", facility or "")
    label = Text(FACILITY.zh.format(name=name), FACILITY.en.format(name=name))
    return Flow(TOTAL, label, sum((one.value for one in found), ZERO), None, _largest_first(found))


def facilities_in_total(run: Run) -> list[str]:
    """The codes of the facilities that bring anything into the total, in the order of the case."""
    names = _brought_by_facilities(run.pack)
    codes = dict.fromkeys(key[0] for name in names for key in run.keys[name] if key[0])
    return [one for one in codes if carbon_flows(run, one) is not None]


def _as_total(one: Flow) -> Flow:
    return Flow(TOTAL, one.label, one.value, one.place, one.feeds, one.gives)


def _brought_by_facilities(pack: Pack) -> list[str]:
    """The emissions of facilities that a total is the sum of, as far up as they are those of one facility; one where the pack has it."""
    found = list(dict.fromkeys(_first_of_facilities(pack, pack.total)))
    for name in pack.formulas:
        quantity = pack.quantities[name]
        if quantity.by_facility and not quantity.by_item and len(found) > 1:
            parts, rest = _parted(pack, name)
            if not rest and sorted(one.name for one in parts if one.sign > 0) == sorted(found) and len(parts) == len(found):
                return [name]
    return found


def _first_of_facilities(pack: Pack, name: str) -> Iterator[str]:
    if pack.quantities[name].by_facility:
        yield name
        return
    for part in _parted(pack, name)[0]:
        if part.sign > 0:
            yield from _first_of_facilities(pack, part.name)


def _parted(pack: Pack, name: str) -> tuple[list[_Part], list[Expression]]:
    """The emissions that a quantity adds and takes away, and what its formula adds beside them."""
    formula = pack.formulas.get(name)
    if formula is None:
        return [], []
    parts, rest = [], []
    for sign, term in signed_terms(formula.expression):
        if isinstance(term, Name) and not term.parameter and _belongs(pack.quantities[name], pack.quantities[term.id]):
            parts.append(_Part(term.id, sign))
        else:
            rest.append(term)
    return parts, rest


def _belongs(whole: Quantity, part: Quantity) -> bool:
    """Whether a quantity is an emission that is counted once in the other, all its places together."""
    return is_emission(part.unit) and part.by_facility >= whole.by_facility and part.by_item >= whole.by_item


def signed_terms(node: Expression, sign: int = 1) -> list[tuple[int, Expression]]:
    """What an expression adds (1) and takes away (-1), sums over places and `if_reported` opened."""
    match node:
        case Binary("+" | "-" as mark, left, right):
            return signed_terms(left, sign) + signed_terms(right, sign if mark == "+" else -sign)
        case Word("total" | "if_reported", (inner,)) | Binary("*", inner, Literal("1")):
            return signed_terms(inner, sign)
        case Literal("0"):
            return []
    return [(sign, node)]


def _keys(run: Run, name: str, facility: str | None) -> list[Key]:
    all_of_it = facility is None or not run.pack.quantities[name].by_facility
    return [key for key in run.keys[name] if all_of_it or key[0] == facility]


def _sum(run: Run, name: str, facility: str | None) -> Decimal | None:
    """The year of a quantity over its places; None where it has none."""
    known = [value for key in _keys(run, name, facility) if (value := run.value(name, *key)) is not None]
    return sum(known, ZERO) if known else None


def _largest_first(flows: Iterable[Flow]) -> tuple[Flow, ...]:
    """In the order in which they are drawn; what rounding leaves stands last."""
    return tuple(sorted(flows, key=lambda one: (one.kind == ROUNDING, -one.value)))


class _Flows:
    """The flows of a run at a facility, or at all of them together."""

    def __init__(self, run: Run, facility: str | None) -> None:
        self.run, self.pack, self.facility = run, run.pack, facility
        self.sums = sums_of(run.pack)

    def node(self, name: str) -> Flow | None:
        """The node of a quantity with all that feeds it; None where its value is none, nothing, or less."""
        value = _sum(self.run, name, self.facility)
        if value is None or value <= 0:
            return None
        parts, rest = _parted(self.pack, name)
        if not parts:
            return self._source(name, value)
        feeds, gives, added = [], [], ZERO
        for part in parts:
            amount = part.sign * (_sum(self.run, part.name, self.facility) or ZERO)
            added += amount
            if amount > 0:
                feeds.append(self.node(part.name) if part.sign > 0 else self._leaf(SOURCE, part.name, amount))
            elif amount < 0:
                gives.append(self._leaf(DEDUCTION, part.name, -amount))
        left = value - added
        if not rest and abs(left) < NOISE:
            left = ZERO
        if left > 0:
            feeds.append(self._rest(rest, left))
        elif left < 0:
            gives.append(self._rest(rest, -left))
        node = Flow(SUM, self._label(name), value, self._place(name), _largest_first(filter(None, feeds)), tuple(gives))
        return _joined(node) if len(parts) == 1 else node

    def _source(self, name: str, value: Decimal) -> Flow:
        feeds, gives = self._by_item(name) if self.pack.quantities[name].by_item else ([self._made_of(name, value)], [])
        found = _largest_first(one for one in feeds if one is not None)
        return Flow(SOURCE, self._label(name), value, self._place(name), found, tuple(gives))

    def _by_item(self, name: str) -> tuple[list[Flow | None], list[Flow]]:
        """A source that lives on fuels or materials: each of them; what takes away flows out."""
        table = self.pack.tables[self.pack.quantities[name].item_table or ""]
        feeds: list[Flow | None] = []
        gives = []
        keys = _keys(self.run, name, self.facility)
        for item in dict.fromkeys(key[1] for key in keys):
            of_item = [key for key in keys if key[1] == item and self.run.value(name, *key) is not None]
            value = sum((self.run.value(name, *key) or ZERO for key in of_item), ZERO)
            label = table.rows[item].label if item and item in table.rows else Text(item or "", item or "")
            place = Place(name, *of_item[0]) if len(of_item) == 1 else None
            if value > 0:
                feeds.append(Flow(MATERIAL, label, value, place))
            elif value < 0:
                gives.append(Flow(DEDUCTION, label, -value, place))
        return feeds, gives

    def _made_of(self, name: str, value: Decimal) -> Flow | None:
        """What a source is computed from, as one node: carbon is not told apart among the factors of a product."""
        formula = self.pack.formulas.get(name)
        if formula is None:
            return None
        names = self._amounts([formula.expression]) or list(amounts_of(name, self.pack.quantities, self.pack.formulas))
        place = self._place(names[0]) if len(names) == 1 else None
        return Flow(MATERIAL, self._named(names), value, place) if names else None

    def _rest(self, terms: Sequence[Expression], value: Decimal) -> Flow:
        """What a formula adds beside emissions; where it adds nothing, what rounding leaves."""
        names = self._amounts(terms)
        return Flow(MATERIAL, self._named(names), value) if names else Flow(ROUNDING, ROUNDED, value)

    def _amounts(self, terms: Iterable[Expression]) -> list[str]:
        names = (one.id for term in terms for one in names_in(term) if not one.parameter)
        found = dict.fromkeys(name for name in names if self.pack.quantities[name].is_amount)
        return [name for name in found if not is_emission(self.pack.quantities[name].unit)]

    def _named(self, names: Sequence[str]) -> Text:
        labels = [self.pack.quantities[name].label for name in names[:NAMED_MATERIALS]]
        zh, en = "、".join(one.zh for one in labels), ", ".join(one.en for one in labels)
        return Text(f"{zh}等", f"{en} …") if len(names) > NAMED_MATERIALS else Text(zh, en)

    def _leaf(self, kind: str, name: str, value: Decimal) -> Flow:
        return Flow(kind, self._label(name), value, self._place(name))

    def _label(self, name: str) -> Text:
        return self.pack.quantities[name].label

    def _place(self, name: str) -> Place | None:
        """Where a quantity stands: at its one place, or where the pack has the sum of its places as a number."""
        keys = [key for key in _keys(self.run, name, self.facility) if self.run.value(name, *key) is not None]
        if len(keys) == 1:
            return Place(name, *keys[0])
        whole = self.sums.get(name)
        if whole is None or self.facility is not None or _sum(self.run, whole, None) != _sum(self.run, name, None):
            return None
        return self._place(whole)


def _joined(node: Flow) -> Flow:
    """A sum of one quantity over its places and that quantity as one node, where rounding left nothing between."""
    if node.gives or len(node.feeds) != 1 or not node.feeds[0].feeds:
        return node
    below = node.feeds[0]
    return Flow(below.kind, node.label, node.value, node.place, below.feeds, below.gives)
