"""`tanheng why`: why the total of one year or month differs from another's, source by source and effect by effect."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import click

from tanheng.analysis.why_changed import EFFECTS, Line, Period, Why, why_changed
from tanheng.analysis.why_document import quantity_of, why_document
from tanheng.cli.analysis_input import json_option, print_outcome, signed, workbook_option, write_workbook
from tanheng.cli.case_input import run_or_exit
from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option, said
from tanheng.cli.result_table import room, table_lines
from tanheng.cli.waterfall_text import waterfall_lines
from tanheng.cli.writing import Writer, writes_files
from tanheng.documents.report.labels import month_label, place_label
from tanheng.engine.text import Text

SOURCE, BEFORE, AFTER, CHANGE = Text("排放源", "source"), Text("原值", "before"), Text("新值", "after"), Text("变化", "change")
ALL_SOURCES = Text("合计", "total")
Row = tuple[str | Decimal | None, ...]


@click.command()
@click.argument("before_path", metavar="BEFORE", type=InputFile(piped=True))
@click.argument("after_path", metavar="[AFTER]", type=InputFile(), required=False)
@click.option(
    "--months",
    type=(click.IntRange(1, 12), click.IntRange(1, 12)),
    metavar="M N",
    help="Month M of BEFORE against month N of AFTER (of the same case without AFTER). 两个月份对比。",
)
@json_option("why/1")
@workbook_option
@writes_files
@language_option
def why(
    before_path: Path,
    after_path: Path | None,
    months: tuple[int, int] | None,
    as_json: bool,
    output: Path | None,
    writer: Writer,
    lang: str,
) -> None:
    """Why the total changed: calendar, output, rate, factor and rules of each source; they add up exactly. 变化原因。"""
    if after_path is None and months is None:
        raise click.UsageError(said("要么给出第二个算例，要么用 --months 指定两个月份", "name a second case, or two months by --months"))
    if output is not None:
        writer.check(output)
    first = run_or_exit(before_path, lang)
    second = first if after_path is None else run_or_exit(after_path, lang)
    one, other = months or (None, None)
    found = why_changed(Period(first, one), Period(second, other))
    if found is None:
        raise click.UsageError(said("两期中有一期没有总量，无从比较", "one of the two periods has no total: there is nothing to compare"))
    print_outcome(why_document(found, lang), _lines(found, lang), (), lang, as_json=as_json)
    if output is not None:
        from tanheng.documents.list_workbook import Listing, list_workbook  # its library starts only when one is written

        listing = Listing(
            said("变化原因", "Why it changed"), " → ".join(heads(found, lang)), _headings(found, lang), list(_rows(found, lang))
        )
        write_workbook(writer, output, list_workbook([listing]), as_json=as_json)


def _workbook(found: Why, lang: str) -> bytes:
    from tanheng.documents.list_workbook import Listing, list_workbook  # its library starts only when one is written

    title, note = said("变化原因", "Why it changed"), " → ".join(heads(found, lang))
    return list_workbook([Listing(title, note, _headings(found, lang), list(_rows(found, lang)))])


def heads(found: Why, lang: str) -> tuple[str, str]:
    """What each of the two periods is called."""
    first, last = (
        f"{one.run.case.entity_name} {one.run.case.year}" + (f" {month_label(one.month, lang)}" if one.month else "")
        for one in (found.before, found.after)
    )
    return first, last


def _lines(found: Why, lang: str) -> Iterator[str]:
    names = heads(found, lang)
    total = found.after.run.pack.quantities[found.after.run.pack.total]
    first, last = (format(one, ",f") for one in found.totals)
    yield f"{total.label.in_(lang)} {first} → {last} {total.unit} ({signed(found.difference)})"
    yield ""
    yield from waterfall_lines([names[0], *(EFFECTS[name].in_(lang) for name in found.effects), names[1]], found.states)
    yield ""
    rows = [[_text(cell) for cell in row] for row in _rows(found, lang)]
    yield from table_lines([_headings(found, lang), *rows], right=set(range(1, 4 + len(found.effects))), room=room())


def _headings(found: Why, lang: str) -> list[str]:
    return [one.in_(lang) for one in (SOURCE, BEFORE, AFTER, CHANGE)] + [EFFECTS[name].in_(lang) for name in found.effects]


def _rows(found: Why, lang: str) -> Iterator[Row]:
    """A row for each source, then that of the total."""
    for one in found.lines:
        yield (_label(found, one, lang), one.before, one.after, one.difference, *(one.effects.get(name) for name in found.effects))
    yield (ALL_SOURCES.in_(lang), *found.totals, found.difference, *found.effects.values())


def _label(found: Why, one: Line, lang: str) -> str:
    pack, quantity = quantity_of(found, one.quantity)
    run = found.after.run if pack is found.after.run.pack else found.before.run
    place = place_label(run, one.quantity, one.key, lang)
    return quantity.label.in_(lang) + (f" · {place}" if place else "")


def _text(cell: str | Decimal | None) -> str:
    return format(cell, ",f").replace("-", "−") if isinstance(cell, Decimal) else cell or ""
