"""Giving a ready file its name at once, whole or not at all: over what stands there or never, also on another disk or one without links."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES)  # a file system without hard links, as of a stick


def give_name(ready: Path, place: Path) -> None:
    """In the place of what stands there. Folders may lie on disks of their own: then a copy beside the place, flushed, gets the name."""
    try:
        ready.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copied_beside(ready, place).replace(place)
        ready.unlink()


def give_free_name(ready: Path, place: Path) -> None:
    """FileExistsError where something stands there, also what came meanwhile. Both are on one disk."""
    try:
        os.link(ready, place)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # the name is ours, or somebody's already
        ready.replace(place)


def _copied_beside(ready: Path, place: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    beside = Path(name)
    try:
        with ready.open("rb") as content, os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        shutil.copystat(ready, beside)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside
