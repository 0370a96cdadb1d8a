"""`tanheng kit`: a case in, its recomputation kit out."""

from __future__ import annotations

from pathlib import Path

import click

from tanheng.cli.case_input import case_argument, case_or_exit
from tanheng.cli.language import language_option
from tanheng.cli.problem_text import print_problems
from tanheng.cli.writing import OutputFile, Writer, writes_files
from tanheng.engine.problems import has_errors
from tanheng.engine.running import run_case


@click.command()
@case_argument
@click.option(
    "-o", "--output", required=True, metavar="FILE.xlsx", type=OutputFile(".xlsx"), help="The workbook to write. 要写出的工作簿。"
)
@writes_files
@language_option
def kit(case_path: Path, output: Path, writer: Writer, lang: str) -> None:
    """Write the recomputation kit of CASE: inputs, parameters and live cell formulas. 写出复算工作簿。"""
    writer.check(output)
    pack, case, problems = case_or_exit(case_path, lang)
    from tanheng.documents.kit.workbook import recomputation_kit  # the library starts only when a kit is written

    run = run_case(pack, case, problems)
    print_problems(run.problems, lang)
    if has_errors(run.problems):
        raise SystemExit(1)
    writer.write({output: recomputation_kit(run, lang)})
    click.echo(str(output))
