"""`tanheng batch`: tables of many entities in, their results as one Parquet file out. Writes what it is asked for, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tanheng.cli.case_input import count_text, language_option, pack_or_usage
from tanheng.cli.kit import FILE_MODE, write_whole
from tanheng.engine.errors import TanhengError
from tanheng.engine.pack import Pack

if TYPE_CHECKING:
    from tanheng.bulk.backend import Backend
    from tanheng.bulk.outcome import Outcome

SHOWN_PROBLEMS = 20
MORE = {
    "zh": "，以上只列前 {} 个；--problems FILE.csv 列出全部",
    "en": "; the first {} are shown, --problems FILE.csv lists all",
}
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # lets spreadsheet programs see that a CSV file is UTF-8


@click.command()
@click.argument("pairs", metavar="PACK TABLE [PACK TABLE]…", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT.parquet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The results of all tables. 写出的结果文件。",
)
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="Database. 计算引擎。"
)
@click.option(
    "--year", type=click.IntRange(1990, 2100), help="Year of the data; without it the column year counts. 数据年度。"
)
@click.option(
    "--quantity", "quantities", multiple=True, metavar="Q", help="Only this result; may be repeated. 只算这些量。"
)
@click.option(
    "--by", metavar="A,B,…", help="Sum activity lines by entity, facility, kind, item, month. 逐行活动数据的汇总键。"
)
@click.option(
    "--lines-summed", is_flag=True, help="With --by: lines of one place need no column line. 同处各行直接相加。"
)
@click.option("--round-lines", is_flag=True, help="With --by: round each line before the sum. 先逐行修约再相加。")
@click.option(
    "--traces",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.jsonl",
    help="Also run the engine on every entity: trace, hashes, and a comparison of every digit. 逐企业追溯文件。",
)
@click.option(
    "--problems",
    "report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.csv|.json",
    help="All problems by row and column. 问题清单。",
)
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
    lang: str,
) -> None:
    """Compute every entity of TABLE (Parquet or CSV) by PACK, exact to the digit; several pairs go into one file. 批量计算。"""
    if output.suffix.lower() != ".parquet":
        raise click.BadParameter(f"{output.name}：文件名应以 .parquet 结尾 / must end in .parquet", param_hint="-o")
    jobs = _jobs(pairs)
    _check_options(jobs, quantities, by, year, (lines_summed, round_lines), traces, report)
    _check_files([path for _, path in jobs], (output, traces, report))
    with (
        _stopping() as came,
        _database(engine) as backend,
        _temporary(output) as target,
        _temporary(traces) as traced,
    ):
        assert target is not None
        try:
            if by is not None:
                outcome = _activity(backend, jobs[0], target, quantities, by, year, (lines_summed, round_lines))
            else:
                from tanheng.bulk.batch import run_batch

                outcome = run_batch(backend, jobs, target, year=year, quantities=quantities, traces=traced)
        except TanhengError as error:
            raise click.UsageError(str(error)) from error
        _tell(outcome, report, lang)
        if outcome.is_refused:
            sys.exit(1)
        if came:
            sys.exit(128 + came[0])
        _put(target, output)
        _put(traced, traces)
    click.echo(_summary(outcome, output, lang))


def _jobs(pairs: Sequence[str]) -> list[tuple[Pack, Path]]:
    if len(pairs) % 2:
        raise click.UsageError("每个规则包后面跟一个表文件 / each PACK is followed by its TABLE")
    jobs = []
    for pack_id, name in zip(pairs[::2], pairs[1::2], strict=True):
        path = Path(name)
        if not path.is_file():
            raise click.UsageError(f"没有文件 {name} / there is no file {name}")
        try:
            jobs.append((pack_or_usage(pack_id, "PACK"), path))
        except TanhengError as error:
            raise click.UsageError(f"{pack_id}: {error}") from error
    return jobs


def _check_options(
    jobs: list[tuple[Pack, Path]],
    quantities: tuple[str, ...],
    by: str | None,
    year: int | None,
    line_options: tuple[bool, bool],
    traces: Path | None,
    report: Path | None,
) -> None:
    known = list(dict.fromkeys(one.id for pack, _ in jobs for one in pack.quantities.values() if one.role == "derived"))
    for name in quantities:
        if name not in known:
            raise click.BadParameter(f"{name}；可用 / known: {', '.join(known)}", param_hint="--quantity")
    if by is None and any(line_options):
        raise click.UsageError("--lines-summed 和 --round-lines 须与 --by 同用 / go with --by")
    if by is not None and (not quantities or year is None or len(jobs) > 1 or traces):
        raise click.UsageError(
            "--by 须有 --quantity 和 --year，只用于一个表，不与 --traces 同用 / "
            "--by needs --quantity and --year, takes one table, and goes without --traces"
        )
    if traces is not None and quantities:
        raise click.UsageError("--traces 追溯全部结果，不与 --quantity 同用 / --traces goes without --quantity")
    if report is not None and report.suffix.lower() not in (".csv", ".json"):
        raise click.BadParameter(
            f"{report.name}：文件名应以 .csv 或 .json 结尾 / must end in .csv or .json", param_hint="--problems"
        )


def _check_files(tables: Sequence[Path], written: Sequence[Path | None]) -> None:
    """No file is written over a table or over another one."""
    taken = {one.resolve() for one in tables}
    for one in written:
        if one is None:
            continue
        if one.resolve() in taken:
            raise click.UsageError(f"{one} 用了两次，换个文件名 / {one} is named twice: name another file")
        taken.add(one.resolve())


def _activity(
    backend: Backend,
    job: tuple[Pack, Path],
    target: Path,
    quantities: tuple[str, ...],
    by: str,
    year: int | None,
    line_options: tuple[bool, bool],
) -> Outcome:
    from tanheng.bulk.activity import run_activity
    from tanheng.bulk.activity_sums import ActivityWish

    groups = tuple(part.strip() for part in by.split(",") if part.strip())
    wish = ActivityWish(quantities, groups, year or 0, *line_options)
    return run_activity(backend, *job, target, wish)


# ── the database, the file, the end ──────────────────────────────────────────────────────────────


@contextmanager
def _database(engine: str) -> Iterator[Backend]:
    backend: Backend
    try:
        if engine == "spark":
            from tanheng.bulk.spark import SparkBackend

            backend = SparkBackend()
        else:
            from tanheng.bulk.duck import DuckBackend

            backend = DuckBackend()
    except TanhengError as error:
        raise click.UsageError(str(error)) from error
    try:
        yield backend
    finally:
        backend.close()


@contextmanager
def _temporary(output: Path | None) -> Iterator[Path | None]:
    """A name beside its place; its file and the folders made for it are gone in the end unless it was put there.

    None where no file is wanted.
    """
    if output is None:
        yield None
        return
    made = [folder for folder in (output.parent, *output.parent.parents) if not folder.exists()]
    target = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        target.touch()  # says now, not after the work, that the folder cannot be written
        target.unlink()
    except OSError as error:
        raise click.UsageError(f"{output}: {error.strerror}") from error
    try:
        yield target
    finally:
        target.unlink(missing_ok=True)
        if not output.exists():
            for folder in made:
                with suppress(OSError):
                    folder.rmdir()


def _put(target: Path | None, output: Path | None) -> None:
    if target is None or output is None:
        return
    try:
        target.chmod(FILE_MODE)
        target.replace(output)
    except OSError as error:
        raise click.UsageError(f"{output}: {error.strerror}") from error


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """A signal to end lets the temporary files be removed on the way out; the list holds the signal that came.

    A database may turn the exit into an error of its own, or swallow it: the list tells.
    """
    came: list[int] = []

    def stop(number: int, _: Any) -> None:
        came.append(number)
        raise SystemExit(128 + number)

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield came
    except RuntimeError as error:
        if came:
            raise SystemExit(128 + came[0]) from error
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _tell(outcome: Outcome, report: Path | None, lang: str) -> None:
    """The first problems on standard error, all of them in the report."""
    for problem in outcome.problems[:SHOWN_PROBLEMS]:
        click.echo(problem.as_text(lang), err=True)
    errors, number = sum(one.is_error for one in outcome.problems), len(outcome.problems)
    if number:
        more = number > SHOWN_PROBLEMS and report is None
        click.echo(count_text(number, errors, lang) + (MORE[lang].format(SHOWN_PROBLEMS) if more else ""), err=True)
    if report is not None:
        rows = [one.as_row(lang) for one in outcome.problems]
        as_json = report.suffix.lower() == ".json"
        text = json.dumps(rows, ensure_ascii=False, indent=1) if as_json else MARK + _csv(rows)
        write_whole({report: text.encode()})


def _csv(rows: list[dict[str, Any]]) -> str:
    from tanheng.bulk.problems import REPORT_COLUMNS

    file = io.StringIO()
    writer = csv.DictWriter(file, REPORT_COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _summary(outcome: Outcome, output: Path, lang: str) -> str:
    texts = {
        "zh": f"{output}：{outcome.rows} 行结果" + (f"，{outcome.entities} 家企业" if outcome.entities else ""),
        "en": f"{output}: {outcome.rows} results" + (f", {outcome.entities} entities" if outcome.entities else ""),
    }
    return texts[lang]
