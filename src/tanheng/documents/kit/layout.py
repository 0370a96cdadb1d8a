"""Where every number of a recomputation kit stands: which sheet, which row, which column. No text and no styles here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanheng.engine.absences import Absence
from tanheng.engine.pack import Parameter, Quantity
from tanheng.engine.place_spans import column_letters
from tanheng.engine.places import Key
from tanheng.engine.run import Run

FIRST_ROW = 5  # rows above hold title, note and headings
FIRST_PERIOD_COLUMN = 7  # columns before hold id, label, facility, item, symbol, unit, decimals
PARAMETER_VALUE_COLUMN = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity at one facility and item: a line of the inputs or of the computation."""

    quantity: Quantity
    key: Key
    sheet: str
    number: int  # from zero

    @property
    def derived(self) -> bool:
        """Whether the line is computed."""
        return self.quantity.role == "derived"


class Layout:
    """The places of all quantities and parameters of one run."""

    def __init__(self, run: Run, inputs_sheet: str, parameters_sheet: str, computation_sheet: str) -> None:
        self.run = run
        self.parameters_sheet = parameters_sheet
        self.months: tuple[int, ...] = tuple(period for period in run.periods if period is not None)
        self.periods: tuple[int | None, ...] = (*self.months, None)
        self.columns = {period: FIRST_PERIOD_COLUMN + number for number, period in enumerate(self.periods)}
        order = [quantity for quantity in run.pack.quantities.values() if quantity.role == "input"]
        self.inputs = self._rows(order, inputs_sheet)
        self.computed = self._rows([run.pack.quantities[name] for name in run.pack.formulas], computation_sheet)
        self.rows = {(row.quantity.id, row.key): row for row in (*self.inputs, *self.computed)}
        self.parameters = self._dated_parameters()
        self.parameter_rows = {one.id: FIRST_ROW + number for number, one in enumerate(self.parameters)}

    def _rows(self, quantities: Sequence[Quantity], sheet: str) -> list[Row]:
        places = [(quantity, key) for quantity in quantities for key in self.run.keys[quantity.id]]
        return [Row(quantity, key, sheet, FIRST_ROW + number) for number, (quantity, key) in enumerate(places)]

    def _dated_parameters(self) -> list[Parameter]:
        found = []
        for name, dated in self.run.pack.parameters.items():
            if any((one.valid_from or self.run.case.year) <= self.run.case.year <= (one.valid_to or self.run.case.year) for one in dated):
                found.append(self.run.pack.parameter(name, self.run.case.year))
        return found

    def value(self, row: Row, period: int | None) -> Decimal | None:
        """The run's value at a row and period."""
        return self.run.value(row.quantity.id, *row.key, period)

    def absence(self, row: Row, period: int | None) -> Absence | None:
        """Why a row has no number in a period and none is missing."""
        return self.run.absence(row.quantity.id, *row.key, None if row.quantity.yearly_only else period)

    def months_to_count(self, row: Row) -> int:
        """How many months of a row have a number, if nothing is missing."""
        return sum(self.absence(row, month) is None for month in self.months)

    def cell(self, row: Row, period: int | None, seen_from: str) -> str:
        """The address of a value, with its sheet where it is another one; a yearly quantity stands in the year's column."""
        period = None if row.quantity.yearly_only else period
        return self._on_sheet(f"{_letters(self.columns[period])}{row.number + 1}", row.sheet, seen_from)

    def month_range(self, row: Row, seen_from: str) -> str:
        """The range of a row's months."""
        first, last = _letters(self.columns[self.months[0]]), _letters(self.columns[self.months[-1]])
        return self._on_sheet(f"{first}{row.number + 1}:{last}{row.number + 1}", row.sheet, seen_from)

    def series_ranges(self, rows: Sequence[Row], period: int | None, seen_from: str) -> list[str]:
        """The ranges that hold the rows in one period's column, adjoining rows joined."""
        yearly = bool(rows) and rows[0].quantity.yearly_only
        column = _letters(self.columns[None if yearly else period])
        spans: list[list[int]] = []
        for row in rows:
            if spans and row.number == spans[-1][1] + 1:
                spans[-1][1] = row.number
            else:
                spans.append([row.number, row.number])
        return [self._on_sheet(f"{column}{first + 1}:{column}{last + 1}", rows[0].sheet, seen_from) for first, last in spans]

    def parameter_cell(self, name: str) -> str:
        """The absolute address of a parameter's value."""
        return f"'{self.parameters_sheet}'!${_letters(PARAMETER_VALUE_COLUMN)}${self.parameter_rows[name] + 1}"

    @staticmethod
    def _on_sheet(address: str, sheet: str, seen_from: str) -> str:
        return address if sheet == seen_from else f"'{sheet}'!{address}"


def _letters(column: int) -> str:
    """Columns are counted from zero here, as the library that writes the sheets counts them."""
    return column_letters(column + 1)
