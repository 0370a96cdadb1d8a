"""How every command takes a case: read the file, list all problems on standard error, and stop with status 1
when one blocks.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from tanheng.documents.case_file import LARGEST_FILE_BYTES, read_case_bytes
from tanheng.engine.case import Case
from tanheng.engine.errors import DisabledPackError, Problem, UnknownPackError
from tanheng.engine.pack import Pack
from tanheng.rulebook import load, pack_ids

language_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of texts and problems. 文字与问题的语言。",
)
case_argument = click.argument(
    "case_path", metavar="CASE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


def pack_or_usage(pack_id: str, hint: str | None = None) -> Pack:
    """The pack of an argument or option; an unknown or disabled one is wrong usage, with the nearest ids or the reason."""
    try:
        return load(pack_id)
    except DisabledPackError as error:
        said = f"{pack_id} 已停用 is disabled: {error.reason.zh} / {error.reason.en}"
    except UnknownPackError:
        near = get_close_matches(pack_id, pack_ids(), 4, 0.5) or [
            one for one in pack_ids() if pack_id.strip("/").split("/")[-1] in one
        ]
        nearest = f"；最接近 nearest: {', '.join(near)}" if near else ""
        said = f"没有规则包 no rule pack {pack_id}{nearest}；全部见 all of them: tanheng rules list"
    raise click.BadParameter(said, param_hint=hint)


def read_case_file(path: Path) -> tuple[Case | None, list[Problem]]:
    """The case of a file and all its problems; of a file that is too large only so much is read as to refuse it."""
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE_BYTES + 1)
    return read_case_bytes(path.name, content, load, tuple(pack_ids()))


def case_or_exit(path: Path | str, lang: str) -> tuple[Pack, Case, list[Problem]]:
    """Pack, case and its warnings; with errors every problem is printed and the process ends with status 1."""
    case, problems = read_case_file(Path(path))
    if case is None:
        print_problems(problems, lang)
        sys.exit(1)
    return load(case.pack_id), case, problems


def print_problems(problems: Sequence[Problem], lang: str) -> None:
    """All problems as text on standard error, then their count."""
    for problem in problems:
        click.echo(problem.as_text(lang), err=True)
    errors = sum(problem.severity == "error" for problem in problems)
    if problems:
        click.echo(count_text(len(problems), errors, lang), err=True)


def count_text(number: int, errors: int, lang: str) -> str:
    """How many problems there are, and how many of them block."""
    if lang == "zh":
        return f"共 {number} 个问题，其中错误 {errors} 个"
    return f"{number} problem{'' if number == 1 else 's'}, {errors} of them error{'' if errors == 1 else 's'}"
