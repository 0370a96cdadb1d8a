"""The manifest of a backup (`backup/1`): when and of what it was made, the end of its journal, and every file with hash and size."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanheng.engine.text import Text
from tanheng.store.backups import refused

SHAPE = "backup/1"
NAME = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@dataclass(frozen=True)
class Found:
    """A file as it was read: SHA-256 in hex and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Facts:
    """What one moment of a database records.

    `size` and `root` are the number of its last event and that event's hash; `contents` the size of each recorded content by its
    SHA-256; `migrations` the names of those applied, "app.name".
    """

    size: int
    root: str
    contents: Mapping[str, int]
    migrations: Sequence[str]


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. Times are ISO 8601 in UTC: `moment` is that of the database, before any content was copied."""

    program: str
    moment: str
    finished: str
    kind: str  # sqlite, postgresql
    version: str  # of the database server or library
    tool: str  # program that made the copy, with its version
    facts: Facts
    files: Mapping[str, Found]
    damaged: Mapping[str, str]  # contents that were missing or damaged at the time, and how
    keys: str  # fingerprint of the secret key, which is kept apart

    def as_text(self) -> str:
        """JSON, one file a line."""
        head = {
            "tanheng": SHAPE,
            "program": self.program,
            "moment": self.moment,
            "finished": self.finished,
            "database": {"kind": self.kind, "version": self.version, "tool": self.tool, "migrations": sorted(self.facts.migrations)},
            "journal": {"size": self.facts.size, "hash": self.facts.root},
            "evidence": {"recorded": len(self.facts.contents), "damaged": dict(sorted(self.damaged.items()))},
            "keys": {"fingerprint": self.keys, "kept": "apart: tanheng backup-keys"},
        }
        files = [{"name": name, "sha256": one.sha256, "size": one.size} for name, one in sorted(self.files.items())]
        text = json.dumps({**head, "files": "FILES"}, ensure_ascii=False, indent=1)
        rows = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in files)
        return text.replace('"FILES"', f"[\n  {rows}\n ]") + "\n"


def read_manifest(text: bytes | None, backup: str) -> Manifest:
    """The manifest of a backup; KeepingError where it has none, or one of another shape."""
    if text is None:
        raise refused("KEEP-101", name=backup, why=Text("没有清单 manifest.json", "it has no manifest.json"))
    try:
        return _manifest(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        said = Text(f"清单不是 {SHAPE}（{error}）", f"its manifest is not of the shape {SHAPE} ({error})")
        raise refused("KEEP-101", name=backup, why=said) from error


def _manifest(read: Any) -> Manifest:
    if read["tanheng"] != SHAPE:
        raise ValueError(read["tanheng"])
    database, journal = read["database"], read["journal"]
    if database["kind"] not in DATABASES:
        raise ValueError(database["kind"])
    files = {_text(one["name"]): Found(_text(one["sha256"]), _count(one["size"])) for one in read["files"]}
    return Manifest(
        program=_text(read["program"]),
        moment=_text(read["moment"]),
        finished=_text(read["finished"]),
        kind=database["kind"],
        version=_text(database["version"]),
        tool=_text(database["tool"]),
        facts=Facts(_count(journal["size"]), _text(journal["hash"]), {}, [_text(one) for one in database["migrations"]]),
        files=files,
        damaged={_text(name): _text(how) for name, how in read["evidence"]["damaged"].items()},
        keys=_text(read["keys"]["fingerprint"]),
    )


def _text(value: object) -> str:
    """Words that a database and a terminal take as they are."""
    said = str(value)
    if not said.isprintable():
        raise ValueError(ascii(said))
    return said


def _count(value: Any) -> int:
    number = int(value)
    if not 0 <= number < 1 << 63:
        raise ValueError(number)
    return number
