"""`tanheng tracks`: a case in, and its two tracks line by line: process and enterprise, and further cases of the entity beside them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import click

from tanheng.analysis.tracks_document import tracks_document
from tanheng.analysis.tracks_words import (
    CLEARED,
    COUNTED,
    DIFFERENCE,
    PLACE,
    SOURCE,
    SUM,
    TOTAL,
    counted_text,
)
from tanheng.analysis.two_tracks import ROUNDING, Line, TwoTracks, two_tracks
from tanheng.cli.analysis_input import bridge_map, json_option, print_outcome, workbook_option, write_workbook
from tanheng.cli.case_input import case_argument, run_or_exit
from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option
from tanheng.cli.result_table import table_lines
from tanheng.cli.writing import Writer, writes_files
from tanheng.engine.part_of_year import period_of
from tanheng.engine.problems import has_errors


@click.command()
@case_argument
@click.option(
    "--beside",
    multiple=True,
    metavar="CASE",
    type=InputFile(piped=True),
    help="A further case of the same entity and year, such as its captive power units; may be repeated. 同一企业的另一算例。",
)
@json_option("tracks/1")
@workbook_option
@writes_files
@language_option
def tracks(case_path: Path, beside: tuple[Path, ...], as_json: bool, output: Path | None, writer: Writer, lang: str) -> None:
    """The two tracks of CASE line by line: what is in both, only here, only there. 两本账：工序与企业逐行对账。"""
    if output is not None:
        writer.check(output)
    found = two_tracks(run_or_exit(case_path, lang), bridge_map(), [run_or_exit(path, lang) for path in beside])
    lines = () if has_errors(found.problems) else _lines(found, lang)
    print_outcome(tracks_document(found, lang), lines, found.problems, lang, as_json=as_json)
    if output is not None:
        from tanheng.documents.tracks_workbook import tracks_workbook  # its library starts only when one is written

        write_workbook(writer, output, tracks_workbook(found, lang), as_json=as_json)


def _lines(found: TwoTracks, lang: str) -> Iterator[str]:
    run = found.tracks[0].run
    yield f"{run.case.entity_name} · {period_of(run.case).in_(lang)}"
    for track in found.tracks:
        yield f"  {track.label.in_(lang)}: {track.words(lang)} ({track.run.pack.id})" + (f" · {CLEARED.in_(lang)}" if track.cleared else "")
    yield ""
    several = len(found.tracks) > 1
    heads = [SOURCE.in_(lang), PLACE.in_(lang), *(f"{one.label.in_(lang)} {one.unit}" for one in found.tracks)]
    rows = [[*heads, *([DIFFERENCE.in_(lang), COUNTED.in_(lang)] if several else [])]]
    rows += [_row(one, found, lang) for one in found.lines]
    rows += list(_sums(found, lang))
    yield from table_lines(rows, right=set(range(2, 3 + len(found.tracks))))


def _row(one: Line, found: TwoTracks, lang: str) -> list[str]:
    row = [one.label.in_(lang), one.place.in_(lang), *(_text(amount) for amount in one.amounts)]
    return [*row, _text(one.difference), counted_text(one, found, lang)] if len(found.tracks) > 1 else row


def _sums(found: TwoTracks, lang: str) -> Iterator[list[str]]:
    sums = [None if t.total is None or c is None else t.total - c for t, c in zip(found.tracks, found.closing, strict=True)]
    for label, amounts in (
        (SUM, sums),
        (ROUNDING, list(found.closing)),
        (TOTAL, [one.total for one in found.tracks]),
    ):
        row = [label.in_(lang), "", *(_text(one) for one in amounts)]
        if len(found.tracks) > 1:
            both = amounts[0] is not None and amounts[1] is not None
            row += [_text((amounts[1] or Decimal(0)) - (amounts[0] or Decimal(0))) if both else "—", ""]
        yield row


def _text(amount: Decimal | None) -> str:
    return "—" if amount is None else format(amount, ",f").replace("-", "−")
