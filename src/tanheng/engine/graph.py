"""The graph check: names, indices, cycles and units of a pack are proven when it loads, before any number is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from tanheng.engine.defaults import FROZEN_YEAR, fits_columns
from tanheng.engine.errors import PackError, UnitError
from tanheng.engine.pack import Check, Default, Formula, Pack, Quantity
from tanheng.engine.pack_sentences import nearest, told
from tanheng.engine.parts import asked_if_reported
from tanheng.engine.records.shapes import Fault
from tanheng.engine.sentence_labels import SPOKEN
from tanheng.engine.units import Unit, UnitSeries, unit

WORDS_OF_KIND = {  # what the sentences of a check may hold in braces
    "range": ("value", "low", "high"),
    "spread": ("value", "others", "mean", "low", "high"),
    "continuity": ("value", "low", "high"),
}


def order_formulas(quantities: Mapping[str, Quantity], formulas: Mapping[str, Formula]) -> dict[str, Formula]:
    """The formulas so that each comes after what it reads. Raises PackError for a cycle, naming it."""
    ordered: dict[str, Formula] = {}
    open_names: list[str] = []

    def visit(name: str) -> None:
        if name in ordered or name not in formulas:
            return
        if name in open_names:
            raise PackError(told("cycle", names=" → ".join([*open_names[open_names.index(name) :], name])))
        open_names.append(name)
        for argument in formulas[name].arguments:
            visit(argument)
        open_names.pop()
        ordered[name] = formulas[name]

    for name in (*quantities, *formulas):
        visit(name)
    return ordered


def beneath_of(formulas: Mapping[str, Formula], names: Iterable[str]) -> set[str]:
    """Quantities and everything that formulas compute them from."""
    found: set[str] = set()
    for name in names:
        found |= {name} | (beneath_of(formulas, formulas[name].arguments) if name in formulas else set())
    return found


def prove(pack: Pack) -> list[Fault]:
    """Every mistake of the pack; an empty list means names, indices, defaults and units are sound."""
    mistakes = [*_name_mistakes(pack), *_default_mistakes(pack)]
    return mistakes or [*_unit_mistakes(pack)]


def _name_mistakes(pack: Pack) -> Iterator[Fault]:
    for quantity in pack.quantities.values():
        yield from _quantity_mistakes(pack, quantity)
    for formula in (*pack.formulas.values(), *(check.formula for check in pack.checks)):
        if not formula.clause:
            yield Fault(formula.quantity, told("no_clause"))
        for argument in formula.arguments:
            if argument not in pack.quantities:
                yield Fault(formula.quantity, told("reads_no_quantity", name=argument, near=nearest(argument, pack.quantities)))
    for name in pack.formulas:
        if name not in pack.quantities:
            yield Fault(name, told("formula_no_quantity", near=nearest(name, pack.quantities)))
    for check in pack.checks:
        yield from _check_mistakes(pack, check)
    yield from _sentence_mistakes(pack)
    yield from _head_mistakes(pack)


def _head_mistakes(pack: Pack) -> Iterator[Fault]:
    if pack.total not in pack.formulas:
        yield Fault("total", told("no_formula", name=pack.total, near=nearest(pack.total, pack.formulas)))
    for one in pack.untranslatable:
        for name in one["affects"]:
            if name not in pack.quantities:
                yield _no_quantity(pack, f"untranslatable: {one['id']}", name)
    for key in ("emission", "obligation", "ccer_limit"):
        name = getattr(pack.cleared, key, None)
        if name is not None and name not in pack.quantities:
            yield _no_quantity(pack, f"cleared: {key}", name)
    if pack.main_output is not None and pack.main_output not in pack.quantities:
        yield _no_quantity(pack, "main_output", pack.main_output)


def _no_quantity(pack: Pack, place: str, name: str) -> Fault:
    return Fault(place, told("no_quantity", name=name, near=nearest(name, pack.quantities)))


def _sentence_mistakes(pack: Pack) -> Iterator[Fault]:
    for rule in pack.expects_any:
        for key in SPOKEN:
            if "{" in rule[key]:
                yield Fault(str(rule["id"]), told("strange_braces", sentence=rule[key]))


def _check_mistakes(pack: Pack, check: Check) -> Iterator[Fault]:
    """What only kinds of checks can have wrong; batches read ranges alone, so only a range may block."""
    beneath = beneath_of(pack.formulas, check.formula.arguments)
    for name in check.suspects:
        if name not in beneath:
            yield Fault(check.id, told("suspects_nothing", name=name))
    if check.likely is not None and (check.low is None) == (check.high is None):
        yield Fault(check.id, told("likely_closed"))
    for name in check.before:
        if name not in check.formula.arguments:
            yield Fault(check.id, told("no_argument", name=name))
    try:
        for text in (check.message, check.remedy):
            text.filled(**dict.fromkeys(WORDS_OF_KIND[check.kind], ""))
    except (KeyError, IndexError, ValueError) as error:
        yield Fault(check.id, told("strange_sentence", known=", ".join(WORDS_OF_KIND[check.kind]), found=error))
    if check.kind != "range" and "month" not in check.index:
        yield Fault(check.id, told("held_monthly", kind=check.kind))
    if check.kind != "range" and check.severity == "error":
        yield Fault(check.id, told("warns_only", kind=check.kind))


def _quantity_mistakes(pack: Pack, quantity: Quantity) -> Iterator[Fault]:
    if (quantity.role == "derived") != (quantity.id in pack.formulas):
        yield Fault(quantity.id, told("formula_or_input"))
    if ("month" in quantity.index) == ("year" in quantity.index):
        yield Fault(quantity.id, told("index"))
    if quantity.low >= quantity.high:
        yield Fault(quantity.id, told("low_above_high"))
    if quantity.by_item and quantity.item_table not in pack.tables:
        yield Fault(quantity.id, told("no_item_table", name=quantity.item_table))
    if quantity.by_facility and quantity.facility_kind not in pack.facility_kinds:
        yield Fault(quantity.id, told("no_facility_kind", name=quantity.facility_kind))
    if quantity.year == "mean" and not quantity.yearly_only:
        yield from _weight_mistakes(pack, quantity)
    flag = pack.quantities.get(quantity.asked_where or "")
    if quantity.asked_where and (flag is None or flag.default is None or flag.index != quantity.index or not quantity.weight):
        yield Fault(quantity.id, told("asked_where"))


def _weight_mistakes(pack: Pack, quantity: Quantity) -> Iterator[Fault]:
    weight = pack.quantities.get(quantity.weight or "")
    if weight is None:
        yield Fault(quantity.id, told("no_weight"))
    elif extra_indices(weight, quantity.index) or weight.yearly_only:
        yield Fault(quantity.id, told("strange_weight", name=weight.id))


def _period_mistakes(pack: Pack, formula: Formula) -> Iterator[Fault]:
    """Months cannot read a year's result, and a year needs yearly operands."""
    result = pack.quantities[formula.quantity]
    by_year = result.yearly_only or result.year == "formula"
    for argument in (pack.quantities[name] for name in formula.arguments):
        if argument.role == "derived" and argument.yearly_only and not result.yearly_only:
            yield Fault(result.id, told("month_reads_year", name=argument.id))
        if by_year and argument.year == "none" and not argument.yearly_only:
            yield Fault(result.id, told("year_lacks", name=argument.id))
        if by_year and not argument.yearly_only and argument.id in asked_if_reported(formula.expression):
            yield Fault(result.id, told("year_leaves_out", name=argument.id))


def _default_mistakes(pack: Pack) -> Iterator[Fault]:
    for quantity in pack.quantities.values():
        default = quantity.default
        if default is None:
            continue
        if default.parameter is not None:
            if default.parameter not in pack.parameters:
                yield Fault(quantity.id, told("default_parameter", name=default.parameter))
            elif unit(found := pack.parameters[default.parameter][0].unit) != unit(quantity.unit):
                yield Fault(quantity.id, told("default_unit", found=found, wanted=quantity.unit))
        else:
            yield from _table_default_mistakes(pack, quantity, default)


def _table_default_mistakes(pack: Pack, quantity: Quantity, default: Default) -> Iterator[Fault]:
    table = pack.tables.get(default.table or "")
    columns = fits_columns(table, default.column or "") if table else []
    if table is None or not columns:
        yield Fault(quantity.id, told("default_column", name=f"{default.table}.{default.column}"))
        return
    if default.attribute is not None and default.attribute not in pack.attributes:
        yield Fault(quantity.id, told("default_attribute", name=default.attribute))
    if default.row is not None and default.row not in table.rows:
        yield Fault(quantity.id, told("default_row", name=default.row, table=default.table))
    if FROZEN_YEAR in (default.column or "") and pack.factor_freeze is None:
        yield Fault(quantity.id, told("default_frozen", name=FROZEN_YEAR))
    for row in table.rows.values():
        wanted = unit(quantity.unit.replace("{unit}", row.unit))
        strange = [column for column in columns if unit(table.columns[column].replace("{unit}", row.unit)) != wanted]
        if strange:
            name, found = f"{default.table}.{strange[0]}", table.columns[strange[0]]
            yield Fault(quantity.id, told("default_column_unit", name=name, found=found))
            return


def extra_indices(argument: Quantity, index: tuple[str, ...]) -> frozenset[str]:
    """The indices that an argument has and the result lacks; time is aligned and never extra."""
    return _extra(argument.index, index)


@cache
def _extra(argument: tuple[str, ...], index: tuple[str, ...]) -> frozenset[str]:
    return (frozenset(argument) - frozenset(index)) & {"facility", "item"}


class _ParameterUnits:
    """Stands in for `p` in the units reading."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    def __getattr__(self, name: str) -> Unit:
        if name not in self._pack.parameters:
            raise UnitError(told("unit_parameter", name=name))
        return unit(self._pack.parameters[name][0].unit)


def _item_units(pack: Pack, formula: Formula, index: tuple[str, ...]) -> list[str]:
    if "item" not in index:
        return ["t"]
    tables = {pack.quantities[name].item_table or "" for name in formula.arguments if pack.quantities[name].by_item}
    return sorted({row.unit for table in tables for row in pack.tables[table].rows.values()}) or ["t"]


def _unit_mistakes(pack: Pack) -> Iterator[Fault]:
    for name, formula in pack.formulas.items():
        quantity = pack.quantities[name]
        yield from _found(name, partial(_period_mistakes, pack, formula))
        yield from _found(name, partial(_prove_formula, pack, formula, quantity.index, quantity.unit))
    for one in pack.checks:
        yield from _found(one.id, partial(_prove_check, pack, one))


def _found(name: str, proof: Callable[[], Iterator[Fault]]) -> list[Fault]:
    """The mistakes a proof finds; what the author's own arithmetic raises on the way is one of them."""
    try:
        return list(proof())
    except Exception as error:  # noqa: BLE001  # whatever the program of an author raises
        return [Fault(name, told("not_computed", told=f"{type(error).__name__}: {error}"))]


def _prove_check(pack: Pack, one: Check) -> Iterator[Fault]:
    yield from _prove_formula(pack, one.formula, one.index, one.unit)


def _prove_formula(pack: Pack, formula: Formula, index: tuple[str, ...], declared: str) -> Iterator[Fault]:
    for item_unit in _item_units(pack, formula, index):
        operands: list[Any] = []
        for name in formula.arguments:
            argument = pack.quantities[name]
            operand = unit(argument.unit.replace("{unit}", item_unit))
            operands.append(UnitSeries(operand) if extra_indices(argument, index) else operand)
        keywords = {"p": _ParameterUnits(pack)} if formula.uses_parameters else {}
        try:
            found = formula.function(*operands, **keywords)
            wanted = unit(declared.replace("{unit}", item_unit))
        except UnitError as error:
            yield Fault(formula.quantity, error.told)
            continue
        except (TypeError, AttributeError) as error:
            yield Fault(formula.quantity, told("not_computed", told=error))
            continue
        carbon_dioxide_counts = {found, wanted} == {unit("tCO2"), unit("tCO2e")} and wanted == unit("tCO2e")
        if found != wanted and not carbon_dioxide_counts:
            yield Fault(formula.quantity, told("formula_unit", found=found, wanted=wanted))
