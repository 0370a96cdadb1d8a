"""`tanheng receipt`: a case in, the receipt of its run out: everything that made the numbers, in one file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tanheng import __version__
from tanheng.cli.case_input import case_argument, case_or_exit
from tanheng.cli.language import language_option
from tanheng.cli.last_year import beside_option, beside_or_exit
from tanheng.cli.problem_text import print_problems
from tanheng.cli.writing import OutputFile, Writer, writes_files
from tanheng.engine.case.register_problems import answers_too_late
from tanheng.engine.problems import has_errors
from tanheng.engine.receipt import receipt as receipt_of
from tanheng.engine.receipt import receipt_bytes
from tanheng.engine.running import run_case


@click.command()
@case_argument
@click.option("-o", "--output", required=True, metavar="FILE.json", type=OutputFile(".json"), help="The file to write. 要写出的文件。")
@click.option(
    "--on",
    "calculated_on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of the calculation; today without it. 核算日期。",
)
@beside_option
@writes_files
@language_option
def receipt(case_path: Path, output: Path, calculated_on: datetime | None, beside_path: Path | None, writer: Writer, lang: str) -> None:
    """Write the receipt of CASE: engine, pack, inputs, results and the trace of every number. 写出核算凭据。"""
    writer.check(output)
    pack, case, problems = case_or_exit(case_path, lang)
    on = (calculated_on or datetime.now().astimezone()).date()
    problems += answers_too_late(case, on)
    run = run_case(pack, case, problems, beside=beside_or_exit(beside_path, lang))
    print_problems(run.problems, lang)
    if has_errors(run.problems):
        raise SystemExit(1)
    document = receipt_of(run, engine=__version__, calculated_on=on.isoformat(), lang=lang)
    writer.write({output: receipt_bytes(document)})
    click.echo(str(output))
