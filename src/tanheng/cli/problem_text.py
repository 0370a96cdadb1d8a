"""Problems as text on standard error, the weightiest first; on a terminal in colour and folded to its width, in a pipe plain."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from tanheng.engine.problems import Problem

COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}
UNDER = "    "  # where a remedy begins, and a line that is too long goes on
NARROWEST = 20  # columns that a sentence can still be read in


def print_problems(problems: Sequence[Problem], lang: str) -> None:
    """All problems, then their count."""
    for problem in sorted(problems, key=weight):
        _echo(problem.as_text(lang), COLOURS[problem.severity])
    errors = sum(problem.severity == "error" for problem in problems)
    if problems:
        click.echo(count_text(len(problems), errors, lang), err=True)


def weight(problem: Problem) -> int:
    """What blocks, what asks for an answer, what only warns, what was answered, what is only told."""
    if problem.severity != "warning":
        return 0 if problem.severity == "error" else 4
    return 3 if problem.answer is not None else 1 if problem.asks else 2


def count_text(number: int, errors: int, lang: str) -> str:
    """How many problems there are, and how many of them block."""
    if lang == "zh":
        return f"共 {number} 个问题，其中错误 {errors} 个"
    return f"{number} problem{'' if number == 1 else 's'}, {errors} of them error{'' if errors == 1 else 's'}"


def _echo(text: str, colour: str) -> None:
    """`CODE [severity] …` with its head in colour, unless NO_COLOR is set or nobody sees it."""
    if not sys.stderr.isatty():
        click.echo(text, err=True)
        return
    from rich.console import Console  # only people at a terminal wait for it
    from rich.text import Text

    console = Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")), highlight=False)
    for line in text.splitlines():
        whole = Text(line)
        whole.stylize(colour, 0, 0 if line.startswith(UNDER) else line.find("]") + 1)
        first, *below = whole.wrap(console, max(NARROWEST, console.width - len(UNDER)))
        console.print(first)
        for part in below:
            console.print(Text(UNDER) + part)
