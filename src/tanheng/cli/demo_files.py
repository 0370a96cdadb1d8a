"""The files of `tanheng demo`, and the list by which it knows them again: their digests, in the folder, under a hidden name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from tanheng.demo.synthetic_smelter import YEARS
from tanheng.documents.report.package import FILE_NAMES

LIST = ".tanheng-demo"
LAST = YEARS[-1]
CASES = tuple(f"case-{kind}{year}.yaml" for year in YEARS for kind in ("", "power-", "cement-"))
FILES = (*CASES, f"input-workbook-{LAST}.xlsx", f"run-{LAST}.json", f"recomputation-kit-{LAST}.xlsx", *FILE_NAMES, LIST)
LONGEST_LIST = 100_000  # bytes; what is longer is none of ours


def list_of(contents: Mapping[str, bytes]) -> bytes:
    """The list of the files by name: a line each with digest and name, as `sha256sum -c` takes it."""
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()).encode()


def own_files(folder: Path) -> Iterator[Path]:
    """The files in the folder that an earlier demo wrote and nobody has changed since, and their list; nothing where there is none."""
    listed = dict(_listed(folder / LIST))
    if not listed:
        return
    yield folder / LIST
    for name in FILES:
        with suppress(OSError):
            if name in listed and (folder / name).is_file() and sha256((folder / name).read_bytes()).hexdigest() == listed[name]:
                yield folder / name


def _listed(path: Path) -> Iterator[tuple[str, str]]:
    """Name and digest of each line; nothing of a file that holds anything else."""
    try:
        text = path.read_bytes()[:LONGEST_LIST].decode("ascii")
    except (OSError, UnicodeDecodeError):
        return
    pairs = [line.partition("  ") for line in text.splitlines()]
    if all(name in FILES and len(digest) == sha256().digest_size * 2 for digest, _, name in pairs):
        yield from ((name, digest) for digest, _, name in pairs)
