"""`tanheng compare`: two cases in, and what changed between their runs, with its cause. Writes a workbook only when asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tanheng.analysis.comparison import (
    ABSENT,
    BY_INPUTS,
    BY_RULES,
    CAUSES,
    SAID_OF_A_VALUE,
    ChangedAnswer,
    ChangedInput,
    ChangedResult,
    Comparison,
)
from tanheng.analysis.comparison import compare as compared
from tanheng.analysis.comparison_document import comparison_document
from tanheng.cli.analysis_input import json_option, print_outcome, workbook_option, write_workbook
from tanheng.cli.case_input import run_or_exit
from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option, said
from tanheng.cli.progress import progress
from tanheng.cli.result_table import YEAR, table_lines
from tanheng.cli.writing import Writer, writes_files
from tanheng.documents.report.labels import place_label
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.case import Value
from tanheng.engine.numbers import shown
from tanheng.engine.part_of_year import period_of, year_words
from tanheng.engine.places import Place
from tanheng.engine.run import Run
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.documents.list_workbook import Listing

Row = tuple[str | Decimal | None, ...]
RESULTS, INPUTS = Text("变化的结果", "Results that changed"), Text("变化的输入数据", "Inputs that changed")
RULES = Text("变化的规则", "Rules that changed")
UNCHANGED = Text("另有 {count} 个结果没有变化", "{count} results unchanged")
QUANTITY, PLACE, UNIT = Text("量", "quantity"), Text("设施/品种/期间", "facility/item/period"), Text("单位", "unit")
BEFORE, AFTER = Text("原值", "before"), Text("新值", "after")
RESULT_HEADINGS = (
    QUANTITY, PLACE, UNIT, BEFORE, AFTER, Text("差值", "difference"), BY_RULES, BY_INPUTS,
    Text("原因", "cause"),
)  # fmt: skip
INPUT_HEADINGS = (QUANTITY, PLACE, UNIT, Text("变化", "what"), BEFORE, AFTER)
RULE_HEADINGS = (Text("参数或公式", "parameter or formula"), BEFORE, AFTER)
CHANGES = {
    "value": Text("数值", "value"),
    "kind": Text("数据类型", "kind"),
    "source": Text("数据来源", "source"),
    "evidence": Text("凭证", "evidence"),
    "added": Text("新增", "added"),
    "removed": Text("去掉", "removed"),
    "answer": Text("疑问的答复", "answer to a doubt"),
}


@click.command()
@click.argument("before_path", metavar="BEFORE", type=InputFile(piped=True))
@click.argument("after_path", metavar="AFTER", type=InputFile(piped=True))
@click.option("--months", is_flag=True, help="Compare monthly results too. 逐月结果也对比。")
@json_option("comparison/1")
@workbook_option
@writes_files
@language_option
def compare(before_path: Path, after_path: Path, months: bool, as_json: bool, output: Path | None, writer: Writer, lang: str) -> None:
    """What changed from the case BEFORE to the case AFTER: inputs, rules and results, each result with its cause. 两次核算对比。"""
    if output is not None:
        writer.check(output)
    first, second = run_or_exit(before_path, lang), run_or_exit(after_path, lang)
    with progress(said("对比两次核算", "comparing the runs")):
        found = compared(first, second, months=months)
    print_outcome(comparison_document(found, lang), _lines(found, lang), (), lang, as_json=as_json)
    if output is not None:
        from tanheng.documents.list_workbook import list_workbook  # its library starts only when one is written

        write_workbook(writer, output, list_workbook(_listings(found, lang)), as_json=as_json)


@dataclass(frozen=True)
class Table:
    """One table: its rows with exact numbers, as a workbook takes them, and the same as texts; columns in `right` hold numbers."""

    title: str
    headings: list[str]
    rows: list[Row]
    texts: list[list[str]]
    right: set[int]


def _lines(found: Comparison, lang: str) -> Iterator[str]:
    """The two runs, then a table each of what changed."""
    for mark, run in (("-", found.first), ("+", found.second)):
        yield f"{mark} {_head(run, lang)}"
    for table in _tables(found, lang):
        if table.rows:
            yield from ("", table.title, *table_lines([table.headings, *table.texts], table.right))
    yield from ("", UNCHANGED.filled(count=str(found.equal_results)).in_(lang))


def _head(run: Run, lang: str) -> str:
    return f"{run.case.entity_name} · {period_of(run.case).in_(lang)} · {run.pack.title.in_(lang)} ({run.pack.id}) · {run.run_hash}"


def _listings(found: Comparison, lang: str) -> list[Listing]:
    """The same tables for sheets."""
    from tanheng.documents.list_workbook import Listing

    note = f"{_head(found.first, lang)} → {_head(found.second, lang)}"
    return [Listing(table.title, note, table.headings, table.rows) for table in _tables(found, lang)]


def _tables(found: Comparison, lang: str) -> Iterator[Table]:
    results = [_result(one, lang) for one in found.results]
    decimals = [_decimals(one) for one in found.results]
    texts = [[_text(cell, most) for cell in row] for row, most in zip(results, decimals, strict=True)]
    yield Table(RESULTS.in_(lang), [one.in_(lang) for one in RESULT_HEADINGS], results, texts, set(range(3, 8)))
    inputs = [*(_input(one, lang) for one in found.inputs), *(_answer(found, one, lang) for one in found.answers)]
    texts = [[_as_given(cell) for cell in row] for row in inputs]
    yield Table(INPUTS.in_(lang), [one.in_(lang) for one in INPUT_HEADINGS], inputs, texts, set())
    rules: list[Row] = [(f"{one.label.in_(lang)} {one.name}", one.before, one.after) for one in found.rules]
    texts = [[_as_given(cell) for cell in row] for row in rules]
    yield Table(RULES.in_(lang), [one.in_(lang) for one in RULE_HEADINGS], rules, texts, set())


def _result(one: ChangedResult, lang: str) -> Row:
    numbers = (one.before, one.after, one.difference, one.by_edition, one.by_inputs)
    return (*_place(one.of, one.place, lang), *numbers, CAUSES[one.cause].in_(lang))


def _place(run: Run, place: Place, lang: str) -> tuple[str, str, str]:
    """Label, place and unit of a number."""
    period = year_words(run.case, YEAR).in_(lang) if place.month is None else f"{place.month:02d}"
    parts = (place_label(run, place.quantity, (place.facility, place.item), lang), period)
    label = run.pack.quantities[place.quantity].label.in_(lang)
    return label, " · ".join(part for part in parts if part), run.pack.unit_of(place.quantity, place.item)


def _decimals(one: ChangedResult) -> int | None:
    quantity = one.of.pack.quantities[one.place.quantity]
    return quantity.year_decimals if one.place.month is None else quantity.decimals


def _text(cell: str | Decimal | None, decimals: int | None) -> str:
    return shown(cell, decimals) if isinstance(cell, Decimal) else cell or ABSENT


def _as_given(cell: str | Decimal | None) -> str:
    return f"{cell:,f}" if isinstance(cell, Decimal) else cell or ""


def _input(one: ChangedInput, lang: str) -> Row:
    told = (_told(one.before, one.what), _told(one.after, one.what))
    return (*_place(one.of, one.place, lang), CHANGES[one.what].in_(lang), *told)


def _told(value: Value | None, what: str) -> str | Decimal:
    if value is None:
        return ABSENT
    if what in SAID_OF_A_VALUE:
        return str(getattr(value, what) or ABSENT)
    return NOT_APPLICABLE_SIGN if value.amount is None else value.amount


def _answer(found: Comparison, one: ChangedAnswer, lang: str) -> Row:
    names = {**found.first.case.facility_names, **found.second.case.facility_names}
    month = f"{one.month:02d}" if one.month else ""
    place = " · ".join(part for part in (names.get(one.facility, one.facility), month) if part)
    told = (answer.as_text(lang) if answer else ABSENT for answer in (one.before, one.after))
    return (one.code, place, "", CHANGES["answer"].in_(lang), *told)
