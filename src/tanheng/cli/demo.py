"""`tanheng demo`: compute the synthetic smelter's year, explain one number, write the files, fill a database,
serve it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import click
import yaml

from tanheng.cli.demo_files import FILES, LIST, list_of, own_files
from tanheng.cli.explanation_text import explanation_lines
from tanheng.cli.language import language_option
from tanheng.cli.problem_text import print_problems
from tanheng.cli.result_summary import summary_lines
from tanheng.cli.writing import OutputFolder, Writer, writes_files
from tanheng.demo.answers import with_synthetic_answers
from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import ENTITY_CODE, ENTITY_NAME, PACK_ID, YEARS, synthetic_case
from tanheng.documents.input.template.workbook import filled_template
from tanheng.documents.kit.workbook import recomputation_kit
from tanheng.documents.report.facts import ReportFacts
from tanheng.documents.report.package import report_package
from tanheng.engine.case.reading import read_case
from tanheng.engine.explain import explain
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text
from tanheng.rulebook import load

EXPLAINED = ("anode_emission_tco2", "potline-2", None, 8)  # the month with the seeded anomaly
DEFAULT_FOLDER = Path("out")
HEADS = {
    "synthetic": Text("合成示例数据，不代表任何企业", "Synthetic sample data; they stand for no enterprise"),
    "explained": Text("一个数是怎么来的", "How one number came about"),
    "problems": Text("系统发现的问题", "What the checks found"),
    "files": Text("文件", "Files"),
    "accounts": Text("演示账号（密码相同：{password}）", "Demo accounts (one password: {password})"),
}


@click.command()
@click.option(
    "--out",
    "folder",
    metavar="FOLDER",
    type=OutputFolder(),
    help="Folder for the files and the demo database; default: out, which is made. 输出文件夹，默认 out。",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port of the web application. 端口。")
@writes_files
@language_option
def demo(folder: Path | None, port: int, writer: Writer, lang: str) -> None:
    """Compute, explain, write and serve the synthetic sample group; DEMO_SERVE=0 stops before serving. 演示。

    Files of an earlier demo that nobody changed are replaced; what was changed, or is not the demo's, only with --overwrite.
    """
    started = time.perf_counter()
    if folder is None:  # not named, so not mistyped
        folder, writer = DEFAULT_FOLDER, Writer(writer.overwrite, make_folder=True)
    writer = writer.knowing(own_files(folder))
    writer.check(*(folder / name for name in FILES))
    runs = {year: _run(year) for year in YEARS}
    run = runs[YEARS[-1]]
    _print_run(run, runs.get(run.case.year - 1), lang)
    files = _write_files(folder, runs, writer, lang)
    accounts, password = _fill_database(folder)
    _print_files(files, lang)
    click.echo("\n" + HEADS["accounts"].filled(password=password).in_(lang))
    for email, role in accounts:
        click.echo(f"  {email}  {role.in_(lang)}")
    click.echo(f"{time.perf_counter() - started:.1f} s")
    if os.environ.get("DEMO_SERVE", "1") != "0":
        _serve(port, lang)


def _run(year: int) -> Run:
    pack = load(PACK_ID)
    case, problems = read_case(with_synthetic_answers(synthetic_case(year)), load)
    if case is None:
        raise click.ClickException("\n".join(problem.as_text("en") for problem in problems))
    return run_case(pack, case, problems)


def _print_run(run: Run, beside: Run | None, lang: str) -> None:
    click.echo(f"{HEADS['synthetic'].in_(lang)}\n")
    for line in summary_lines(run, lang, beside=beside):
        click.echo(line)
    click.echo(f"\n{HEADS['problems'].in_(lang)}", err=True)
    print_problems(run.problems, lang)
    place = f"{EXPLAINED[0]}@{EXPLAINED[1]}/{EXPLAINED[3]}"
    click.echo(f"\n{HEADS['explained'].in_(lang)}: tanheng calculate out/case-{run.case.year}.yaml --explain {place}")
    explanation = explain(run, *EXPLAINED)
    assert explanation is not None
    for line in explanation_lines(run, explanation, lang):
        click.echo("  " + line)


def _write_files(folder: Path, runs: dict[int, Run], writer: Writer, lang: str) -> list[Path]:
    contents: dict[str, bytes] = {}
    for year in YEARS:
        contents[f"case-{year}.yaml"] = _yaml(with_synthetic_answers(synthetic_case(year)))
        entity = {"name": ENTITY_NAME, "code": ENTITY_CODE}
        contents[f"case-power-{year}.yaml"] = _yaml(synthetic_power_case(year, entity))
        contents[f"case-cement-{year}.yaml"] = _yaml(synthetic_cement_case(year))
    year, run = max(runs), runs[max(runs)]
    contents[f"input-workbook-{year}.xlsx"] = filled_template(run.pack, run.case)
    contents[f"run-{year}.json"] = json.dumps(run.document(lang), ensure_ascii=False, indent=1).encode()
    contents[f"recomputation-kit-{year}.xlsx"] = recomputation_kit(run)
    contents.update(report_package(run, lang, ReportFacts(notice=HEADS["synthetic"].in_(lang))))
    writer.write({folder / name: content for name, content in (contents | {LIST: list_of(contents)}).items()})
    return [folder / name for name in contents]


def _yaml(case: dict[str, Any]) -> bytes:
    return yaml.safe_dump(case, allow_unicode=True, sort_keys=False, width=120).encode()


def _fill_database(folder: Path) -> tuple[list[tuple[str, Text]], str]:
    """Django starts only here, on the demo's own database and evidence folder."""
    os.environ.setdefault("TANHENG_HOME", str((folder / "home").resolve()))
    from tanheng.cli.django_start import own_work, start_django

    start_django()
    from tanheng.demo.database import PASSWORD, fill_demo_group

    with own_work():
        return fill_demo_group(), PASSWORD


def _print_files(files: list[Path], lang: str) -> None:
    click.echo(f"\n{HEADS['files'].in_(lang)}")
    for path in files:
        click.echo(f"  {path}  {path.stat().st_size:,} B")


def _serve(port: int, lang: str) -> None:
    """A program of its own takes over: workers forked from this one would wait for threads that set the report's pages."""
    words = [sys.executable, "-c", "from tanheng.cli import main; main(prog_name='tanheng')", "serve"]
    words += ["--port", str(port), "--lang", lang]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, words)  # noqa: S606 - our own words
