"""The walk from a number to its inputs: each formula in words, symbols and numbers, each parameter with date, source and status, each
rounding, and for each input where it came from. Command line, pages, API and report all show this one tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tanheng.engine import alternatives
from tanheng.engine.absences import IDLE, NOT_APPLICABLE, NOT_APPLICABLE_KIND, NOT_APPLICABLE_SIGN, UNASKED, Absence
from tanheng.engine.case import Value
from tanheng.engine.columns import matches
from tanheng.engine.completeness import months_text
from tanheng.engine.defaults import FROZEN_YEAR, Cell, default_cell, default_of, fits_columns
from tanheng.engine.explanation import NO_TEXT, Explanation
from tanheng.engine.graph import extra_indices
from tanheng.engine.numbers import Number, decimal_text, full_text, number_text, parse_number
from tanheng.engine.pack import Default, Formula, Parameter, Quantity
from tanheng.engine.places import Key, Place
from tanheng.engine.run import Run
from tanheng.engine.running import recalculated_year
from tanheng.engine.symbols import ABSENT, Expression, Name, as_text, names_in
from tanheng.engine.text import Text

VERSION = "trace/1"
IDLE_KINDS: dict[Absence | None, str] = {IDLE: "idle", UNASKED: "unasked"}  # why a content is blank and nothing is missing
LONGEST_NUMBER = 24  # longer ones are shown by their first digits; the operand itself holds them all
WIDEST_SERIES = 6  # longer sums are shown by their count; every term is still an operand of its own


def explain(
    run: Run,
    quantity: str,
    facility: str | None = None,
    item: str | None = None,
    month: int | None = None,
    *,
    depth: int = 99,
) -> Explanation | None:
    """The explanation of a number, `depth` levels deep; None where the run has no such place."""
    found = run.pack.quantities.get(quantity)
    if found is None or (facility, item) not in run.positions.get(quantity, {}):
        return None
    if month is not None and (month not in run.periods or found.yearly_only):
        return None
    return _explained(run, found, (facility, item), month, depth)


def _explained(run: Run, quantity: Quantity, key: Key, month: int | None, depth: int) -> Explanation:
    if quantity.yearly_only:
        month = None
    head = _head(run, quantity, key, month)
    by_year = month is None and run.case.grain != "year"
    if by_year and quantity.year in ("sum", "mean") and not quantity.yearly_only:
        return _over_months(run, quantity, key, head, depth)
    if by_year and quantity.year == "none" and not quantity.yearly_only:
        return replace(head, kind="absent")
    if quantity.role == "derived":
        return _by_formula(run, quantity, key, month, head, depth=depth)
    return _as_input(run, quantity, key, month, head)


def _head(run: Run, quantity: Quantity, key: Key, month: int | None) -> Explanation:
    value, raw = run.value(quantity.id, *key, month), run.raw_value(quantity.id, *key, month)
    yearly = month is None
    none = value is None and run.absence(quantity.id, *key, month) is NOT_APPLICABLE
    return Explanation(
        kind="formula",
        quantity=quantity.id,
        label=quantity.label,
        symbol=quantity.symbol,
        unit=run.pack.unit_of(quantity.id, key[1]),
        facility=key[0],
        item=key[1],
        month=month,
        value=None if value is None else decimal_text(value),
        raw=None if raw is None else full_text(raw),
        decimals=quantity.year_decimals if yearly else quantity.decimals,
        mode=quantity.mode,
        clause=quantity.clause,
        status=quantity.status,
        source=run.pack.sources.get(quantity.source, quantity.source),
        value_kind=NOT_APPLICABLE_KIND if none else "",
        edition=run.pack.id,
        untranslatable=run.pack.untranslated.get(quantity.id, ()),
    )


def _over_months(run: Run, quantity: Quantity, key: Key, head: Explanation, depth: int) -> Explanation:
    months = tuple(_explained(run, quantity, key, month, depth - 1) for month in run.periods) if depth > 0 else ()
    recalculated = recalculated_year(run, quantity.id, *key) if quantity.year == "sum" else None
    texts = [_month_text(run, quantity, key, month) for month in run.periods]
    gaps = _gaps(run, quantity, key)
    if quantity.year == "sum":
        numbers = " + ".join(texts)
        return replace(
            head,
            kind="sum",
            operands=months,
            formula_symbols=f"Σ {quantity.symbol}₁…{quantity.symbol}₁₂",
            formula_numbers=numbers,
            formula_words=Text(
                f"{quantity.label.zh}各月（修约后）之和{gaps.zh}",
                f"sum of the rounded months of {quantity.label.en}{gaps.en}",
            ),
            recalculated=None if recalculated is None else shown_exact(recalculated),
        )
    weight = run.pack.quantities[quantity.weight or ""]
    words = Text(
        f"{quantity.label.zh}按{weight.label.zh}加权的年平均{gaps.zh}",
        f"yearly mean of {quantity.label.en} weighted by {weight.label.en}{gaps.en}",
    )
    symbols = f"Σ ({quantity.symbol} × {weight.symbol}) ÷ Σ {weight.symbol}"
    return replace(head, kind="mean", operands=months, formula_words=words, formula_symbols=symbols)


def _month_text(run: Run, quantity: Quantity, key: Key, month: int | None) -> str:
    value = run.value(quantity.id, *key, month)
    return _absent_text(run, quantity.id, key, month) if value is None else decimal_text(value)


def _absent_text(run: Run, name: str, key: Key, month: int | None) -> str:
    """How an operand without a number is written among the numbers."""
    return NOT_APPLICABLE_SIGN if run.absence(name, *key, month) is NOT_APPLICABLE else ABSENT


def _gaps(run: Run, quantity: Quantity, key: Key) -> Text:
    """What the year of a row leaves out: the months that were not reported, or all where a sum lacks a part in one of them."""
    blank = [month for month in run.periods if month is not None and run.value(quantity.id, *key, month) is None]
    absent = [month for month in blank if run.absence(quantity.id, *key, month) is None]
    none = months_text(month for month in blank if run.absence(quantity.id, *key, month) is NOT_APPLICABLE)
    if none and not absent:
        return Text(f"；{none} 月不适用", f"; month {none} is not applicable")
    if not absent or len(absent) == len(run.periods):
        return NO_TEXT
    months = months_text(absent)
    if run.value(quantity.id, *key) is None:
        return Text(f"；{months} 月无法计算，没有年度值", f"; month {months} cannot be computed, so there is no year")
    return Text(f"；缺 {months} 月，不计", f"; month {months} is missing and not counted")


def shown_exact(value: Decimal) -> str:
    """An unrounded value shortened to eight decimals for the eye."""
    return full_text(value.quantize(Decimal("0.00000001"))) if abs(value) < Decimal(10) ** 30 else full_text(value)


def _by_formula(run: Run, quantity: Quantity, key: Key, month: int | None, head: Explanation, *, depth: int) -> Explanation:
    formula = run.pack.formulas[quantity.id]
    tree = formula.expression
    groups = {name: _operand_keys(run, quantity, key, name) for name in formula.arguments}
    operands = tuple(_operand_explanations(run, formula, tree, groups, month, depth=depth - 1)) if depth > 0 else ()
    symbol, label_zh, label_en = _namers(run)
    return replace(
        head,
        clause=head.clause or formula.clause,
        operands=operands,
        formula_symbols=as_text(tree, symbol),
        formula_words=Text(as_text(tree, label_zh, "zh"), as_text(tree, label_en, "en")),
        formula_numbers=as_text(tree, _numbers_of(run, groups, month)),
        alternatives=tuple(alternatives.of_formula(tree, _values_of(run, quantity, groups, month), symbol)),
    )


def _namers(run: Run) -> tuple[Any, Any, Any]:
    def row(name: Name) -> Quantity | Parameter:
        return run.pack.parameter(name.id, run.case.year) if name.parameter else run.pack.quantities[name.id]

    return (lambda name: row(name).symbol), (lambda name: row(name).label.zh), (lambda name: row(name).label.en)


def _operand_keys(run: Run, quantity: Quantity, key: Key, name: str) -> list[Key]:
    argument = run.pack.quantities[name]
    positions = matches(argument, run.keys[name], quantity.index, (key,))[0]
    return [run.keys[name][position] for position in positions]


def _numbers_of(run: Run, groups: dict[str, list[Key]], month: int | None) -> Any:
    def number(name: Name) -> str:
        if name.parameter:
            return number_text(run.pack.parameter(name.id, run.case.year).value)
        values = [_as_read(run, name.id, key, month) for key in groups[name.id]]
        texts = [
            _absent_text(run, name.id, key, month) if value is None else _in_formula(value)
            for key, value in zip(groups[name.id], values, strict=True)
        ]
        if len(texts) == 1:
            return texts[0] if not texts[0].startswith("-") else f"({texts[0]})"
        if not texts:
            return "0"
        return "(" + " + ".join(texts) + ")" if len(texts) <= WIDEST_SERIES else f"({' + '.join(texts[:2])} + … {len(texts)})"

    return number


def _values_of(run: Run, quantity: Quantity, groups: dict[str, list[Key]], month: int | None) -> Any:
    """The operands of a formula as numbers: one, or the tuple of a series."""

    def value(name: Name) -> Any:
        if name.parameter:
            return run.pack.parameter(name.id, run.case.year).value
        values = tuple(_as_read(run, name.id, key, month) for key in groups[name.id])
        return values if extra_indices(run.pack.quantities[name.id], quantity.index) else values[0]

    return value


def _as_read(run: Run, name: str, key: Key, month: int | None) -> Decimal | None:
    """The value as a formula reads it: years that lack months are absent to it."""
    if month is None and name in run.whole_years:
        return run.whole_years[name][run.positions[name][key]]
    return run.value(name, *key, month)


def _in_formula(value: Decimal) -> str:
    """A value among others in a line: as it was reported, or its first digits where it was never rounded."""
    text = full_text(value) if value == 0 else decimal_text(value)
    return text if len(text) <= LONGEST_NUMBER else f"{text[:LONGEST_NUMBER]}…"


def _operand_explanations(
    run: Run, formula: Formula, tree: Expression, groups: dict[str, list[Key]], month: int | None, *, depth: int
) -> Iterator[Explanation]:
    for name in names_in(tree):
        if name.parameter:
            yield explain_parameter(run, name.id)
            continue
        for key in groups[name.id]:
            yield _explained(run, run.pack.quantities[name.id], key, month, depth)


def explain_parameter(run: Run, name: str) -> Explanation:
    """A parameter as a leaf: value, unit, clause, validity, status and source."""
    parameter = run.pack.parameter(name, run.case.year)
    span = "–".join(str(year) if year else "" for year in (parameter.valid_from, parameter.valid_to))
    return Explanation(
        kind="parameter",
        quantity=name,
        label=parameter.label,
        symbol=parameter.symbol,
        unit=parameter.unit,
        value=number_text(parameter.value),
        clause=parameter.clause,
        status=parameter.status,
        note=parameter.note,
        source=run.pack.sources.get(parameter.source, parameter.source),
        valid=span if span != "–" else "",
        replaced=parameter.replaced,
        edition=run.pack.id,
        alternatives=tuple(alternatives.of_parameter(parameter, run.pack.parameters[name])),
    )


def _as_input(run: Run, quantity: Quantity, key: Key, month: int | None, head: Explanation) -> Explanation:
    value = run.reported.get(Place(quantity.id, *key, month))
    if value is not None and (value.amount is not None or quantity.is_amount):
        found = _reported(run, quantity, value, head)
        number, name = default_of(run.pack, quantity, run.case, key)
        return replace(found, alternatives=tuple(alternatives.of_input(found.value, number, name))) if name else found
    idle = IDLE_KINDS.get(run.absence(quantity.id, *key, month))
    if idle:
        return replace(head, kind="absent", value_kind=idle, status="", source="")
    default, name = default_of(run.pack, quantity, run.case, key)
    if default is None:
        return replace(head, kind="absent", status="", source="")
    return _defaulted(run, quantity, key, name, head)


def _reported(run: Run, quantity: Quantity, value: Value, head: Explanation) -> Explanation:
    return replace(
        head,
        kind="input",
        value_kind=value.kind,
        source=value.source,
        evidence=value.evidence,
        note=value.note,
        typed=value.typed,
        origin=value.origin,
        status="",
        clause=quantity.clause,
    )


def _defaulted(run: Run, quantity: Quantity, key: Key, name: str, head: Explanation) -> Explanation:
    default = quantity.default
    assert default is not None
    given = replace(head, kind="default", value_kind="default")
    if default.parameter is not None:
        leaf = explain_parameter(run, name)
        return replace(
            given,
            status=leaf.status,
            source=leaf.source,
            clause=leaf.clause,
            valid=leaf.valid,
            note=leaf.note,
            replaced=leaf.replaced,
            alternatives=(*alternatives.of_input(None, _number(leaf.value), name), *leaf.alternatives),
        )
    cell = default_cell(run.pack, quantity, run.case, key)
    assert cell is not None
    return replace(
        given,
        status=cell.fact.status,
        source=_cell_source(run, cell),
        clause=cell.table.clause or head.clause,
        note=cell.fact.note,
        valid=_frozen(run, default),
        replaced=cell.fact.replaced,
        alternatives=tuple(_alternatives_of(run, default, cell, name)),
    )


def _number(text: str | None) -> Number | None:
    return None if text is None else parse_number(text)


def _alternatives_of(run: Run, default: Default, cell: Cell, name: str) -> Iterator[alternatives.Alternative]:
    yield from alternatives.of_input(None, cell.value, name)
    if cell.fact.replaced is not None:
        yield from alternatives.of_replaced(cell.fact.replaced, None if cell.value is None else number_text(cell.value))
    dated = fits_columns(cell.table, default.column or "")
    if len(dated) > 1:
        columns = {one: (cell.row.values[one], cell.table.fact(cell.row.id, one).published) for one in dated}
        yield from alternatives.of_dates(columns, cell.column, run.pack.freeze_date(run.case.year) or "")


def _cell_source(run: Run, cell: Cell) -> str:
    """Table, row, day of publication and source of a default, in Chinese and English with ` / ` between."""
    chinese, found, english = run.pack.sources.get(cell.fact.source, cell.fact.source).partition(" / ")
    published = cell.fact.published
    days = (f" · {cell.column}（公布 {published}）", f" · {cell.column} (published {published})") if published else ("", "")
    zh = f"{cell.table.label.zh} · {cell.row.label.zh}{days[0]} · {chinese}"
    return f"{zh} / {cell.table.label.en} · {cell.row.label.en}{days[1]} · {english if found else chinese}"


def _frozen(run: Run, default: Default) -> str:
    """The freeze date where it decided which published value counts."""
    date = run.pack.freeze_date(run.case.year) if FROZEN_YEAR in (default.column or "") else None
    return f"≤ {date}" if date else ""


def unconfirmed(run: Run) -> list[Explanation]:
    """Every parameter and default this run used that is not confirmed by an official text, each once."""
    found: dict[tuple[str, str | None, str | None], Explanation] = {}
    used = {name.id for formula in run.pack.formulas.values() for name in names_in(formula.expression) if name.parameter}
    for name in sorted(used):
        leaf = explain_parameter(run, name)
        if not leaf.confirmed:
            found[(name, None, None)] = leaf
    for quantity in run.pack.inputs():
        for key in run.keys[quantity.id]:
            for month in run.periods:
                leaf = _as_input(run, quantity, key, month, _head(run, quantity, key, month))
                if leaf.kind == "default" and not leaf.confirmed:
                    found.setdefault((quantity.id, None if quantity.default and quantity.default.parameter else key[0], key[1]), leaf)
    return list(found.values())
