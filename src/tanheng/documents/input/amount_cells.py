"""The cells of a row in which amounts stand: which are typed, which period a row names, and rows that only look like amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tanheng.documents.input.figure_cells import is_figure
from tanheng.documents.input.headings import folded
from tanheng.documents.input.period_headings import period_of
from tanheng.documents.input.tables import Row
from tanheng.documents.input.typed_numbers import is_typed, says_not_applicable
from tanheng.engine.pack import Quantity
from tanheng.engine.text import Text

TOTALS = {"合计", "小计", "总计", "累计", "共计", "total", "subtotal", "sum", "grand total"}
OTHER_YEAR = re.compile(r"\d{4}-(\d{1,2}|year)")


def typed_fields(row: Row, *, known: bool) -> list[str]:
    """The fields of amounts in which something is typed; `known`: a `/` says something of a quantity that is known."""
    cells = row.cells
    return [name for name, column in row.heading.amounts.items() if column in cells and is_typed(cells[column], known=known)]


def blank_fields(row: Row) -> list[str]:
    """The fields of amounts in which nothing is typed, or only that nothing is."""
    cells = row.cells
    return [name for name, column in row.heading.amounts.items() if column not in cells or not is_typed(cells[column])]


def says_nothing(row: Row, quantity: Quantity | str, cells: Mapping[str, str]) -> bool:
    """Whether a row holds nothing but `/` and names no place: one that was crossed out."""
    wanted = [(quantity.by_facility, "facility"), (quantity.by_item, "item")] if isinstance(quantity, Quantity) else [(True, "")]
    nowhere = any(needs and not row.text(name) for needs, name in wanted)
    return nowhere and all(says_not_applicable(row.cell(name)) for name in cells.values())


def is_remark(row: Row, quantity: Quantity | str, cells: Mapping[str, str]) -> bool:
    """Whether a row names no quantity and holds no figure: the words of whoever filled it in."""
    return isinstance(quantity, str) and not any(is_figure(row.cell(name)) or row.cell(name).formula for name in cells.values())


def is_total(row: Row) -> bool:
    """Whether a row says that it sums others."""
    return any(cell.kind == "text" and folded(cell.text).rstrip(":： ") in TOTALS for cell in row.cells.values())


def named_or_figure(row: Row, label: str, names: Iterable[str]) -> tuple[str, Text]:
    """What a row of no known quantity is told by: its label; where that is blank, the first figure, for that is what somebody typed."""
    figure = None if label else next((name for name in names if is_figure(row.cell(name))), None)
    if figure is None:
        return "label", Text(label or "空", label or "blank")
    typed = row.cell(figure).text.strip()[:60]
    return figure, Text(f"{typed}（信息项为空）", f"{typed} (no quantity is named)")


def named_period(row: Row, year: int | None) -> str:
    """The period that a row names in its month column: `1` to `12`, `year`, or `2024-1` where that is another year than the case's.

    A text that names none is given as it is, for the case reader to refuse.
    """
    cell = row.cell("month")
    if not is_typed(cell):
        return "year"
    period = period_of(cell)
    if period is None or period.field == "value" or period.unit:
        return cell.text.strip()[:40]
    return f"{period.year}-{period.field}" if period.year and year and period.year != year else period.field
