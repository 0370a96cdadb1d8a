"""One slip is one doubt: what a wrong figure makes every check say is told once, with all that it explains.

A doubt supposes something: this month in another unit, this series too large ten thousand times. The doubts are found again with the figure
as supposed; those that are gone then have the same cause, those that stay have another. So nothing is folded by its look, and two faults
stay two doubts. Doubts that only all suppositions together explain belong to the first of them: when it is mended they are of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tanheng.engine.checks.far_from_default import default_marks, default_problems
from tanheng.engine.checks.figures import fits, series_place
from tanheng.engine.checks.last_year import year_problems
from tanheng.engine.checks.month_gaps import gap_problems
from tanheng.engine.checks.months import item_name, month_marks, month_problems
from tanheng.engine.checks.runs import check_marks, check_problems
from tanheng.engine.checks.unit_doubts import Again as Recomputed
from tanheng.engine.columns import Column
from tanheng.engine.parts import beneath_all
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, Supposed
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.run import Run

MOST_TRIALS = 24  # the likely causes stand first
TOO_MANY = 96  # a case that supposes more has no one cause
MOST_WORK = 40_000  # numbers computed in all trials: a large plant is tried less often, and its doubts stand side by side
CHECK, MONTH, DEFAULT = "check", "month", "default"  # what finds a doubt
Again = Callable[[Iterable[Supposed]], set[Any]]


@dataclass(frozen=True, slots=True)
class _Cause:
    """A doubt, what it supposes, and the numbers of the doubts that are gone if it is so."""

    number: int
    supposed: Supposed
    gone: frozenset[int]
    turned: bool  # not its month is wrong, the others are
    worth: int  # how many are gone, less what is told anew: one wrong figure may hide another's doubts


def doubts_of_run(run: Run, parameters: Any, beside: Run | None, recomputed: Recomputed | None = None) -> list[Problem]:
    """What the checks of the pack, the months beside each other and last year beside this one find, each by itself; units are guessed
    where parts of the run can be `recomputed`.
    """
    return [one for found in _by_finder(run, parameters, beside, recomputed).values() for one in found]


def _by_finder(run: Run, parameters: Any, beside: Run | None, recomputed: Recomputed | None) -> dict[str, list[Problem]]:
    return {
        CHECK: list(check_problems(run, parameters, recomputed, beside)),
        MONTH: list(month_problems(run, beside)),
        "gap": list(gap_problems(run)),
        DEFAULT: default_problems(run, parameters, recomputed),
        "year": [] if beside is None else list(year_problems(run, beside)),
    }


def doubts_by_cause(run: Run, parameters: Any, beside: Run | None, recomputed: Recomputed) -> list[Problem]:
    """The same, those with one cause told once."""
    found, numbers = _by_finder(run, parameters, beside, recomputed), sum(map(len, run.columns.values()))
    doubts, trials = [one for ones in found.values() for one in ones], _Trials(run, parameters, beside, recomputed, found)
    return _by_cause(doubts, trials, min(MOST_TRIALS, MOST_WORK // max(numbers, 1)))


@dataclass
class _Trials:
    """A run with its figures as supposed: which doubts it would tell. What no supposed figure reaches is found once."""

    run: Run
    parameters: Any
    beside: Run | None
    recomputed: Recomputed
    told: dict[str, list[Problem]]  # the doubts of the run as it is

    @cached_property
    def first(self) -> dict[tuple[str, str], set[Any]]:
        """The marks of the doubts of the run as it is, by what finds them."""
        found: dict[tuple[str, str], set[Any]] = {}
        for finder, doubts in self.told.items():
            for mark in _marks(doubts):
                part = mark[0] if finder == CHECK else mark[1] if finder in (MONTH, DEFAULT) else ""
                found.setdefault((finder, part), set()).add(mark)
        return found

    def marks_without(self, doubt: Problem, supposed: Supposed) -> set[Any] | None:
        """The marks of all doubts with one figure as supposed; None where the doubt itself is told again: no more is asked then."""
        run, codes = self.run, {mark[0] for mark in doubt.subject.marks} if doubt.subject else set()
        own = [one for one in run.pack.checks if one.id in codes]
        read = {name for one in own for name in one.formula.arguments}
        # a blocking check that measures the same spares the doubt
        checks = [one for one in run.pack.checks if one in own or (one.severity == "error" and read <= {*one.formula.arguments})]
        if own and doubt.subject and supposed.amount is None:
            columns = {supposed.quantity: _as_supposed(run, supposed, run.columns[supposed.quantity])}
            names = [name for one in checks for name in one.formula.arguments]
            beneath = beneath_all(names, run.pack.quantities, run.pack.formulas)
            formulas = run.pack.formulas.keys() & run.pack.results_above[supposed.quantity] & beneath
            other = self.recomputed(run, self.parameters, columns, formulas)
            marks = check_marks(other, self.parameters, self.beside, checks).values()
            if not set().union(*marks).isdisjoint(doubt.subject.marks):
                return None
        return self.marks((supposed,))

    def marks(self, supposed: Iterable[Supposed]) -> set[Any]:
        """The marks of all doubts of the run with these figures as supposed."""
        run, other, changed = self.run, self.run, set[str]()
        columns: dict[str, Column] = {}
        for one in supposed:
            columns[one.quantity] = _as_supposed(run, one, columns.get(one.quantity, run.columns[one.quantity]))
            changed |= run.pack.results_above[one.quantity]
            other = other if one.amount is None else _with_amount(other, one)
        only = changed if other is run else None  # an amount where there was none: other contents are asked for than before
        formulas = run.pack.formulas.keys() if only is None else run.pack.formulas.keys() & only
        found = self._found(self.recomputed(other, self.parameters, columns, formulas), only)
        return set().union(*(found if only is None else {**self.first, **found}).values())

    def figure(self, supposed: Supposed) -> tuple[tuple[Where, ...], Text]:
        """The places where the supposed figures were read, and what they are called."""
        quantity = self.run.pack.quantities[supposed.quantity]
        values = [
            value
            for value in self.run.recorded.get(supposed.quantity, ())
            if fits(value.key, supposed.key) and (not supposed.months or value.month is None or value.month in supposed.months)
        ]
        return tuple(series_place(value, value.month) for value in values), item_name(self.run, quantity, supposed.key[1])

    def _found(self, run: Run, only: AbstractSet[str] | None) -> dict[tuple[str, str], set[Any]]:
        checks = [one for one in run.pack.checks if only is None or not only.isdisjoint(one.formula.arguments)]
        found = {(CHECK, code): marks for code, marks in check_marks(run, self.parameters, self.beside, checks).items()}
        found |= {(MONTH, name): marks for name, marks in month_marks(run, self.beside, only).items()}
        found |= {(DEFAULT, name): marks for name, marks in default_marks(run, self.parameters, self.recomputed, only).items()}
        if only is None:
            found["gap", ""] = _marks(gap_problems(run))
        if self.beside is not None:
            found["year", ""] = _marks(year_problems(run, self.beside))
        return found


def _by_cause(problems: list[Problem], trials: _Trials, most: int) -> list[Problem]:
    """The problems with every doubt that another explains folded into that one; at most `most` suppositions are tried, and once more
    all together.
    """
    again = trials.marks
    doubts = [one for one in problems if one.asks and one.subject is not None]
    if len(doubts) < 2 or not any(one.subject.supposed for one in doubts if one.subject):
        return problems
    causes = _chosen(doubts, _together(doubts, _causes(doubts, trials, most), again))
    if not causes:
        return problems
    folded = _folded(doubts, causes, again)
    explained = {id(doubts[number]) for numbers in folded.values() for number in numbers}
    told = {id(doubts[one.number]): _told(doubts, one, folded[one.number], trials) for one in causes}
    return [told.get(id(one), one) for one in problems if id(one) not in explained]


def _causes(doubts: Sequence[Problem], trials: _Trials, most: int) -> list[_Cause]:
    """For each doubt that supposes something what that explains; nothing where the doubt itself stays."""
    suppositions = [
        (number, supposed, supposed is doubt.subject.others)
        for number, doubt in enumerate(doubts)
        if doubt.subject is not None
        for supposed in (*doubt.subject.supposed, *filter(None, (doubt.subject.others,)))
    ]
    if len(suppositions) > TOO_MANY:
        return []
    found, before = [], _marks(doubts)
    for number, supposed, turned in suppositions[:most]:
        after = trials.marks_without(doubts[number], supposed)
        if after is None:
            continue
        gone = _gone(doubts, after)
        worth = len(gone) - len(after - before)
        if number in gone and worth > 0:
            found.append(_Cause(number, supposed, gone, turned, worth))
    return found


def _together(doubts: Sequence[Problem], causes: list[_Cause], again: Again) -> list[_Cause]:
    """The same slip of one quantity at several places: what only all of them explain (a ratio to their sum) belongs to the first."""
    alike: dict[Any, list[_Cause]] = {}
    for one in causes:
        if not one.turned:
            alike.setdefault((one.supposed.quantity, one.supposed.times, one.supposed.months), []).append(one)
    before, found = _marks(doubts), {id(one): one for one in causes}
    for group in alike.values():
        supposed = {one.supposed: None for one in group}
        if len(supposed) < 2:
            continue
        after = again(supposed)
        gone = _gone(doubts, after)
        worth = len(gone) - len(after - before)
        if worth > max(one.worth for one in group):
            own = frozenset().union(*(one.gone for one in group))
            more = {id(group[0]): group[0].gone | (gone - own)}
            found |= {id(one): replace(one, gone=more.get(id(one), one.gone), worth=worth) for one in group}
    return list(found.values())


def _marks(problems: Iterable[Problem]) -> set[Any]:
    return {mark for one in problems if one.subject is not None for mark in one.subject.marks}


def _gone(doubts: Sequence[Problem], still: AbstractSet[Any]) -> frozenset[int]:
    """The doubts none of whose months is told any more."""
    return frozenset(number for number, one in enumerate(doubts) if one.subject and still.isdisjoint(one.subject.marks))


def _chosen(doubts: Sequence[Problem], causes: list[_Cause]) -> list[_Cause]:
    """What explains most comes first; what it explains is no cause of its own. Of equals the one that names a unit, then a month."""
    ranked = sorted(
        causes,
        key=lambda one: (-one.worth, one.turned, not doubts[one.number].unit_slip, len(one.supposed.months) != 1),
    )
    chosen: list[_Cause] = []
    explained: set[int] = set()
    for one in ranked:
        if one.number not in explained:
            chosen.append(one)
            explained |= one.gone
    return chosen


def _folded(doubts: Sequence[Problem], causes: Sequence[_Cause], again: Again) -> dict[int, list[int]]:
    """By the number of each cause the numbers of the doubts that are told with it."""
    taken = {one.number for one in causes}
    folded: dict[int, list[int]] = {}
    for one in causes:
        folded[one.number] = sorted(one.gone - taken)
        taken |= one.gone
    if len(causes) > 1 and len(taken) < len(doubts):
        folded[causes[0].number] += sorted(_gone(doubts, again([one.supposed for one in causes])) - taken)
    return folded


def _told(doubts: Sequence[Problem], cause: _Cause, numbers: Sequence[int], trials: _Trials) -> Problem:
    """The doubt with all that has its cause, at the figure that is supposed to be wrong: to confirm it is to confirm that figure."""
    doubt, also = doubts[cause.number], tuple(doubts[number] for number in numbers)
    if cause.turned and doubt.subject and doubt.subject.turned:
        doubt = doubt.subject.turned
    if not also:
        return doubt
    zh = "；".join(f"{one.code} {_first(one.message.zh, '；')}" for one in also)  # all: whoever answers settles them
    en = "; ".join(f"{one.code} {_first(one.message.en, '; ')}" for one in also)
    places, name = trials.figure(cause.supposed) if not cause.turned else ((), Text("", ""))
    elsewhere = tuple(one for one in places if one.quantity != doubt.where.quantity)
    if elsewhere:
        doubt = replace(doubt, where=elsewhere[0], places=(*elsewhere, *doubt.all_places))
    wrong = Text(f"。可能有误的是{name.zh}", f". Probably wrong: {name.en}") if elsewhere else Text("", "")
    more = Text(f"{wrong.zh}。同一原因还使：{zh}", f"{wrong.en}. The same cause: {en}")
    return replace(doubt, message=Text(doubt.message.zh + more.zh, doubt.message.en + more.en), also=also)


def _first(sentence: str, mark: str) -> str:
    """A sentence without the unit it names: the cause names its own."""
    return sentence.partition(mark)[0]


def _as_supposed(run: Run, supposed: Supposed, column: Column) -> Column:
    """A column of the run with the figures as supposed."""
    found, width = list(column), len(run.periods)
    for key, place in run.positions[supposed.quantity].items():
        if fits(key, supposed.key):
            for offset, period in enumerate(run.periods):
                value, meant = found[place * width + offset], not supposed.months or period is None or period in supposed.months
                if meant and supposed.amount is not None:
                    found[place * width + offset] = supposed.amount
                elif meant and value is not None:
                    found[place * width + offset] = value * supposed.times
    return found


def _with_amount(run: Run, supposed: Supposed) -> Run:
    """The run of a case in which a series has an amount in the months where it has 0 or `/`."""
    values = tuple(
        one._replace(amount=supposed.amount)
        if (one.quantity, one.key) == (supposed.quantity, supposed.key) and one.month in supposed.months
        else one
        for one in run.case.values
    )
    return replace(run, case=replace(run.case, values=values), absences={}, year_absences={})  # both are found anew
