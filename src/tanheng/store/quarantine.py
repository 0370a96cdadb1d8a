"""Uploads wait here, beside the evidence and apart from it, until they are taken over or refused; then they are gone.

A file belongs to the one task that names it. What is left over, because a process was killed between two steps, `sweep` removes.
"""

import os
import re
import tempfile
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

LEFT_OVER_AFTER = timedelta(hours=1)  # an upload that still comes in is written to meanwhile
NAME = re.compile(r"held-[a-z0-9_]+")


def put(chunks: Iterable[bytes]) -> str:
    """Write an upload, readable by its owner alone, flushed to the disk; the name it goes by. Whole or not at all."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, path = tempfile.mkstemp(dir=folder, prefix="held-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return Path(path).name


def content_of(name: str) -> bytes | None:
    """What was uploaded; None where it is gone."""
    if not NAME.fullmatch(name):
        return None
    try:
        return (_folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def drop(name: str) -> None:
    """Remove it; one that is gone already is no error."""
    if NAME.fullmatch(name):
        (_folder() / name).unlink(missing_ok=True)


def sweep(*, wanted: Collection[str], at: datetime) -> int:
    """Remove whatever nobody wants and nobody has written to for an hour; how many that were."""
    removed = 0
    with suppress(FileNotFoundError):
        for path in _folder().iterdir():
            with suppress(FileNotFoundError):
                if path.name not in wanted and path.stat().st_mtime < (at - LEFT_OVER_AFTER).timestamp():
                    path.unlink()
                    removed += 1
    return removed


def _folder() -> Path:
    return Path(settings.QUARANTINE_FOLDER)
