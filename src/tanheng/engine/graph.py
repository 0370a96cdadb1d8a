"""The graph check: names, indices, cycles and units of a pack are proven when it loads, before any number is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from tanheng.engine.defaults import FROZEN_YEAR, fits_columns
from tanheng.engine.errors import PackError, UnitError
from tanheng.engine.pack import Check, Default, Formula, Pack, Quantity
from tanheng.engine.parts import asked_if_reported
from tanheng.engine.records.shapes import nearest
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
            raise PackError("cycle: " + " → ".join([*open_names[open_names.index(name) :], name]))
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


def prove(pack: Pack) -> list[str]:
    """Every mistake of the pack as a sentence; an empty list means names, indices, defaults and units are sound."""
    mistakes = [*_name_mistakes(pack), *_default_mistakes(pack)]
    return mistakes or [*_unit_mistakes(pack)]


def _name_mistakes(pack: Pack) -> Iterator[str]:
    for quantity in pack.quantities.values():
        yield from _quantity_mistakes(pack, quantity)
    for formula in (*pack.formulas.values(), *(check.formula for check in pack.checks)):
        if not formula.clause:
            yield f"{formula.quantity}: the first line of the docstring must name the clause"
        for argument in formula.arguments:
            if argument not in pack.quantities:
                yield f"{formula.quantity} reads {argument}, which is no quantity{nearest(argument, pack.quantities)}"
    for name in pack.formulas:
        if name not in pack.quantities:
            yield f"formula {name} has no quantity{nearest(name, pack.quantities)}"
    for check in pack.checks:
        yield from _check_mistakes(pack, check)
    yield from _sentence_mistakes(pack)
    yield from _head_mistakes(pack)


def _head_mistakes(pack: Pack) -> Iterator[str]:
    if pack.total not in pack.formulas:
        yield f"total: {pack.total} has no formula{nearest(pack.total, pack.formulas)}"
    for one in pack.untranslatable:
        for name in one["affects"]:
            if name not in pack.quantities:
                yield f"untranslatable: {one['id']}: {name} is no quantity{nearest(name, pack.quantities)}"
    for key in ("emission", "obligation", "ccer_limit"):
        name = getattr(pack.cleared, key, None)
        if name is not None and name not in pack.quantities:
            yield f"cleared: {key}: {name} is no quantity{nearest(name, pack.quantities)}"
    if pack.main_output is not None and pack.main_output not in pack.quantities:
        yield f"main_output: {pack.main_output} is no quantity{nearest(pack.main_output, pack.quantities)}"


def _sentence_mistakes(pack: Pack) -> Iterator[str]:
    for rule in pack.expects_any:
        for key in SPOKEN:
            if "{" in rule[key]:
                yield f"{rule['id']}: {rule[key]} names in braces what is neither a quantity nor an attribute"


def _check_mistakes(pack: Pack, check: Check) -> Iterator[str]:
    """What only kinds of checks can have wrong; batches read ranges alone, so only a range may block."""
    beneath = beneath_of(pack.formulas, check.formula.arguments)
    for name in check.suspects:
        if name not in beneath:
            yield f"{check.id}: {name} is neither an argument of its measure nor beneath one"
    if check.likely is not None and (check.low is None) == (check.high is None):
        yield f"{check.id}: what is likely is said of a range that is open on one side"
    for name in check.before:
        if name not in check.formula.arguments:
            yield f"{check.id}: {name} is no argument of its measure"
    try:
        for text in (check.message, check.remedy):
            text.filled(**dict.fromkeys(WORDS_OF_KIND[check.kind], ""))
    except (KeyError, IndexError, ValueError) as error:
        yield f"{check.id}: its sentences may hold {', '.join(WORDS_OF_KIND[check.kind])} in braces, not {error}"
    if check.kind != "range" and "month" not in check.index:
        yield f"{check.id}: a {check.kind} is held month by month"
    if check.kind != "range" and check.severity == "error":
        yield f"{check.id}: a {check.kind} warns, it does not block"


def _quantity_mistakes(pack: Pack, quantity: Quantity) -> Iterator[str]:
    if (quantity.role == "derived") != (quantity.id in pack.formulas):
        yield f"{quantity.id}: a derived quantity has a formula, an input has none"
    if ("month" in quantity.index) == ("year" in quantity.index):
        yield f"{quantity.id}: index must be facility and item as needed, and month or year"
    if quantity.low >= quantity.high:
        yield f"{quantity.id}: low must be below high"
    if quantity.by_item and quantity.item_table not in pack.tables:
        yield f"{quantity.id}: no item table {quantity.item_table!r}"
    if quantity.by_facility and quantity.facility_kind not in pack.facility_kinds:
        yield f"{quantity.id}: no facility kind {quantity.facility_kind!r}"
    if quantity.year == "mean" and not quantity.yearly_only:
        yield from _weight_mistakes(pack, quantity)
    flag = pack.quantities.get(quantity.asked_where or "")
    if quantity.asked_where and (flag is None or flag.default is None or flag.index != quantity.index or not quantity.weight):
        yield f"{quantity.id}: asked_where names a flag with a default at the same places, and what weighs the content"


def _weight_mistakes(pack: Pack, quantity: Quantity) -> Iterator[str]:
    weight = pack.quantities.get(quantity.weight or "")
    if weight is None:
        yield f"{quantity.id}: a yearly mean needs the quantity that weights it"
    elif extra_indices(weight, quantity.index) or weight.yearly_only:
        yield f"{quantity.id}: {weight.id} cannot weight it, for it has other indices"


def _period_mistakes(pack: Pack, formula: Formula) -> Iterator[str]:
    """Months cannot read a year's result, and a year needs yearly operands."""
    result = pack.quantities[formula.quantity]
    by_year = result.yearly_only or result.year == "formula"
    for argument in (pack.quantities[name] for name in formula.arguments):
        if argument.role == "derived" and argument.yearly_only and not result.yearly_only:
            yield f"{result.id}: a month cannot read {argument.id}, which exists for the year alone"
        if by_year and argument.year == "none" and not argument.yearly_only:
            yield f"{result.id}: the year needs {argument.id}, which has no yearly value (year: none)"
        if by_year and not argument.yearly_only and argument.id in asked_if_reported(formula.expression):
            yield (
                f"{result.id}: its year would leave out the months reported of {argument.id}, where some are blank; "
                f"let if_reported({argument.id}) stand in a monthly quantity of its own"
            )


def _default_mistakes(pack: Pack) -> Iterator[str]:
    for quantity in pack.quantities.values():
        default = quantity.default
        if default is None:
            continue
        if default.parameter is not None:
            if default.parameter not in pack.parameters:
                yield f"{quantity.id}: default names no parameter {default.parameter!r}"
            elif unit(found := pack.parameters[default.parameter][0].unit) != unit(quantity.unit):
                yield f"{quantity.id}: its default is in {found}, not {quantity.unit}"
        else:
            yield from _table_default_mistakes(pack, quantity, default)


def _table_default_mistakes(pack: Pack, quantity: Quantity, default: Default) -> Iterator[str]:
    table = pack.tables.get(default.table or "")
    columns = fits_columns(table, default.column or "") if table else []
    if table is None or not columns:
        yield f"{quantity.id}: default names no column {default.table}.{default.column}"
        return
    if default.attribute is not None and default.attribute not in pack.attributes:
        yield f"{quantity.id}: default names no attribute {default.attribute!r}"
    if default.row is not None and default.row not in table.rows:
        yield f"{quantity.id}: default names no row {default.row!r} of {default.table}"
    if FROZEN_YEAR in (default.column or "") and pack.factor_freeze is None:
        yield f"{quantity.id}: {FROZEN_YEAR} needs `factor_freeze` in pack.yaml"
    for row in table.rows.values():
        wanted = unit(quantity.unit.replace("{unit}", row.unit))
        strange = [column for column in columns if unit(table.columns[column].replace("{unit}", row.unit)) != wanted]
        if strange:
            yield f"{quantity.id}: its default {default.table}.{strange[0]} is in {table.columns[strange[0]]}"
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
            raise UnitError(f"no parameter {name}")
        return unit(self._pack.parameters[name][0].unit)


def _item_units(pack: Pack, formula: Formula, index: tuple[str, ...]) -> list[str]:
    if "item" not in index:
        return ["t"]
    tables = {pack.quantities[name].item_table or "" for name in formula.arguments if pack.quantities[name].by_item}
    return sorted({row.unit for table in tables for row in pack.tables[table].rows.values()}) or ["t"]


def _unit_mistakes(pack: Pack) -> Iterator[str]:
    for name, formula in pack.formulas.items():
        quantity = pack.quantities[name]
        yield from _told(name, partial(_period_mistakes, pack, formula))
        yield from _told(name, partial(_prove_formula, pack, formula, quantity.index, quantity.unit))
    for one in pack.checks:
        yield from _told(one.id, partial(_prove_check, pack, one))


def _told(name: str, proof: Callable[[], Iterator[str]]) -> list[str]:
    """The mistakes a proof finds; what the author's own arithmetic raises on the way is one of them."""
    try:
        return list(proof())
    except Exception as error:  # noqa: BLE001  # whatever the program of an author raises
        told = f"{type(error).__name__}: {error}"
        return [f"{name}: 公式不能计算（{told}）/ the formula cannot be computed ({told})"]


def _prove_check(pack: Pack, one: Check) -> Iterator[str]:
    yield from _prove_formula(pack, one.formula, one.index, one.unit)


def _prove_formula(pack: Pack, formula: Formula, index: tuple[str, ...], declared: str) -> Iterator[str]:
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
        except (UnitError, TypeError, AttributeError) as error:
            yield f"{formula.quantity}: {error}"
            continue
        carbon_dioxide_counts = {found, wanted} == {unit("tCO2"), unit("tCO2e")} and wanted == unit("tCO2e")
        if found != wanted and not carbon_dioxide_counts:
            yield f"{formula.quantity}: the formula gives {found}, declared is {wanted}"
