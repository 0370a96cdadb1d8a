"""The input tables as one CSV text: head lines `# key: value`, then a table with the headings of the input workbook.

Reads UTF-8 (with or without mark) and GBK/GB18030, separated by comma, semicolon or tab; writes UTF-8 with a mark, so that
spreadsheet programs show Chinese. A table alone is read too, once the head lines name pack, year and facilities.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

from tanheng.documents.cells import Cell, Sheet
from tanheng.documents.input_form import InputForm, Line, blank_form, case_form, override_texts
from tanheng.documents.input_headings import (
    DATA_HEADINGS,
    FACT_WORDS,
    KIND_WORDS,
    OVERRIDE_HEADINGS,
    TEMPLATE_VERSION,
    UNCERTAINTY_HEADINGS,
    folded,
)
from tanheng.documents.input_problems import input_problem
from tanheng.documents.input_rows import InputRows
from tanheng.documents.input_tables import Row, Tables
from tanheng.documents.input_uncertainties import statement_texts
from tanheng.documents.input_workbook import InputReading
from tanheng.engine.case import Case, Facility, Origin
from tanheng.engine.errors import Problem
from tanheng.engine.numbers import decimal_text
from tanheng.engine.pack import Pack

LARGEST_CSV_BYTES = 32 * 1024 * 1024
MOST_CSV_CELLS = 1_000_000
DELIMITERS = ",;\t"
HEAD_LINE = re.compile(r'["\']?\s*#\s*(?P<name>[^:：=]+?)\s*[:：=]\s*(?P<entry>.*)')
TABLE_LINES = {
    "facility": ("facilities", ("id", "kind", "name")),
    "attribute": ("attributes", ("name", "facility", "value")),
    "override": ("overrides", tuple(OVERRIDE_HEADINGS)),
    "uncertainty": ("uncertainties", tuple(UNCERTAINTY_HEADINGS)),
}
TABLE_WORDS = {
    "facility": "facility", "设施": "facility", "attribute": "attribute", "属性": "attribute", "override": "override",
    "替换值": "override", "uncertainty": "uncertainty", "不确定度": "uncertainty",
}  # fmt: skip
KNOWN = (
    "pack, year, grain, entity, code, facility: id; kind; name, attribute: name; facility; value, "
    "override: parameter or table; item; column; value; unit; document; person; reason, "
    "uncertainty: input; facility; item; months; stated by; size; k or repeats; distribution; group; independent; certificate"
)
FIELDS = ("label", "facility", "item", "unit")
LAST_FIELDS = ("kind", "source", "evidence", "uncertainty", "note", "quantity")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def read_csv(content: bytes, file: str, load: Callable[[str], Pack]) -> InputReading:
    """The case document in CSV bytes, the line and cell of every entry, and all problems; None where it cannot be read."""
    problems: list[Problem] = []
    text = _decoded(content, file, problems)
    if text is None:
        return None, {}, problems
    tables = Tables(file)
    rows = InputRows(file, load, tables)
    body = list(_take_head(text, rows))
    sheet = _sheet(body, file, problems)
    tables.take([sheet] if sheet is not None and sheet.cells else [])
    document = rows.read(template=False)
    return document, rows.places, [*problems, *tables.problems, *rows.problems]


def _decoded(content: bytes, file: str, problems: list[Problem]) -> str | None:
    if len(content) > LARGEST_CSV_BYTES:
        problems.append(input_problem("FILE-003", Origin(file=file), found=len(content), known=LARGEST_CSV_BYTES))
        return None
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if wide else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            wrong = error
    line = content.count(b"\n", 0, wrong.start) + 1
    problems.append(input_problem("FILE-301", Origin(file=file, line=line), found=f"0x{content[wrong.start]:02X}"))
    return None


def _take_head(text: str, rows: InputRows) -> Iterator[tuple[int, str]]:
    """Takes the lines that begin with # as facts; gives the others with their line numbers."""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if not line.lstrip("\"' \t").startswith("#"):
            yield number, line
            continue
        yield number, ""
        origin = Origin(file=rows.file, line=number)
        found = HEAD_LINE.match(line.strip())
        name = folded(found.group("name")) if found else ""
        entry = found.group("entry").rstrip(DELIMITERS + "\"' ") if found else ""
        if name in TABLE_WORDS:
            _take_table_line(TABLE_WORDS[name], entry, number, rows)
        elif name in FACT_WORDS:
            rows.take_fact(FACT_WORDS[name], entry, origin)
        elif found:
            rows.note("FILE-303", origin, "warning", found=name[:40], known=KNOWN)


def _take_table_line(name: str, entry: str, number: int, rows: InputRows) -> None:
    parts = [part.strip(" \"'") for part in re.split(r"[;；\t|]", entry)]
    table, fields = TABLE_LINES[name]
    cells = {field: Cell("text", part) for field, part in zip(fields, parts, strict=False) if part}
    sheet = Sheet(name=None, lines={number: number})
    columns = {field: column for column, field in enumerate(fields, start=1)}
    rows.tables.rows[table].append(Row(sheet, number, cells, columns))


def _sheet(lines: list[tuple[int, str]], file: str, problems: list[Problem]) -> Sheet | None:
    sheet = Sheet(name=None)
    delimiter = _delimiter(lines)
    try:
        reader = csv.reader((line + "\n" for _, line in lines), delimiter=delimiter, strict=True)
        for record in reader:
            row = reader.line_num
            sheet.lines[row] = row
            cells = {(row, column): Cell("text", text) for column, text in enumerate(record, start=1) if text.strip()}
            sheet.cells.update(cells)
            if len(sheet.cells) > MOST_CSV_CELLS:
                at = Origin(file=file, line=row)
                problems.append(input_problem("FILE-206", at, found=f"{len(sheet.cells)}", known=MOST_CSV_CELLS))
                return None
    except csv.Error as error:
        problems.append(input_problem("FILE-302", Origin(file=file, line=reader.line_num), found=str(error)[:80]))
    return sheet


def _delimiter(lines: list[tuple[int, str]]) -> str:
    """The separator of the first line that has any: a heading row has many."""
    for _, line in lines:
        counts = {mark: line.count(mark) for mark in DELIMITERS}
        if any(counts.values()):
            return max(counts, key=lambda mark: counts[mark])
    return ","


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def csv_template(
    pack: Pack, year: int, facilities: Sequence[Facility] = (), items: Sequence[str] = (), *, entity: tuple[str, str] = ("", ""),
    grain: str = "",
) -> bytes:
    """A blank CSV of a pack for a year; the counterpart of `input_template`."""
    return csv_of(blank_form(pack, year, facilities, items, entity=entity, grain=grain))


def filled_csv(pack: Pack, case: Case, *, encoding: str = "utf-8-sig") -> bytes:
    """The CSV filled with a case; reading it back gives the same case."""
    return csv_of(case_form(pack, case), encoding=encoding)


def csv_of(form: InputForm, *, encoding: str = "utf-8-sig") -> bytes:
    """The bytes of a form as CSV."""
    stream = io.StringIO(newline="")
    head = {
        "tanheng": TEMPLATE_VERSION, "pack": form.pack.id, "year": str(form.year), "grain": form.grain,
        "entity": form.entity_name, "code": form.entity_code,
    }  # fmt: skip
    for name, entry in head.items():
        stream.write(f"# {name}: {entry}\r\n")
    for one in form.facilities:
        stream.write(f"# facility: {one.id}; {one.kind}; {one.name}\r\n")
    for attribute in form.attributes:
        stream.write(f"# attribute: {attribute.name}; {attribute.facility or ''}; {attribute.value}\r\n")
    for override in form.overrides:
        stream.write(f"# override: {'; '.join(override_texts(override))}\r\n")
    for statement in form.uncertainties:
        stream.write(f"# uncertainty: {'; '.join(statement_texts(form.pack, statement))}\r\n")
    months: tuple[int | None, ...] = () if form.grain == "year" else tuple(range(1, 13))
    with_year = form.grain == "year" or any(one.yearly_only for one in form.pack.inputs())
    periods = (*months, None) if with_year else months
    columns = [*FIELDS, *("year" if period is None else str(period) for period in periods), *LAST_FIELDS]
    writer = csv.writer(stream)
    writer.writerow([DATA_HEADINGS[name][0].zh for name in columns])
    for sheet in form.sheets:
        for line in sheet.lines:
            if line.quantity is not None:
                writer.writerow(_csv_row(form, line, periods))
    return stream.getvalue().encode(encoding, errors="strict")


def _csv_row(form: InputForm, line: Line, periods: tuple[int | None, ...]) -> list[str]:
    quantity = line.quantity
    assert quantity is not None
    unit = "" if "{unit}" in quantity.unit and line.item is None else form.pack.unit_of(quantity.id, line.item)
    amounts = [decimal_text(line.amounts[period]) if period in line.amounts else "" for period in periods]
    kind = KIND_WORDS[line.kind].zh if line.kind in KIND_WORDS else line.kind
    return [
        quantity.label.zh, line.facility or "", line.item or "", unit, *amounts, kind, line.source, line.evidence,
        line.uncertainty, line.note, quantity.id,
    ]  # fmt: skip
