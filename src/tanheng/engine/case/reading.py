"""Reads a parsed `case/1` document into a `Case`, collecting every problem with its place; it never raises for bad data."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from tanheng.engine.answer import Answer
from tanheng.engine.case import VERSION, Case, Facility, Override, Value, in_canonical_order
from tanheng.engine.case.lives import figures_outside, filled_by_lives
from tanheng.engine.case.meters import read_meters
from tanheng.engine.case.overrides import override_problems, read_overrides
from tanheng.engine.case.parts import read_through_month
from tanheng.engine.case.places import read_attributes, read_facilities
from tanheng.engine.case.problems import LOST_VALUES_SENTENCES, RESULT_SENTENCES, SENTENCES
from tanheng.engine.case.reader import Path, Places, Reader
from tanheng.engine.case.values import ValueReader
from tanheng.engine.checks.whole_places import problems_of_whole_places
from tanheng.engine.completeness import completeness_problems
from tanheng.engine.credit_code import fault_of
from tanheng.engine.errors import DisabledPackError, PackError, UnknownPackError
from tanheng.engine.numbers import figure, parse_decimal
from tanheng.engine.overrides import overridden
from tanheng.engine.pack import Pack
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, Severity, has_errors, sorted_problems
from tanheng.engine.records.of.cases import CASE, ENTITY, names
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.forms import Statement
from tanheng.engine.uncertainty.reading import read_statements
from tanheng.engine.uncertainty.sources import statement_problems
from tanheng.engine.unread import UNREAD, Unread, UnreadPlace
from tanheng.engine.wording import Wording

Register = Callable[[Case], Iterable[Problem]]
BASE = re.compile(r"\d{1,9}(-[0-9a-f]{12})?")
A_BASE = Text("导入序号（如 3），或下载文件自带的原文", "the number of an import, such as 3, or what the downloaded file says there")
MOST_VALUES = 200_000


def read_case(
    document: object,
    pack_of: Callable[[str], Pack],
    *,
    places: Places | None = None,
    file: str | None = None,
    known_packs: tuple[str, ...] = (),
    stored: bool = False,
    unread: Collection[UnreadPlace] = (),
    refused: bool = False,
    form: bool = False,
    register: Register | None = None,
) -> tuple[Case | None, list[Problem]]:
    """The case of a parsed document, and all problems found; no case when one of them is an error.

    `places` maps paths such as ("values", 3, "months", 1) to where they stand in a file. `stored`: the document is one that was
    sealed before: it keeps the order that its hash was made of, and nobody asks again whether it is complete and within bounds.
    `unread` are the places (quantity, facility, item, month) where something was typed that the file's reader refused: they are not told
    as missing. `refused`: that reader found errors.
    `form`: the document was read from the tables of a form, so sentences speak its headings and labels, never ids. `register` says
    what it has against the entity and the facilities; it is asked in the same round as everything else.
    """
    reader = Reader(places or {}, file, Unread(unread), Wording(form=form), sealed=stored)
    if not isinstance(document, Mapping):
        kind, kind_en = ("列表", "a list") if isinstance(document, list) else ("一个值", "a single value")
        reader.note("CASE-101", (), found=kind, found_en=kind_en)
        return None, reader.problems
    mark = document.get("tanheng")
    if isinstance(mark, str) and "/" in mark and not mark.startswith("case/"):  # run/1, bridge/1 …: nothing else is worth saying
        where = reader.origin(("tanheng",)).where()
        return None, [problem_of(RESULT_SENTENCES, "CASE-102", where, found=mark[:40])]
    reader.known_keys(document, names(CASE), ())
    if document.get("tanheng") is None:
        reader.note("CASE-104", (), found=f"tanheng: {VERSION}" if not form else reader.field((), "tanheng"))
    elif document["tanheng"] != VERSION:
        reader.note("CASE-102", ("tanheng",), found=str(document.get("tanheng"))[:40])
    pack = _pack(reader, document, pack_of, known_packs)
    if pack is None:
        return None, sorted_problems(reader.problems)
    case = _read(reader, document, pack, stored)
    case = case if stored else in_canonical_order(case)
    together = () if stored else _problems_together(pack, case, reader)
    problems = _year_told_once(pack, case, [*reader.problems, *together], reader.wording)
    problems += [_in_file(one, document, reader) for one in register(case)] if register else []
    refused = refused or has_errors(problems)
    if refused:
        problems += problems_of_whole_places(pack, case, problems, reader.unread, Where(file=file))
    return None if refused else case, sorted_problems(map(reader.wording.spoken, problems))


def _in_file(problem: Problem, document: Mapping[str, Any], reader: Reader) -> Problem:
    """A problem of the entity or of a facility where the file names it."""
    rows = document.get("facilities")
    ids = [row.get("id") if isinstance(row, Mapping) else None for row in rows] if isinstance(rows, list) else []
    path: Path = ("entity", "code")
    if problem.where.facility in ids:
        path = ("facilities", ids.index(problem.where.facility), "id")
    return replace(problem, where=reader.origin(path).where(facility=problem.where.facility))


def _problems_together(pack: Pack, case: Case, reader: Reader) -> Iterator[Problem]:
    """What the parts of a case that could be read say together: what is missing, fixed, stated twice or replaced for nothing."""
    computed_by = overridden(pack, case)
    yield from completeness_problems(case, computed_by, reader.unread, reader.wording)
    yield from statement_problems(case, computed_by, reader.unread, reader.wording)
    yield from override_problems(pack, case, reader.wording)


def _year_told_once(pack: Pack, case: Case, problems: list[Problem], wording: Wording) -> list[Problem]:
    """A year outside the edition is one problem: that its dated values are missing only follows from it."""
    lost = [one for one in problems if one.code == "CASE-160"]
    if pack.covers(case.year) or not lost:
        return problems
    outside = next(one for one in problems if one.code == "CASE-107")
    severity: Severity = "error" if has_errors(lost) else "warning"
    places = [place for one in lost for place in one.all_places]
    names = dict.fromkeys(place.quantity or "" for place in places)
    words = {"found": case.year, "known": _validity(pack), "lost": wording.listed(wording.inputs(), names)}
    told = wording.problem("CASE-107", outside.where, severity, sentences=LOST_VALUES_SENTENCES, **words)
    others = [one for one in problems if one is not outside and one not in lost]
    return [replace(told, places=(outside.where, *places)), *others]


def _validity(pack: Pack) -> str:
    return f"{pack.valid_from}–{pack.valid_to or ''}"


def _pack(reader: Reader, document: Mapping[str, Any], pack_of: Callable[[str], Pack], known: tuple[str, ...]) -> Pack | None:
    pack_id = reader.text(document, "pack", (), required=True)
    if not pack_id:
        return None
    try:
        return pack_of(pack_id)
    except DisabledPackError as error:
        known = tuple(get_close_matches(pack_id, known, 4, 0.5)) or known
        reader.note("CASE-109", ("pack",), found=pack_id, known=", ".join(known), reason=error.reason)
        return None
    except UnknownPackError:
        known = tuple(get_close_matches(pack_id, known, 4, 0.5)) or known
        reader.note("CASE-105", ("pack",), found=pack_id, known=", ".join(known))
        return None
    except PackError as error:
        reader.note("CASE-117", ("pack",), found=pack_id, reason=error.told)
        return None


def _read(reader: Reader, document: Mapping[str, Any], pack: Pack, stored: bool) -> Case:
    year = _year(reader, document, pack)
    reader.wording = Wording(pack, form=reader.wording.form)
    name, code = _entity(reader, document)
    facilities = read_facilities(reader, document, pack)
    reader.wording = Wording(pack, facilities, form=reader.wording.form)
    attributes = read_attributes(reader, document, pack, facilities)
    grain, known = _grain(reader, document)
    through = read_through_month(reader, document, pack, grain)
    values = _values(reader, document, pack, (year, grain, through), facilities, grain_known=known)
    uncertainties = read_statements(reader, document, pack, facilities)
    overrides = read_overrides(reader, document, pack, year)
    answers = _answers(reader, document, pack, stored=stored)
    base = _base(reader, document)
    meters = read_meters(reader, document)
    places = (facilities, attributes, values, uncertainties, overrides, answers, base, through, meters)
    return Case(pack.id, year, grain, name, code, *places)


def _base(reader: Reader, document: Mapping[str, Any]) -> str:
    """Which stored figures the file was made from: the number of an import and the start of its digest; "" where it does not say."""
    given = document.get("base")
    if given is None or given is UNREAD:
        return ""
    text = "" if isinstance(given, bool) else str(given).strip()
    if not BASE.fullmatch(text):
        label = reader.field((), "base")
        found = Text(f"{label.zh} {given!r}"[:80], f"{label.en} {given!r}"[:80])
        reader.note("CASE-106", ("base",), found=found, wanted=A_BASE)
        return ""
    return text


def _answers(reader: Reader, document: Mapping[str, Any], pack: Pack, *, stored: bool) -> tuple[Answer, ...]:
    if document.get("answers") is None:
        return ()
    from tanheng.engine.case.answers import read_answers  # few cases have any

    return read_answers(reader, document, pack, stored=stored)


def statements_of(
    document: Mapping[str, Any], pack: Pack, facilities: tuple[Facility, ...]
) -> tuple[tuple[Statement, ...], tuple[Override, ...], tuple[Answer, ...]]:
    """The uncertainties, overrides and answers of a canonical case document that was read before."""
    reader = Reader({}, None, wording=Wording(pack, facilities))
    uncertainties = read_statements(reader, document, pack, facilities)
    overrides = read_overrides(reader, document, pack, document["year"])
    return uncertainties, overrides, _answers(reader, document, pack, stored=True)


def _year(reader: Reader, document: Mapping[str, Any], pack: Pack) -> int:
    """The year; where it is not known the first of the edition stands in its place, and nothing is said of dated values."""
    year = document.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1990 <= year <= 2100:
        reader.unread.year_known = False
        if year is None:
            reader.note("CASE-104", ("year",), found=reader.field((), "year"))
        elif year is not UNREAD:
            label, wanted = reader.field((), "year"), Text("年份（如 2025）", "a year such as 2025")
            found = Text(f"{label.zh} {year!r}"[:80], f"{label.en} {year!r}"[:80])
            reader.note("CASE-106", ("year",), found=found, wanted=wanted)
        return pack.valid_from
    if not pack.covers(year):
        known = _validity(pack)
        reader.problems.append(reader.wording.problem("CASE-107", reader.origin(("year",)).where(), found=year, known=known))
    return year


def _grain(reader: Reader, document: Mapping[str, Any]) -> tuple[str, bool]:
    """The grain, and whether it is stated; where it cannot be used, what is typed shows which is meant."""
    grain = document.get("grain", "month")
    if grain in ("month", "year"):
        return str(grain), True
    if grain is not UNREAD:
        reader.note("CASE-108", ("grain",), found=str(grain)[:40])
    given = document.get("values")
    rows = [row for row in (given if isinstance(given, list) else ()) if isinstance(row, Mapping)]
    by_month = any(row.get("months") is not None or row.get("each_month") is not None for row in rows)
    return "month" if by_month or not rows else "year", False


def _entity(reader: Reader, document: Mapping[str, Any]) -> tuple[str, str]:
    entity = document.get("entity")
    if entity is UNREAD:
        return "", ""
    if not isinstance(entity, Mapping):
        reader.note("CASE-104", ("entity",), found="entity: {name, code}")
        return "", ""
    reader.known_keys(entity, names(ENTITY), ("entity",))
    name = reader.text(entity, "name", ("entity",))
    if not name and isinstance(entity.get("name") or "", str):
        reader.note("CASE-104", ("entity", "name"), found=reader.field(("entity",), "name"))
    if parse_decimal(name) is not None:
        where = reader.origin(("entity", "name")).where()
        reader.problems.append(problem_of(SENTENCES, "CASE-116", where, found=name[:40]))
    code = reader.text(entity, "code", ("entity",))
    fault = fault_of(code)
    if fault is not None:
        where = reader.origin(("entity", "code")).where()
        reader.problems.append(problem_of(SENTENCES, "CASE-115", where, found=code[:40], why=fault.zh, why_en=fault.en))
    return name, code


def _values(
    reader: Reader,
    document: Mapping[str, Any],
    pack: Pack,
    of: tuple[int, str, int | None],
    facilities: tuple[Facility, ...],
    *,
    grain_known: bool,
) -> tuple[Value, ...]:
    """The values; `of` is the year, the grain, and the last month of a part of a year."""
    year, grain, through = of
    known = {one.id: one for one in facilities}
    value_reader = ValueReader(reader, pack, year, grain, known, grain_known=grain_known, through_month=through)
    for path, row in reader.rows(document, "values"):
        if len(value_reader.values) > MOST_VALUES:
            reader.note("CASE-159", ("values",), found=figure(len(value_reader.values)), known=figure(MOST_VALUES))
            break
        value_reader.read(path, row)
    values = tuple(value_reader.values.values())
    if grain != "month":
        return values
    reader.problems += figures_outside(reader, pack, facilities, values, year)
    return (*values, *filled_by_lives(pack, facilities, value_reader.values, year, through))
