"""Which workers of this machine live: each holds a lock on a file of its own as long as its process does, whatever ends it.

So a task of a worker that was killed is taken up at once here, and elsewhere when its lease is over. It is a hint: where it is wrong a
task is done in vain, never twice.
"""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings

if sys.platform != "win32":  # there the lease alone decides
    import fcntl

_held: dict[tuple[int, str], int] = {}  # process and kind → its open file
_names: dict[tuple[int, str], str] = {}  # and its name


def present(kind: str) -> str:
    """The name of this process as a worker of a kind (`worker`, `web`); from the first call on it is known to live."""
    name = _names.get((os.getpid(), kind))
    return name or _begin(kind)


def lives(name: str) -> bool:
    """False where the worker was on this machine and its process is gone; True where it lives or is not known here."""
    if sys.platform == "win32":
        return True
    try:
        handle = os.open(_folder() / name, os.O_RDWR)
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def forget_the_dead() -> None:
    """Remove the files of workers that are gone; whatever they had in hand has been taken up or is free by its lease."""
    with suppress(FileNotFoundError):
        for path in _folder().iterdir():
            if not lives(path.name):
                path.unlink(missing_ok=True)


def _begin(kind: str) -> str:
    name = f"{kind}-{os.getpid()}-{secrets.token_hex(4)}"
    if sys.platform != "win32":
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        _held[os.getpid(), kind] = handle  # closed by the end of the process alone
    _names[os.getpid(), kind] = name
    return name


def _folder() -> Path:
    return Path(settings.WORKERS_FOLDER)
