"""`tanheng calculate`: a case in, its results, problems and explanations out; with --marked also the file with its problems
at their cells.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from tanheng.cli.asked_place import SHAPE, find_place, place_of, unknown_place
from tanheng.cli.case_input import case_argument
from tanheng.cli.explanation_text import explanation_lines
from tanheng.cli.inputs import Word
from tanheng.cli.language import language_option, said
from tanheng.cli.last_year import beside_option, run_beside
from tanheng.cli.marking import Marking, marked_option
from tanheng.cli.problem_text import print_problems
from tanheng.cli.result_summary import summary_lines
from tanheng.cli.result_table import result_lines
from tanheng.cli.writing import Writer, writes_files
from tanheng.engine.problems import Problem, has_errors
from tanheng.engine.receipt import trace_head
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text
from tanheng.rulebook import load

# What a refused case prints: every key of a run is there, so that a script can ask before it looks at the problems.
NO_RUN: dict[str, Any] = {
    "tanheng": "run/1",
    "pack": None,
    "year": None,
    "snapshot_hash": None,
    "run_hash": None,
    "results": [],
}
NOT_FINAL = Text(
    "！下表不是最终结果：检查发现错误，改正之前不得报送（问题列在表后）。",
    "! What follows is not final: a check found errors, and it may not be reported before they are mended (listed below).",
)


ALL_STEPS = 1_000  # more than any number has beneath it


class Depth(Word):
    """So many steps of an explanation, or all of them."""

    name = "depth"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """A whole number of 0 and more; `all` is more than there are."""
        if isinstance(value, int):
            return value
        if str(value).strip().casefold() == "all":
            return ALL_STEPS
        if not (str(value).isascii() and str(value).isdigit()):
            self.fail(said(f"{value} 不是层数：写 0、1、2 … 或 all", f"{value} is no depth: write 0, 1, 2 … or all"), param, ctx)
        return min(int(value), ALL_STEPS)


@click.command()
@case_argument
@click.option("--json", "as_json", is_flag=True, help="Print the run as run/1. 输出 run/1 文档。")
@click.option(
    "--explain",
    "place",
    metavar=SHAPE,
    help="Walk from this number back to its inputs; an item may stand for the facility, or after it as FACILITY:ITEM. 解释一个数。",
)
@click.option(
    "--uncertainty",
    is_flag=True,
    help="Add the uncertainty of the results, or of the number of --explain. 给出不确定度。",
)
@click.option(
    "--draws",
    type=click.IntRange(1_000, 100_000_000),
    help="With --uncertainty: check it by a Monte Carlo of so many draws. 蒙特卡洛抽样次数。",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=1,
    show_default=True,
    help="Seed of the draws: the same seed gives the same draws. 随机种子。",
)
@click.option("--depth", type=Depth(), metavar="N|all", help="With --explain: so many steps; default: as many as a page holds. 追溯层数。")
@beside_option
@click.option("--all", "everything", is_flag=True, help="Every result in one table. 列出全部结果。")
@click.option("--months", is_flag=True, help="Every result with its months. 同时列出各月。")
@click.option("--ids", is_flag=True, help="Add the names that scripts and --explain take. 附标识符。")
@marked_option
@writes_files
@language_option
def calculate(
    case_path: Path,
    as_json: bool,
    place: str | None,
    depth: int | None,
    everything: bool,
    months: bool,
    ids: bool,
    lang: str,
    uncertainty: bool,
    draws: int | None,
    seed: int,
    beside_path: Path | None,
    marked_path: Path | None,
    writer: Writer,
) -> None:
    """Compute CASE (.yaml, .json, .csv, or a filled input workbook .xlsx/.ods) by its rule pack. 计算一个算例。"""
    if draws is not None and not uncertainty:
        raise click.UsageError(said("--draws 要与 --uncertainty 同用", "--draws goes with --uncertainty"))
    marking = Marking(marked_path, writer, lang)
    case, problems = marking.read(case_path)
    beside, refused = run_beside(beside_path)
    if case is None or refused:
        _refuse(marking, [*problems, *refused], as_document=as_json and place is None)
    run = run_case(load(case.pack_id), case, problems, beside=beside)
    marking.write(run.problems, case)
    if as_json and place is None:
        _print_run(run, lang, uncertainty, draws, seed)
        return
    if place is not None:
        _print_explanation(run, place, as_json, lang, uncertainty, depth)
    else:
        if has_errors(run.problems):
            click.echo(NOT_FINAL.in_(lang))
        long = everything or months
        lines = result_lines(run, lang, months=months, ids=ids) if long else summary_lines(run, lang, beside=beside, ids=ids)
        for line in lines:
            click.echo(line)
    if uncertainty and not as_json:
        _print_uncertainty(run, place, lang, draws, seed)
    if not as_json:
        print_problems(run.problems, lang)
    _exit(run)


def _refuse(marking: Marking, problems: list[Problem], *, as_document: bool) -> NoReturn:
    if as_document:
        document = {**NO_RUN, "problems": [problem.as_json(marking.lang) for problem in problems]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print_problems(problems, marking.lang)
    marking.write(problems, None)
    sys.exit(1)


def _print_run(run: Run, lang: str, uncertainty: bool, draws: int | None, seed: int) -> None:
    document = run.document(lang)
    if uncertainty:
        from tanheng.cli.uncertainty import uncertainty_document

        document["uncertainty"] = uncertainty_document(run, lang, draws, seed)
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    _exit(run)


def _print_uncertainty(run: Run, place: str | None, lang: str, draws: int | None, seed: int) -> None:
    from tanheng.cli.uncertainty import uncertainty_lines

    found = find_place(run, place) if place is not None else None
    asked = place_of(found) if found else None
    for line in uncertainty_lines(run, lang, asked, draws, seed):
        click.echo(line)


def _exit(run: Run) -> None:
    if has_errors(run.problems):
        sys.exit(1)


def _print_explanation(run: Run, place: str, as_json: bool, lang: str, uncertainty: bool, depth: int | None) -> None:
    found = find_place(run, place)
    if found is None:
        raise click.BadParameter(unknown_place(run, place, lang), param_hint="--explain")
    if as_json:
        document: dict[str, Any] = {
            **trace_head(run, lang),
            "explanation": found.as_json(lang),
            "problems": [problem.as_json(lang) for problem in run.problems],
        }
        if uncertainty:
            from tanheng.cli.uncertainty import budget_document

            document["uncertainty"] = budget_document(run, place_of(found), lang)
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for line in explanation_lines(run, found, lang, depth):
        click.echo(line)
