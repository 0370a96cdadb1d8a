"""The input tables as one CSV text: head lines `# key: value`, then a table with the headings of the input workbook.

Reads UTF-8, UTF-16 (with or without mark) and GBK/GB18030, separated by comma, semicolon or tab; writes UTF-8 with a mark, so that
spreadsheet programs show Chinese. A table alone is read too, once the head lines name pack, year and facilities.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence

from tanheng.documents.formula_signs import as_meant, as_text
from tanheng.documents.input.answers import IN_CSV
from tanheng.documents.input.csv_lines import CsvLines, CsvSplitter, is_heading, unquoted
from tanheng.documents.input.form import InputForm, Line, blank_form, case_form, facility_texts, override_texts, written_by
from tanheng.documents.input.head_lines import HeadLines, is_known, take_head, tell_lines
from tanheng.documents.input.heading_places import csv_fields
from tanheng.documents.input.headings import (
    ANSWER_HEADINGS,
    DATA_HEADINGS,
    KIND_WORDS,
    TEMPLATE_VERSION,
    both,
)
from tanheng.documents.input.rows import InputRows
from tanheng.documents.input.series import read_series
from tanheng.documents.input.tables import Tables
from tanheng.documents.input.uncertainties import statement_texts
from tanheng.documents.input.workbook import InputReading
from tanheng.documents.reading.cells import LONGEST_TEXT, MOST_CELLS, MOST_ODD, ODD, Cell, Sheet, too_long
from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.text_encoding import decoded_text
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tanheng.engine.case import Case, amount_text
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Pack
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem

LARGEST_CSV_BYTES = 32 * 1024 * 1024
PARTED_FORMULA = re.compile(r"[,;\t] *'*[=+@\-]")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def read_csv(content: bytes, file: str, load: Callable[[str], Pack]) -> InputReading:
    """The case document in CSV bytes, the line and cell of every entry, and all problems; None where it cannot be read."""
    if len(content) > LARGEST_CSV_BYTES:
        return None, {}, [input_problem("FILE-003", Origin(file=file), found=figure(len(content)), known=figure(LARGEST_CSV_BYTES))]
    text, encoding = decoded_text(content)
    if text is None:
        wrong = encoding.wrong or 0
        at = Origin(file=file, line=content.count(b"\n", 0, wrong) + 1)
        known = "GBK/GB18030" if encoding.name == "gb18030" else encoding.name.upper().removesuffix("-SIG")
        return None, {}, [input_problem("FILE-301", at, found=f"0x{content[wrong]:02X}", known=known)]
    lines = CsvSplitter(text, is_known).split(MOST_CELLS)
    if lines.too_much is not None:
        return None, {}, [input_problem("FILE-206", Origin(file=file, line=lines.too_much.line), **lines.too_much.words)]
    tables = Tables(file)
    rows = InputRows(file, load, tables)
    for number, line in lines.heads:
        take_head(unquoted(line, lines.delimiter), number, rows, HeadLines(name=None))
    sheet = _sheet(lines)
    tell_lines(lines, rows, sheet)
    tables.take([sheet] if sheet.cells else [])
    document = rows.read(read_series, template=False)
    return document, rows.places, [*tables.problems, *rows.problems]


def csv_cells(content: bytes) -> Sheet:
    """Every cell of a CSV at its line, head lines in the first column; read as a sheet it tells the same. Raises UnreadableWorkbook
    where a byte or a quotation mark is wrong: what follows has no sure cells.
    """
    text, _ = decoded_text(content) if len(content) <= LARGEST_CSV_BYTES else (None, None)
    lines = CsvSplitter(text or "", is_known).split(MOST_CELLS)
    if text is None or lines.broken is not None or lines.too_much is not None:
        raise UnreadableWorkbook("FILE-301" if text is None else "FILE-302", found="", known="")
    sheet = _sheet(lines)
    for number, line in [*lines.heads, *lines.late_heads]:
        sheet.cells[number, 1] = Cell("text", unquoted(line, lines.delimiter))
    for number, record in lines.records:
        if is_heading(record):  # how many headings there are counts, blank ones too
            blanks = {(number, column): Cell("text", " ") for column, text in enumerate(record, start=1) if not text.strip()}
            sheet.cells.update(blanks)
    return sheet


def _sheet(lines: CsvLines) -> Sheet:
    sheet = Sheet(name=None, lines={number: number for number, _ in lines.records})
    for number, record in lines.records:
        for column, text in enumerate(record, start=1):
            if len(text) > LONGEST_TEXT:
                sheet.cells[number, column] = ODD
                if len(sheet.odd) < MOST_ODD:
                    sheet.tell((number, column), "FILE-260", *too_long(text))
            elif text.strip():
                sheet.cells[number, column] = Cell("text", as_meant(text))
    return sheet


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def filled_csv(pack: Pack, case: Case, doubts: Sequence[Problem] = (), *, encoding: str = "utf-8-sig") -> bytes:
    """The CSV filled with a case; reading it back gives the same case. `doubts` stand ready for answers."""
    return csv_of(case_form(pack, case, doubts), encoding=encoding)


def csv_of(form: InputForm, *, encoding: str = "utf-8-sig") -> bytes:
    """The bytes of a form as CSV."""
    stream = io.StringIO(newline="")
    head = {
        "tanheng": TEMPLATE_VERSION, "pack": form.pack.id, "year": str(form.year), "grain": form.grain,
        **({"through month": str(form.through_month)} if form.through_month else {}),
        "entity": form.entity_name, "code": form.entity_code, "made for": form.pack.id, **({"base": form.base} if form.base else {}),
    }  # fmt: skip
    heads = [f"# {name}: {entry}" for name, entry in head.items()]
    heads += [f"# facility: {'; '.join(facility_texts(one))}" for one in form.facilities]
    heads += [f"# attribute: {one.name}; {one.facility or ''}; {one.value}" for one in form.attributes]
    heads += [f"# override: {'; '.join(override_texts(one))}" for one in form.overrides]
    heads += [f"# uncertainty: {'; '.join(statement_texts(form.pack, one))}" for one in form.uncertainties]
    if form.answers:
        heads.append(f"# answer: {'; '.join(both(ANSWER_HEADINGS[name][0]) for name in IN_CSV)}")
    heads += [f"# answer: {'; '.join(answer[name] for name in IN_CSV)}" for answer in form.answers]
    stream.writelines(f"{_one_cell(line)}\r\n" for line in heads)
    months: tuple[int | None, ...] = () if form.grain == "year" else tuple(range(1, 13))
    with_year = form.grain == "year" or any(one.yearly_only for one in form.pack.inputs())
    periods = (*months, None) if with_year else months
    columns = csv_fields(months=bool(months), year=with_year)
    writer = csv.writer(stream)
    writer.writerow([DATA_HEADINGS[name][0].zh for name in columns])
    for sheet in form.sheets:
        for line in sheet.lines:
            if line.quantity is not None:
                writer.writerow(_csv_row(form, line, periods))
    return stream.getvalue().encode(encoding, errors="strict")


csv_template = written_by(csv_of, blank_form)  # a blank CSV of a pack for a year; the counterpart of `input_template`


def _one_cell(line: str) -> str:
    """A head line; in quotes where a spreadsheet would part it and take what follows for a formula."""
    quoted = line.replace('"', '""')
    return f'"{quoted}"' if PARTED_FORMULA.search(line) else line


def _csv_row(form: InputForm, line: Line, periods: tuple[int | None, ...]) -> list[str]:
    quantity = line.quantity
    assert quantity is not None
    unit = "" if "{unit}" in quantity.unit and line.item is None else form.pack.unit_of(quantity.id, line.item)
    amounts = [amount_text(line.amounts[period]) if period in line.amounts else "" for period in periods]
    kind = KIND_WORDS[line.kind].zh if line.kind in KIND_WORDS else line.kind
    words = [kind, line.source, line.evidence, line.uncertainty, line.note, quantity.id]
    places = [quantity.label.zh, line.facility or "", line.item or "", unit]
    return [*map(as_text, places), *amounts, *map(as_text, words)]
