"""What a run tells of results without a year that the forms print: which data lack, by their labels, in one note a place.

Told where the plant shows that it has the thing: something that is no emission datum was reported beneath the result, or what lacks was
reported at another place or in some months. A source that a plant does not have makes no noise. A sum that lacks a part is told
elsewhere (`engine.lost_years`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tanheng.engine.absences import IDLE
from tanheng.engine.checks.figures import fits
from tanheng.engine.columns import ABSENCE_WORDS, Match, matches
from tanheng.engine.graph import extra_indices
from tanheng.engine.once_a_pack import once_a_pack
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.places import Key, Where
from tanheng.engine.problems import Problem
from tanheng.engine.run_problems import SENTENCES
from tanheng.engine.sentences import problem_of
from tanheng.engine.symbols import Binary, Expression, Name, Word, below, names_in, nodes
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.run import Run

BLANK, ZERO_ALL_YEAR = "blank", "zero"
Lack = tuple[str, str]  # how it lacks, and which quantity
Lacks = frozenset[frozenset[Lack]]  # all of them are needed; of the alternatives in one of them any would do
NONE: Lacks = frozenset()
MOST_NAMES = 6


def lacking_years(run: Run) -> Iterator[Problem]:
    """One note a place and set of lacking data, with all the results that lack them."""
    shown, search = shown_in_forms(run.pack), _Search(run)
    groups: dict[tuple[Key, Lacks], list[str]] = {}
    for name in run.pack.formulas:
        quantity, values = run.pack.quantities[name], run.years.get(name)
        if name not in shown or values is None or None not in values:
            continue
        for position, key in enumerate(run.keys[name]):
            if values[position] is None and _is_open(run, quantity, key):
                lacks = search.of(name, key)
                if lacks and _is_told(run, name, key, lacks):
                    groups.setdefault((key, lacks), []).append(name)
    for (key, lacks), names in groups.items():
        yield _note(run, key, lacks, names)


@once_a_pack
def shown_in_forms(pack: Pack) -> frozenset[str]:
    """The derived quantities that stand in a row of a form, without those that are only one of several ways to another."""
    rows = (row for table in pack.forms.get("tables", ()) for row in table.get("rows", ()))
    shown = {str(row["quantity"]) for row in rows if "quantity" in row}
    ways = {name.id for formula in pack.formulas.values() for name in _ways(formula.expression)}
    return frozenset(shown & pack.formulas.keys()) - ways


def _ways(expression: Expression) -> Iterator[Name]:
    """The names that first_present() chooses from."""
    choices = (one for one in nodes(expression) if isinstance(one, Word) and one.word == "first_present")
    return (way for one in choices for way in one.arguments if isinstance(way, Name))


def _is_open(run: Run, quantity: Quantity, key: Key) -> bool:
    """Whether nothing else says why there is no year."""
    monthly = run.case.grain != "year" and not quantity.yearly_only and quantity.year == "none"
    return not monthly and quantity.id not in run.lost_years and run.absence(quantity.id, *key) is None


@once_a_pack
def _names_read_plainly(pack: Pack) -> dict[str, tuple[str, ...]]:
    """The quantities that formulas read, of those in which no word makes do without one."""
    trees = {name: formula.expression for name, formula in pack.formulas.items()}
    words = {name: {one.word for one in nodes(tree) if isinstance(one, Word)} for name, tree in trees.items()}
    plain = {name: tree for name, tree in trees.items() if ABSENCE_WORDS.isdisjoint(words[name])}
    return {name: tuple(dict.fromkeys(one.id for one in names_in(tree) if not one.parameter)) for name, tree in plain.items()}


class _Search:
    """Walks down from an absent yearly value to what lacks."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._years = run.read(run.pack.quantities, yearly=True)
        self._matches: dict[tuple[str, str], Match] = {}  # by argument and quantity
        self._known: dict[tuple[str, Key], Lacks] = {}  # results above each other lack the same

    def of(self, name: str, key: Key) -> Lacks:
        """What a quantity lacks; nothing where it is there as formulas read it."""
        if (name, key) not in self._known:
            self._known[name, key] = self._found(name, key)
        return self._known[name, key]

    def _found(self, name: str, key: Key) -> Lacks:
        run, quantity = self.run, self.run.pack.quantities[name]
        if self._value(name, key) is not None:
            return NONE
        if run.absence(name, *key) is IDLE:
            return frozenset({frozenset({(ZERO_ALL_YEAR, one)}) for one in run.pack.amounts_behind[name]})
        if quantity.role == "input":
            return frozenset({frozenset({(BLANK, name)})})
        tree, read = run.pack.formulas[name].expression, _names_read_plainly(run.pack).get(name)
        lacks = self._in(tree, quantity, key) if read is None else NONE.union(*(self._of_name(one, quantity, key) for one in read))
        return lacks or self._divisors(tree, quantity, key)

    def _value(self, name: str, key: Key) -> object | None:
        column = self._years.get(name)
        return None if column is None else column[self.run.positions[name][key]]

    def _keys(self, name: str, quantity: Quantity, key: Key) -> list[Key]:
        """The places of an argument that the formula of a quantity reads at one of its places."""
        keys, pair = self.run.keys[name], (name, quantity.id)
        if pair not in self._matches:
            self._matches[pair] = matches(self.run.pack.quantities[name], keys, quantity.index, self.run.keys[quantity.id])
        return [keys[one] for one in self._matches[pair][self.run.positions[quantity.id][key]]]

    def _of_name(self, name: str, quantity: Quantity, key: Key) -> Lacks:
        """What an argument of a quantity lacks at the places that the quantity reads at one of its own."""
        keys = self._keys(name, quantity, key)
        if not keys and not extra_indices(self.run.pack.quantities[name], quantity.index):
            return frozenset({frozenset({(BLANK, name)})})
        return NONE.union(*(self.of(name, one) for one in keys))

    def _in(self, node: Expression, quantity: Quantity, key: Key) -> Lacks:
        match node:
            case Name(name, parameter=False):
                return self._of_name(name, quantity, key)
            case Word("if_reported"):
                return NONE
            case Word("first_present", arguments):
                ways = [self._in(one, quantity, key) for one in arguments]
                return frozenset({frozenset().union(*(one for way in ways for one in way))}) if all(ways) else NONE
            case Word("where", (condition, *branches)):
                return self._in(condition, quantity, key) or NONE.union(*(self._in(one, quantity, key) for one in branches))
        return NONE.union(*(self._in(one, quantity, key) for one in below(node)))

    def _divisors(self, node: Expression, quantity: Quantity, key: Key) -> Lacks:
        """The quantities that are zero and divide."""
        match node:
            case Binary("/", left, right):
                names = [one.id for one in names_in(right) if not one.parameter]
                zero = [one for one in names if self._is_zero(one, quantity, key)]
                if zero:
                    return frozenset({frozenset({(ZERO_ALL_YEAR, one)}) for one in zero})
                return self._divisors(left, quantity, key)
        return NONE.union(*(self._divisors(one, quantity, key) for one in below(node)))

    def _is_zero(self, name: str, quantity: Quantity, key: Key) -> bool:
        values = [self._value(name, one) for one in self._keys(name, quantity, key)]
        return bool(values) and all(value is not None and not value for value in values)


def _is_told(run: Run, name: str, key: Key, lacks: Lacks) -> bool:
    """Whether the plant has the thing at all."""
    pack, told = run.pack, {lack for alternatives in lacks for lack in alternatives}
    zeros = [quantity for how, quantity in told if how == ZERO_ALL_YEAR]
    if zeros:
        return all(any(_reported(run, one, key, amount=False) for one in pack.inputs_beneath[zero]) for zero in zeros)
    emission = _emission_inputs(pack)
    own = pack.inputs_beneath[name] - emission
    return any(_reported(run, one, key, amount=True) for one in own) or any(quantity in run.recorded for _, quantity in told)


@once_a_pack
def _emission_inputs(pack: Pack) -> frozenset[str]:
    """The inputs that some emission comes from: reporting them says nothing of a rate."""
    emissions = [name for name in pack.formulas if pack.quantities[name].unit in ("tCO2", "tCO2e")]
    return frozenset().union(*(pack.inputs_beneath[name] for name in emissions))


def _reported(run: Run, name: str, key: Key, *, amount: bool) -> bool:
    """Whether the case says anything of an input at a place, or with `amount` more than nothing."""
    values = run.recorded.get(name, ())
    return any((value.amount or not amount) and fits(value.key, key) for value in values)


def _note(run: Run, key: Key, lacks: Lacks, names: list[str]) -> Problem:
    labels = [run.pack.quantities[name].label for name in names]
    more = len(labels) - MOST_NAMES
    zh = "、".join(one.zh for one in labels[:MOST_NAMES]) + (f"等 {len(labels)} 项" if more > 0 else "")
    en = ", ".join(one.en for one in labels[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
    parts = sorted((_lack_text(run, one) for one in lacks), key=lambda one: one.zh)
    why = Text("；".join(one.zh for one in parts), "; ".join(one.en for one in parts))
    verb = "has" if len(names) == 1 else "have"
    words = {"name": zh, "name_en": en, "verb": verb, "found": why.zh, "found_en": why.en}
    return problem_of(SENTENCES, "RUN-204", Where(names[0], *key), **words)


def _lack_text(run: Run, alternatives: frozenset[Lack]) -> Text:
    order = list(run.pack.quantities)
    found = sorted(alternatives, key=lambda lack: order.index(lack[1]))
    labels = [run.pack.quantities[name].label for _, name in found]
    zh, en = "或".join(one.zh for one in labels), " or ".join(one.en for one in labels)
    if found[0][0] == ZERO_ALL_YEAR:
        return Text(f"{zh}全年为 0", f"{en} is 0 all year")
    return Text(f"缺少{zh}", f"{en} is missing")
