"""Results as a plain text table whose columns stay straight with Chinese labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from tanheng.engine.numbers import shown
from tanheng.engine.results import Result
from tanheng.engine.run import Run
from tanheng.engine.text import Text
from tanheng.engine.untranslatable import MARK, marked, untranslatable_rows

HEADINGS = (
    Text("量", "quantity"),
    Text("设施/品种", "facility/item"),
    Text("期间", "period"),
    Text("值", "value"),
    Text("单位", "unit"),
)
YEAR = Text("全年", "year")


def result_lines(run: Run, lang: str, *, months: bool = False) -> Iterator[str]:
    """A heading, then one line a derived number: the year, with `months` every month too."""
    yield f"{run.case.entity_name} · {run.case.year} · {run.pack.title.in_(lang)} ({run.pack.id})"
    rows = [[heading.in_(lang) for heading in HEADINGS]]
    rows += [_row(run, result, lang) for result in run.results if months or result.month is None]
    yield from table_lines(rows, right={3})
    for one in untranslatable_rows(run.pack, lang):
        yield f"{MARK} {one['message']}"
    yield f"snapshot {run.case.snapshot_hash}"
    yield f"run      {run.run_hash}"


def _row(run: Run, result: Result, lang: str) -> list[str]:
    quantity = run.pack.quantities[result.quantity]
    item = run.pack.tables[quantity.item_table or ""].rows[result.item].label.in_(lang) if result.item else ""
    facility = run.case.facility_names.get(result.facility, result.facility) if result.facility else ""
    period = YEAR.in_(lang) if result.month is None else f"{result.month:02d}"
    decimals = quantity.year_decimals if result.month is None else quantity.decimals
    place = " ".join(part for part in (facility, item) if part)
    return [marked(run.pack, quantity.id, quantity.label.in_(lang)), place, period, shown(result.value, decimals), result.unit]


def width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def table_lines(rows: Sequence[Sequence[str]], right: set[int]) -> Iterator[str]:
    """Rows padded to straight columns, a rule under the first; columns in `right` stand right-aligned."""
    widths = [max(width(row[number]) for row in rows) for number in range(len(rows[0]))]
    for position, row in enumerate(rows):
        cells = []
        for number, text in enumerate(row):
            blanks = " " * (widths[number] - width(text))
            cells.append(blanks + text if number in right else text + blanks)
        yield "  ".join(cells).rstrip()
        if position == 0:
            yield "  ".join("-" * one for one in widths)
