"""A wrong word, and `--help`, are answered from the words kept beside the program, exactly as the command itself would answer, and
without the engine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tanheng.cli import COMMANDS, main
from tanheng.cli.declared import FILE, PASSED_ON, command_of

DECLARED = json.loads(FILE.read_text(encoding="utf-8"))
QUESTION = """
import sys
from tanheng.cli import declared, main
if sys.argv.pop(1) == "itself":
    declared.refuse_wrong_words = lambda *_: None
try:
    main(sys.argv[1:], prog_name="tanheng")
except SystemExit as end:
    print(end.code, sorted(name for name in ("tanheng.engine.pack", "tanheng.rulebook", "django") if name in sys.modules))
"""
WRONG = [
    ("calculate", "--nonsense"),
    ("calculate",),
    ("calculate", "a.yaml", "b.yaml"),
    ("calculate", "a.yaml", "--draws", "many"),
    ("calculate", "a.yaml", "--draws", "1"),
    ("template", "cn/aluminium/cets_2024", "--year"),
    ("calculate", "a.yaml", "--jsn"),
    ("template", "cn/aluminium/cets_2024"),
    ("template", "cn/aluminium/cets_2024", "--year", "1066", "-o", "x.xlsx"),
    ("template", "cn/aluminium/cets_2024", "--year", "2025", "-o", "x.xlsx", "--grain", "week"),
    ("batch", "--engine", "abacus"),
    ("receipt", "a.yaml", "--lang", "fr"),
    ("rules", "list", "--nonsense"),
    ("rules", "lst"),
    ("rules", "book", "cn/aluminium/cets_2024"),
    ("verify-journal", "--nonsense"),
    ("import", "--nonsense"),
    ("serve", "--port", "0"),
]


HELP = [(name, "--help") for name in COMMANDS if name != PASSED_ON]


@pytest.mark.parametrize("words", [*WRONG, *(("--lang", "en", *words) for words in WRONG), *HELP], ids=" ".join)
def test_it_is_answered_as_the_command_would_and_without_the_engine(words: tuple[str, ...], tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).touch()
    answer, itself = (
        subprocess.run([sys.executable, "-c", QUESTION, who, *words], capture_output=True, text=True, cwd=tmp_path, check=True)
        for who in ("declared", "itself")
    )
    status = 0 if "--help" in words else 2
    assert answer.stdout.splitlines()[-1] == f"{status} []"
    assert answer.stdout.splitlines()[:-1] == itself.stdout.splitlines()[:-1]
    assert answer.stderr == itself.stderr


@pytest.mark.parametrize("name", DECLARED)
def test_the_words_are_those_of_the_command(name: str) -> None:
    assert set(DECLARED) == set(COMMANDS) - {PASSED_ON}
    real, kept = main.get_command(click.Context(main), name), command_of(name, DECLARED[name])
    assert real is not None
    for one, other in zip(_all(real), _all(kept), strict=True):
        assert [(word.name, word.opts, word.nargs, word.required) for word in one.params] == [
            (word.name, word.opts, word.nargs, word.required) for word in other.params
        ]


def _all(command: click.Command) -> list[click.Command]:
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return [command, *(found for one in inner for found in _all(one))]
