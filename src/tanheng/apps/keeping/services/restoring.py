"""Restoring a backup: everything is read and proven beside its place before anything gets its place, and the database comes last.

So whoever ends it in the middle leaves an installation that is still empty; contents that came already wait for the next attempt. The
proof is that of `tanheng verify`: journal, rows, locks, contents, and every run computed anew.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from tanheng import __version__
from tanheng.apps.evidence.models import EvidenceFile
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors import verify_journal
from tanheng.apps.journal.selectors.anchors import kept_anchors
from tanheng.apps.journal.selectors.damages import Damage
from tanheng.apps.journal.selectors.verification import Verified, verify
from tanheng.apps.keeping.selectors import fingerprint, standing
from tanheng.apps.keeping.services import record_contents, record_restore
from tanheng.engine.problems import Problem, has_errors
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.store.backups import KINDS, SENTENCES, KeepingError
from tanheng.store.backups.databases import check_sqlite, empty_postgresql, occupied, put_postgresql, put_sqlite
from tanheng.store.backups.manifest import DATABASES, NAME, Found, Manifest, read_manifest
from tanheng.store.backups.places import content_name, unpack
from tanheng.store.backups.unfinished import alone, finish
from tanheng.store.contents import damage_of, put_content, stored_contents
from tanheng.store.signing_key import public_keys

Tell = Callable[[str, int, int | None], None]
MOST_NAMED = 200  # places of the proof


@dataclass(frozen=True)
class Restored:
    """What was restored: the manifest, how many contents were brought, what is to be said of it; events, facts, runs that were proven."""

    manifest: Manifest
    contents: int
    problems: list[Problem]
    events: int = 0
    facts: int = 0
    runs: int = 0


@dataclass(frozen=True)
class _Unpacked:
    room: Path
    manifest: Manifest
    found: dict[str, Found]
    problems: list[Problem]

    @property
    def waiting(self) -> list[str]:
        """Contents that have not got their place yet."""
        return [sha256 for sha256 in self.sound if (self.room / content_name(sha256)).exists()]

    @cached_property
    def sound(self) -> list[str]:
        """Contents that are what their names say."""
        return [
            name.rpartition("/")[2]
            for name, one in self.found.items()
            if one.sha256 and name.startswith("evidence/") and name.endswith(one.sha256)
        ]


def restore(*, backup: Path, despite_damage: bool, tell: Tell) -> Restored:
    """Bring back the installation. KeepingError where there are data here, or where something is wrong with the backup; with
    `despite_damage` what is wrong is told and the rest is restored.
    """
    with alone():
        if found := occupied():
            raise KeepingError([problem_of(SENTENCES, "KEEP-112", found=found)])
        return _restored(backup, despite_damage, tell)


def _restored(backup: Path, despite_damage: bool, tell: Tell) -> Restored:
    with _unpacked(backup, tell) as unpacked:
        _refuse_foreign(unpacked.manifest, unpacked)
        _refuse(unpacked.problems, despite_damage)
        tell("database", 0, None)
        brought = unpacked.sound
        if connection.vendor == "sqlite":
            proof, problems = _restore_sqlite(unpacked, despite_damage, tell)
        else:
            proof, problems = _restore_postgresql(unpacked, despite_damage, tell)
    keyless = [] if unpacked.manifest.keys == fingerprint() else [problem_of(SENTENCES, "KEEP-111")]
    tally = proof.tally
    counts = {"events": tally["events"], "facts": tally["facts"], "runs": tally["runs_equal"] + tally["runs_text_changed"]}
    return Restored(unpacked.manifest, len(brought), [*unpacked.problems, *problems, *keyless], **counts)


def bring_contents(*, backup: Path, tell: Tell) -> Restored:
    """Bring back only the contents that are missing or damaged here; what is sound stays as it is. No other restore works meanwhile:
    the folder in which it unpacks would be taken for one that was left.
    """
    with alone(), _unpacked(backup, tell) as unpacked:
        recorded = dict(EvidenceFile.objects.values_list("sha256", "size"))
        wanted = [sha256 for sha256 in unpacked.sound if sha256 in recorded and damage_of(sha256, recorded[sha256])]
        _place_contents(unpacked.room, wanted)
        if wanted:
            record_contents(manifest=unpacked.manifest, sha256s=wanted)
        still = [sha256 for sha256, size in recorded.items() if not damage_of(sha256, size)]
    return Restored(unpacked.manifest, len(wanted), standing(still, ()))


def _restore_sqlite(unpacked: _Unpacked, despite_damage: bool, tell: Tell) -> tuple[Verified, list[Problem]]:
    """Proven beside its place, and put there last."""
    ready = unpacked.room / DATABASES["sqlite"]
    check_sqlite(ready)
    with _database_at(ready):
        proven = _proven(unpacked, despite_damage, tell)
        record_restore(manifest=unpacked.manifest)
    ready.chmod(0o600)
    put_sqlite(ready)
    return proven


def _restore_postgresql(unpacked: _Unpacked, despite_damage: bool, tell: Tell) -> tuple[Verified, list[Problem]]:
    """The contents first, then the database in one transaction; what does not hold is taken away again."""
    _place_contents(unpacked.room, unpacked.sound)
    put_postgresql(unpacked.room / DATABASES["postgresql"], unpacked.manifest.facts.size)
    try:
        proven = _proven(unpacked, despite_damage, tell)
        record_restore(manifest=unpacked.manifest)
        finish()
    except BaseException:
        connection.close()
        empty_postgresql()
        raise
    return proven


def _proven(unpacked: _Unpacked, despite_damage: bool, tell: Tell) -> tuple[Verified, list[Problem]]:
    """Bring the tables up to date, hold journal and recorded contents against what came, give the contents their place, prove all of it."""
    call_command("migrate", verbosity=0, interactive=False)
    unpacked_at = {sha256: (unpacked.room / content_name(sha256)).lstat().st_mtime for sha256 in unpacked.waiting}
    times, brought = {**unpacked_at, **dict(stored_contents())}, set(unpacked.sound)
    here = [sha256 for sha256 in times if sha256 not in brought and not damage_of(sha256)]
    problems = [*_journal(unpacked.manifest), *standing([*unpacked.sound, *here], times.items())]
    _refuse(problems, despite_damage)
    _place_contents(unpacked.room, unpacked.waiting)
    proof = _everything(unpacked.manifest, tell)
    missing = any(one.code == "KEEP-108" for one in problems)  # named by their files already
    found = _named([place for place in proof.places if not (missing and place.what == "evidence")], proof.unlisted.total())
    _refuse(found, despite_damage)
    return proof, [*problems, *found]


def _journal(manifest: Manifest) -> list[Problem]:
    """What is wrong with the journal: the first place where it breaks, and whether it is the one that the manifest names."""
    proof, facts = verify_journal(), manifest.facts
    if proof.broken:
        why = Text(f"在第 {proof.broken.sequence} 条断开", f"it breaks at event {proof.broken.sequence}")
    elif proof.missing_locks:
        why = Text(f"缺少防改动的锁：{proof.missing_locks[0]} 等", f"locks are missing, such as {proof.missing_locks[0]}")
    elif facts.size and not Event.objects.filter(sequence=facts.size, hash=facts.root).exists():
        why = Text(f"第 {facts.size} 条不是清单所载的那一条", f"event {facts.size} is not the one that the manifest names")
    else:
        return []
    return [problem_of(SENTENCES, "KEEP-107", why=why)]


def _everything(manifest: Manifest, tell: Tell) -> Verified:
    """The whole proof, also against the checkpoints that lie here and are not of a later journal than the backup's."""
    kept, _ = kept_anchors(public_keys())
    done = 0

    def begin(_part: str) -> Callable[[int], None]:
        def step(number: int) -> None:
            nonlocal done
            done += number
            tell("proof", done, None)

        return step

    return verify(begin, [anchor for anchor in kept if anchor.checkpoint.size <= manifest.facts.size])


def _named(places: list[Damage], unlisted: int) -> list[Problem]:
    """Each place that does not hold as a problem, the first of them by name."""
    told = [(_where(place), place.found) for place in places[:MOST_NAMED]]
    if more := len(places[MOST_NAMED:]) + unlisted:
        told.append((Text(f"另外 {more} 处", f"what is in {more} more places"), Text("见 tanheng verify", "see tanheng verify")))
    return [problem_of(SENTENCES, "KEEP-119", where=where, found=found) for where, found in told]


def _where(place: Damage) -> Text:
    event = Text("", "") if place.event is None else Text(f"（日志第 {place.event} 条）", f" (event {place.event})")
    return Text(f" {place.what} {place.id}{event.zh}", f"{place.what} {place.id}{event.en}")


@contextmanager
def _unpacked(backup: Path, tell: Tell) -> Iterator[_Unpacked]:
    """The files of a backup beside the place where they belong, held against its manifest; gone at the end."""
    for left in settings.HOME.glob(".restoring-*"):  # of an attempt that was killed
        shutil.rmtree(left, ignore_errors=True)
    room = settings.HOME / f".restoring-{os.getpid()}"
    room.mkdir(mode=0o700)
    try:
        found = unpack(backup, room, lambda done, total: tell("backup", done, total))
        text = (room / NAME).read_bytes() if NAME in found else None
        manifest = read_manifest(text, str(backup))
        yield _Unpacked(room, manifest, found, _against_manifest(manifest, found))
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _against_manifest(manifest: Manifest, found: dict[str, Found]) -> list[Problem]:
    problems = []
    for name, known in sorted(manifest.files.items()):
        if name not in found:
            problems.append(problem_of(SENTENCES, "KEEP-102", name=name))
        elif found[name] != known:
            told = {"known": _shown(known), "found": _shown(found[name])}
            problems.append(problem_of(SENTENCES, "KEEP-103", name=name, **told))
    strange = sorted(found.keys() - manifest.files.keys() - {NAME})
    return [*problems, *(problem_of(SENTENCES, "KEEP-104", name=name) for name in strange)]


def _shown(file: Found) -> str:
    return f"{file.sha256[:12]}… ({file.size} B)"


def _refuse_foreign(manifest: Manifest, unpacked: _Unpacked) -> None:
    """KeepingError where the backup cannot be restored here, whatever one is ready to lose."""
    if manifest.kind != connection.vendor:
        raise KeepingError([problem_of(SENTENCES, "KEEP-105", known=KINDS[manifest.kind], found=KINDS[connection.vendor])])
    if DATABASES[manifest.kind] not in unpacked.found:
        raise KeepingError(unpacked.problems)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if strange := sorted(set(manifest.facts.migrations) - known):
        raise KeepingError([problem_of(SENTENCES, "KEEP-106", known=manifest.program, found=__version__, name=strange[0])])


def _refuse(problems: list[Problem], despite_damage: bool) -> None:
    if has_errors(problems) and not despite_damage:
        raise KeepingError(problems)


def _place_contents(room: Path, sha256s: list[str]) -> None:
    os.sync()  # once for all of them
    for sha256 in sha256s:
        put_content(room / content_name(sha256), sha256)


@contextmanager
def _database_at(file: Path) -> Iterator[None]:
    """Let the application work on another file for a while."""
    connections.close_all()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before
