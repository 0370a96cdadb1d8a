"""Reads when the facilities of a case are in use, and writes `/` into the months that are not theirs.

A facility may say `in_use_from`, `in_use_to` and `stops`. An amount that is reported of it monthly and has no value in a month wholly
before its life, after it or within a stop is not applicable there, as if `/` stood in its place; a figure that stands there is doubted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tanheng.engine.absences import NOT_APPLICABLE_KIND
from tanheng.engine.answers import figure_of, figures_digest
from tanheng.engine.case import Facility, StopDates, Value
from tanheng.engine.life import MONTHS
from tanheng.engine.pack import Pack
from tanheng.engine.place_spans import numbers_text
from tanheng.engine.places import Key, Place
from tanheng.engine.problems import Problem
from tanheng.engine.records.of.cases import STOP, names
from tanheng.engine.text import Text
from tanheng.engine.unread import UNREAD

if TYPE_CHECKING:
    from tanheng.engine.case.reader import Path, Reader

A_DAY = Text("日期（如 2025-03-01）", "a day such as 2025-03-01")
STOPS = Text("停产时段：from、to（未定的留空）和 reason", "stops, each with from, to (left out where it goes on) and reason")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PARTED = re.compile(r"[\s;；|～~]+")  # in a table they part stops and cells


def read_life(reader: Reader, row: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The dates of a facility's entry as fields of `Facility`; what cannot be is told and left out."""
    first, last = _day(reader, row, "in_use_from", path), _day(reader, row, "in_use_to", path)
    if first and last and last < first:
        reader.note("CASE-118", (*path, "in_use_to"), found=f"{first} – {last}")
        last = ""
    stops = tuple(stop for place, one in _entries(reader, row.get("stops"), path) if (stop := _stop(reader, one, place)) is not None)
    return {"in_use_from": first, "in_use_to": last, "stops": tuple(sorted(stops))}


def _entries(reader: Reader, given: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if given is None or given is UNREAD:
        return
    for number, one in enumerate(given if isinstance(given, list) else [given]):
        if isinstance(one, Mapping):
            yield (*path, "stops", number), one
        else:
            reader.note("CASE-106", (*path, "stops"), found=f"stops: {one!r}"[:80], wanted=STOPS)


def _stop(reader: Reader, row: Mapping[str, Any], path: Path) -> StopDates | None:
    reader.known_keys(row, names(STOP), path)
    first, last = _day(reader, row, "from", path), _day(reader, row, "to", path)
    if not first:
        if row.get("from") is None:
            reader.note("CASE-106", path, found="stops", wanted=STOPS)
        return None
    if last and last < first:
        reader.note("CASE-118", path, found=f"{first} – {last}")
        return None
    return StopDates(first, last, PARTED.sub(" ", reader.text(row, "reason", path)).strip(" ，,、"))


def _day(reader: Reader, row: Mapping[str, Any], key: str, path: Path) -> str:
    """A day as ISO text; "" where there is none, or none that can be used."""
    given = row.get(key)
    if given is None or given is UNREAD or given == "":
        return ""
    text = given.isoformat() if isinstance(given, date) else str(given).strip()
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    reader.note("CASE-106", (*path, key), found=f"{key}: {text}"[:80], wanted=A_DAY)
    return ""


def filled_by_lives(
    pack: Pack, facilities: Iterable[Facility], values: Mapping[Place, Value], year: int, through: int | None = None
) -> Iterator[Value]:
    """`/` for each monthly amount that is reported, or must be, and has no value in a month that is not applicable; `through`: of a part of
    the year, its last month.
    """
    last = through or len(MONTHS)
    months = {one.id: [month for month in one.life.not_applicable_months(year) if month <= last] for one in facilities if one.has_dates}
    if not any(months.values()):
        return
    series: dict[tuple[str, Key], Value] = {}
    for value in values.values():
        series.setdefault((value.quantity, value.key), value)
    for quantity in (one for one in pack.inputs() if one.by_facility and one.is_amount and not one.yearly_only):
        wanted = [(facility.id, None) for facility in facilities if quantity.required and facility.kind == quantity.facility_kind]
        keys = [key for name, key in series if name == quantity.id]
        for key in dict.fromkeys([*keys, *(() if quantity.by_item else wanted)]):
            like = series.get((quantity.id, key))
            texts: dict[str, Any] = {"source": like.source, "evidence": like.evidence, "note": like.note} if like else {}
            for month in months.get(key[0] or "", ()):
                place = Place(quantity.id, key[0], key[1], month)
                if place not in values:
                    yield Value(*place, None, NOT_APPLICABLE_KIND, **texts)


def figures_outside(reader: Reader, pack: Pack, facilities: Iterable[Facility], values: Iterable[Value], year: int) -> Iterator[Problem]:
    """One doubt for each facility with amounts in months in which it is, by its own dates, not in use."""
    months = {one.id: one.life.not_applicable_months(year) for one in facilities if one.has_dates}
    outside = amounts_in(pack, values, months)
    for facility, found in ((one, outside[one]) for one in months if one in outside):
        words: dict[str, Any] = {"found": facility, "months": numbers_text(sorted({one.month or 0 for one in found}))}
        problem = reader.wording.problem("CASE-119", found[0].where, **words)
        yield replace(problem, digest=figures_digest("CASE-119", map(figure_of, found)))


def amounts_in(pack: Pack, values: Iterable[Value], months: Mapping[str, Collection[int]]) -> dict[str, list[Value]]:
    """Amounts other than 0 that each facility reports in the months that are told of it; only of facilities that report any."""
    wanted = {facility: set(those) for facility, those in months.items() if those}
    found: dict[str, list[Value]] = {}
    for one in values if wanted else ():
        if one.month in wanted.get(one.facility or "", ()) and one.amount and pack.quantities[one.quantity].is_amount:
            found.setdefault(one.facility or "", []).append(one)
    return found
