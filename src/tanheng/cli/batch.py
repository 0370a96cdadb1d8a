"""`tanheng batch`: tables of many entities in, their results as one file out."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tanheng.cli.case_input import pack_or_usage
from tanheng.cli.ending import ended_by
from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language, language_option, said
from tanheng.cli.problem_text import count_text
from tanheng.cli.progress import Bar, progress
from tanheng.cli.system_errors import cannot_write
from tanheng.cli.writing import OutputFile, Staged, Writer, writes_files
from tanheng.engine.errors import PackError, TanhengError
from tanheng.engine.pack import Pack
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.bulk.outcome import Outcome
    from tanheng.bulk.sql.backend import Backend

SHOWN_PROBLEMS = 20
STEPS = {
    "read": Text("读表、检查", "reading and checking"),
    "compute": Text("计算", "computing"),
    "trace": Text("逐企业追溯", "tracing entities"),
    "write": Text("写出结果", "writing the results"),
}
MORE = {
    "zh": "，以上只列前 {} 个；--problems FILE.csv 列出全部",
    "en": "; the first {} are shown, --problems FILE.csv lists all",
}


@click.command()
@click.argument("pairs", metavar="PACK TABLE [PACK TABLE]…", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT.parquet|.csv|.xlsx",
    type=OutputFile(".parquet", ".csv", ".xlsx"),
    help="The results of all tables. 写出的结果文件。",
)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="Database. 计算引擎。")
@click.option("--year", type=click.IntRange(1990, 2100), help="Year of the data; without it the column year counts. 数据年度。")
@click.option("--quantity", "quantities", multiple=True, metavar="Q", help="Only this result; may be repeated. 只算这些量。")
@click.option("--by", metavar="A,B,…", help="Sum activity lines by entity, facility, kind, item, month. 逐行活动数据的汇总键。")
@click.option("--lines-summed", is_flag=True, help="With --by: lines of one place need no column line. 同处各行直接相加。")
@click.option("--round-lines", is_flag=True, help="With --by: round each line before the sum. 先逐行修约再相加。")
@click.option(
    "--traces",
    type=OutputFile(".jsonl"),
    metavar="FILE.jsonl",
    help="Also run the engine on every entity: trace, hashes, and a comparison of every digit. 逐企业追溯文件。",
)
@click.option(
    "--problems",
    "report",
    type=OutputFile(".csv", ".json"),
    metavar="FILE.csv|.json",
    help="All problems by row and column. 问题清单。",
)
@writes_files
@language_option
def batch(
    pairs: tuple[str, ...],
    output: Path,
    engine: str,
    year: int | None,
    quantities: tuple[str, ...],
    by: str | None,
    lines_summed: bool,
    round_lines: bool,
    traces: Path | None,
    report: Path | None,
    writer: Writer,
    lang: str,
) -> None:
    """Compute every entity of TABLE (Parquet, CSV or a workbook) by PACK, exact to the digit; several pairs go into one file. 批量计算。"""
    from tanheng.bulk.result_files import rewrite

    jobs = _jobs(pairs)
    _check_options(jobs, quantities, by, year, (lines_summed, round_lines), traces)
    writer.check(*(one for one in (output, traces, report) if one is not None))
    targets = [output, *([traces] if traces is not None else [])]
    with _database(engine) as backend, writer.staged(*targets) as ready:
        target, traced = ready[0].ready, ready[1].ready if traces is not None else None
        with _told(ready, targets), progress(STEPS["read"].in_(lang)) as bar:
            if by is not None:
                outcome = _activity(backend, jobs[0], target, quantities, by, year, (lines_summed, round_lines))
            else:
                from tanheng.bulk.batch import run_batch

                outcome = run_batch(backend, jobs, target, year=year, quantities=quantities, traces=traced, told=_teller(bar, lang))
            if target.exists() and not outcome.is_refused:
                rewrite(target, output.suffix.lower())
        _tell(outcome, report, writer, lang)
        if outcome.is_refused:
            sys.exit(1)
        if (status := ended_by()) is not None:  # a library swallowed the interruption
            sys.exit(status)
        writer.put(ready)
    click.echo(_summary(outcome, output, lang))


def _jobs(pairs: Sequence[str]) -> list[tuple[Pack, Path]]:
    if len(pairs) % 2:
        raise click.UsageError(said("每个规则包后面跟一个表文件", "each PACK is followed by its TABLE"))
    jobs = []
    for pack_id, name in zip(pairs[::2], pairs[1::2], strict=True):
        path = InputFile().convert(name, None, None)
        try:
            jobs.append((pack_or_usage(pack_id, "PACK"), path))
        except PackError as error:
            raise click.UsageError(f"{pack_id}: {error.told.in_(language())}") from error
    return jobs


def _check_options(
    jobs: list[tuple[Pack, Path]],
    quantities: tuple[str, ...],
    by: str | None,
    year: int | None,
    line_options: tuple[bool, bool],
    traces: Path | None,
) -> None:
    known = list(dict.fromkeys(one.id for pack, _ in jobs for one in pack.quantities.values() if one.role == "derived"))
    for name in quantities:
        if name not in known:
            names = ", ".join(known)
            raise click.BadParameter(said(f"{name}；可用：{names}", f"{name}; known: {names}"), param_hint="--quantity")
    if by is None and any(line_options):
        raise click.UsageError(said("--lines-summed 和 --round-lines 须与 --by 同用", "--lines-summed and --round-lines go with --by"))
    if by is not None and (not quantities or year is None or len(jobs) > 1 or traces):
        raise click.UsageError(
            said(
                "--by 须有 --quantity 和 --year，只用于一个表，不与 --traces 同用",
                "--by needs --quantity and --year, takes one table, and goes without --traces",
            )
        )
    if traces is not None and quantities:
        raise click.UsageError(said("--traces 追溯全部结果，不与 --quantity 同用", "--traces goes without --quantity"))


def _activity(
    backend: Backend,
    job: tuple[Pack, Path],
    target: Path,
    quantities: tuple[str, ...],
    by: str,
    year: int | None,
    line_options: tuple[bool, bool],
) -> Outcome:
    from tanheng.bulk.lines.activity import run_activity
    from tanheng.bulk.lines.sums import ActivityWish

    groups = tuple(part.strip() for part in by.split(",") if part.strip())
    wish = ActivityWish(quantities, groups, year or 0, *line_options)
    return run_activity(backend, *job, target, wish)


def _teller(bar: Bar, lang: str) -> Callable[[str, int, int], None]:
    return lambda step, done, total: bar.now(STEPS[step].in_(lang), total or None, done)


# ── the database, the file, the end ──────────────────────────────────────────────────────────────


@contextmanager
def _database(engine: str) -> Iterator[Backend]:
    backend: Backend
    try:
        if engine == "spark":
            from tanheng.bulk.sql.spark import SparkBackend

            backend = SparkBackend()
        else:
            from tanheng.bulk.sql.duck import DuckBackend

            backend = DuckBackend()
    except TanhengError as error:
        raise click.UsageError(str(error)) from error
    try:
        yield backend
    finally:
        backend.close()


@contextmanager
def _told(ready: Sequence[Staged], targets: Sequence[Path]) -> Iterator[None]:
    """What goes wrong while the files are made: a wish that cannot be served is wrong usage; a full disk is told of its file."""
    try:
        yield
    except TanhengError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        names = {str(one.ready): target for one, target in zip(ready, targets, strict=True)}
        name = str(error.filename or targets[-1])
        raise cannot_write(names.get(name, Path(name)), error) from error


def _tell(outcome: Outcome, report: Path | None, writer: Writer, lang: str) -> None:
    """The first problems on standard error, each with its rows; in the report every row of them."""
    from tanheng.bulk.problems import gathered
    from tanheng.bulk.result_files import MARK

    shown = gathered(outcome.problems)
    for problem in shown[:SHOWN_PROBLEMS]:
        click.echo(problem.as_text(lang), err=True)
    errors, number = sum(one.is_error for one in shown), len(shown)
    if number:
        more = number > SHOWN_PROBLEMS and report is None
        click.echo(count_text(number, errors, lang) + (MORE[lang].format(SHOWN_PROBLEMS) if more else ""), err=True)
    if report is not None:
        rows = [one.as_row(lang) for one in outcome.problems]
        as_json = report.suffix.lower() == ".json"
        text = json.dumps(rows, ensure_ascii=False, indent=1) if as_json else MARK + _csv(rows)
        writer.write({report: text.encode()})


def _csv(rows: list[dict[str, Any]]) -> str:
    from tanheng.bulk.problems import REPORT_COLUMNS
    from tanheng.documents.formula_signs import as_text

    file = io.StringIO()
    writer = csv.DictWriter(file, REPORT_COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: as_text(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    return file.getvalue()


def _summary(outcome: Outcome, output: Path, lang: str) -> str:
    texts = {
        "zh": f"{output}：{outcome.rows} 行结果" + (f"，{outcome.entities} 家企业" if outcome.entities else ""),
        "en": f"{output}: {outcome.rows} results" + (f", {outcome.entities} entities" if outcome.entities else ""),
    }
    return f"{texts[lang]}\n{_doubts(outcome).in_(lang)}"


def _doubts(outcome: Outcome) -> Text:
    """The last line, what was looked at beside the numbers: doubts about figures are found by the engine alone."""
    if outcome.doubted is None:
        return Text(
            "注意：数值是否合理没有核对（单位填错、月份漏填等不会提示）；用 --traces 逐企业核对，或用 tanheng calculate 逐个计算",
            "Note: whether the figures are plausible was not looked at (a wrong unit or a forgotten month is not told); --traces looks at "
            "every entity, tanheng calculate at one",
        )
    return Text(
        f"数值是否合理已逐企业核对：{outcome.doubted} 家企业有待答复的疑问，见追溯文件",
        f"The figures of every entity were looked at; entities with doubts: {outcome.doubted}, told in the traces",
    )
