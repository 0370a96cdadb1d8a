"""How every command takes a case: read the file, list all problems on standard error, and stop with status 1
when one blocks.
"""

from __future__ import annotations

import sys
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

import click

from tanheng.cli.inputs import InputFile, read_input
from tanheng.cli.language import said
from tanheng.cli.problem_text import print_problems
from tanheng.cli.progress import progress
from tanheng.documents.input.case_file import LARGEST_FILE_BYTES, read_case_bytes
from tanheng.engine.case import Case
from tanheng.engine.case.register_problems import answers_too_late
from tanheng.engine.errors import DisabledPackError, UnknownPackError
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Problem, has_errors, sorted_problems
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

case_argument = click.argument("case_path", metavar="CASE", type=InputFile(piped=True))


def pack_or_usage(pack_id: str, hint: str | None = None) -> Pack:
    """The pack of an argument or option; an unknown or disabled one is wrong usage, with the nearest ids or the reason."""
    try:
        return load(pack_id)
    except DisabledPackError as error:
        told = said(f"{pack_id} 已停用：{error.reason.zh}", f"{pack_id} is disabled: {error.reason.en}")
    except UnknownPackError:
        near = get_close_matches(pack_id, pack_ids(), 4, 0.5) or [one for one in pack_ids() if pack_id.strip("/").split("/")[-1] in one]
        names = ", ".join(near)
        told = said(
            f"没有规则包 {pack_id}{f'；最接近：{names}' if near else ''}；全部见 tanheng rules list",
            f"there is no rule pack {pack_id}{f'; nearest: {names}' if near else ''}; for all of them: tanheng rules list",
        )
    raise click.BadParameter(told, param_hint=hint)


def read_case_file(path: Path) -> tuple[Case | None, list[Problem]]:
    """The case of a file or of standard input and all its problems; of what is too large only so much is read as to refuse it."""
    return read_case_content(*read_input(path, LARGEST_FILE_BYTES))


def read_case_content(name: str, content: bytes) -> tuple[Case | None, list[Problem]]:
    """The case in a file's bytes and all its problems."""
    with progress(said(f"读取 {name}", f"reading {name}")):
        case, problems = read_case_bytes(name, content, load, tuple(pack_ids()))
    too_late = answers_too_late(case, datetime.now().astimezone().date()) if case is not None else []
    return (None, sorted_problems([*problems, *too_late])) if too_late else (case, problems)


def case_or_exit(path: Path | str, lang: str) -> tuple[Pack, Case, list[Problem]]:
    """Pack, case and its warnings; with errors every problem is printed and the process ends with status 1."""
    case, problems = read_case_file(Path(path))
    if case is None:
        print_problems(problems, lang)
        sys.exit(1)
    return load(case.pack_id), case, problems


def run_or_exit(path: Path, lang: str) -> Run:
    """The run of a case; with errors every problem is printed and the process ends with status 1."""
    pack, case, problems = case_or_exit(path, lang)
    run = run_case(pack, case, problems)
    if has_errors(run.problems):
        print_problems(run.problems, lang)
        sys.exit(1)
    return run
