"""The chapters of quantities and formulas: each with symbol, label, unit, index, rounding, default, and its mathematics."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from decimal import Decimal

from tanheng.documents.report.labels import kind_label
from tanheng.documents.rule_book.context import Context
from tanheng.documents.rule_book.mathematics import Drawing, MathmlPen, TypstPen, mathml_formula, typst_formula
from tanheng.documents.rule_book.shapes import Cell, Entry, Fact, Mathematics, Row, Section, Table
from tanheng.documents.rule_book.words import INDEX, ROUNDING, SUMMED, YEAR_RULES
from tanheng.engine.numbers import decimal_text, number_text
from tanheng.engine.pack import Default, Formula, Pack, Parameter, Quantity
from tanheng.engine.parts import asked_if_reported
from tanheng.engine.symbols import Expression, Name, as_text, names_in

LEVELS = ("process", "enterprise", "auxiliary")


def quantities_section(c: Context) -> Section:
    """Every quantity, by level, in the order of the pack."""
    ranks = {level: rank for rank, level in enumerate(LEVELS)}
    ordered = sorted(c.pack.quantities.values(), key=lambda one: ranks.get(one.level, len(ranks)))
    readers = _readers(c.pack)
    return Section("quantities", c.words["s_quantities"], entries=tuple(_quantity(c, one, readers) for one in ordered))


def _readers(pack: Pack) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for formula in pack.formulas.values():
        for name in formula.arguments:
            found.setdefault(name, []).append(formula.quantity)
    return found


def _quantity(c: Context, one: Quantity, readers: dict[str, list[str]]) -> Entry:
    derived = one.role == "derived"
    facts = [
        c.fact("other_name", one.label.in_("en" if c.lang == "zh" else "zh")),
        c.fact("unit", c.unit(one)),
        c.fact("index", index_text(c, one)),
        c.fact("role", c.words[one.role]),
        c.fact("level", c.words.get(one.level, one.level)),
        c.fact("decimals", rounding_text(c, one)),
        c.fact("year", _year_text(c, one)),
        *((c.fact("bounds", range_text(c, one.low, one.high)),) if derived else _input_facts(c, one)),
        *c.about(one),
    ]
    if derived:
        facts.append(c.fact("formula", Cell(one.symbol, f"f-{one.id}", "symbol")))
    if told := c.pack.untranslated.get(one.id, ()):
        facts.append(Fact(c.words["depends_on"], tuple(Cell(f"‡ {c.words['untranslatable']}", f"u-{name}") for name in told)))
    if readers.get(one.id):
        facts.append(Fact(c.words["used_in"], tuple(Cell(_label(c, name), f"f-{name}") for name in readers[one.id])))
    return Entry(f"q-{one.id}", c.text(one.label), one.symbol, one.id, facts=tuple(facts))


def _label(c: Context, name: str) -> str:
    return c.text(c.pack.quantities[name].label)


def _input_facts(c: Context, one: Quantity) -> Iterator[Fact]:
    yield c.fact("required", c.yes(one.required))
    yield c.fact("acquisition", kind_label(one.acquisition, c.lang))
    if one.default:
        yield Fact(c.words["default"], tuple(_default(c, one)))
    if one.fixed:
        yield c.fact("fixed", c.words["fixed_told"])
    if getattr(one, "keeps_measured", False):
        yield c.fact("keeps_measured", c.words["keeps_told"])
    yield c.fact("bounds", range_text(c, one.low, one.high))
    if one.facility_kind and one.facility_kind in c.pack.facility_kinds:
        yield c.fact("of_kind", c.text(c.pack.facility_kinds[one.facility_kind].label))


def _default(c: Context, one: Quantity) -> Iterator[Cell]:
    default, pack = one.default, c.pack
    assert default is not None
    if default.parameter is not None:
        for dated in pack.parameters.get(default.parameter, ()):
            mark = c.status(dated.status).unconfirmed
            yield Cell(f"{number_text(dated.value)} {_years(dated)}".strip(), f"p-{default.parameter}", unconfirmed=mark)
        return
    table = pack.tables.get(default.table or "")
    label = c.text(table.label) if table else default.table or ""
    yield Cell(f"{c.words['of_table']} {label}, {c.words['column']} {_column(c, default)}", f"t-{default.table}")
    if default.row and table and default.row in table.rows:
        yield Cell(c.text(table.rows[default.row].label), f"t-{default.table}-{default.row}")
    if default.attribute and default.attribute in pack.attributes:
        yield Cell(f"{c.words['by']} {c.text(pack.attributes[default.attribute].label)}", f"a-{default.attribute}")


def _column(c: Context, default: Default) -> str:
    """The column; a placeholder of a year is said in words."""
    column = default.column or ""
    for name in ("year", "frozen_year"):
        column = column.replace("{" + name + "}", f"[{c.words['of_' + name]}]")
    return column


def _years(dated: Parameter) -> str:
    if dated.valid_from is None and dated.valid_to is None:
        return ""
    return f"({dated.valid_from or ''}–{dated.valid_to or ''})"


def index_text(c: Context, one: Quantity) -> str:
    """What a value belongs to: `facility × month`."""
    parts = [INDEX[part].in_(c.lang) for part in one.index if part in INDEX]
    return " × ".join(parts or [INDEX["entity"].in_(c.lang)])


def rounding_text(c: Context, one: Quantity) -> str:
    """Decimals and the way of rounding; a dash for full precision."""
    if one.decimals is None:
        return "–"
    mode = ROUNDING[one.mode].in_(c.lang) if one.mode in ROUNDING else one.mode
    yearly = "" if one.year_decimals in (None, one.decimals) else f" ({c.words['whole_year']}: {one.year_decimals})"
    return f"{one.decimals}{yearly}, {mode}"


def _year_text(c: Context, one: Quantity) -> str:
    if one.year not in YEAR_RULES:
        return one.year
    weight = c.pack.quantities.get(one.weight or "")
    return YEAR_RULES[one.year].in_(c.lang).replace("{weight}", c.text(weight.label) if weight else "")


def range_text(c: Context, low: Decimal | None, high: Decimal | None) -> str:
    """`0 – 1`, or one end alone."""
    ends = [None if end is None else decimal_text(end) for end in (low, high)]
    if ends[0] is not None and ends[1] is not None:
        return f"{ends[0]} – {ends[1]}"
    return f"{c.words['at_least']} {ends[0]}" if ends[0] is not None else f"{c.words['at_most']} {ends[1]}"


# ── formulas ─────────────────────────────────────────────────────────────────────────────────────


def formulas_section(c: Context) -> Section:
    """Every formula in the order of computation."""
    return Section("formulas", c.words["s_formulas"], entries=tuple(_formula(c, one) for one in c.pack.formulas.values()))


def _formula(c: Context, one: Formula) -> Entry:
    quantity = c.pack.quantities[one.quantity]
    tree = one.expression
    here = Cell(f"{c.text(quantity.label)} ({c.words['formula']})", f"f-{quantity.id}")
    facts = [
        c.fact("clause", c.clause(quantity.clause, here)),
        c.fact("status", c.status(quantity.status)),
        c.fact("source", c.source(quantity.source)),
        c.fact("unit", c.unit(quantity)),
        c.fact("index", index_text(c, quantity)),
        c.fact("decimals", rounding_text(c, quantity)),
    ]
    if c.lang == "en" or not quantity.clause:  # the program's own remark stands in English only
        facts.append(c.fact("in_the_program", " ".join((inspect.getdoc(one.function) or "").split())))
    return Entry(
        f"f-{quantity.id}",
        c.text(quantity.label),
        quantity.symbol,
        quantity.id,
        formula=mathematics(c, quantity.symbol, tree, quantity.index),
        facts=tuple(facts),
        tables=(legend(c, tree),),
    )


def mathematics(c: Context, symbol: str, tree: Expression, index: tuple[str, ...]) -> Mathematics:
    """The expression drawn twice, in words and in a line of symbols."""

    def symbols(name: Name) -> str:
        return _row(c, name).symbol

    def words(name: Name) -> str:
        return c.text(_row(c, name).label)

    def scope(inner: Expression) -> str:
        found = dict.fromkeys(part for name in names_in(inner) if not name.parameter for part in c.pack.quantities[name.id].index)
        return ", ".join(SUMMED[part].in_(c.lang) for part in found if part in SUMMED and part not in index)

    pens = [Drawing(pen, symbols, scope, c.lang) for pen in (MathmlPen(), TypstPen())]
    return Mathematics(
        mathml=mathml_formula(symbol, tree, pens[0]),
        typst=typst_formula(symbol, tree, pens[1]),
        text=f"{symbol} = {as_text(tree, symbols)}",
        words=as_text(tree, words, c.lang),
    )


def _row(c: Context, name: Name) -> Quantity | Parameter:
    return c.pack.parameters[name.id][0] if name.parameter else c.pack.quantities[name.id]


def legend(c: Context, tree: Expression) -> Table:
    """What each symbol of a formula stands for."""
    optional = asked_if_reported(tree)
    rows = []
    for name in names_in(tree):
        row = _row(c, name)
        label = c.text(row.label)
        if isinstance(row, Parameter):
            dated = c.pack.parameters[name.id]
            values = "; ".join(f"{number_text(one.value)} {_years(one)}".strip() for one in dated)
            mark = next((told for one in dated if (told := c.status(one.status).unconfirmed)), "")
            last, unit, anchor = Cell(values, f"p-{name.id}", "number", mark), c.shown_unit(row.unit), f"p-{name.id}"
        else:
            last, unit, anchor = Cell(c.words[row.role]), c.unit(row), f"q-{name.id}"
            label += f" ({c.words['as_reported']})" if name.id in optional else ""
        rows.append(Row((Cell(row.symbol, kind="symbol"), Cell(label, anchor), Cell(unit), last)))
    headings = (c.words["where"], c.words["name"], c.words["unit"], f"{c.words['role']} | {c.words['value']}")
    return Table(headings, tuple(rows), wide=(1,))
