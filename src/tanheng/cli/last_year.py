"""`--beside LAST_YEAR`: last year's case of any accepted kind, or its stored run/1, computed so that checks can look at it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tanheng.cli.case_input import read_case_file
from tanheng.cli.inputs import InputFile
from tanheng.cli.problem_text import print_problems
from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

beside_option = click.option(
    "--beside",
    "beside_path",
    metavar="LAST_YEAR",
    type=InputFile(),
    help="Last year's case (any kind of file, or a run/1 JSON): tell large changes, and stocks that do not go on. 与上年对照。",
)


def run_beside(path: Path | None) -> tuple[Run | None, list[Problem]]:
    """Last year's run, or the problems for which there is none; nothing of either where no file was named."""
    if path is None:
        return None, []
    case, problems = _case(path)
    return (None, problems) if case is None else (run_case(load(case.pack_id), case, problems), [])


def beside_or_exit(path: Path | None, lang: str) -> Run | None:
    """Last year's run where a file was named; with errors every problem is printed and the process ends with status 1."""
    run, problems = run_beside(path)
    if problems:
        print_problems(problems, lang)
        sys.exit(1)
    return run


def _case(path: Path) -> tuple[Case | None, list[Problem]]:
    if path.suffix.lower() == ".json":
        from tanheng.documents.reading.case_text import read_json
        from tanheng.engine.case.reading import read_case

        document, _, problems = read_json(path.read_bytes(), path.name)
        if isinstance(document, dict) and document.get("tanheng") == "run/1" and not problems:
            return read_case(document.get("case"), load, file=path.name, known_packs=tuple(pack_ids()))
    return read_case_file(path)
