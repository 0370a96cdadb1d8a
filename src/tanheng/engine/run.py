"""A run: one rule pack over one case. Formulas are evaluated column by column; operands and raw results stay in the trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from functools import cached_property
from typing import Any

from tanheng.engine.case import Case, Key, Value, case_document
from tanheng.engine.columns import Column, OperandColumn, aligned, bound, evaluated, never_computed, rounded_column
from tanheng.engine.completeness import Periods, keys_of, periods_of
from tanheng.engine.defaults import default_of
from tanheng.engine.errors import Problem, Text, Where, sorted_problems
from tanheng.engine.lost_years import lost_years
from tanheng.engine.numbers import ZERO, decimal_text, exact_context
from tanheng.engine.overrides import overridden
from tanheng.engine.pack import Check, Formula, Pack, Quantity
from tanheng.engine.results import Result, hashed_bytes, result_rows, results_of
from tanheng.engine.years import yearly_means, yearly_sums
from tanheng.seal.canonical import sha256_of_bytes

VERSION = "run/1"
Place = tuple[str | None, str | None, int | None]
Rounding = Callable[[Column, int | None, str], Column]


@dataclass(slots=True)
class Step:
    """The trace of one formula over all its places: operand columns, raw results, rounded results."""

    operands: list[OperandColumn]
    raw: Column
    rounded: Column


@dataclass
class Run:
    """Results, trace and problems of one rule pack over one case."""

    pack: Pack
    case: Case
    keys: dict[str, tuple[Key, ...]]
    periods: Periods
    columns: dict[str, Column] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    years: dict[str, Column] = field(default_factory=dict)
    year_raw: dict[str, Column] = field(default_factory=dict)
    whole_years: dict[str, Column] = field(default_factory=dict)  # in the place of `years` where months are missing
    lost_years: set[str] = field(default_factory=set)  # sums of parts without a year, for a month lacks a part
    problems: list[Problem] = field(default_factory=list)
    rounding: Rounding = rounded_column  # a reading with other operands rounds in its own way

    @cached_property
    def reported(self) -> dict[tuple[str, str | None, str | None, int | None], Value]:
        """The case's values by quantity, facility, item and month; a yearly one counts in every month."""
        found = {(one.quantity, one.facility, one.item, one.month): one for one in self.case.values}
        if self.case.grain != "year":
            for one in self.case.values:
                if one.month is None:
                    found |= {(one.quantity, one.facility, one.item, month): one for month in self.periods}
        return found

    @cached_property
    def positions(self) -> dict[str, dict[Key, int]]:
        """The position of each key of each quantity."""
        return {name: {key: number for number, key in enumerate(keys)} for name, keys in self.keys.items()}

    def read(self, *, yearly: bool) -> dict[str, Column]:
        """The columns as formulas and checks read them; an incomplete year is absent to them."""
        if not yearly:
            return self.columns
        return {**self.years, **self.whole_years} if self.whole_years else self.years

    def value(
        self, quantity: str, facility: str | None = None, item: str | None = None, month: int | None = None
    ) -> Decimal | None:
        """The value at a place, reported, default or derived; month None is the year. None where there is none."""
        return self._at(self.columns, self.years, quantity, (facility, item), month)

    def raw_value(
        self, quantity: str, facility: str | None = None, item: str | None = None, month: int | None = None
    ) -> Decimal | None:
        """The value before rounding."""
        raw = {name: step.raw for name, step in self.steps.items()}
        return self._at(raw, self.year_raw, quantity, (facility, item), month)

    def _at(
        self, months: dict[str, Column], years: dict[str, Column], quantity: str, key: Key, month: int | None
    ) -> Decimal | None:
        position = self.positions.get(quantity, {}).get(key)
        if position is None:
            return None
        if month is None:
            column = years.get(quantity)
            return column[position] if column else None
        column = months.get(quantity)
        if not column or month not in self.periods:
            return None
        return column[position * len(self.periods) + self.periods.index(month)]

    @cached_property
    def results(self) -> list[Result]:
        """All derived numbers: quantity by quantity, place by place, the months and then the year."""
        return list(results_of(self))

    @cached_property
    def run_hash(self) -> str:
        """Pack, inputs and results together: the same bytes for ever."""
        return sha256_of_bytes(hashed_bytes(self))

    @cached_property
    def result_rows(self) -> list[dict[str, Any]]:
        """The results as `run/1` lists them."""
        return list(result_rows(self))

    def document(self, lang: str = "zh") -> dict[str, Any]:
        """The run as `run/1`, with the case inside so that it can be replayed from this document alone."""
        return {
            "tanheng": VERSION,
            "pack": {"id": self.pack.id, "hash": self.pack.hash},
            "year": self.case.year,
            "snapshot_hash": self.case.snapshot_hash,
            "run_hash": self.run_hash,
            "results": self.result_rows,
            "problems": [problem.as_json(lang) for problem in self.problems],
            "case": case_document(self.case),
        }


class Parameters:
    """What `p` is in a run: the parameters as dated for the year; one that has no value then is no attribute."""

    def __init__(self, pack: Pack, year: int) -> None:
        for name in pack.parameters:
            with suppress(KeyError):
                setattr(self, name, pack.parameter(name, year).value)


def run_case(pack: Pack, case: Case, problems: list[Problem] | None = None) -> Run:
    """Computes the case by the pack. `problems` are those of reading it; warnings of checks are added,
    blocking ones first.
    """
    pack = overridden(pack, case)
    run = Run(pack, case, keys_of(case, pack), periods_of(case), problems=list(problems or ()))
    with localcontext(exact_context()):
        parameters = Parameters(pack, case.year)
        _take_inputs(run)
        compute_formulas(run, parameters)
        run.problems += lost_years(run)
        for check in pack.checks:
            run.problems += _checked(run, check, parameters)
    run.problems = sorted_problems(run.problems)
    return run


def compute_formulas(run: Run, parameters: Any) -> None:
    """Every formula over the input columns of the run, the months and then the year, whichever operands stand in them;
    `parameters` is what `p` is. Decimals need `exact_context` around it.
    """
    for name, formula in run.pack.formulas.items():
        if not run.pack.quantities[name].yearly_only or run.case.grain == "year":
            _compute(run, run.pack.quantities[name], formula, parameters)
    _aggregate_years(run, parameters)


def _take_inputs(run: Run) -> None:
    """Every input's column: the defaults first, and over them what was reported."""
    for quantity in run.pack.inputs():
        run.columns[quantity.id] = _defaults(run, quantity)
    width = len(run.periods)
    offsets = {period: offset for offset, period in enumerate(run.periods)}
    for one in run.case.values:
        position = run.positions[one.quantity][one.facility, one.item]
        start = position * width
        if one.month in offsets:
            run.columns[one.quantity][start + offsets[one.month]] = one.amount
        else:  # a yearly quantity in a case by month: the same in every month
            run.columns[one.quantity][start : start + width] = [one.amount] * width


def _defaults(run: Run, quantity: Quantity) -> Column:
    keys, width = run.keys[quantity.id], len(run.periods)
    if quantity.default is None or quantity.default.parameter is not None:
        return [default_of(run.pack, quantity, run.case, (None, None))[0]] * (len(keys) * width)  # alike at every place
    return [amount for key in keys for amount in [default_of(run.pack, quantity, run.case, key)[0]] * width]


def _operands(
    run: Run, formula: Formula, index: tuple[str, ...], keys: tuple[Key, ...], yearly: bool
) -> list[OperandColumn]:
    source = run.read(yearly=yearly)
    periods = 1 if yearly else len(run.periods)
    quantities = run.pack.quantities
    return [
        aligned(quantities[name], source[name], run.keys[name], index, keys, periods=periods)
        for name in formula.arguments
    ]


def _compute(run: Run, quantity: Quantity, formula: Formula, parameters: Parameters) -> None:
    keys = run.keys[quantity.id]
    operands = _operands(run, formula, quantity.index, keys, yearly=False)
    raw, failures = evaluated(bound(formula, parameters), operands, len(keys) * len(run.periods))
    _tell(run, quantity, keys, failures, run.periods)
    decimals = quantity.year_decimals if run.case.grain == "year" else quantity.decimals
    rounded = run.rounding(raw, decimals, quantity.mode)
    run.columns[quantity.id] = rounded
    run.steps[quantity.id] = Step(operands, raw, rounded)


def _tell(
    run: Run, quantity: Quantity, keys: tuple[Key, ...], failures: list[tuple[int, Exception]], periods: Periods
) -> None:
    for position, error in failures:
        facility, item = keys[position // len(periods)]
        where = Where(quantity.id, facility, item, periods[position % len(periods)])
        if isinstance(error, ArithmeticError):
            message = Text(
                f"{quantity.label.zh}无法计算：除数为零", f"{quantity.label.en} cannot be computed: division by zero"
            )
            remedy = Text(
                "核对分母（产量等）是否应为零", "check whether the divisor (such as output) is meant to be zero"
            )
            run.problems.append(Problem("RUN-201", "warning", where, message, remedy))
        else:
            zh = en = str(error)
            if isinstance(error, AttributeError):
                zh, en = f"参数 {error.name} 没有该年度的值", f"parameter {error.name} has no value for this year"
            message = Text(f"{quantity.label.zh}无法计算：{zh}", f"{quantity.label.en} cannot be computed: {en}")
            remedy = Text("换用含有该年度参数的规则版本", "use an edition whose parameters cover this year")
            run.problems.append(Problem("RUN-202", "error", where, message, remedy))


def _aggregate_years(run: Run, parameters: Parameters) -> None:
    if run.case.grain == "year":
        run.years = dict(run.columns)
        run.year_raw = {name: step.raw for name, step in run.steps.items()}
        return
    with_formula = []
    for quantity in run.pack.quantities.values():
        if quantity.role == "input" and quantity.yearly_only:
            run.years[quantity.id] = run.columns[quantity.id][:: len(run.periods)]
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
    if quantity.year == "sum":
        shown, whole = yearly_sums(column, width)
        if shown is not whole and quantity.id in run.pack.sums_of_parts:
            run.lost_years.add(quantity.id)
            shown = whole
    else:
        weight = run.pack.quantities[quantity.weight or ""]
        weights = aligned(weight, run.columns[weight.id], run.keys[weight.id], quantity.index, keys, periods=width)
        shown, whole = yearly_means(column, weights, width)
    run.year_raw[quantity.id] = shown
    rounded = run.years[quantity.id] = run.rounding(shown, quantity.year_decimals, quantity.mode)
    if shown is not whole:
        run.whole_years[quantity.id] = [None if one is None else two for one, two in zip(whole, rounded, strict=True)]


def _compute_year(run: Run, quantity: Quantity, formula: Formula, parameters: Parameters) -> None:
    keys = run.keys[quantity.id]
    operands = _operands(run, formula, quantity.index, keys, yearly=True)
    raw, failures = evaluated(bound(formula, parameters), operands, len(keys))
    _tell(run, quantity, keys, failures, (None,))
    run.year_raw[quantity.id] = raw
    run.years[quantity.id] = run.rounding(raw, quantity.year_decimals, quantity.mode)


def recalculated_year(run: Run, quantity: str, facility: str | None = None, item: str | None = None) -> Decimal | None:
    """The year computed at once from yearly operands, unrounded: the note that stands beside the sum of the
    rounded months.
    """
    formula, found = run.pack.formulas.get(quantity), run.pack.quantities[quantity]
    if formula is None or run.case.grain == "year":
        return None
    if any(name not in run.years for name in formula.arguments):
        return None
    with localcontext(exact_context()):
        exact = Run(run.pack, run.case, run.keys, run.periods, years={**run.years, **run.year_raw})
        operands = _operands(exact, formula, found.index, ((facility, item),), yearly=True)
        return evaluated(bound(formula, Parameters(run.pack, run.case.year)), operands, 1)[0][0]


def _checked(run: Run, check: Check, parameters: Parameters) -> Iterator[Problem]:
    yearly = "month" not in check.index
    source = run.read(yearly=yearly)
    if any(name not in source for name in check.formula.arguments) or never_computed(check.formula, source):
        return
    keys = _check_keys(run, check)
    periods: Periods = (None,) if yearly else run.periods
    operands = _operands(run, check.formula, check.index, keys, yearly)
    measured, _ = evaluated(bound(check.formula, parameters), operands, len(keys) * len(periods))
    for position, value in enumerate(measured):
        low, high = check.low, check.high
        if value is None or ((low is None or value >= low) and (high is None or value <= high)):
            continue
        facility, item = keys[position // len(periods)]
        numbers = {
            "value": decimal_text(rounded_column([value], check.decimals, "half_up")[0] or ZERO),
            "low": "−∞" if low is None else decimal_text(low),
            "high": "∞" if high is None else decimal_text(high),
        }
        where = Where(check.formula.quantity, facility, item, periods[position % len(periods)])
        yield Problem(check.id, check.severity, where, check.message.filled(**numbers), check.remedy.filled(**numbers))


def _check_keys(run: Run, check: Check) -> tuple[Key, ...]:
    """The places of a check: those of the first argument that has its indices."""
    wanted = set(check.index) & {"facility", "item"}
    for name in check.formula.arguments:
        quantity = run.pack.quantities[name]
        if set(quantity.index) & {"facility", "item"} == wanted:
            return run.keys[name]
    return ((None, None),)
