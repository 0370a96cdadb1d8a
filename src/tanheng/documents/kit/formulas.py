"""The live cell formulas of a recomputation kit: each pack formula read as symbols and written with cell addresses.

What the engine does beside arithmetic is written out too: rounding, sums and weighted means of months, and that a blank
operand gives a blank result. Where a run left a place blank, its row carries that guard; elsewhere formulas stay plain. What is not
applicable (`/`) counts as nothing, and a result of nothing else is `/` until a number is typed in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from tanheng.documents.kit.layout import Layout, Row
from tanheng.engine.absences import IDLE, NOT_APPLICABLE, NOT_APPLICABLE_SIGN, Idle
from tanheng.engine.columns import matches
from tanheng.engine.graph import extra_indices
from tanheng.engine.pack import Quantity
from tanheng.engine.parts import asked_if_reported
from tanheng.engine.symbols import Expression, Literal, Name, Word, as_cell_formula, below, rewritten

EMPTY = '""'
NOTHING = f'"{NOT_APPLICABLE_SIGN}"'
FLOOR_GUARD_DIGITS = 6  # binary noise below this many further digits must not cut a whole unit away


@dataclass(frozen=True)
class Operands:
    """The rows each argument of a formula has at one place, and whether it is summed over."""

    rows: dict[str, list[Row]]
    series: frozenset[str]


class CellFormulas:
    """Writes the formula of any derived cell of a layout, without the leading `=`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._operands: dict[str, list[Operands]] = {}

    @cached_property
    def _by_year(self) -> bool:
        return self.layout.run.case.grain != "year"

    def formula(self, row: Row, period: int | None) -> str | None:
        """The formula of a row in a period; None where the rules give no number there."""
        quantity = row.quantity
        if period is None and self._by_year and not quantity.yearly_only and quantity.year != "formula":
            return self._over_months(row)
        if not row.derived or (period is not None and quantity.yearly_only):
            return None
        return self._computed(row, period)

    def guarded(self, row: Row) -> bool:
        """Whether the run left a place of this row blank, so that its formulas must say what a blank gives."""
        return any(self.layout.value(row, period) is None for period in self.layout.periods if self._expected(row, period))

    def _expected(self, row: Row, period: int | None) -> bool:
        if period is not None:
            return not row.quantity.yearly_only
        return not self._by_year or row.quantity.year != "none"

    # ── years ────────────────────────────────────────────────────────────────────────────────────

    def _over_months(self, row: Row) -> str | None:
        months = self.layout.month_range(row, row.sheet)
        if row.quantity.year == "sum":
            text = f"SUM({months})"
        elif row.quantity.year == "mean":
            text = self._mean(row, months)
        else:
            return None
        text = rounded_text(text, row.quantity.year_decimals, row.quantity.mode)
        if not self.guarded(row):
            return text
        if self.layout.absence(row, None) is NOT_APPLICABLE:
            return f"IF(COUNT({months})=0,{NOTHING},{text})"
        of_parts = row.quantity.id in self.layout.run.pack.sums_of_parts
        fewest = self.layout.months_to_count(row) if of_parts else 1
        return f"IF(COUNT({months})<{max(fewest, 1)},{EMPTY},IFERROR({text},{EMPTY}))"

    def _mean(self, row: Row, months: str) -> str:
        """Weighted by the weight of the same place over the months that have both; equal months stay as they are, even where
        nothing was weighed.
        """
        same = f"MAX({months})=MIN({months}),MAX({months})"
        weighted = self._weight_range(row, row.sheet)
        if not weighted:
            return f"IF({same},{EMPTY})"
        heavy = f"SUMPRODUCT(ISNUMBER({months})*1,{weighted})" if self.guarded(row) else f"SUM({weighted})"
        return f"IF({same},SUMPRODUCT({months},{weighted})/{heavy})"

    def _weight_range(self, row: Row, sheet: str) -> str:
        """The months of what weights a yearly mean; empty where it is not there."""
        weights = self._rows_of(self.layout.run.pack.quantities[row.quantity.weight or ""], row)
        return self.layout.month_range(weights[0], sheet) if weights else ""

    def _lacking(self, row: Row, sheet: str) -> str:
        """The condition that months of a row are missing, so that no formula of the year reads it; empty where none are."""
        whole = self.layout.run.whole_years.get(row.quantity.id)
        if whole is None or whole[self.layout.run.positions[row.quantity.id][row.key]] is not None:
            return ""
        weights = self._rows_of(self.layout.run.pack.quantities[row.quantity.weight], row) if row.quantity.weight else []
        found = [f"COUNT({self.layout.month_range(one, sheet)})<{self.layout.months_to_count(one)}" for one in (row, *weights[:1])]
        return _any_of(found)

    def _rows_of(self, argument: Quantity, row: Row) -> list[Row]:
        keys = self.layout.run.keys[argument.id]
        positions = matches(argument, keys, row.quantity.index, (row.key,))[0]
        return [self.layout.rows[(argument.id, keys[position])] for position in positions]

    # ── formulas ─────────────────────────────────────────────────────────────────────────────────

    def _computed(self, row: Row, period: int | None) -> str:
        quantity = row.quantity
        tree, operands = self.layout.run.pack.formulas[quantity.id].expression, self._operands_of(row)
        nothing = [one for rows in operands.rows.values() for one in rows if self.layout.absence(one, period)]
        if nothing and self.layout.absence(row, period) is not IDLE and self._is_number(row, period):
            return self._with_nothing(row, tree, operands, period, nothing)
        spelled = _spelled_out(tree, lambda values, weights: self._weighted(operands, values, weights, period, row.sheet))
        text = as_cell_formula(spelled, lambda name: self._written(name, operands, period, row.sheet))
        decimals = quantity.year_decimals if period is None else quantity.decimals
        text = rounded_text(text, decimals, quantity.mode)
        if not self.guarded(row):
            return text
        missing = self._missing(tree, operands, period, row.sheet)
        text = f"IFERROR({text},{EMPTY})"
        return f"IF({missing},{EMPTY},{text})" if missing else text

    def _is_number(self, row: Row, period: int | None) -> bool:
        """Whether a place has a number, or would have one if the source existed."""
        return self.layout.value(row, period) is not None or self.layout.absence(row, period) is NOT_APPLICABLE

    def _with_nothing(self, row: Row, tree: Expression, operands: Operands, period: int | None, nothing: list[Row]) -> str:
        """The formula where some operands are no numbers and count as nothing; `/` while none of these has a number."""
        cells = {one: self.layout.cell(one, period, row.sheet) for one in nothing}
        idle = {cell for one, cell in cells.items() if isinstance(self.layout.absence(one, period), Idle)}
        reported = asked_if_reported(tree)  # there it counts as zero, and is written in N() anyway

        def written(name: Name) -> str:
            text = self._written(name, operands, period, row.sheet)
            if text in idle and name.id not in reported:  # nothing times it, or divided by it, is nothing: any number will do
                return f"IF(ISNUMBER({text}),{text},1)"
            return f"N({text})" if text in cells.values() else text

        def weighted(values: Name, weights: Name) -> str:
            return self._weighted(operands, values, weights, period, row.sheet)

        def chosen(name: Name) -> str:
            text = self._written(name, operands, period, row.sheet)
            return text if text in cells.values() else ""

        text = as_cell_formula(_chosen_where_numbers(_spelled_out(tree, weighted), chosen, written), written)
        text = rounded_text(text, row.quantity.year_decimals if period is None else row.quantity.decimals, row.quantity.mode)
        if self.layout.absence(row, period) is NOT_APPLICABLE:
            return f"IF(COUNT({','.join(cells.values())})=0,{NOTHING},IFERROR({text},{EMPTY}))"
        return f"IFERROR({text}+0,{EMPTY})"  # nothing times a negative number is −0 to a spreadsheet

    def _operands_of(self, row: Row) -> Operands:
        """Computed for all rows of the quantity at once."""
        quantity = row.quantity
        if quantity.id not in self._operands:
            self._operands[quantity.id] = list(self._all_operands(quantity))
        return self._operands[quantity.id][self.layout.run.positions[quantity.id][row.key]]

    def _all_operands(self, quantity: Quantity) -> list[Operands]:
        run = self.layout.run
        arguments = run.pack.formulas[quantity.id].arguments
        keys = run.keys[quantity.id]
        series = frozenset(name for name in arguments if extra_indices(run.pack.quantities[name], quantity.index))
        found: list[dict[str, list[Row]]] = [{} for _ in keys]
        for name in arguments:
            argument_keys = run.keys[name]
            for place, positions in zip(found, matches(run.pack.quantities[name], argument_keys, quantity.index, keys), strict=True):
                place[name] = [self.layout.rows[(name, argument_keys[position])] for position in positions]
        return [Operands(rows, series) for rows in found]

    def _written(self, name: Name, operands: Operands, period: int | None, sheet: str) -> str:
        if name.parameter:
            return self.layout.parameter_cell(name.id)
        rows = operands.rows[name.id]
        if name.id in operands.series:
            return ",".join(self.layout.series_ranges(rows, period, sheet)) if rows else "0"
        if not rows:
            return EMPTY
        cell, lacking = self.layout.cell(rows[0], period, sheet), "" if period else self._lacking(rows[0], sheet)
        return f"IF({lacking},{EMPTY},{cell})" if lacking else cell

    def _weighted(self, operands: Operands, values: Name, weights: Name, period: int | None, sheet: str) -> str:
        """A weighted mean in brackets; term by term where the rows do not adjoin, as SUMPRODUCT takes one range of each."""
        rows, heavy = operands.rows[values.id], operands.rows[weights.id]
        over = self._written(weights, operands, period, sheet)
        if _adjoin(rows) and _adjoin(heavy):
            return f"(SUMPRODUCT({self._written(values, operands, period, sheet)},{over})/SUM({over}))"
        cells = [
            (self.layout.cell(one, period, sheet), self.layout.cell(other, period, sheet)) for one, other in zip(rows, heavy, strict=True)
        ]
        return f"(({'+'.join(f'{one}*{other}' for one, other in cells)})/SUM({over}))"

    def _missing(self, node: Expression, operands: Operands, period: int | None, sheet: str) -> str:
        """A condition that is true where the engine gives no number; empty where that cannot be."""
        lacking = {name: [] if period else [self._lacking(row, sheet) for row in rows] for name, rows in operands.rows.items()}
        return _Blanks(lambda name: self._written(name, operands, period, sheet), operands, lacking).either(node)


@dataclass(frozen=True)
class _Blanks:
    """Where an expression gives no number: a step fails on an absent operand, or an absent operand is handed on."""

    written: Callable[[Name], str]
    operands: Operands
    lacking: dict[str, list[str]]  # by name, where its years lack months

    def either(self, node: Expression) -> str:
        """Where it fails or hands on nothing."""
        return _any_of([self.fails(node), self.absent(node)])

    def fails(self, node: Expression) -> str:
        """Where a step is done with an absent operand; both branches of a choice are worked out either way."""
        match node:
            case Word("first_present" | "if_reported", arguments):
                return _any_of([self.fails(argument) for argument in arguments])
            case Word("where", (condition, then, otherwise)):
                return _any_of([self.either(condition), self.fails(then), self.fails(otherwise)])
            case Word("only_where", (condition, value)):
                return _any_of([self.either(condition), self.fails(value)])
        return _any_of([self.either(one) for one in below(node)])

    def absent(self, node: Expression) -> str:
        """Where nothing fails and yet there is no number, because an absent operand is handed on as it is."""
        match node:
            case Name(parameter=False):
                rows = self.operands.rows[node.id]
                if node.id in self.operands.series and not rows:
                    return ""
                if node.id not in self.operands.series and any(self.lacking[node.id]):
                    return _any_of(self.lacking[node.id])
                return _any_of([f"COUNT({self.written(node)})<{max(len(rows), 1)}", *self.lacking[node.id]])
            case Word("first_present", arguments):
                both = [self.absent(argument) for argument in arguments]
                return f"AND({','.join(both)})" if all(both) else ""
            case Word("only_where", (condition, value)):
                chosen = f"IFERROR(NOT({as_cell_formula(condition, self.written)}),TRUE)"
                return _any_of([chosen, self.absent(value)])
            case Word("where", (condition, then, otherwise)):
                branches = [self.absent(one) or "FALSE" for one in (then, otherwise)]
                chosen = f"IFERROR(IF({as_cell_formula(condition, self.written)},{','.join(branches)}),TRUE)"
                return "" if set(branches) == {"FALSE"} else chosen
        return ""


def _any_of(conditions: list[str]) -> str:
    unlike = list(dict.fromkeys(text for text in conditions if text))
    return f"OR({','.join(unlike)})" if len(unlike) > 1 else "".join(unlike)


def _spelled_out(tree: Expression, weighted: Callable[[Name, Name], str]) -> Expression:
    """The expression with its weighted means already written, in brackets."""

    def written(node: Expression) -> Expression | None:
        match node:
            case Word("weighted_mean", (Name() as values, Name() as weights)):
                return Literal(weighted(values, weights))
        return None

    return rewritten(tree, written)


def _chosen_where_numbers(tree: Expression, chosen: Callable[[Name], str], written: Callable[[Name], str]) -> Expression:
    """The expression with first_present() of a cell that may hold `/` written out; `chosen` gives that cell, or nothing."""

    def choice(node: Expression) -> Expression | None:
        match node:
            case Word("first_present", (Name() as preferred, otherwise)) if not preferred.parameter and (cell := chosen(preferred)):
                other = as_cell_formula(rewritten(otherwise, choice), written)
                return Literal(f"IF(ISNUMBER({cell}),{cell},{other})")
        return None

    return rewritten(tree, choice)


def _adjoin(rows: list[Row]) -> bool:
    return all(after.number == before.number + 1 for before, after in pairwise(rows))


def rounded_text(text: str, decimals: int | None, mode: str) -> str:
    """The formula cut as the pack declares. ROUND rounds half away from zero, which is half_up of the engine."""
    if decimals is None:
        return text
    if mode == "half_up":
        return f"ROUND({text},{decimals})"
    power = 10**decimals
    if mode == "floor":
        return f"INT(ROUND(({text})*{power},{FLOOR_GUARD_DIGITS}))/{power}"
    tie = f"ABS(ABS(({text})*{power}-INT(({text})*{power}))-0.5)<0.000001"
    return f"IF({tie},2*ROUND(({text})*{power}/2,0)/{power},ROUND({text},{decimals}))"
