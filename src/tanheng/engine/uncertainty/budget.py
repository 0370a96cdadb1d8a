"""The uncertainty of every number of a run: the graph read once with uncertain operands, and for each number a budget — its standard
and expanded uncertainty, what contributes how much, and which inputs nobody has stated (GUM 5.1, 5.2, 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from math import sqrt
from types import SimpleNamespace
from typing import Any

from tanheng.engine.defaults import fits_columns
from tanheng.engine.numbers import Number, decimal_text, exact_context, full_text
from tanheng.engine.one_percent import one_percent_of
from tanheng.engine.run import Run
from tanheng.engine.running import Parameters, compute_formulas
from tanheng.engine.symbols import names_in
from tanheng.engine.text import Text
from tanheng.engine.uncertainty import plain_value, rounded_uncertain, sensitivities, uncertain_number
from tanheng.engine.uncertainty.forms import Statement
from tanheng.engine.uncertainty.sources import (
    BY_METER,
    Component,
    Line,
    Source,
    components_of,
    exact_by_nature,
    source_of,
)

COVERAGE = 2  # k: about 95 % for a normal result
KINDS = {"value": "input", "table": "default", "parameter": "parameter"}
NOISE = 1e-13  # of the result
METHOD = "ISO/IEC Guide 98-3 (GUM), first order"
INTERVAL_95 = 1.959964  # quantile of the normal distribution


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one line adds: how the result follows it, the standard uncertainty it causes, and its share of the variance."""

    line: Line
    label: Text
    sensitivity: float  # change of the result for one unit; of several inputs their mean, weighted by uncertainty
    unit: str
    contribution: float
    share: float
    values: int  # how many values of the case it covers

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """Only what is known; the share is a fraction of the variance."""
        line = self.line
        row: dict[str, Any] = {
            "input": line.name,
            "facility": line.facility,
            "item": line.item,
            "group": line.group,
            "stated": line.form.text().in_(lang),
            "distribution": line.form.distribution,
            "source": line.source,
            "given": line.given if line.given == BY_METER else "",
            "values": self.values,
            "sensitivity": short_text(self.sensitivity),
            "sensitivity_unit": self.unit,
            "contribution": short_text(self.contribution),
            "share": short_text(self.share),
        }
        return {name: value for name, value in row.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Unstated:
    """An input whose uncertainty nobody has stated, and what one percent of it would do to the result."""

    kind: str  # input, default or parameter
    name: str
    facility: str | None
    item: str | None
    label: Text
    one_percent: float
    values: int

    def as_json(self) -> dict[str, Any]:
        """Only what is known."""
        row = {
            "kind": self.kind,
            "input": self.name,
            "facility": self.facility,
            "item": self.item,
            "one_percent": short_text(self.one_percent),
        }
        return {name: value for name, value in row.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Budget:
    """One number with its uncertainty."""

    quantity: str
    facility: str | None
    item: str | None
    month: int | None
    value: Decimal
    unit: str
    standard: float
    contributions: tuple[Contribution, ...]
    not_stated: tuple[Unstated, ...]

    @property
    def stated(self) -> bool:
        """Whether anything that reaches the number has a stated uncertainty."""
        return bool(self.contributions)

    @property
    def expanded(self) -> float:
        """k × u with k = 2."""
        return COVERAGE * self.standard

    @property
    def relative(self) -> float | None:
        """Expanded uncertainty over the value; None for a value of zero."""
        return self.expanded / abs(float(self.value)) if self.value else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of a normal result."""
        half = INTERVAL_95 * self.standard
        return float(self.value) - half, float(self.value) + half

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """Value, uncertainties and interval, null where nobody stated any; contributions and what is not stated for yearly numbers."""
        known = bool(self.stated)
        row: dict[str, Any] = {
            "quantity": self.quantity,
            "facility": self.facility,
            "item": self.item,
            "month": self.month,
            "value": decimal_text(self.value),
            "unit": self.unit,
            "standard_uncertainty": short_text(self.standard) if known else None,
            "expanded_uncertainty": short_text(self.expanded) if known else None,
            "relative_expanded": short_text(self.relative) if known and self.relative is not None else None,
            "interval_95": [short_text(bound, 9) for bound in self.interval] if known else None,
        }
        if self.month is None:
            row["contributions"] = [one.as_json(lang) for one in self.contributions]
            row["not_stated"] = [one.as_json() for one in self.not_stated]
        return row


class Propagation:
    """A run read with uncertain operands; asks for the budget of any of its numbers. `meters`: what meters state of measured values of
    which the case states nothing.
    """

    def __init__(self, run: Run, meters: Iterable[Statement] = ()) -> None:
        self.run = run
        self.inputs = inputs_of(run)
        self.components: dict[Source, list[Component]] = {}
        for component in components_of(run.pack, run.case, self.inputs, meters):
            self.components.setdefault(component.of, []).append(component)
        self.reading = Run(run.pack, run.case, run.keys, run.periods, rounding=rounded_uncertain)
        operands = {source: uncertain_number(value, source) for source, value in self.inputs.items()}
        fill_inputs(self.reading, sources_of(run), operands)
        with localcontext(exact_context()):
            compute_formulas(self.reading, parameters_with(operands))

    def budget(self, quantity: str, facility: str | None = None, item: str | None = None, month: int | None = None) -> Budget | None:
        """The budget of a derived number; None where the run has no such number."""
        result: Any = self.reading.value(quantity, facility, item, month)
        if result is None or quantity not in self.run.pack.formulas:
            return None
        slopes = self._felt(sensitivities(result), abs(float(plain_value(result))))
        unit = self.run.pack.unit_of(quantity, item)
        contributions = self._contributions(slopes, unit)
        standard = sqrt(sum(one.contribution**2 for one in contributions))
        return Budget(
            quantity,
            facility,
            item,
            month,
            plain_value(result),
            unit,
            standard,
            contributions,
            self._not_stated(slopes),
        )

    def _felt(self, slopes: dict[Any, float], size: float) -> dict[Any, float]:
        """Without the inputs that cancel but for the last bits of a float."""
        amounts = {source: abs(float(_numerator(self.inputs[source]))) for source in slopes}
        return {source: slope for source, slope in slopes.items() if not amounts[source] or abs(slope) * amounts[source] > NOISE * size}

    def budgets(self, *, months: bool = False) -> Iterator[Budget]:
        """The budgets of all derived numbers of the year, with `months` of every month too, in the order of the results."""
        for one in self.run.results:
            if months or one.month is None:
                found = self.budget(one.quantity, one.facility, one.item, one.month)
                if found is not None:
                    yield found

    def document(self, lang: str = "zh") -> dict[str, Any]:
        """The `uncertainty` of a `run/1`: how it was found, and the budgets of all derived numbers."""
        return {
            "method": METHOD,
            "coverage_factor": str(COVERAGE),
            "results": [one.as_json(lang) for one in self.budgets(months=True)],
        }

    def _contributions(self, slopes: dict[Any, float], unit: str) -> tuple[Contribution, ...]:
        """Within a key effects add before they are squared, between keys their squares add."""
        effects: dict[Any, dict[Any, list[tuple[Component, float]]]] = {}
        for source, slope in slopes.items():
            for component in self.components.get(source, ()):
                lines = effects.setdefault(component.line.identity, {})
                lines.setdefault(component.key, []).append((component, slope))
        total = sum(_effect(terms) ** 2 for keys in effects.values() for terms in keys.values())
        found = [self._contribution(keys.values(), total, unit) for keys in effects.values()]
        return tuple(
            sorted(
                found,
                key=lambda one: (-_compared(one.share), one.line.name, one.line.facility or "", one.line.item or ""),
            )
        )

    def _contribution(self, keys: Iterable[list[tuple[Component, float]]], total: float, unit: str) -> Contribution:
        terms = [term for key in keys for term in key]
        variance = sum(_effect(key) ** 2 for key in keys)
        line = terms[0][0].line
        width = sum(component.standard for component, _ in terms)
        mean = sum(component.standard * slope for component, slope in terms) / width if width else terms[0][1]
        of = self._unit(line)
        per_unit = unit if of == "1" else f"{unit}/({of})" if "/" in of else f"{unit}/{of}"
        share = variance / total if total else 0.0
        return Contribution(line, self._label(line.name), mean, per_unit, sqrt(variance), share, len(terms))

    def _unit(self, line: Line) -> str:
        pack = self.run.pack
        if line.name in pack.quantities:
            return pack.unit_of(line.name, line.item)
        if line.name in pack.parameters:
            return pack.parameters[line.name][0].unit
        table, row, column = line.name.rsplit(".", 2)
        return pack.tables[table].columns[column].replace("{unit}", pack.tables[table].rows[row].unit)

    def _not_stated(self, slopes: dict[Any, float]) -> tuple[Unstated, ...]:
        found: dict[Any, list[tuple[Source, float]]] = {}
        for source, slope in slopes.items():
            if source in self.components or (source[0] == "parameter" and exact_by_nature(self.run.pack, source[1])):
                continue
            found.setdefault(source[:4] if source[0] == "value" else source, []).append((source, slope))
        rows = [self._unstated(terms) for terms in found.values()]
        return tuple(sorted(rows, key=lambda one: (-_compared(one.one_percent), one.name, one.facility or "", one.item or "")))

    def _unstated(self, terms: list[tuple[Source, float]]) -> Unstated:
        effect = one_percent_of(sum(slope * float(_numerator(self.inputs[source])) for source, slope in terms))
        kind, name, *place = terms[0][0]
        facility, item = (place[0], place[1]) if kind == "value" else (None, None)
        return Unstated(KINDS[kind], name, facility, item, self._label(name), effect, len(terms))

    def _label(self, name: str) -> Text:
        pack = self.run.pack
        if name in pack.quantities:
            return pack.quantities[name].label
        if name in pack.parameters:
            return pack.parameters[name][0].label
        table_id, row, column = name.rsplit(".", 2)
        table = pack.tables[table_id]
        defaults = [(one.label, one.default) for one in pack.quantities.values() if one.default and one.default.table == table_id]
        using = [label for label, default in defaults if column in fits_columns(table, default.column or "")]
        label, item = using[0] if using else Text(column, column), table.rows[row].label
        return Text(f"{label.zh}（{item.zh}，缺省值）", f"{label.en} ({item.en}, default)")


def short_text(value: float, digits: int = 6) -> str:
    """A float as plain decimal text of so many significant digits: the same on every machine."""
    return full_text(Context(prec=digits).create_decimal_from_float(value))


def _compared(value: float) -> float:
    """A size by which to rank: binary noise must not decide between equals."""
    return float(f"{abs(value):.6g}")


def _effect(terms: list[tuple[Component, float]]) -> float:
    return sum(slope * component.standard for component, slope in terms)


def _numerator(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else value.numerator


def inputs_of(run: Run) -> dict[Source, Number]:
    """Every number a run starts from, by source: reported values, defaults and the parameters its formulas read."""
    found: dict[Source, Number] = {}
    for quantity in run.pack.inputs():
        column = run.columns[quantity.id]
        for position, key in enumerate(run.keys[quantity.id]):
            for offset, month in enumerate(run.periods):
                value = column[position * len(run.periods) + offset]
                source = source_of(run.pack, run.case, run.reported, quantity, key, month) if value is not None else None
                if source is not None and value is not None:
                    found.setdefault(source, value)
    used = {name.id for one in run.pack.formulas.values() for name in names_in(one.expression) if name.parameter}
    values = vars(Parameters(run.pack, run.case.year))
    return found | {("parameter", name): values[name] for name in sorted(used) if name in values}


def sources_of(run: Run) -> dict[str, list[Source | None]]:
    """For each input the sources of its column: by place, then by period."""
    return {
        quantity.id: [
            source_of(run.pack, run.case, run.reported, quantity, key, month) for key in run.keys[quantity.id] for month in run.periods
        ]
        for quantity in run.pack.inputs()
    }


def fill_inputs(reading: Run, sources: dict[str, list[Source | None]], operands: dict[Source, Any]) -> None:
    """The input columns of another reading: the same places, its own operands."""
    for name, column in sources.items():
        reading.columns[name] = [None if source is None else operands.get(source) for source in column]


def parameters_with(operands: dict[Source, Any]) -> SimpleNamespace:
    """What `p` is in another reading."""
    return SimpleNamespace(**{source[1]: operand for source, operand in operands.items() if source[0] == "parameter"})
