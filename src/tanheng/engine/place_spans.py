"""Many places in short, for a problem that repeats: `C7–M7, Fuels B3`, lines and months likewise. Words only; it finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from tanheng.engine.places import Where

SHOWN_SPANS = 8
CELL = re.compile(r"([A-Z]{1,3})(\d+)")
Spot = tuple[int, int]  # row, column


def spans_text(places: Sequence[Where], first: Where, lang: str) -> str:
    """The places beside `first`, neighbours as spans; file and sheet are named only where they are others than before."""
    groups: dict[tuple[str | None, str | None], list[Where]] = {}
    for one in places:
        groups.setdefault((one.file, one.sheet), []).append(one)
    before, told = (first.file, first.sheet), []
    for group, found in groups.items():
        spans = list(_spans(found, lang))
        head = "" if group == before or not any(group) else " ".join(part for part in group if part)
        told += [f"{head} {spans[0]}".strip(), *spans[1:]]
        before = group
    more = "…" if len(told) > SHOWN_SPANS else ""
    return ("、" if lang.startswith("zh") else ", ").join([*told[:SHOWN_SPANS], *([more] if more else [])])


def _spans(places: Iterable[Where], lang: str) -> Iterable[str]:
    """Cells as areas, then lines, then what has only its place in the domain."""
    places = list(places)
    spots = [(int(found.group(2)), _number(found.group(1))) for one in places if (found := CELL.fullmatch(one.cell or ""))]
    yield from _areas(spots)
    rest = [one for one in places if not CELL.fullmatch(one.cell or "")]
    lines = sorted({one.line for one in rest if one.line is not None})
    if lines:
        yield ("第 {} 行" if lang.startswith("zh") else "lines {}").format(numbers_text(lines))
    yield from _domain_spans([one for one in rest if one.line is None], lang)


def _areas(spots: Iterable[Spot]) -> Iterable[str]:
    """Runs along a row; equal runs in rows that follow each other stand together."""
    alike: dict[tuple[int, int], list[int]] = {}
    for row, columns in _rows(spots).items():
        for start, end in runs(columns):
            alike.setdefault((start, end), []).append(row)
    for (start, end), rows in sorted(alike.items(), key=lambda pair: (pair[1][0], pair[0])):
        for top, bottom in runs(rows):
            one, last = f"{column_letters(start)}{top}", f"{column_letters(end)}{bottom}"
            yield one if one == last else f"{one}–{last}"


def _rows(spots: Iterable[Spot]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row, column in sorted(set(spots)):
        rows.setdefault(row, []).append(column)
    return rows


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers that follow each other as first and last."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _domain_spans(places: Iterable[Where], lang: str) -> Iterable[str]:
    """One place after the other, its months in short."""
    months: dict[str, list[int]] = {}
    for one in places:
        found = months.setdefault(replace(one, month=None, file=None, sheet=None).as_text(lang), [])
        if one.month is not None:
            found.append(one.month)
    for text, found in months.items():
        shown = (" {} 月" if lang.startswith("zh") else " month {}").format(numbers_text(sorted(found))) if found else ""
        yield (text + shown).strip() or "—"


def numbers_text(numbers: Iterable[int]) -> str:
    """Numbers in order in short, neighbours as a span: `1–6, 8–12`."""
    return ", ".join(str(start) if start == end else f"{start}–{end}" for start, end in runs(numbers))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(1024)
def column_letters(column: int) -> str:
    """What a sheet calls a column: `A` for 1, `AA` for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
