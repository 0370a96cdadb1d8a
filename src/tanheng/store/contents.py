"""Contents of evidence files on disk, by SHA-256: written once, whole or not at all, never overwritten, never deleted.

A content is stored before the transaction that records it. If that transaction fails, an orphan remains that nothing
refers to; it does no harm and is taken up when the same content comes again. A content that is missing or damaged is healed by the same
bytes, whoever brings them; what stood in its place is set aside.
"""

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from tanheng.store.file_names import give_name

MISSING, UNREADABLE, LINK, TRUNCATED, CHANGED = "missing", "unreadable", "link", "truncated", "changed"
NAME = re.compile(r"[0-9a-f]{64}")


class DamagedContentError(Exception):
    """A stored content is missing, or no longer has the hash it is known by; `found` says which."""

    def __init__(self, sha256: str, found: str = CHANGED) -> None:
        super().__init__(sha256)
        self.sha256, self.found = sha256, found


def sha256_hex(content: bytes) -> str:
    """Hex digest by which a content is known."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_chunks(chunks: Iterable[bytes]) -> str:
    """The same of a content that comes in pieces."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def content_path(sha256: str) -> Path:
    """Where the content of this hash lies."""
    return Path(settings.EVIDENCE_FOLDER) / sha256[:2] / sha256


def store_content(content: bytes) -> str:
    """Write the content and flush it to the disk; returns its hash. A sound content already there is left untouched."""
    sha256 = sha256_hex(content)
    if not damage_of(sha256):
        return sha256
    folder = _folder_of(sha256)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_content(Path(temporary), sha256)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(folder)
    return sha256


def put_content(ready: Path, sha256: str) -> None:
    """Give a file, whose bytes are known to have this hash, its place among the contents."""
    place = _folder_of(sha256) / sha256
    if not damage_of(sha256):  # a twin was quicker
        ready.unlink()
        return
    if place.is_symlink() or place.exists():
        place.replace(place.with_name(f".damaged-{sha256}"))  # kept: what it was changed into may tell who did it
    ready.chmod(0o400)
    give_name(ready, place)  # atomic; a twin written meanwhile has the same bytes


def damage_of(sha256: str, size: int | None = None) -> str:
    """ "" where the content is as it was stored, else what is wrong with it: one of the words above; truncated needs its size."""
    try:
        read_content(sha256, size)
    except DamagedContentError as error:
        return error.found
    return ""


def read_content(sha256: str, size: int | None = None) -> bytes:
    """The content of this hash, proven. Raises DamagedContentError when it is missing or changed."""
    if found := seen_from_outside(sha256, size):
        raise DamagedContentError(sha256, found)
    try:
        content = content_path(sha256).read_bytes()
    except OSError as error:
        raise DamagedContentError(sha256, UNREADABLE) from error
    if sha256_hex(content) != sha256:
        raise DamagedContentError(sha256, CHANGED)
    return content


def seen_from_outside(sha256: str, size: int | None = None) -> str:
    """What is wrong with a content as far as name and size tell, without reading it; "" where they tell nothing."""
    try:
        told = content_path(sha256).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return MISSING
    except OSError:
        return UNREADABLE
    if not stat.S_ISREG(told.st_mode):
        return LINK  # whatever it leads to can be changed from elsewhere
    if size is not None and told.st_size != size:
        return TRUNCATED if told.st_size < size else CHANGED
    return ""


def stored_contents() -> Iterator[tuple[str, float]]:
    """The hash of every content that stands in the folder, damaged or not, with the time it was written (seconds since 1970)."""
    for path in sorted(Path(settings.EVIDENCE_FOLDER).glob("??/*")):
        if NAME.fullmatch(path.name) and path.parent.name == path.name[:2]:
            yield path.name, path.lstat().st_mtime


def _folder_of(sha256: str) -> Path:
    """Where the content belongs, made when it is not there: for its owner only."""
    folder = content_path(sha256).parent
    for one in (folder.parent.parent, folder.parent, folder):
        one.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
