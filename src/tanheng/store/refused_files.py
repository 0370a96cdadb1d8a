"""Contents of refused files, kept for a day so that they can be given back marked: at most one of a company, then it is gone.

They are no evidence: nothing refers to them, and a newer import of the company removes the one before. What is larger than
LARGEST_KEPT_BYTES is not kept.
"""

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from tanheng.store.clock import now
from tanheng.store.contents import sha256_hex

KEPT_SECONDS = 24 * 60 * 60
LARGEST_KEPT_BYTES = 20 * 1024 * 1024
NAME = re.compile(r"(\d+)-(\d+)")  # company and import


def keep_refused(company_id: int, import_id: int, content: bytes) -> None:
    """Keep the content of a refused import, in the place of any other of its company."""
    forget_refused(company_id)
    if len(content) > LARGEST_KEPT_BYTES:
        return
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).rename(folder / f"{company_id}-{import_id}")
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def forget_refused(company_id: int) -> None:
    """Remove what is kept of a company, and what is older than a day of any."""
    for path, company in _kept():
        if company == company_id or _age_seconds(path) > KEPT_SECONDS:
            path.unlink(missing_ok=True)


def refused_content(company_id: int, import_id: int, sha256: str) -> bytes | None:
    """The content of a refused import while it is kept; None afterwards, or where it is not what was sent."""
    path = _folder() / f"{company_id}-{import_id}"
    if _age_seconds(path) > KEPT_SECONDS:
        path.unlink(missing_ok=True)
        return None
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if sha256_hex(content) == sha256 else None


def _folder() -> Path:
    return Path(settings.REFUSED_FOLDER)


def _kept() -> list[tuple[Path, int]]:
    """Every kept file with its company; what was left half written has none."""
    found = []
    with suppress(FileNotFoundError):
        for path in _folder().iterdir():
            name = NAME.fullmatch(path.name)
            found.append((path, int(name[1]) if name else 0))
    return found


def _age_seconds(path: Path) -> float:
    """How long ago it was written; none at all is older than a day."""
    try:
        return now().timestamp() - path.stat().st_mtime
    except OSError:
        return float("inf")
