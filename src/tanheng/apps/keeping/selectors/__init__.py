"""Reads of keeping: what a moment of the database records, and how the recorded contents stand to those on the disk."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.crypto import salted_hmac

from tanheng.apps.evidence.models import EvidenceFile
from tanheng.apps.journal.models import Event
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.registration.collected import stored_files
from tanheng.seal.chain import GENESIS
from tanheng.store.backups import SENTENCES
from tanheng.store.backups.databases import Query
from tanheng.store.backups.manifest import Facts
from tanheng.store.clock import day_and_time

MOST_NAMES = 12


def facts_of(query: Query) -> Facts:
    """What a moment of a database records, asked in plain SQL: the copy may be of an older version than the program."""
    last = query("SELECT sequence, hash FROM journal_event ORDER BY sequence DESC LIMIT 1")
    size, root = last[0] if last else (0, GENESIS)
    contents = {str(sha256): int(length) for sha256, length in query("SELECT sha256, size FROM records_evidencefile")}
    migrations = [f"{app}.{name}" for app, name in query("SELECT app, name FROM django_migrations")]
    return Facts(int(size), str(root), contents, migrations)


def fingerprint() -> str:
    """What tells one secret key from another and gives nothing of it away."""
    return salted_hmac("tanheng.keeping.fingerprint", "", algorithm="sha256").hexdigest()[:16]


def standing(present: Iterable[str], times: Iterable[tuple[str, float]]) -> list[Problem]:
    """How the contents that the database records stand to those that are there, `present` and sound; `times`: every content there is with
    the time it was stored (seconds since 1970). Evidence that is older than its database lacks what was recorded last, and nothing else.
    """
    sound = set(present)
    recorded = {one.sha256: one.stored_at for one in EvidenceFile.objects.order_by("pk")}
    return [*_missing(recorded, sound), *_unknown(recorded, times)]


def _missing(recorded: dict[str, datetime], sound: set[str]) -> list[Problem]:
    missing = [sha256 for sha256 in recorded if sha256 not in sound]
    if not missing:
        return []
    first = len(recorded) - len(missing)
    if first and list(recorded)[first:] == missing:  # all there was up to a moment is there, and nothing of what came after
        since = day_and_time(recorded[missing[0]])
        return [problem_of(SENTENCES, "KEEP-109", since=since, count=str(len(missing))), *_named(missing)]
    return _named(missing)


def _named(missing: list[str]) -> list[Problem]:
    called: dict[str, list[str]] = {sha256: [] for sha256 in missing[:MOST_NAMES]}
    for file in stored_files(called):
        called[file.sha256].append(file.name)
    told = "; ".join(f"{'/'.join(dict.fromkeys(names)) or '?'} ({sha256[:12]}…)" for sha256, names in called.items())
    more = " …" if len(missing) > MOST_NAMES else ""
    return [problem_of(SENTENCES, "KEEP-108", count=str(len(missing)), names=told + more)]


def _unknown(recorded: dict[str, datetime], times: Iterable[tuple[str, float]]) -> list[Problem]:
    """Contents that came after the last event of the database: one that is older was stored by a write that failed, and harms nobody."""
    last = Event.objects.order_by("-sequence").values_list("time", flat=True).first()
    since = last or datetime.min.replace(tzinfo=UTC)
    later = [sha256 for sha256, at in times if sha256 not in recorded and datetime.fromtimestamp(at, UTC) > since]
    if not later:
        return []
    return [problem_of(SENTENCES, "KEEP-110", since=day_and_time(since) if last else "—", count=str(len(later)))]
