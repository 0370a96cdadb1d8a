"""`tanheng kit`: a case in, its recomputation kit out. Writes one file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from tanheng.cli.case_input import case_argument, case_or_exit, language_option, print_problems
from tanheng.engine.errors import has_errors
from tanheng.engine.run import run_case

FILE_MODE = 0o644  # a temporary file starts private; what the user asked for is an ordinary file


@click.command()
@case_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The workbook to write. 要写出的工作簿。",
)
@language_option
def kit(case_path: Path, output: Path, lang: str) -> None:
    """Write the recomputation kit of CASE: inputs, parameters and live cell formulas. 写出复算工作簿。"""
    if output.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{output.name}：文件名应以 .xlsx 结尾 / must end in .xlsx", param_hint="-o")
    pack, case, problems = case_or_exit(case_path, lang)
    from tanheng.documents.kit import recomputation_kit  # the library starts only when a kit is written

    run = run_case(pack, case, problems)
    print_problems(run.problems, lang)
    if has_errors(run.problems):
        raise SystemExit(1)
    write_whole({output: recomputation_kit(run, lang)})
    click.echo(str(output))


def write_whole(files: Mapping[Path, bytes]) -> None:
    """All files appear complete, or none: each is written beside its place first. Wrong places end with status 2."""
    staged: dict[Path, Path] = {}
    try:
        for target, content in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            staged[target] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(FILE_MODE)
        for target, ready in staged.items():
            ready.replace(target)
    except OSError as error:
        raise click.UsageError(f"{error.filename or next(iter(files))}: {error.strerror}") from error
    finally:
        for ready in staged.values():
            ready.unlink(missing_ok=True)
