"""A released rule pack never changes: old years keep their old rules, and a stored run finds its pack again by its hash.

A pack that must change gets a new edition folder. Before release its line in frozen.yaml is written anew on purpose, by
`python -m tests.rulebook.test_frozen`.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from tanheng import rulebook
from tanheng.engine.loading import build_pack, content_hash
from tanheng.rulebook import load, pack_ids, programs, revisions_of
from tanheng.rulebook.programs import faults_of_program, text_hash

ROOT = Path(str(files("tanheng.rulebook")))
FROZEN, READ = ROOT / "frozen.yaml", ROOT / programs.READ
HEAD = """# Released rule packs and the hashes of their content. A changed hash is a changed rule: it needs an edition of its own.
"""


def frozen() -> dict[str, str]:
    return yaml.safe_load(FROZEN.read_text(encoding="utf-8"))


def revisions():
    """Every edition and its older revisions."""
    return [one for pack_id in pack_ids() for one in (pack_id, *revisions_of(pack_id))]


def test_every_pack_is_frozen():
    assert set(frozen()) == set(revisions())


@pytest.mark.parametrize("pack_id", revisions())
def test_a_frozen_pack_is_unchanged(pack_id):
    assert load(pack_id).hash == frozen()[pack_id]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_the_hash_notices_every_part(pack_id, monkeypatch):
    """A changed digit of a table, a label, a form or a line of a formula gives another hash, of parents too."""
    taken = []
    monkeypatch.setattr(rulebook, "build_pack", lambda parts: taken.append(parts) or build_pack(parts))
    load.__wrapped__(pack_id)
    parts = taken[0]
    changed = [
        replace(parts, forms={**parts.forms, "numbering": "changed"}),
        replace(parts, pack={**parts.pack, "status": "changed"}),
        *(replace(parts, program_texts={**parts.program_texts, name: text + "\n"}) for name, text in parts.program_texts.items()),
        *([replace(parts, parameters=_with_other_status(parts.parameters))] if parts.parameters else []),
        *(replace(parts, tables={**parts.tables, name: {**row, "set": "changed"}}) for name, row in parts.tables.items()),
    ]
    hashes = {content_hash(one) for one in changed}
    assert len(hashes) == len(changed)
    assert load(pack_id).hash not in hashes


def _with_other_status(parameters):
    return {name: {**row, "status": "changed"} for name, row in parameters.items()}


def program_places():
    """Every program of the rule book: those of packs, and those of shared/."""
    found = (path.relative_to(ROOT).with_suffix("") for path in ROOT.rglob("*.py") if path.parent != ROOT and path.name != "__init__.py")
    return sorted(place.as_posix() for place in found)


def read_lines():
    """A line for every program that says nothing it may not: the SHA-256 of its text, and where it stands."""
    return "".join(f"{text_hash(place)}  {place}\n" for place in program_places() if not faults_of_program(place))


@pytest.mark.parametrize("place", program_places())
def test_every_program_says_only_what_it_may(place):
    assert faults_of_program(place) == []


def test_what_was_read_is_what_stands_here():
    """A command does not read these files again, so that none may have changed since."""
    assert READ.read_text(encoding="utf-8") == read_lines()


if __name__ == "__main__":
    READ.write_text(read_lines(), encoding="utf-8")
    lines = "".join(f"{pack_id}: {load(pack_id).hash}\n" for pack_id in revisions())
    FROZEN.write_text(HEAD + lines, encoding="utf-8")
