"""Computes a run: one rule pack over one case, formulas column by column, then the checks. What a run is stands in `engine.run`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any

from tanheng.engine.absences import IDLE, UNASKED, alike, marked, parted
from tanheng.engine.answers import with_answers
from tanheng.engine.case import Case
from tanheng.engine.checks.last_year import comparable
from tanheng.engine.checks.one_cause import doubts_by_cause, doubts_of_run
from tanheng.engine.columns import Column, aligned
from tanheng.engine.completeness import Periods, keys_of, periods_of
from tanheng.engine.defaults import default_of
from tanheng.engine.lacking_years import lacking_years
from tanheng.engine.lost_years import lost_years
from tanheng.engine.numbers import exact_context
from tanheng.engine.operands import computed
from tanheng.engine.outside_bounds import outside_bounds
from tanheng.engine.overrides import overridden
from tanheng.engine.pack import Formula, Pack, Quantity
from tanheng.engine.part_of_year import first_months
from tanheng.engine.parts import divisors
from tanheng.engine.places import Key, Where
from tanheng.engine.problems import Problem, sorted_problems
from tanheng.engine.run import Run, Step
from tanheng.engine.run_problems import SENTENCES
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.engine.wording import Wording
from tanheng.engine.years import is_one_value, without, yearly_means, yearly_sums


class Parameters:
    """What `p` is in a run: the parameters as dated for the year; one that has no value then is no attribute."""

    def __init__(self, pack: Pack, year: int) -> None:
        for name in pack.parameters:
            with suppress(KeyError):
                setattr(self, name, pack.parameter(name, year).value)


def run_case(pack: Pack, case: Case, problems: list[Problem] | None = None, *, beside: Run | None = None, causes: bool = True) -> Run:
    """Computes the case by the pack. `problems` are those of reading it; warnings of checks are added,
    blocking ones first. `beside` is last year's run: checks look at it, no result does. Without `causes` every doubt stands by itself
    and no unit is guessed: finding them computes parts of the run again and again, too much for a market.
    """
    pack = overridden(pack, case)
    run = Run(pack, case, keys_of(case, pack), periods_of(case), problems=list(problems or ()))
    with localcontext(exact_context()):
        parameters = Parameters(pack, case.year)
        _take_inputs(run)
        compute_formulas(run, parameters)
        run.problems += [*outside_bounds(run), *lost_years(run), *lacking_years(run)]
        if beside is not None and (reason := comparable(run, beside)):
            run.problems, beside = [*run.problems, reason], None
        if beside is not None and case.through_month is not None and case.through_month not in beside.first_months:
            beside.first_months[case.through_month] = _of_first_months(beside, case.through_month)
        run.beside = beside.case if beside else None
        run.problems += doubts_by_cause(run, parameters, beside, recomputed_with) if causes else doubts_of_run(run, parameters, beside)
    spoken = Wording(pack, case.facilities).spoken
    run.problems = sorted_problems(map(spoken, with_answers(run.problems, case.answers)))
    return run


def compute_formulas(run: Run, parameters: Any, only: Collection[str] | None = None) -> None:
    """Every formula over the input columns of the run, the months and then the year, whichever operands stand in them;
    `parameters` is what `p` is. Decimals need `exact_context` around it. `only` names quantities where not all are wanted.
    """
    inputs = run.given.absent_inputs
    run.absences = {**run.absences, **inputs}  # what is not computed anew keeps its own
    run.year_absences = {name: dict(places) for name, places in run.year_absences.items()}
    for name, absences in inputs.items():
        for position in absences:
            run.columns[name][position] = None
    for name, formula in run.pack.formulas.items():
        wanted = only is None or name in only
        if wanted and (not run.pack.quantities[name].yearly_only or run.case.grain == "year"):
            _compute(run, run.pack.quantities[name], formula, parameters)
    _aggregate_years(run, parameters, only)


def recomputed_with(run: Run, parameters: Any, columns: Mapping[str, Column], formulas: Collection[str]) -> Run:
    """The run with other columns of some quantities, and of these formulas what then comes out; the rest stays as it was."""
    other = replace(
        run,
        columns={**run.columns, **columns},
        steps=dict(run.steps),
        years=dict(run.years),
        year_raw=dict(run.year_raw),
        whole_years=dict(run.whole_years),
        lost_years=set(run.lost_years),
        problems=[],
    )
    compute_formulas(other, parameters, {*columns, *formulas} - (columns.keys() & run.pack.formulas.keys()))
    return other


def recomputed_by(run: Run, pack: Pack, only: Collection[str]) -> Run:
    """These quantities of the run by a pack of the same places with other parameters; nothing is told."""
    other = Run(pack, run.case, run.keys, run.periods, given=run.given)
    with localcontext(exact_context()):
        _take_inputs(other)
        compute_formulas(other, Parameters(pack, run.case.year), only)
    return other


def _of_first_months(run: Run, through: int) -> Run:
    """The same run of its first months alone; nothing is told."""
    case = first_months(run.case, through)
    other = Run(run.pack, case, keys_of(case, run.pack), periods_of(case))
    _take_inputs(other)
    compute_formulas(other, Parameters(run.pack, case.year))
    return other


def _take_inputs(run: Run) -> None:
    """Every input's column: the defaults first, and over them what was reported."""
    for quantity in run.pack.inputs():
        run.columns[quantity.id] = _defaults(run, quantity)
    width = len(run.periods)
    offsets = {period: offset for offset, period in enumerate(run.periods)}
    name, start = "", 0
    facility: str | None = None
    item: str | None = None
    column: Column = []
    for one in run.case.values:
        if one.amount is None:
            continue
        if one.item != item or one.facility != facility or one.quantity != name:  # months of a series follow each other
            name, facility, item = one.quantity, one.facility, one.item
            column, start = run.columns[name], run.positions[name][facility, item] * width
        if one.month in offsets:
            column[start + offsets[one.month]] = one.amount
        else:  # a yearly quantity in a case by month: the same in every month
            column[start : start + width] = [one.amount] * width


def _defaults(run: Run, quantity: Quantity) -> Column:
    keys, width = run.keys[quantity.id], len(run.periods)
    if quantity.default is None or quantity.default.parameter is not None:
        return [default_of(run.pack, quantity, run.case, (None, None))[0]] * (len(keys) * width)  # alike at every place
    return [amount for key in keys for amount in [default_of(run.pack, quantity, run.case, key)[0]] * width]


def _compute(run: Run, quantity: Quantity, formula: Formula, parameters: Parameters) -> None:
    keys = run.keys[quantity.id]
    operands, raw, absences, failures = computed(run, formula, quantity.index, keys, parameters, yearly=False)
    _tell(run, quantity, keys, failures, run.periods)
    decimals = quantity.year_decimals if run.case.grain == "year" else quantity.decimals
    rounded = run.rounding(raw, decimals, quantity.mode)
    run.columns[quantity.id] = rounded
    run.steps[quantity.id] = Step(operands, raw, rounded)
    if absences:
        run.absences[quantity.id] = absences


def _tell(run: Run, quantity: Quantity, keys: tuple[Key, ...], failures: list[tuple[int, Exception]], periods: Periods) -> None:
    for position, error in failures:
        facility, item = keys[position // len(periods)]
        where = Where(quantity.id, facility, item, periods[position % len(periods)])
        words: dict[str, Any] = {"name": quantity.label.zh, "name_en": quantity.label.en}
        if isinstance(error, ArithmeticError):
            named = [run.pack.quantities[name].label for name in divisors(run.pack.formulas[quantity.id])]
            words |= {"found": "、".join(one.zh for one in named), "found_en": ", ".join(one.en for one in named)}
            run.problems.append(problem_of(SENTENCES, "RUN-201", where, **words))
            continue
        why = Text(f"无法计算：{error}", f"cannot be computed: {error}")
        if isinstance(error, AttributeError):  # one cause, wherever it is read
            label, year = run.pack.parameters[error.name or ""][0].label, run.case.year
            words = {"name": label.zh, "name_en": label.en}
            why = Text(f"没有 {year} 年度的值", f"has no value for {year}")
        run.problems.append(problem_of(SENTENCES, "RUN-202", where, **words, found=why.zh, found_en=why.en))


def _aggregate_years(run: Run, parameters: Parameters, only: Collection[str] | None) -> None:
    if run.case.grain == "year":
        run.years = dict(run.columns)
        run.year_raw = {name: step.raw for name, step in run.steps.items()}
        run.year_absences = dict(run.absences)
        return
    with_formula = []
    for quantity in run.pack.quantities.values() if only is None else [run.pack.quantities[name] for name in only]:
        if quantity.role == "input" and quantity.yearly_only:
            run.years[quantity.id] = run.columns[quantity.id][:: len(run.periods)]
            _take_year_absences(run, quantity)
            continue
        if quantity.year == "formula" or quantity.yearly_only:
            with_formula.append(quantity.id)
            continue
        if quantity.year != "none":
            _take_year(run, quantity)
    for name, formula in run.pack.formulas.items():
        if name in with_formula:
            _compute_year(run, run.pack.quantities[name], formula, parameters)


def _take_year(run: Run, quantity: Quantity) -> None:
    """The year of the months: as it is shown, and as formulas of the year read it."""
    width, keys, column = len(run.periods), run.keys[quantity.id], run.columns[quantity.id]
    excused = set(run.absences.get(quantity.id, ()))
    if excused:
        _take_year_absences(run, quantity)
    elif column and column[0] is None and is_one_value(column):
        _take_blank_year(run, quantity)
        return
    if quantity.year != "sum" and is_one_value(column):  # nothing, or one default at all places: there is nothing to weigh
        shown = whole = column[::width]
    elif quantity.year == "sum":
        shown, whole = yearly_sums(column, width, excused)
        unknown = [place for place, one in run.year_absences.get(quantity.id, {}).items() if one is UNASKED]
        complete = shown is whole
        shown = without(shown, unknown)
        whole = shown if complete else without(whole, unknown)
        if not complete and quantity.id in run.pack.sums_of_parts:
            run.lost_years.add(quantity.id)
            shown = whole
    else:
        weight = run.pack.quantities[quantity.weight or ""]
        weights = aligned(weight, run.columns[weight.id], run.keys[weight.id], quantity.index, keys, periods=width)
        if weight.id in run.absences:
            as_read = marked(run.columns[weight.id], run.absences[weight.id])
            excused |= parted(aligned(weight, as_read, run.keys[weight.id], quantity.index, keys, periods=width))[1].keys()
        shown, whole = yearly_means(column, weights, width, excused)
    run.year_raw[quantity.id] = shown
    rounded = run.years[quantity.id] = run.rounding(shown, quantity.year_decimals, quantity.mode)
    if shown is not whole:
        run.whole_years[quantity.id] = [None if one is None else two for one, two in zip(whole, rounded, strict=True)]


def _take_blank_year(run: Run, quantity: Quantity) -> None:
    """The year of months of which none has a value, as of most sources that a plant lacks."""
    blank: Column = [None] * len(run.keys[quantity.id])
    run.year_raw[quantity.id], run.years[quantity.id] = blank, list(blank)
    if quantity.year == "sum" and quantity.id in run.pack.sums_of_parts:
        run.lost_years.add(quantity.id)
    elif quantity.year == "sum":
        run.whole_years[quantity.id] = list(blank)


def _take_year_absences(run: Run, quantity: Quantity) -> None:
    """A year of months that are all not applicable, or all without anything to report, is so too. A sum with one month of something
    that nobody need know is no more known than that month.
    """
    absences, width = run.absences.get(quantity.id), len(run.periods)
    if not absences:
        return
    for position in range(len(run.keys[quantity.id])):
        months = [absences.get(position * width + offset) for offset in range(width)]
        unasked = UNASKED in months and (quantity.year == "sum" or all(months))
        if unasked or all(months):
            run.year_absences.setdefault(quantity.id, {})[position] = UNASKED if unasked else alike(months) or IDLE


def _compute_year(run: Run, quantity: Quantity, formula: Formula, parameters: Parameters) -> None:
    keys = run.keys[quantity.id]
    _, raw, absences, failures = computed(run, formula, quantity.index, keys, parameters, yearly=True)
    _tell(run, quantity, keys, failures, (None,))
    if absences:
        run.year_absences[quantity.id] = absences
    run.year_raw[quantity.id] = raw
    run.years[quantity.id] = run.rounding(raw, quantity.year_decimals, quantity.mode)


def recalculated_year(run: Run, quantity: str, facility: str | None = None, item: str | None = None) -> Decimal | None:
    """The year computed at once from yearly operands, unrounded: the note that stands beside the sum of the rounded months."""
    formula, found = run.pack.formulas.get(quantity), run.pack.quantities[quantity]
    if formula is None or run.case.grain == "year":
        return None
    if any(name not in run.years for name in formula.arguments):
        return None
    with localcontext(exact_context()):
        exact = Run(run.pack, run.case, run.keys, run.periods, years={**run.years, **run.year_raw}, year_absences=run.year_absences)
        parameters = Parameters(run.pack, run.case.year)
        return computed(exact, formula, found.index, ((facility, item),), parameters, yearly=True)[1][0]
