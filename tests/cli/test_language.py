"""Where the language of a command comes from, and cases that come through a pipe."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from tanheng.cli import main
from tanheng.cli.inputs import kind_of
from tests.bulk.test_bad_tables import smelter, written

from .conftest import Tanheng
from .test_writing import commands

PACK = "cn/aluminium/cets_2024"
NO_LOCALE = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", "TANHENG_LANG": ""}


def called(*words: object, through: bytes | None = None, **surroundings: str) -> Result:
    environment = {**NO_LOCALE, **surroundings}
    return CliRunner().invoke(main, [str(word) for word in words], env=environment, input=through)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize("name", [name for name, _ in commands(main)])
def test_the_language_stands_before_or_after_every_command(name: str) -> None:
    """With a wrong option beside it the command says in which language it listens."""
    words = name.split()
    if name == "manage":  # hands its words to the web framework unread
        assert called("--lang", "en", "manage", "help").exit_code == 0
        return
    for order in (["--lang", "en", *words, "--no-such"], [*words, "--lang", "en", "--no-such"]):
        found = called(*order, LANG="zh_CN.UTF-8")
        assert found.exit_code == 2 and "No such option" in found.stderr and not is_chinese(found.stderr)


def test_the_word_nearest_to_the_command_counts() -> None:
    found = called("--lang", "en", "rules", "diff", PACK, PACK, "--lang", "zh")
    assert found.stdout == "两个规则包没有差别\n"


@pytest.mark.parametrize(
    ("surroundings", "chinese"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LC_ALL": "POSIX"}, True),
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "TANHENG_LANG": "zh"}, True),
        ({"LANG": "zh_CN.UTF-8", "TANHENG_LANG": "en_US.UTF-8"}, False),
    ],
)
def test_the_surroundings_say_the_language(surroundings: dict[str, str], chinese: bool) -> None:
    assert is_chinese(called("rules", "diff", PACK, PACK, **surroundings).stdout) == chinese


def test_another_language_in_the_variable_is_wrong_usage() -> None:
    found = called("rules", "list", TANHENG_LANG="fr")
    assert found.exit_code == 2 and "TANHENG_LANG=fr" in found.stderr
    assert called("rules", "list", "--lang", "en", TANHENG_LANG="fr").exit_code == 0


def test_a_document_for_programs_is_the_same_in_every_locale(sample: Path) -> None:
    for words in (("calculate", sample, "--json"), ("rules", "list", "--json")):
        assert called(*words, LANG="en_US.UTF-8").stdout == called(*words, LANG="zh_CN.UTF-8").stdout
        assert called(*words, TANHENG_LANG="en").stdout != called(*words).stdout


# ── standard input ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def kinds(sample: Path, tmp_path: Path, tanheng: Tanheng) -> dict[str, bytes]:
    """The same year as every kind of case."""
    document = yaml.safe_load(sample.read_text(encoding="utf-8"))
    found = {".yaml": sample.read_bytes(), ".json": json.dumps(document, ensure_ascii=False).encode()}
    for suffix in (".xlsx", ".csv"):
        path = tmp_path / f"doubts{suffix}"
        assert tanheng("answers", sample, "-o", path).exit_code == 0
        found[suffix] = path.read_bytes()
    return found


def test_every_kind_of_case_comes_through_a_pipe(kinds: dict[str, bytes], sample: Path) -> None:
    expected = json.loads(called("calculate", sample, "--json").stdout)["results"]
    for suffix, content in kinds.items():
        assert kind_of(content) == suffix
        found = called("calculate", "-", "--json", through=content)
        assert json.loads(found.stdout)["results"] == expected, suffix


def test_a_run_is_replayed_from_a_pipe(sample: Path) -> None:
    printed = called("calculate", sample, "--json").stdout.encode()
    assert called("replay", "-", through=printed).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [("kit", "{}", "-o", "k.xlsx", "--overwrite"), ("tracks", "{}"), ("defaults", "{}"), ("obligations", "{}"), ("answers", "{}")],
)
def test_a_pipe_gives_what_the_file_gives(words: tuple[str, ...], sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = called(*(word.format("-") for word in words), through=sample.read_bytes())
    as_file = called(*(word.format(sample) for word in words))
    assert found.exit_code == 0 and found.stdout == as_file.stdout.replace(sample.name, "stdin.yaml")
    assert found.stderr == as_file.stderr.replace(sample.name, "stdin.yaml")


def test_every_case_of_a_command_may_be_a_pipe() -> None:
    for name, command in commands(main):
        for one in command.params:
            if isinstance(one, click.Argument) and "CASE" in (one.metavar or ""):
                assert getattr(one.type, "piped", False), name


def test_a_pipe_is_read_once(sample: Path, tmp_path: Path) -> None:
    found = called("tracks", "-", "--beside", "-", through=sample.read_bytes())
    assert found.exit_code == 2 and "只能用一次" in found.stderr
    table = written(smelter(), tmp_path)
    found = called("batch", PACK, "-", "--year", "2025", "-o", tmp_path / "out.parquet", through=table.read_bytes())
    assert found.exit_code == 2 and "没有文件 -" in found.stderr


def test_an_empty_pipe_is_told() -> None:
    found = called("calculate", "-", through=b"")
    assert found.exit_code == 1 and "FILE-" in found.stderr


def test_a_file_named_like_the_pipe_is_a_file(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-").write_bytes(sample.read_bytes())
    assert called("calculate", "./-", through=b"nothing").exit_code == 1  # a file without a suffix: its kind is not guessed
