"""The program as it is, with files more in its rule book; nothing of it is changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tanheng

PROGRAM = Path(tanheng.__file__).parent


def program_with(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder to import it from: links to the program, and the files, by their path within the rule book."""
    (folder / "tanheng").mkdir(parents=True)
    _linked(PROGRAM, folder / "tanheng", leaving="rulebook")
    _linked(PROGRAM / "rulebook", folder / "tanheng" / "rulebook")
    for name, text in files.items():
        _opened(folder / "tanheng" / "rulebook", Path(name).parent)
        (folder / "tanheng" / "rulebook" / name).write_text(text, encoding="utf-8")
    return folder


def answers_of(questions: str, program: Path, folder: Path, *words: str) -> dict[str, Any]:
    """What a script prints as JSON in its last line, run by that program; `folder` is its home."""
    environment = {**os.environ, "PYTHONPATH": str(program), "DJANGO_SETTINGS_MODULE": "tanheng.config.settings"}
    environment |= {"TANHENG_HOME": str(folder / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    call = [sys.executable, "-c", questions, *words]
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _linked(original: Path, made: Path, leaving: str = "") -> None:
    """A folder with a link to everything in another."""
    made.mkdir(parents=True, exist_ok=True)
    for path in original.iterdir():
        if path.name not in (leaving, "__pycache__"):
            (made / path.name).symlink_to(path)


def _opened(root: Path, below: Path) -> None:
    """The folders down to one as folders of their own, where they were links."""
    made = root
    for part in below.parts:
        made /= part
        if made.is_symlink():
            original = made.resolve()
            made.unlink()
            _linked(original, made)
        made.mkdir(exist_ok=True)
