"""An xlsx workbook made from cells that were read elsewhere, in an ods or a CSV: read again, it has the same cells at the same places.

Values only, no looks: a formula becomes its stored result, kept as a formula so that it is told like one; what could not be read
becomes an error cell, so that nothing goes missing when the workbook is sent.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tanheng.documents.reading.cells import Cell, Corner, Sheet
from tanheng.documents.written_workbook import open_workbook

DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?: (\d\d):(\d\d)(?::(\d\d))?)?")
CLOCK = re.compile(r"(\d{1,6}):(\d\d)(?::(\d\d))?")
FORMATS = {4: "yyyy", 7: "yyyy-mm", 10: "yyyy-mm-dd", 16: "yyyy-mm-dd hh:mm", 19: "yyyy-mm-dd hh:mm:ss"}
FORBIDDEN = re.compile("[\\[\\]:*?/\\\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # and what XML cannot hold
LONGEST_NAME, LONGEST_TEXT = 31, 32_767
FIRST_DAY = date(1900, 3, 1)  # before it the calendars of spreadsheets differ
WIDTH = 14


def workbook_of_cells(sheets: Iterable[Sheet]) -> tuple[bytes, dict[str, str]]:
    """The bytes of the workbook, and the name there of each sheet by its own (a text has the name ``""``)."""
    buffer, names = io.BytesIO(), dict[str, str]()
    book = open_workbook(buffer)
    looks = {shown: book.add_format({"num_format": shown}) for shown in ("0.##########%", "[hh]:mm:ss", *FORMATS.values())}
    for sheet in sheets:
        name = names[sheet.name or ""] = _free_name(sheet.name or "数据", names.values())
        _write(book.add_worksheet(name), sheet, looks)
    book.close()
    return buffer.getvalue(), names


def _free_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that spreadsheets take: short, without their signs, not used before whatever its case."""
    used = {one.casefold() for one in taken}
    plain = _cut(FORBIDDEN.sub("_", wanted), LONGEST_NAME).strip("' ") or "表"
    candidates = [plain, *(f"{_cut(plain, LONGEST_NAME - 4)} {number}" for number in range(2, len(used) + 3))]
    return next(one for one in candidates if one.casefold() not in used and one.casefold() != "history")


def _cut(text: str, most: int) -> str:
    """The start of a text, as spreadsheets count characters: in UTF-16."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _write(target: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    columns = max((column for _, column in sheet.cells), default=1)
    target.set_column(0, columns - 1, WIDTH)
    if sheet.hidden:
        target.hide()
    for first, last in sheet.hidden_columns:
        target.set_column(first - 1, min(last, 16_384) - 1, WIDTH, None, {"hidden": True})
    for row in sheet.hidden_rows:
        target.set_row(row - 1, None, None, {"hidden": True})
    for top, end in _apart(sheet.merged):
        target.merge_range(top[0] - 1, top[1] - 1, end[0] - 1, end[1] - 1, "")
    for (row, column), cell in sheet.cells.items():
        _write_cell(target, row - 1, column - 1, cell, looks)
    for one in sheet.odd:
        if one.corner is not None:
            target.write_formula(one.corner[0] - 1, one.corner[1] - 1, "=#VALUE!", None, "#VALUE!")
    target.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _apart(merged: Iterable[tuple[Corner, Corner]]) -> Iterable[tuple[Corner, Corner]]:
    """Merged areas that do not meet one above or before them, as a workbook must have them."""
    open_areas: list[tuple[Corner, Corner]] = []  # those above that reach down to the row we are in
    for first, last in sorted(merged):
        open_areas = [area for area in open_areas if area[1][0] >= first[0]]
        if first != last and not any(one[1] <= last[1] and first[1] <= end[1] for one, end in open_areas):
            open_areas.append((first, last))
            yield first, last


def _write_cell(target: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    if cell.formula or cell.kind == "error":
        _write_formula(target, row, column, cell, looks)
    elif cell.kind == "number":
        target.write_number(row, column, float(cell.text), looks["0.##########%"] if cell.percent else None)
    elif cell.kind == "boolean":
        target.write_boolean(row, column, cell.text == "TRUE")
    elif cell.kind == "date" and (dated := _serial(cell.text)) is not None:
        target.write_number(row, column, dated[0], looks[dated[1]])
    elif cell.text:
        target.write_string(row, column, cell.text[:LONGEST_TEXT])


def _write_formula(target: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    """A formula that is its own result."""
    look = looks["0.##########%"] if cell.percent else None
    if cell.kind == "number":
        target.write_formula(row, column, f"={cell.text}", look, float(cell.text))
    elif cell.kind == "error":
        shown = cell.text if cell.text.startswith("#") else "#VALUE!"
        target.write_formula(row, column, f"={shown}", None, shown)
    elif cell.kind == "boolean":
        target.write_formula(row, column, f"={cell.text}", None, cell.text == "TRUE")
    elif cell.kind == "date" and (dated := _serial(cell.text)) is not None:
        target.write_formula(row, column, f"={dated[0]}", looks[dated[1]], dated[0])
    elif cell.kind == "blank":
        target.write_formula(row, column, '=""', None, "")
    else:
        quoted = cell.text.replace('"', '""')
        target.write_formula(row, column, f'="{quoted}"', None, cell.text)


def _serial(text: str) -> tuple[float, str] | None:
    """The serial number of a date or a time as people read it, and the format that shows it so; None for what has none."""
    clock = CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return (hours * 3600 + minutes * 60 + seconds) / 86_400, "[hh]:mm:ss"
    found = DATE.fullmatch(text)
    if found is None or text < FIRST_DAY.isoformat():
        return None
    year, month, day = (int(part or 1) for part in found.groups()[:3])
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[3:])
    try:
        days = (date(year, month, day) - date(1899, 12, 30)).days
    except ValueError:
        return None
    return days + (hours * 3600 + minutes * 60 + seconds) / 86_400, FORMATS[len(text)]
