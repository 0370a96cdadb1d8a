"""Signed checkpoints as files beside the database: one for each size of the journal, written once. Whoever copies them keeps an anchor."""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def keep_checkpoint(size: int, written: str) -> Path:
    """Store the note of a checkpoint under its size, whole or not at all; one that is there stays."""
    folder = Path(settings.CHECKPOINT_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{size:010d}.txt"
    if path.exists():
        return path
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).rename(path)
    return path


def set_aside_beyond(size: int) -> list[Path]:
    """After a restore: the checkpoints of a longer journal than the restored one, put into a folder of their own, for people to look at."""
    found = [path for path in kept_checkpoints() if int(path.stem) > size]
    for path in found:
        aside = path.parent / "before-restore"
        aside.mkdir(exist_ok=True, mode=0o700)
        path.rename(aside / path.name)
    return found


def kept_checkpoints() -> list[Path]:
    """The files, the smallest size first."""
    return sorted(Path(settings.CHECKPOINT_FOLDER).glob("[0-9]*.txt"))
