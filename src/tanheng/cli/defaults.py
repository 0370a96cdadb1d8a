"""`tanheng defaults`: a case in, and what each default in it costs: one percent of it, and a typical measured value in its place."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tanheng.analysis.defaults import DefaultWorth, Typical, default_worths, defaults_document
from tanheng.cli.analysis_input import json_option, money, price_option, signed, workbook_option, write_workbook
from tanheng.cli.case_input import case_argument, case_or_exit
from tanheng.cli.language import language_option, said
from tanheng.cli.problem_text import print_problems
from tanheng.cli.progress import progress
from tanheng.cli.result_table import table_lines
from tanheng.cli.writing import Writer, writes_files
from tanheng.engine.numbers import Number, full_text
from tanheng.engine.part_of_year import period_of
from tanheng.engine.problems import has_errors
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.status_words import status_label
from tanheng.engine.text import Text
from tanheng.rulebook.bridge_maps import typical_values

if TYPE_CHECKING:
    from tanheng.documents.list_workbook import Listing

HEADINGS = (
    Text("缺省值", "default"),
    Text("数值", "value"),
    Text("单位", "unit"),
    Text("状态", "status"),
    Text("1% 影响（吨）", "one percent (t)"),
)
SHEET = Text("缺省值的代价", "Worth of defaults")
MONEY = Text("1% 影响（元）", "one percent (yuan)")
FIXED = Text("本版固定，不得更改", "fixed by the edition")
POINTS = {
    "low": Text("范围低值", "low end"),
    "typical": Text("典型值", "typical value"),
    "high": Text("范围高值", "high end"),
}
NONE_USED = Text("合计不依赖任何缺省值。", "The total rests on no default.")


@click.command()
@case_argument
@price_option
@json_option("defaults/1")
@workbook_option
@writes_files
@language_option
def defaults(case_path: Path, price: Decimal | None, as_json: bool, output: Path | None, writer: Writer, lang: str) -> None:
    """What each default in CASE costs: the effect of one percent and of typical measured values. 缺省值的代价：实测值多少。"""
    if output is not None:
        writer.check(output)
    pack, case, problems = case_or_exit(case_path, lang)
    run = run_case(pack, case, problems)
    with progress(said("逐个改变缺省值", "changing one default after the other")):
        worths = [] if has_errors(run.problems) else default_worths(run, typical_values())
    if as_json:
        document = {
            **defaults_document(run, worths, lang, price),
            "problems": [one.as_json(lang) for one in run.problems],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif not has_errors(run.problems):
        for line in _lines(run, worths, price, lang):
            click.echo(line)
    else:
        print_problems(run.problems, lang)
    if has_errors(run.problems):
        sys.exit(1)
    if output is not None:
        from tanheng.documents.list_workbook import list_workbook  # its library starts only when one is written

        write_workbook(writer, output, list_workbook([_listing(run, worths, price, lang)]), as_json=as_json)


def _listing(run: Run, worths: list[DefaultWorth], price: Decimal | None, lang: str) -> Listing:
    """The same rows for a sheet, their numbers as numbers."""
    from tanheng.documents.list_workbook import Listing

    headings = [one.in_(lang) for one in (*HEADINGS, *([MONEY] if price is not None else []))]
    rows: list[list[str | Decimal | None]] = []
    for one in worths:
        rows.append(_cells(_row(run, one, price, lang), one.amount, one.one_percent, price))
        rows += [_cells(_typical_row(one, point, price, lang), point.amount, point.tonnes, price) for point in one.typical]
    note = f"{run.case.entity_name} · {period_of(run.case).in_(lang)} · {run.pack.title.in_(lang)}"
    return Listing(SHEET.in_(lang), note, headings, rows)


def _cells(row: list[str], amount: Number, tonnes: Decimal, price: Decimal | None) -> list[str | Decimal | None]:
    value = amount if isinstance(amount, Decimal) else row[1]  # a ratio such as 44/12 stays as it is written
    return [row[0], value, *row[2:4], tonnes, *([tonnes * price] if price is not None else [])]


def _lines(run: Run, worths: list[DefaultWorth], price: Decimal | None, lang: str) -> Iterator[str]:
    yield f"{run.case.entity_name} · {period_of(run.case).in_(lang)} · {run.pack.title.in_(lang)} ({run.pack.id})"
    if not worths:
        yield NONE_USED.in_(lang)
        return
    rows = [[one.in_(lang) for one in (*HEADINGS, *([MONEY] if price is not None else []))]]
    for one in worths:
        rows += [_row(run, one, price, lang), *(_typical_row(one, point, price, lang) for point in one.typical)]
    yield from table_lines(rows, right={1, 4, 5})


def _row(run: Run, one: DefaultWorth, price: Decimal | None, lang: str) -> list[str]:
    quantity = run.pack.quantities.get(one.quantity)
    table = run.pack.tables.get(quantity.item_table or "") if quantity else None
    item = table.rows[one.item].label.in_(lang) if table and one.item and one.item in table.rows else ""
    label = " · ".join(text for text in (one.label.in_(lang), item) if text)
    status = status_label(one.status, lang) + (f" · {FIXED.in_(lang)}" if one.fixed else "")
    row = [label, full_text(one.amount), "" if one.unit == "1" else one.unit, status, signed(one.one_percent)]
    return [*row, money(one.one_percent, price)] if price is not None else row


def _typical_row(one: DefaultWorth, point: Typical, price: Decimal | None, lang: str) -> list[str]:
    row = [f"    {POINTS[point.point].in_(lang)}", full_text(point.amount), "" if one.unit == "1" else one.unit]
    row += [status_label(point.status, lang), signed(point.tonnes)]
    return [*row, money(point.tonnes, price)] if price is not None else row
