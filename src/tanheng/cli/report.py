"""`tanheng report`: a case in, official tables, Word and PDF report out. Makes all three before the first is written."""

from __future__ import annotations

from pathlib import Path

import click

from tanheng.cli.case_input import case_argument, case_or_exit, language_option, print_problems
from tanheng.cli.kit import write_whole
from tanheng.engine.errors import has_errors
from tanheng.engine.run import run_case


@click.command()
@case_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into; it is made where it is missing. 要写入的文件夹。",
)
@language_option
def report(case_path: Path, output: Path, lang: str) -> None:
    """Write official tables (xlsx) and the report (docx, pdf) of CASE into FOLDER. 写出官方表格与排放报告。"""
    pack, case, problems = case_or_exit(case_path, lang)
    from tanheng.documents.report import report_package  # the libraries start only when a report is written

    run = run_case(pack, case, problems)
    print_problems(run.problems, lang)
    if has_errors(run.problems):
        raise SystemExit(1)
    files = {output / name: content for name, content in report_package(run, lang).items()}
    write_whole(files)
    for path in files:
        click.echo(str(path))
