"""Results as a plain text table whose columns stay straight with Chinese labels."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from shutil import get_terminal_size
from unicodedata import east_asian_width

from tanheng.cli.asked_place import address_of
from tanheng.engine.numbers import shown
from tanheng.engine.part_of_year import period_of, year_words
from tanheng.engine.places import Key, Place
from tanheng.engine.results import Result
from tanheng.engine.run import Run
from tanheng.engine.text import Text
from tanheng.engine.untranslatable import MARK, marked, untranslatable_rows

HEADINGS = (
    Text("量", "quantity"),
    Text("设施/品种", "facility/item"),
    Text("全年", "year"),
    Text("单位", "unit"),
)
YEAR = Text("全年", "year")
UNUSED = Text(
    "另有 {count} 个量本例没有用到，未列出（--json 列全）", "{count} more were not used in this case and are not listed (--json lists all)"
)
GAP = "  "
NARROWEST = 12  # columns of a label that can still be read


def result_lines(run: Run, lang: str, *, months: bool = False, ids: bool = False) -> Iterator[str]:
    """A heading, then one line a derived number that something was reported for; with `months` the months of each beneath it, a quarter
    a line; with `ids` the names of quantities that scripts use. What nothing was reported for is counted in the last line.
    """
    yield f"{run.case.entity_name} · {period_of(run.case).in_(lang)} · {run.pack.title.in_(lang)} ({run.pack.id})"
    places: dict[Place, list[Result]] = {}
    for result in run.results:
        places.setdefault(result.place._replace(month=None), []).append(result)
    used = {place: found for place, found in places.items() if any(one.value for one in found) or _reported_beneath(run, place)}
    yield from _table(run, used, lang, months=months, ids=ids)
    for one in untranslatable_rows(run.pack, lang):
        yield f"{MARK} {one['message']}"
    if len(used) < len(places):
        yield UNUSED.filled(count=str(len(places) - len(used))).in_(lang)
    yield f"snapshot {run.case.snapshot_hash}"
    yield f"run      {run.run_hash}"


def _table(run: Run, places: Mapping[Place, list[Result]], lang: str, *, months: bool, ids: bool) -> Iterator[str]:
    """The years as one table; with the months, each line of it is followed by its own."""
    heads = [(year_words(run.case, YEAR) if heading == YEAR else heading).in_(lang) for heading in HEADINGS]
    rows = [[*heads, "--explain"] if ids else heads]
    rows += [_row(run, place, found, lang, ids) for place, found in places.items()]
    if not months:
        yield from table_lines(rows, right={2}, room=room())
        return
    head, rule, *lines = table_lines(rows, right={2})
    yield from (head, rule)
    for line, found in zip(lines, places.values(), strict=True):
        yield line
        yield from _quarters(run, [one for one in found if one.month is not None])


def _quarters(run: Run, months: Sequence[Result]) -> Iterator[str]:
    """The months of one place, three a line, each under its number."""
    texts = {one.month or 0: shown(one.value, run.pack.quantities[one.quantity].decimals) for one in months}
    widest = max(map(len, texts.values()), default=0)
    for first in range(1, len(run.case.months) + 1, 3):
        three = [f"{month:02d}  {texts.get(month, '—').rjust(widest)}" for month in range(first, first + 3)]
        if texts:
            yield "    " + "    ".join(three)


def _reported_beneath(run: Run, place: Place) -> bool:
    """Whether a zero is the result of figures: something beneath it was reported at its place, or (a sum) anywhere."""
    beneath = run.pack.inputs_beneath[place.quantity]
    return any(
        one.place.quantity in beneath and place.facility in (None, one.place.facility) and place.item in (None, one.place.item)
        for one in run.case.values
    )


def _row(run: Run, place: Place, found: Sequence[Result], lang: str, ids: bool) -> list[str]:
    """Quantity, facility and item, the year (a dash where only months have a value), unit."""
    quantity = run.pack.quantities[place.quantity]
    year = next((shown(one.value, quantity.year_decimals) for one in found if one.month is None), "—")
    label = marked(run.pack, quantity.id, quantity.label.in_(lang))
    row = [label, place_words(run, place.quantity, (place.facility, place.item), lang), year, found[0].unit]
    return [*row, address_of(place)] if ids else row


def place_words(run: Run, quantity: str, key: Key, lang: str) -> str:
    """Facility and item by their names."""
    facility, item = key
    table = run.pack.tables[run.pack.quantities[quantity].item_table or ""] if item else None
    names = (
        run.case.facility_names.get(facility, facility) if facility else "",
        table.rows[item].label.in_(lang) if table and item else "",
    )
    return " ".join(name for name in names if name)


def width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def room() -> int | None:
    """The columns of the terminal that is written to; None in a pipe, where lines stay as long as they are."""
    return get_terminal_size().columns if sys.stdout.isatty() else None


def table_lines(rows: Sequence[Sequence[str]], right: set[int], *, room: int | None = None, ruled: bool = True) -> Iterator[str]:
    """Rows padded to straight columns, a rule under the first; columns in `right` stand right-aligned. Where a terminal has less `room`,
    the first column goes on in the line below.
    """
    widths = [max(width(row[number]) for row in rows) for number in range(len(rows[0]))]
    if room is not None:
        widths[0] = max(NARROWEST, min(widths[0], room - sum(widths[1:]) - len(GAP) * (len(widths) - 1)))
    for position, row in enumerate(rows):
        first, *below = folded(row[0], widths[0])
        cells = []
        for number, text in enumerate([first, *row[1:]]):
            blanks = " " * (widths[number] - width(text))
            cells.append(blanks + text if number in right else text + blanks)
        yield GAP.join(cells).rstrip()
        yield from below
        if ruled and position == 0:
            yield GAP.join("-" * one for one in widths)


def folded(text: str, columns: int) -> list[str]:
    """A text cut into lines that fit so many columns; at least one."""
    lines = [""]
    for sign in text:
        if width(lines[-1] + sign) > columns:
            lines.append("")
        lines[-1] += sign
    return lines
