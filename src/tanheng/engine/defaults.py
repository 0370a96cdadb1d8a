"""Where the default of a missing input comes from: a parameter, or a cell of an item table by item, row or attribute, in a column that may
be named by the year. A year without a value has no default; other years are choices that a user may take, never a substitute.

`{year}` in a column is the case's year. `{frozen_year}` is the newest year whose value was published on or before the
freeze date of the case's year, by the pack's `factor_freeze` rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tanheng.engine.case import Case
from tanheng.engine.numbers import Ratio, decimal_text
from tanheng.engine.once_a_pack import once_a_pack
from tanheng.engine.pack import CellFact, Default, ItemTable, Pack, Quantity, TableRow
from tanheng.engine.places import Key
from tanheng.engine.status_words import status_label
from tanheng.engine.text import Text

YEAR, FROZEN_YEAR = "{year}", "{frozen_year}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of an item table: its row, its column and what is known of it."""

    table: ItemTable
    row: TableRow
    column: str
    value: Decimal | None
    fact: CellFact

    @property
    def name(self) -> str:
        """`table.row.column`."""
        return f"{self.table.id}.{self.row.id}.{self.column}"


def default_of(pack: Pack, quantity: Quantity, case: Case, key: Key) -> tuple[Decimal | None, str]:
    """The default for this place and the name of its source; None where the edition knows none."""
    default = quantity.default
    if default is None:
        return None, ""
    if default.parameter is not None:
        try:
            found = pack.parameter(default.parameter, case.year).value
        except KeyError:
            return None, ""
        return (None if isinstance(found, Ratio) else found), default.parameter
    cell = default_cell(pack, quantity, case, key)
    return (None, "") if cell is None else (cell.value, cell.name)


def default_cell(pack: Pack, quantity: Quantity, case: Case, key: Key) -> Cell | None:
    """The table cell that gives the default at a place, empty or not; None without a row or a column for the year."""
    default = quantity.default
    if default is None or default.table is None:
        return None
    return cell_of(pack, default, _row_id(default, case, key), case.year)


def usual_of(pack: Pack, quantity: Quantity, item: str | None, year: int) -> Decimal | None:
    """What the edition takes for usual where it says so without asking for anything but the item; for judging units, not for use."""
    default = quantity.default
    if default is None:
        return None
    if default.parameter is not None:
        try:
            found = pack.parameter(default.parameter, year).value
        except KeyError:
            return None
        return None if isinstance(found, Ratio) else found
    row = default.row or (None if default.attribute else item)
    cell = cell_of(pack, default, row, year) if row else None
    return cell.value if cell else None


def cell_of(pack: Pack, default: Default, row_id: str, year: int) -> Cell | None:
    """The cell of a table default in a row, for the data of a year; None without such a row or column."""
    table = pack.tables[default.table or ""]
    row = table.rows.get(row_id)
    if row is None:
        return None
    known, key = _known_cells(pack), (table.id, row.id, default.column or "", year)
    if key not in known:
        column = _column(pack, table, row, default, year)
        known[key] = None if column is None else Cell(table, row, column, row.values[column], table.fact(row.id, column))
    return known[key]


@once_a_pack
def _known_cells(_: Pack) -> dict[tuple[str, str, str, int], Cell | None]:
    """By table, row, pattern of the column and year the cells that were asked for: the same in case after case."""
    return {}


def _row_id(default: Default, case: Case, key: Key) -> str:
    if default.row is not None:
        return default.row
    return (case.attribute(default.attribute, key[0]) if default.attribute else key[1]) or ""


def _column(pack: Pack, table: ItemTable, row: TableRow, default: Default, year: int) -> str | None:
    pattern = default.column or ""
    if FROZEN_YEAR in pattern:
        frozen = pack.freeze_date(year)
        published = {column: table.fact(row.id, column).published for column in _dated(table, pattern)}
        fitting = [column for column, date in published.items() if frozen and date and date <= frozen and row.values[column] is not None]
        return max(fitting, default=None)
    column = pattern.replace(YEAR, str(year))
    return column if column in table.columns else None


def _dated(table: ItemTable, pattern: str) -> list[str]:
    """The columns of a table that a pattern may stand for."""
    before, _, after = pattern.replace(FROZEN_YEAR, YEAR).partition(YEAR)
    return [
        column for column in table.columns if column.startswith(before) and column.endswith(after) and year_of(column, pattern).isdigit()
    ]


def year_of(column: str, pattern: str) -> str:
    """The part of a column's name that stands for the year in a pattern: 2022 of `factor_2022`."""
    before, _, after = pattern.replace(FROZEN_YEAR, YEAR).partition(YEAR)
    return column[len(before) : len(column) - len(after)]


def fits_columns(table: ItemTable, pattern: str) -> list[str]:
    """The columns a default may read: the one named, or all years of a pattern."""
    if YEAR in pattern or FROZEN_YEAR in pattern:
        return _dated(table, pattern)
    return [pattern] if pattern in table.columns else []


def choices_of(pack: Pack, quantity: Quantity, case: Case, key: Key) -> list[Text]:
    """What a user may choose from where the year has no value, each with status and publication; empty where the default
    is not dated or its row is unknown.
    """
    default = quantity.default
    if default is None:
        return []
    return list(_other_years(pack, default, case, key) if default.parameter is None else _other_spans(pack, default))


def _other_years(pack: Pack, default: Default, case: Case, key: Key) -> Iterator[Text]:
    table, pattern = pack.tables[default.table or ""], default.column or ""
    row = table.rows.get(_row_id(default, case, key))
    if row is None or (YEAR not in pattern and FROZEN_YEAR not in pattern):
        return
    for column in reversed(_dated(table, pattern)):
        value, fact = row.values[column], table.fact(row.id, column)
        if value is None:
            continue
        shown = f"{year_of(column, pattern)} = {decimal_text(value)}"
        zh = (shown, status_label(fact.status, "zh"), fact.published and f"{fact.published} 公布")
        en = (shown, status_label(fact.status, "en"), fact.published and f"published {fact.published}")
        yield Text("，".join(part for part in zh if part), ", ".join(part for part in en if part))


def _other_spans(pack: Pack, default: Default) -> Iterator[Text]:
    for dated in pack.parameters[default.parameter or ""]:
        if not isinstance(dated.value, Ratio):
            text = f"{dated.valid_from or ''}–{dated.valid_to or ''}: {decimal_text(dated.value)}"
            yield Text(f"{text}，{status_label(dated.status, 'zh')}", f"{text}, {status_label(dated.status, 'en')}")
