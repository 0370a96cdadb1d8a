"""`tanheng report`: a case in, official tables, Word and PDF report out. Makes all three before the first is written."""

from __future__ import annotations

from pathlib import Path

import click

from tanheng.cli.answers import draft_head, draft_notice, refuse_unit_slips
from tanheng.cli.case_input import case_argument, case_or_exit
from tanheng.cli.language import language_option, said
from tanheng.cli.last_year import beside_option, beside_or_exit
from tanheng.cli.problem_text import print_problems
from tanheng.cli.progress import progress
from tanheng.cli.writing import OutputFolder, Writer, writes_files
from tanheng.engine.problems import has_errors
from tanheng.engine.running import run_case


@click.command()
@case_argument
@click.option("-o", "--output", required=True, metavar="FOLDER", type=OutputFolder(), help="The folder to write into. 要写入的文件夹。")
@writes_files
@beside_option
@language_option
def report(case_path: Path, output: Path, writer: Writer, beside_path: Path | None, lang: str) -> None:
    """Write official tables (xlsx) and the report (docx, pdf) of CASE into FOLDER. 写出官方表格与排放报告。"""
    from tanheng.documents.report.facts import ReportFacts
    from tanheng.documents.report.package import FILE_NAMES, report_package

    writer.check(*(output / name for name in FILE_NAMES))
    pack, case, problems = case_or_exit(case_path, lang)
    run = run_case(pack, case, problems, beside=beside_or_exit(beside_path, lang))
    print_problems(run.problems, lang)
    if has_errors(run.problems):
        raise SystemExit(1)
    refuse_unit_slips(run, case_path, lang)
    notice = draft_notice(run, lang)
    with progress(said("生成报告", "making the report")) as bar:
        made = report_package(run, lang, ReportFacts(notice=notice, head=draft_head(run, lang)), told=bar.now)
    files = {output / name: content for name, content in made.items()}
    writer.write(files)
    if notice:
        click.echo(f"{notice}（tanheng answers）" if lang == "zh" else f"{notice} (`tanheng answers`)", err=True)
    for path in files:
        click.echo(str(path))
