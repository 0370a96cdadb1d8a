"""The sample year as a file, and a way to call the commands as a user does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from tanheng.cli import main
from tanheng.demo.answers import with_synthetic_answers
from tanheng.demo.synthetic_smelter import synthetic_case

Tanheng = Callable[..., Result]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The synthetic smelter's 2025 as YAML."""
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(synthetic_case(2025), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def answered(path: Path) -> Path:
    """The case file with every doubt about its made-up figures confirmed, so that a report may be made of it."""
    document = with_synthetic_answers(yaml.safe_load(path.read_text(encoding="utf-8")))
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture
def tanheng() -> Tanheng:
    """`tanheng(*words)` runs a command in this process."""

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return call
