"""Contents of evidence files on disk, by SHA-256: written once, whole or not at all, never overwritten, never deleted.

A content is stored before the transaction that records it. If that transaction fails, an orphan remains that nothing
refers to; it does no harm and is taken up when the same content comes again.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class DamagedContentError(Exception):
    """A stored content no longer has the hash it is known by."""


def sha256_hex(content: bytes) -> str:
    """Hex digest by which a content is known."""
    return hashlib.sha256(content).hexdigest()


def content_path(sha256: str) -> Path:
    """Where the content of this hash lies."""
    return Path(settings.EVIDENCE_FOLDER) / sha256[:2] / sha256


def store_content(content: bytes) -> str:
    """Write the content and flush it to the disk; returns its hash. A content already there is left untouched."""
    sha256 = sha256_hex(content)
    path = content_path(sha256)
    if path.exists():
        read_content(sha256)
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o400)
        Path(temporary).rename(path)  # atomic; a twin written meanwhile has the same bytes
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)
    return sha256


def read_content(sha256: str) -> bytes:
    """The content of this hash, proven. Raises DamagedContentError when it is missing or changed."""
    try:
        content = content_path(sha256).read_bytes()
    except OSError as error:
        raise DamagedContentError(sha256) from error
    if sha256_hex(content) != sha256:
        raise DamagedContentError(sha256)
    return content


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
