"""The same case gives the same bytes twice, in any locale and time zone, and on every newer Python that is present."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tanheng

SOURCE = Path(tanheng.__file__).parent.parent
CALL = "import sys; from tanheng.cli import main; main(['calculate', sys.argv[1], '--json'])"


def printed(python: str, sample: Path, **environment: str) -> bytes:
    """What a fresh interpreter prints; libraries come from this environment, whose compiled parts it may not use."""
    libraries = [str(SOURCE), *(path for path in sys.path if path.endswith("site-packages"))]
    words = {**os.environ, "PYTHONPATH": os.pathsep.join(libraries), "PYTHONHASHSEED": "random", **environment}
    return subprocess.run([python, "-c", CALL, str(sample)], env=words, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LC_ALL": "C"},
        {"LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Shanghai"},
        {"LANG": "de_DE.UTF-8", "TZ": "America/New_York"},
        {"PYTHONUTF8": "0"},
    ],
)
def test_locale_and_time_zone_change_nothing(sample: Path, environment: dict[str, str]) -> None:
    assert printed(sys.executable, sample, **environment) == printed(sys.executable, sample, PYTHONHASHSEED="0")


def newer_pythons() -> list[str]:
    found = [
        Path(folder) / f"python3.{minor}" for minor in range(12, 16) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder
    ]
    found += [path / "bin" / "python3" for path in sorted((Path.home() / ".pyenv" / "versions").glob("3.1[2-9]*"))]
    return [str(path) for path in found if path.is_file() and "shims" not in path.parts]


@pytest.mark.parametrize("python", newer_pythons(), ids=lambda path: Path(path).parent.parent.name)
def test_newer_pythons_give_the_same_bytes(sample: Path, python: str) -> None:
    assert printed(python, sample) == printed(sys.executable, sample)
