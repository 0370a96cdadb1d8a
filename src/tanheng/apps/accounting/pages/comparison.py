"""Two runs side by side: which inputs and rules changed, and what that did to each result, with its cause.

The cause is found by computing once more: the later rules over the earlier inputs. What differs up to there is due to the
edition, the rest to the inputs.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from tanheng.analysis.large_changes import large_change
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.pages.overview import shown_value
from tanheng.apps.accounting.selectors import recomputed
from tanheng.engine import run as engine
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.case import Value, amount_text, case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.checks.last_year import limit_of
from tanheng.engine.numbers import ZERO, decimal_text, number_text
from tanheng.engine.pack import Pack
from tanheng.engine.pack_document import formula_document
from tanheng.engine.places import Place
from tanheng.engine.results import Result
from tanheng.engine.running import run_case
from tanheng.pages.language import reader_language
from tanheng.pages.wording import item_label, place_label
from tanheng.rulebook import load_as


@dataclass(frozen=True)
class ChangedInput:
    """A reported value before and after."""

    label: str
    place: str
    unit: str
    before: str
    after: str
    what: str  # value, kind, source, evidence, added, removed, answer
    large: str = ""  # rise, fall, new or gone, where the value changed by much


@dataclass(frozen=True)
class ChangedRule:
    """A parameter or formula before and after."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedResult:
    """A derived number before and after, the difference, and how much of it the edition and the inputs cause."""

    place: Place
    label: str
    place_label: str
    unit: str
    before: str
    after: str
    before_address: str
    after_address: str
    difference: str
    by_edition: str
    by_inputs: str
    cause: str  # inputs, edition, both, other
    large: str = ""  # rise, fall, new or gone, where it changed by much


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two runs."""

    before: Run
    after: Run
    inputs: list[ChangedInput]
    rules: list[ChangedRule]
    results: list[ChangedResult]
    equal_results: int


def compare_runs(before: Run, after: Run, *, months: bool = False) -> Comparison:
    """Compare two runs; monthly results only when asked. Raises DigitsDifferError when a run cannot be proven."""
    first, second = recomputed(before), recomputed(after)
    middle = _later_rules_earlier_inputs(before, after, first, second)
    results, equal = _changed_results((before, after), first, second, middle, months)
    return Comparison(before, after, _changed_inputs(first, second), _changed_rules(first, second), results, equal)


def _later_rules_earlier_inputs(before: Run, after: Run, first: engine.Run, second: engine.Run) -> engine.Run | None:
    if (first.pack.hash, first.pack.defaults_for_nothing) == (second.pack.hash, second.pack.defaults_for_nothing):
        return first
    document = case_document(replace(first.case, answers=())) | {"pack": after.pack}  # they speak of the earlier rules' warnings
    case, _problems = read_case(json.loads(json.dumps(document)), partial(load_as, content=after.pack_hash))
    return run_case(second.pack, case) if case else None


def _places(run: engine.Run, months: bool) -> dict[Place, Result]:
    return {one.place: one for one in run.results if months or one.month is None}


def _changed_results(
    runs: tuple[Run, Run], first: engine.Run, second: engine.Run, middle: engine.Run | None, months: bool
) -> tuple[list[ChangedResult], int]:
    old, new = _places(first, months), _places(second, months)
    changed, equal = [], 0
    for place in [*new, *(place for place in old if place not in new)]:
        one, other = old.get(place), new.get(place)
        if one and other and decimal_text(one.value) == decimal_text(other.value) and one.unit == other.unit:
            equal += 1
            continue
        changed.append(_changed_result(runs, first, second, middle, place))
    return changed, equal


def _changed_result(runs: tuple[Run, Run], first: engine.Run, second: engine.Run, middle: engine.Run | None, place: Place) -> ChangedResult:
    run = second if place.quantity in second.pack.quantities else first
    quantity = run.pack.quantities[place.quantity]
    before, after = first.value(*place), second.value(*place)
    between = middle.value(*place) if middle is not None else None

    def step(start: Decimal | None, end: Decimal | None) -> str:
        if start is None or end is None:
            return ""
        text = shown_value(quantity, end - start, place.month)
        return f"+{text}" if end > start else text

    return ChangedResult(
        place,
        quantity.label.in_(reader_language()),
        _place_text(first, second, run, place),
        run.pack.unit_of(place.quantity, place.item),
        shown_value(quantity, before, place.month),
        shown_value(quantity, after, place.month),
        explanation_address(runs[0].pk, *place) if before is not None else "",
        explanation_address(runs[1].pk, *place) if after is not None else "",
        step(before, after),
        step(before, between),
        step(between, after),
        _cause(before, between, after),
        large_change(before, after, limit_of(quantity, run.pack.main_output)),
    )


def _cause(before: Decimal | None, between: Decimal | None, after: Decimal | None) -> str:
    if before is None or between is None or after is None:
        return "other"
    if before == between:
        return "inputs"
    return "edition" if between == after else "both"


def _place_text(first: engine.Run, second: engine.Run, run: engine.Run, place: Place) -> str:
    """Facility, item and month; without the year where two years are compared."""
    facility = run.case.facility_names.get(place.facility or "", "")
    if first.case.year == second.case.year:
        return place_label(run.pack, place.quantity, facility, place.item, run.case.year, place.month)
    month = "" if place.month is None else f"{place.month:02d}"
    return " · ".join(part for part in (facility, item_label(run.pack, place.quantity, place.item), month) if part)


def _changed_inputs(first: engine.Run, second: engine.Run) -> list[ChangedInput]:
    changed = []
    order = {name: number for number, name in enumerate({**second.pack.quantities, **first.pack.quantities})}
    places = {**first.reported, **second.reported}
    for place in sorted(places, key=lambda one: (order[one.quantity], one.facility or "", one.item or "", one.month or 0)):
        old, new = first.reported.get(place), second.reported.get(place)
        what = _what_changed(old, new)
        if what:
            run = first if new is None else second
            changed.append(_changed_input(run, place, _place_text(first, second, run, place), old, new, what))
    return [*changed, *_changed_answers(first, second)]


def _changed_answers(first: engine.Run, second: engine.Run) -> Iterator[ChangedInput]:
    """What was said to doubts in one run and not, or otherwise, in the other: it changes the seals and no number."""
    old, new = ({one.key: one.as_text(reader_language()) for one in run.case.answers} for run in (first, second))
    for key in sorted({**old, **new}):
        if old.get(key) != new.get(key):
            code, _quantity, facility, _item, month = key[0]
            names = {**first.case.facility_names, **second.case.facility_names}
            place = " · ".join(part for part in (names.get(facility, facility), f"{month:02d}" if month else "") if part)
            yield ChangedInput(code, place, "", old.get(key, "—"), new.get(key, "—"), "answer")


def _what_changed(old: Value | None, new: Value | None) -> str:
    if old is None or new is None:
        return "added" if old is None else "removed"
    if amount_text(old.amount) != amount_text(new.amount):
        return "value"
    return next((name for name in ("kind", "source", "evidence") if getattr(old, name) != getattr(new, name)), "")


def _changed_input(run: engine.Run, place: Place, place_text: str, old: Value | None, new: Value | None, what: str) -> ChangedInput:
    quantity, unit = run.pack.quantities[place.quantity], run.pack.unit_of(place.quantity, place.item)

    def text(value: Value | None) -> str:
        if value is None:
            return "—"
        if what in ("kind", "source", "evidence"):
            return getattr(value, what) or "—"
        return NOT_APPLICABLE_SIGN if value.amount is None else shown_value(quantity, value.amount, place.month)

    return ChangedInput(
        quantity.label.in_(reader_language()),
        place_text,
        unit,
        text(old),
        text(new),
        what,
        large_change(old.amount if old else ZERO, new.amount if new else ZERO, limit_of(quantity, run.pack.main_output)),
    )


def _changed_rules(first: engine.Run, second: engine.Run) -> list[ChangedRule]:
    old, new = _parameter_texts(first.pack, first.case.year), _parameter_texts(second.pack, second.case.year)
    lang = reader_language()
    changed = []
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            pack = second.pack if name in new else first.pack
            changed.append(ChangedRule(name, pack.parameters[name][0].label.in_(lang), old.get(name, "—"), new.get(name, "—")))
    for name in {**first.pack.formulas, **second.pack.formulas}:
        texts = _formula_texts(name, first.pack, second.pack)
        if texts[0] != texts[1]:
            pack = second.pack if name in second.pack.formulas else first.pack
            changed.append(ChangedRule(name, pack.quantities[name].label.in_(lang), *texts))
    return changed


def _formula_texts(name: str, *packs: Pack) -> list[str]:
    """The clause of a formula in each pack; where it is one clause, the formula: a revision may say the same clause otherwise."""
    documents = [formula_document(pack, name) if name in pack.formulas else None for pack in packs]
    key = "formula" if len({one["clause"] if one else "" for one in documents}) == 1 else "clause"
    return [one[key] if one else "—" for one in documents]


def _parameter_texts(pack: Pack, year: int) -> dict[str, str]:
    texts = {}
    for name in pack.parameters:
        try:
            found = pack.parameter(name, year)
        except KeyError:
            continue
        texts[name] = f"{number_text(found.value)} {found.unit} ({found.status})".replace(" 1 (", " (")
    return texts
