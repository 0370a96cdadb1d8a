"""Two runs side by side: which inputs, answers and rules changed, and what that did to each result, with its cause.

The cause is found by computing once more: the later rules, with the parameters of the later year, over the earlier inputs. What differs
up to there is due to the edition or to the year, the rest to the inputs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tanheng.analysis.large_changes import large_change
from tanheng.engine.answer import Answer
from tanheng.engine.case import Value, amount_text, case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.checks.last_year import limit_of
from tanheng.engine.defaults import default_cell
from tanheng.engine.numbers import ZERO, decimal_text, number_text
from tanheng.engine.pack import Pack
from tanheng.engine.pack_document import formula_document
from tanheng.engine.places import Key, Place
from tanheng.engine.results import Result
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text

ABSENT = "—"  # of a rule that one of the packs does not have
SAID_OF_A_VALUE = ("kind", "source", "evidence")
CAUSES = {  # the words of `ChangedResult.cause`, for every door
    "inputs": Text("输入数据", "inputs"),
    "edition": Text("规则版本", "edition of the rules"),
    "year": Text("年度参数", "parameters of the year"),
    "edition_or_year": Text("规则版本或年度参数", "edition of the rules or parameters of the year"),
    "both": Text("输入数据和规则", "inputs and rules"),
    "one_run": Text("仅一次核算有", "only in one run"),
    "unknown": Text("无法区分：原数据不能按新规则计算", "cannot be told: the earlier inputs do not compute by the later rules"),
}
BY_RULES, BY_INPUTS = Text("其中规则", "by the rules"), Text("其中输入数据", "by the inputs")


@dataclass(frozen=True)
class ChangedInput:
    """A reported value before and after; `of` is the run that has it, the later one where both have."""

    place: Place
    of: Run
    before: Value | None
    after: Value | None
    what: str  # value, kind, source, evidence, added or removed
    large: str  # rise, fall, new or gone, where the value changed by much


@dataclass(frozen=True)
class ChangedAnswer:
    """What was said to a doubt in one run and not, or otherwise, in the other: it changes the seals and no number."""

    code: str
    facility: str
    month: int | None
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True)
class ChangedRule:
    """A parameter or formula before and after."""

    name: str
    label: Text
    before: str
    after: str


@dataclass(frozen=True)
class ChangedResult:
    """A derived number before, with the later rules over the earlier inputs (None: not computable), and after."""

    place: Place
    of: Run  # the run that knows the quantity, the later one where both do
    before: Decimal | None
    between: Decimal | None
    after: Decimal | None
    large: str  # rise, fall, new or gone, where it changed by much
    rules: str = ""  # what of the rules differs between the runs: edition, year, edition_or_year, or nothing

    @property
    def difference(self) -> Decimal | None:
        """After minus before; None where one of them is not known."""
        return _step(self.before, self.after)

    @property
    def by_edition(self) -> Decimal | None:
        """What the rules alone change: the edition, and the parameters of the year."""
        return _step(self.before, self.between)

    @property
    def by_inputs(self) -> Decimal | None:
        """What the inputs change under the later rules."""
        return _step(self.between, self.after)

    @property
    def cause(self) -> str:
        """A key of `CAUSES`: what made the difference; `one_run` where only one has a number, `unknown` where it cannot be told."""
        if self.before is None or self.after is None:
            return "one_run"
        if self.between is None:
            return "unknown"
        if self.before == self.between:
            return "inputs"
        return self.rules if self.between == self.after else "both"


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two runs."""

    first: Run
    second: Run
    inputs: tuple[ChangedInput, ...]
    answers: tuple[ChangedAnswer, ...]
    rules: tuple[ChangedRule, ...]
    results: tuple[ChangedResult, ...]
    equal_results: int


def compare(first: Run, second: Run, *, months: bool = False) -> Comparison:
    """What changed from the first run to the second; of monthly results only when asked."""
    middle = later_rules_earlier_inputs(first, second)
    old, new = _results_of(first, months), _results_of(second, months)
    places = [*new, *(place for place in old if place not in new)]
    changed = [place for place in places if not _equal(old.get(place), new.get(place))]
    return Comparison(
        first,
        second,
        tuple(_changed_inputs(first, second)),
        tuple(_changed_answers(first, second)),
        (*_changed_parameters(first, second), *_changed_factors(first, second), *_changed_formulas(first.pack, second.pack)),
        tuple(_changed_result(first, second, middle, place) for place in changed),
        len(places) - len(changed),
    )


def later_rules_earlier_inputs(first: Run, second: Run) -> Run | None:
    """The earlier inputs by the later pack in the later year: factors are dated, so the year is part of the rules."""
    if not _rules_that_differ(first, second):
        return first
    later = {"pack": second.pack.id, "year": second.case.year}
    document = case_document(replace(first.case, answers=())) | later  # answers speak of the earlier rules' warnings
    case, _problems = read_case(json.loads(json.dumps(document)), lambda _: second.pack)
    return run_case(second.pack, case) if case else None


def _rules_that_differ(first: Run, second: Run) -> str:
    """`edition`, `year`, `edition_or_year`; nothing where both runs have the same rules."""
    one, other = ((run.pack.hash, run.pack.defaults_for_nothing) for run in (first, second))
    if one != other:
        return "edition" if first.case.year == second.case.year else "edition_or_year"
    return "" if first.case.year == second.case.year else "year"


def _results_of(run: Run, months: bool) -> dict[Place, Result]:
    return {one.place: one for one in run.results if months or one.month is None}


def _equal(one: Result | None, other: Result | None) -> bool:
    return one is not None and other is not None and decimal_text(one.value) == decimal_text(other.value) and one.unit == other.unit


def _changed_result(first: Run, second: Run, middle: Run | None, place: Place) -> ChangedResult:
    of = second if place.quantity in second.pack.quantities else first
    before, after = first.value(*place), second.value(*place)
    between = middle.value(*place) if middle is not None else None
    large = large_change(before, after, _limit(of, place))
    return ChangedResult(place, of, before, between, after, large, _rules_that_differ(first, second))


def _limit(run: Run, place: Place) -> Decimal:
    return limit_of(run.pack.quantities[place.quantity], run.pack.main_output)


def _step(start: Decimal | None, end: Decimal | None) -> Decimal | None:
    return None if start is None or end is None else end - start


def _changed_inputs(first: Run, second: Run) -> Iterator[ChangedInput]:
    order = {name: number for number, name in enumerate({**second.pack.quantities, **first.pack.quantities})}
    places = {**first.reported, **second.reported}
    for place in sorted(places, key=lambda one: (order[one.quantity], one.facility or "", one.item or "", one.month or 0)):
        old, new = first.reported.get(place), second.reported.get(place)
        if what := _what_changed(old, new):
            of = first if new is None else second
            large = large_change(old.amount if old else ZERO, new.amount if new else ZERO, _limit(of, place))
            yield ChangedInput(place, of, old, new, what, large)


def _what_changed(old: Value | None, new: Value | None) -> str:
    if old is None or new is None:
        return "added" if old is None else "removed"
    if amount_text(old.amount) != amount_text(new.amount):
        return "value"
    return next((name for name in SAID_OF_A_VALUE if getattr(old, name) != getattr(new, name)), "")


def _changed_answers(first: Run, second: Run) -> Iterator[ChangedAnswer]:
    old, new = ({one.key: one for one in run.case.answers} for run in (first, second))
    for key in sorted({**old, **new}):
        before, after = old.get(key), new.get(key)
        if _said(before) != _said(after):
            code, _quantity, facility, _item, month = key[0]
            yield ChangedAnswer(code, facility, month or None, before, after)


def _said(answer: Answer | None) -> str:
    return answer.as_text() if answer else ""


def _changed_parameters(first: Run, second: Run) -> Iterator[ChangedRule]:
    old, new = (_parameter_texts(run.pack, run.case.year) for run in (first, second))
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            pack = second.pack if name in new else first.pack
            yield ChangedRule(name, pack.parameters[name][0].label, old.get(name, ABSENT), new.get(name, ABSENT))


def _parameter_texts(pack: Pack, year: int) -> Mapping[str, str]:
    texts = {}
    for name in pack.parameters:
        try:
            found = pack.parameter(name, year)
        except KeyError:
            continue
        texts[name] = f"{number_text(found.value)} {found.unit} ({found.status})".replace(" 1 (", " (")
    return texts


def _changed_factors(first: Run, second: Run) -> Iterator[ChangedRule]:
    """Table values that both years take as the default of a place, where they are of two years or were changed."""
    old, new = _factor_texts(first), _factor_texts(second)
    for key in {**old, **new}:
        before, after = old.get(key, ABSENT), new.get(key, ABSENT)
        if ABSENT not in (before, after) and before != after:
            yield ChangedRule(key[0], second.pack.quantities[key[0]].label, before, after)


def _factor_texts(run: Run) -> Mapping[tuple[str, Key], str]:
    texts = {}
    for quantity in run.pack.quantities.values():
        for key in run.keys[quantity.id]:
            cell = default_cell(run.pack, quantity, run.case, key)
            if cell is not None and cell.value is not None:
                texts[quantity.id, key] = f"{number_text(cell.value)} {run.pack.unit_of(quantity.id, key[1])} ({cell.name})"
    return texts


def _changed_formulas(first: Pack, second: Pack) -> Iterator[ChangedRule]:
    for name in {**first.formulas, **second.formulas}:
        before, after = _formula_texts(name, first, second)
        if before != after:
            pack = second if name in second.formulas else first
            yield ChangedRule(name, pack.quantities[name].label, before, after)


def _formula_texts(name: str, *packs: Pack) -> list[str]:
    """The clause of a formula in each pack; where it is one clause, the formula: a revision may say the same clause otherwise."""
    documents = [formula_document(pack, name) if name in pack.formulas else None for pack in packs]
    key = "formula" if len({one["clause"] if one else "" for one in documents}) == 1 else "clause"
    return [one[key] if one else ABSENT for one in documents]
