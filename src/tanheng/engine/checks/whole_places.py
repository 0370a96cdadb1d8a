"""The checks of a pack over a case with errors: what they say of the places that no error touches, in the same round as the errors.

Nothing is computed from a guess: an amount that was refused or is missing makes every number doubtful that is computed from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from tanheng.engine.case import Case
from tanheng.engine.case.problems import SENTENCES
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.engine.sentences import problem_of
from tanheng.engine.unread import Unread

IDLE_ANSWER = "RUN-211"  # its doubt may only be hidden by the errors
OF_UNPLACED_ROWS = {"CASE-132", "CASE-133", "CASE-134", "CASE-135", "CASE-136", "CASE-137", "CASE-138"}
HELD_BACK = "CASE-177"
ANOTHER_ITEM = ""  # one that nobody named
Part = tuple[str | None, str | None, int | None]  # facility, item, month; None stands for any


def problems_of_whole_places(pack: Pack, case: Case, problems: Sequence[Problem], unread: Unread, at: Where) -> list[Problem]:
    """What a run of the case finds at places that the errors in `problems` do not reach, and a note where checks wait.

    Nothing is found where the reach of the errors is not known.
    """
    if unread.anything_doubtful or not unread.year_known:
        return [problem_of(SENTENCES, HELD_BACK, at)]
    doubts = _Doubts(pack)
    for quantity, facility, item, month in unread.doubtful:
        doubts.add(quantity, (facility, item, month))
    if unread.unknown_rows:
        doubts.add_what_is_not_reported(case)
    for place in unread.unplaced:
        doubts.add_what_is_unplaced(case, *place)
    for one in problems:
        if one.severity == "error" and one.code not in OF_UNPLACED_ROWS:
            for where in one.all_places:
                doubts.add_place(one.code, where)
    doubts.spread()
    told: list[Problem] = []
    for one in run_case(pack, case).problems:
        if one.code != IDLE_ANSWER:  # where the cause is doubtful itself, what was folded into it speaks for itself
            told += [one] if doubts.spare(one) else filter(doubts.spare, one.also)
    return [*told, problem_of(SENTENCES, HELD_BACK, at)] if doubts.hold_checks_back() else told


class _Doubts:
    """The doubtful places of each quantity, inputs first, then what formulas carry on."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.of: dict[str, set[Part]] = {}
        self.arguments = {check.id: check.formula.arguments for check in pack.checks}
        # a check that holds months against each other meets the doubts of all months
        self.indices = {
            check.id: [one for one in check.index if one != "month" or not (check.before or check.kind == "spread")]
            for check in pack.checks
        }

    def add(self, quantity: str, part: Part) -> None:
        self.of.setdefault(quantity, set()).add(part)

    def add_what_is_not_reported(self, case: Case) -> None:
        """A row whose quantity is not known cannot be one that has its own row; it may be any other, one more item of a sum too."""
        reported = {(value.quantity, value.facility, value.item) for value in case.values}
        named = {value.item for value in case.values if value.item is not None} | {ANOTHER_ITEM}
        for quantity in self.pack.inputs():
            facilities = [one.id for one in case.facilities if one.kind == quantity.facility_kind] if quantity.by_facility else [None]
            for facility, item in product(facilities, named if quantity.by_item else [None]):
                if (quantity.id, facility, item) not in reported:
                    self.add(quantity.id, (facility, item, None))

    def add_what_is_unplaced(self, case: Case, name: str, facility: str | None, item: str | None) -> None:
        """A row of a known quantity that names no place may be of any that has no figure of its own in a month."""
        quantity = self.pack.quantities[name]
        facilities, items = [facility], [item]
        if quantity.by_facility and facility is None:
            facilities = [one.id for one in case.facilities if one.kind == quantity.facility_kind]
        if quantity.by_item and item is None:
            items = [*{value.item for value in case.values if value.item is not None}, ANOTHER_ITEM]
        for place in product(facilities, items):
            reported = {value.month for value in case.values if value.quantity == name and value.key == place}
            lacking = {None} if not reported else set(case.months) - reported if None not in reported else set()
            for month in lacking:
                self.add(name, (*place, month))

    def hold_checks_back(self) -> bool:
        """Whether a doubt keeps any check from looking at a place."""
        return any(name in self.of for arguments in self.arguments.values() for name in arguments)

    def add_place(self, code: str, where: Where) -> None:
        """An error at a place; one without a quantity is of those inputs of which the pack wants any."""
        if where.quantity is not None and where.quantity in self.pack.quantities:
            self.add(where.quantity, (where.facility, where.item, where.month))
        for rule in self.pack.expects_any:
            for name in rule["any_of"] if rule["id"] == code else ():
                self.add(name, (where.facility, None, None))

    def spread(self) -> None:
        """Carries every doubt on along the formulas, which stand in the order of computation."""
        for name, formula in self.pack.formulas.items():
            for part in self._read(formula.arguments, self.pack.quantities[name].index):
                self.add(name, part)
        for quantity in self.pack.quantities.values():  # a yearly mean is weighted
            if quantity.weight in self.of:
                for part in self._read((quantity.weight or "",), quantity.index):
                    self.add(quantity.id, (*part[:2], None))

    def _read(self, arguments: Iterable[str], index: Sequence[str]) -> Iterator[Part]:
        """The doubtful places of arguments as a formula or check with these indices meets them: what it sums over reaches all."""
        for name in arguments:
            quantity = self.pack.quantities[name]
            for facility, item, month in self.of.get(name, ()):
                yield (
                    facility if _both(quantity, index, "facility") else None,
                    item if _both(quantity, index, "item") else None,
                    month if _both(quantity, index, "month") else None,
                )

    def spare(self, problem: Problem) -> bool:
        """Whether no doubt reaches the places that the problem speaks of."""
        if problem.code in self.arguments:
            parts = set(self._read(self.arguments[problem.code], self.indices[problem.code]))
        else:
            parts = self.of.get(problem.where.quantity or "", set())
        return not any(_meets(part, where) for part in parts for where in problem.all_places)


def _both(quantity: Quantity, index: Sequence[str], name: str) -> bool:
    return name in quantity.index and name in index


def _meets(part: Part, where: Where) -> bool:
    here = (where.facility, where.item, where.month)
    return all(None in pair or pair[0] == pair[1] for pair in zip(part, here, strict=True))
