"""Cells that are no plain digits or words: read as the readers of workbooks and CSV read them, each different text once.

Numbers with thousands separators, percentages, full-width digits; months and years as people write them; names with marks that
nobody sees. What cannot be read is told and left blank. A table without such cells passes through untouched.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tanheng.bulk.problems import TableProblem
from tanheng.bulk.schema import SOURCE
from tanheng.bulk.source.row_checks import RowCheck, failures
from tanheng.bulk.source.table import TableShape, ValueColumn, unit_of_heading
from tanheng.bulk.sql.amounts import NOT_APPLICABLE, NUMBER, trimmed
from tanheng.bulk.sql.backend import Backend
from tanheng.documents.input.period_headings import Period, period_of
from tanheng.documents.input.typed_numbers import Typed, says_not_applicable, typed_number
from tanheng.documents.reading.cells import Cell
from tanheng.documents.reading.invisible_marks import SUSPECTS, unseen, with_names, without_marks
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Severity

MONTH = "0?[1-9]|1[0-2]"
YEAR = "(19|20)[0-9][0-9]|2100"
TOTALS = (
    "[#＃]?[ \u3000]*((本|全)?年度?|本?月度?)?([合小总共累][ \u3000]*计|平[ \u3000]*均)|"
    "[#＃]?[ \u3000]*((Grand|GRAND|grand|Year|YEAR|year) ?)?([Ss]ub)?([Tt]otal|TOTAL|SUBTOTAL|Sum|SUM|sum)"
)
TOTAL = f"({TOTALS})[:：]?"  # what a row of totals is called where a name or a month belongs
DAY = re.compile(r"(?P<date>(?P<year>(?:19|20)\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?)(?:[ T]0?0:00(?::00(?:\.0+)?)?)?")
BLANK_MARKS = "\t\n\r\u3000"
UNSEEN = "".join(f"\\x{{{ord(mark):x}}}" for mark in sorted({*SUSPECTS, *BLANK_MARKS}) if mark > "\x7f")
ODD_WORDS = f"(?s).*[\\x00-\\x1f\\x7f{UNSEEN}].*"
AS_CASES_SAY = {"FILE-219": "CASE-141"}  # the sentence of cases is the same for a text that is no number
PARTED, BEFORE_PARTED = "0[0-9][0-9]", "[+-]?[0-9]{1,3}"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means: the plain text that stands in its place, and the code of what is wrong or doubtful with it."""

    typed: str
    plain: str = ""
    code: str = ""
    severity: Severity = "error"
    found: str = ""
    wanted: str = ""
    year: str = ""  # of a month that says its year
    number: str = ""  # without the word for thousands behind it


@dataclass
class OddColumn:
    """The odd texts of one column by its heading."""

    heading: str
    texts: list[Meant] = field(default_factory=list)
    name: str = ""  # of its table in the database
    quantity: str | None = None


def plain_cells(backend: Backend, pack: Pack, shape: TableShape, year: int | None, *, names: bool = True) -> list[TableProblem]:
    """Lets `source` have plain cells alone, and tells those that could not be read. `names`: whether names are looked at too."""
    words = _odd_words(backend, shape) if names else iter(())
    odd = [one for one in (*words, *_odd_periods(backend, shape), *_odd_numbers(backend, pack, shape)) if one.texts]
    problems = _without_parted(backend, shape)
    if not odd:
        return problems
    for number, one in enumerate(odd):
        one.name = f"odd_{number}"
        _put(backend, one)
        problems += _told(backend, one, _year_of(backend, shape, odd, year) if one.heading == shape.places.get("month") else "")
    _replace(backend, shape, odd)
    return problems


def typed_as(text: str, unit: str) -> Meant:
    """What a text in a column of amounts means, as in a workbook."""
    cell = Cell("text", text)
    if says_not_applicable(cell):
        return Meant(text, "/")
    typed = typed_number(cell, unit)
    return _meant(text, typed)


def _meant(text: str, typed: Typed) -> Meant:
    code = typed.refusal or typed.remark or ""
    severity: Severity = "error" if typed.refusal else "warning"
    found = typed.words.get("found", with_names(text[:40]))
    wanted, number = (typed.words.get(name, "") for name in ("wanted", "number"))
    return Meant(text, typed.text or "", AS_CASES_SAY.get(code, code), severity, found, wanted, number=number)


# ── which cells are odd ──────────────────────────────────────────────────────────────────────────


def _odd_words(backend: Backend, shape: TableShape) -> Iterator[OddColumn]:
    """Names with marks that nobody sees: dropped, or named where they may mean something."""
    words = {**shape.places, **shape.attributes}
    for name, heading in words.items():
        if name in ("month", "year", "value") or heading not in shape.texts:
            continue
        texts = _distinct(backend, heading, backend.matches("x", ODD_WORDS))
        yield OddColumn(heading, [_word(text) for text in texts])


def _word(text: str) -> Meant:
    plain = " ".join(without_marks(text).split())
    code = "BATCH-142" if unseen(plain) else ""
    return Meant(text, plain, code, found=with_names(plain[:60]))


def _odd_periods(backend: Backend, shape: TableShape) -> Iterator[OddColumn]:
    """Months and years as people write them; those that cannot be read are left to the reader of rows."""
    for name, pattern in (("year", YEAR), ("month", MONTH)):
        heading = shape.places.get(name)
        if heading in shape.texts:
            texts = _distinct(backend, heading, f"x <> '' AND NOT {backend.matches('x', pattern)}")
            yield OddColumn(heading, [one for text in texts if (one := _period(name, text)) is not None])


def _period(name: str, text: str) -> Meant | None:
    plain = without_marks(text).strip()
    dated = DAY.fullmatch(plain)
    if dated and not _bounds_a_month(int(dated["year"]), int(dated["month"]), int(dated["day"])):
        return None
    period = _period_of(dated["date"] if dated else plain)
    if period is None or period.unit:
        return None
    if name == "year":
        return Meant(text, str(period.year)) if period.field == "year" and period.year else None
    if period.field not in ("year", "value"):
        return Meant(text, period.field, year=str(period.year or ""), found=text)
    if period.field != "year" or re.fullmatch(TOTAL, text.strip()):
        return None  # a row of totals is told as one
    return Meant(text, "", year=str(period.year or ""), found=text)


def _bounds_a_month(year: int, month: int, day: int) -> bool:
    """Whether a date is the first or the last of its month, as people date months; a day within is no month."""
    return 1 <= month <= 12 and day in (1, monthrange(year, month)[1])


def _period_of(text: str) -> Period | None:
    plain = text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()
    return period_of(Cell("number" if plain else "text", text))


def _odd_numbers(backend: Backend, pack: Pack, shape: TableShape) -> Iterator[OddColumn]:
    """Texts in columns of amounts that are no plain digits."""
    columns = [one for one in shape.values.values() if one.type.kind == "text"]
    if not columns:
        return
    counts = ", ".join(f"COUNT(CASE WHEN {_is_odd(backend, trimmed(backend, one.heading))} THEN 1 END)" for one in columns)
    (found,) = backend.rows(f"SELECT {counts} FROM {SOURCE}")
    for column, count in zip(columns, found, strict=True):
        if count:
            unit = _unit_of(pack, column)
            texts = _distinct(backend, column.heading, _is_odd(backend, "x"))
            yield OddColumn(column.heading, [typed_as(text, unit) for text in texts], quantity=column.quantity.id)


def _is_odd(backend: Backend, text: str) -> str:
    return f"{text} <> '' AND NOT {backend.matches(text, NUMBER)} AND NOT {backend.matches(text, NOT_APPLICABLE)}"


def _unit_of(pack: Pack, column: ValueColumn) -> str:
    return unit_of_heading(column.heading) or next(iter(column.factors))


def _distinct(backend: Backend, heading: str, condition: str) -> list[str]:
    once = f"(SELECT DISTINCT {backend.quoted(heading)} FROM {SOURCE}) c"  # trimmed afterwards, for there are few different texts
    query = f"SELECT DISTINCT x FROM (SELECT {trimmed(backend, heading)} AS x FROM {once}) d WHERE {condition} ORDER BY 1"
    return [row[0] for row in backend.rows(query)]


def _without_parted(backend: Backend, shape: TableShape) -> list[TableProblem]:
    """Tells the rows of parted numbers and leaves them out: their other cells stand under wrong headings."""
    checks = list(_parted(backend, shape))
    problems = failures(backend, checks)
    if problems:
        sound = " AND ".join(f"NOT ({one.condition})" for one in checks)
        backend.make("source_whole", f"SELECT * FROM {SOURCE} WHERE {sound}")
        backend.replace_source("source_whole")
    return problems


def _parted(backend: Backend, shape: TableShape) -> Iterator[RowCheck]:
    """A number whose thousands stand in the next column: its row has as many cells as the headings only by chance."""
    texts = {one.heading: one for one in shape.values.values() if one.type.kind == "text"}
    for before, heading in zip(shape.headings, shape.headings[1:], strict=False):
        if before in texts and heading in texts:
            first, second = trimmed(backend, before), trimmed(backend, heading)
            looks = f"SUBSTRING({second}, 1, 1) = '0' AND {backend.matches(second, PARTED)} AND {backend.matches(first, BEFORE_PARTED)}"
            value = f"{first} || ',' || {second}"
            yield RowCheck(SOURCE, "BATCH-136", looks, heading, value, numbers={"found": "{value}"}, placed=False)


# ── put in their place, and told ─────────────────────────────────────────────────────────────────


def _put(backend: Backend, odd: OddColumn) -> None:
    text = backend.text_type
    columns = dict.fromkeys(("typed", "plain", "code", "severity", "found", "wanted", "of_year", "number"), text)
    rows = [(one.typed, one.plain, one.code, one.severity, one.found, one.wanted, one.year, one.number) for one in odd.texts]
    backend.put(odd.name, columns, rows)


def _told(backend: Backend, odd: OddColumn, year: str) -> list[TableProblem]:
    """The rows of texts that are wrong or doubtful; months whose year is not that of their row."""
    kinds: dict[tuple[str, Severity], None] = dict.fromkeys((one.code, one.severity) for one in odd.texts if one.code)
    dated = bool(year) and any(one.year for one in odd.texts)
    if not kinds and not dated:
        return []
    table, text = f"{odd.name}_rows", trimmed(backend, odd.heading)
    backend.make(table, f"SELECT s._row, {year or repr('')} AS of_row, o.* FROM {SOURCE} s JOIN {odd.name} o ON {text} = o.typed")
    others = {"found": "found", "wanted": "wanted", "number": "number"}
    checks = [
        RowCheck(table, code, f"code = '{code}'", odd.heading, "typed", "_row", odd.quantity, severity, others=others, placed=False)
        for code, severity in kinds
    ]
    if dated:
        wrong = "of_year <> '' AND of_row <> '' AND of_row <> of_year"
        checks.append(RowCheck(table, "BATCH-141", wrong, odd.heading, "typed", others=others, placed=False))
    return failures(backend, checks)


def _year_of(backend: Backend, shape: TableShape, odd: Sequence[OddColumn], year: int | None) -> str:
    """The query of the year of a row."""
    heading = shape.places.get("year")
    if heading is None:
        return f"'{year}'" if year is not None else ""
    cell = trimmed(backend, heading)
    plain = next((one.name for one in odd if one.heading == heading and one.name), None)
    return f"COALESCE((SELECT MAX(y.plain) FROM {plain} y WHERE y.typed = {cell}), {cell})" if plain else cell


def _replace(backend: Backend, shape: TableShape, odd: Sequence[OddColumn]) -> None:
    """The source with the plain texts in the place of the typed ones."""
    by_heading = {one.heading: one.name for one in odd}
    columns, joins = ["s._row"], []
    for heading in shape.headings:
        cell, name = backend.quoted(heading), by_heading.get(heading)
        columns.append(
            f"CASE WHEN {name}.typed IS NULL THEN CAST(s.{cell} AS {backend.text_type}) ELSE {name}.plain END AS {cell}"
            if name
            else f"s.{cell}"
        )
        if name:
            text = f"COALESCE(TRIM(CAST(s.{cell} AS {backend.text_type})), '')"
            joins.append(f"LEFT JOIN {name} ON {text} = {name}.typed")
    backend.make("source_plain", f"SELECT {', '.join(columns)} FROM {SOURCE} s {' '.join(joins)}")
    backend.replace_source("source_plain")
