"""A rulebook of a test's own: the editions as they are, and beside them one that is revised as time goes by."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import tanheng
from tanheng import rulebook
from tanheng.apps.accounting import selectors as runs
from tanheng.apps.records import selectors as imports
from tanheng.apps.records.pages import packs_in_use

RULES = Path(tanheng.__file__).parent / "rulebook"


class RevisedRules:
    """One edition in a folder of the rulebook; `write` gives it a text, `keep` puts the present one away as a revision."""

    def __init__(self, folder: Path, pack_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
        *above, _ = pack_id.split("/")
        self.folder = folder.joinpath(*pack_id.split("/"))
        for number in range(len(above) + 1):
            _linked(RULES.joinpath(*above[:number]), folder.joinpath(*above[:number]), skip=above[number : number + 1])
        self.folder.mkdir()
        monkeypatch.setattr(rulebook, "ROOT", folder)

    def write(self, files: Mapping[str, str]) -> None:
        """The present text of the edition."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        forget()

    def keep(self, name: str) -> None:
        """The present text as it is, in a folder of its own within the edition."""
        (self.folder / name).mkdir()
        for file in [one for one in self.folder.iterdir() if one.is_file()]:
            file.rename(self.folder / name / file.name)


def forget() -> None:
    """As after a start of the program: nothing read or computed before is remembered."""
    for one in (
        rulebook.raw_head,
        rulebook.broken_reason,
        rulebook.load,
        rulebook.load_as,
        rulebook._parts,
        rulebook._shared,
        imports._case,
        imports._run,
    ):
        one.cache_clear()
    for found in vars(packs_in_use).values():
        if hasattr(found, "cache_clear"):
            found.cache_clear()
    runs._recomputed.clear()


def _linked(source: Path, target: Path, *, skip: list[str]) -> None:
    target.mkdir(exist_ok=True, parents=True)
    for path in source.iterdir():
        if path.name not in (*skip, "__pycache__") and not (target / path.name).exists():
            (target / path.name).symlink_to(path)
