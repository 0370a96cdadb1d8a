"""Whether the installation can work: does the database answer, are its tables up to date, is there room on the disk. No secrets."""

import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tanheng.store.clock import now
from tanheng.store.tasks.models import Attempt, Progress

LEAST_FREE_BYTES = 256 * 1024 * 1024
LONGEST_WAIT_S = 600  # for a task that could be done now
PROBE_BYTES = 4096  # an empty file may still be made on a full disk


def health() -> tuple[bool, dict[str, Any]]:
    """Whether all is well, and what was found, as plain data."""
    database = _database()
    parts = {"database": database, "disk": _disk(), **({"worker": _worker()} if database["ok"] else {})}
    well = all(part["ok"] for part in parts.values())
    return well, {"status": "ok" if well else "failing", **parts}


def _database() -> Mapping[str, Any]:
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return {"ok": False, "kind": connection.vendor, "answers": False}
    pending = len(_migrations() - applied)
    return {"ok": pending == 0, "kind": connection.vendor, "answers": True, "migrations_pending": pending}


def _disk() -> Mapping[str, Any]:
    """Of the data folder, and of SQLite's own where it lies elsewhere: the least room of the two."""
    folders = [Path(settings.HOME)]
    if connection.vendor == "sqlite":
        folders.append(Path(connection.settings_dict["NAME"]).parent)
    free = min(_free_bytes(folder) for folder in folders)
    writable = all(_writable(folder) for folder in folders)
    return {"ok": writable and free >= LEAST_FREE_BYTES, "writable": writable, "free_bytes": free, "least_free_bytes": LEAST_FREE_BYTES}


def _worker() -> Mapping[str, Any]:
    """Whether what waits is taken in hand, by whichever worker on whichever machine; `last` is the newest attempt at anything."""
    at = now()
    waiting = Progress.objects.filter(ended=False, held_by="", not_before__lte=at).order_by("not_before")
    oldest = waiting.values_list("not_before", flat=True).first()
    waits = int((at - oldest).total_seconds()) if oldest else 0
    last = Attempt.objects.order_by("-pk").values_list("at", flat=True).first()
    told = {"waiting": waiting.count(), "oldest_waits_s": waits, "longest_wait_s": LONGEST_WAIT_S}
    return {"ok": waits <= LONGEST_WAIT_S, **told, "last_attempt": last.isoformat(timespec="seconds") if last else None}


def _free_bytes(folder: Path) -> int:
    try:
        found = os.statvfs(folder)
    except OSError:
        return 0
    return found.f_bavail * found.f_frsize


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(PROBE_BYTES))
            probe.flush()
    except OSError:
        return False
    return True


@cache
def _migrations() -> set[tuple[str, str]]:
    """Every migration of the program; it does not change while it runs."""
    return set(MigrationLoader(None).disk_migrations)
