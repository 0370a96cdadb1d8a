"""Two stored runs side by side in the reader's language, each number with the way to its explanation; `analysis.comparison` finds them."""

from dataclasses import dataclass
from decimal import Decimal

from tanheng.analysis import comparison as analysis
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.pages.overview import shown_value
from tanheng.apps.accounting.selectors import recomputed
from tanheng.engine import run as engine
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.case import Value
from tanheng.engine.places import Place
from tanheng.pages.language import reader_language
from tanheng.pages.wording import item_label, place_label


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
    """A derived number before and after, the difference, and how much of it the rules and the inputs cause."""

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
    cause: str  # a key of `analysis.comparison.CAUSES`
    cause_label: str
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

    @property
    def by_rules(self) -> str:
        """The heading of what the rules alone change."""
        return analysis.BY_RULES.in_(reader_language())

    @property
    def by_inputs(self) -> str:
        """The heading of what the inputs change under the later rules."""
        return analysis.BY_INPUTS.in_(reader_language())


def compare_runs(before: Run, after: Run, *, months: bool = False) -> Comparison:
    """Compare two runs; monthly results only when asked. Raises DigitsDifferError when a run cannot be proven."""
    found = analysis.compare(recomputed(before), recomputed(after), months=months)
    lang = reader_language()
    return Comparison(
        before,
        after,
        [*(_input(found, one) for one in found.inputs), *(_answer(found, one) for one in found.answers)],
        [ChangedRule(one.name, one.label.in_(lang), one.before, one.after) for one in found.rules],
        [_result(found, one, (before, after)) for one in found.results],
        found.equal_results,
    )


def _result(found: analysis.Comparison, one: analysis.ChangedResult, runs: tuple[Run, Run]) -> ChangedResult:
    place, pack = one.place, one.of.pack
    quantity = pack.quantities[place.quantity]

    def signed(step: Decimal | None) -> str:
        if step is None:
            return ""
        text = shown_value(quantity, step, place.month)
        return f"+{text}" if step > 0 else text

    return ChangedResult(
        place,
        quantity.label.in_(reader_language()),
        _place_text(found, one.of, place),
        pack.unit_of(place.quantity, place.item),
        shown_value(quantity, one.before, place.month),
        shown_value(quantity, one.after, place.month),
        explanation_address(runs[0].pk, *place) if one.before is not None else "",
        explanation_address(runs[1].pk, *place) if one.after is not None else "",
        signed(one.difference),
        signed(one.by_edition),
        signed(one.by_inputs),
        one.cause,
        analysis.CAUSES[one.cause].in_(reader_language()),
        one.large,
    )


def _place_text(found: analysis.Comparison, run: engine.Run, place: Place) -> str:
    """Facility, item and month; without the year where two years are compared."""
    facility = run.case.facility_names.get(place.facility or "", "")
    if found.first.case.year == found.second.case.year:
        return place_label(run.pack, place.quantity, facility, place.item, run.case.year, place.month, run.case.through_month)
    month = "" if place.month is None else f"{place.month:02d}"
    return " · ".join(part for part in (facility, item_label(run.pack, place.quantity, place.item), month) if part)


def _input(found: analysis.Comparison, one: analysis.ChangedInput) -> ChangedInput:
    place, pack = one.place, one.of.pack
    quantity = pack.quantities[place.quantity]

    def text(value: Value | None) -> str:
        if value is None:
            return "—"
        if one.what in analysis.SAID_OF_A_VALUE:
            return getattr(value, one.what) or "—"
        return NOT_APPLICABLE_SIGN if value.amount is None else shown_value(quantity, value.amount, place.month)

    return ChangedInput(
        quantity.label.in_(reader_language()),
        _place_text(found, one.of, place),
        pack.unit_of(place.quantity, place.item),
        text(one.before),
        text(one.after),
        one.what,
        one.large,
    )


def _answer(found: analysis.Comparison, one: analysis.ChangedAnswer) -> ChangedInput:
    names = {**found.first.case.facility_names, **found.second.case.facility_names}
    month = f"{one.month:02d}" if one.month else ""
    place = " · ".join(part for part in (names.get(one.facility, one.facility), month) if part)
    before, after = (answer.as_text(reader_language()) if answer else "—" for answer in (one.before, one.after))
    return ChangedInput(one.code, place, "", before, after, "answer")
