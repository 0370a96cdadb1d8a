"""Writes of keeping: the events of a backup and of a restore, by whoever works on the machine itself."""

from django.contrib.sessions.models import Session

from tanheng.apps.journal.models import Event
from tanheng.apps.journal.services import append_event
from tanheng.apps.keeping.models import BACKED_UP, BROUGHT, RESTORED
from tanheng.apps.people.access.actors import on_the_machine
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Actor
from tanheng.store.backups.manifest import Manifest
from tanheng.store.checkpoint_files import set_aside_beyond


def record_backup(*, manifest: Manifest) -> Event:
    """Note in the journal that a backup was made."""
    return _noted(BACKED_UP, manifest, contents=len(manifest.files) - 1)


def record_restore(*, manifest: Manifest) -> Event:
    """Note in the restored journal where it was cut off, and end all sessions: nobody knows which of them have ended since."""
    actor = on_the_machine()
    set_aside_beyond(manifest.facts.size)

    def write() -> Event:
        Session.objects.all().delete()
        return _appended(actor, RESTORED, manifest)

    return change(actor, "", None, write)


def record_contents(*, manifest: Manifest, sha256s: list[str]) -> Event:
    """Note which contents were brought back."""
    return _noted(BROUGHT, manifest, contents=len(sha256s), sha256s=sorted(sha256s))


def _noted(action: str, manifest: Manifest, **payload: object) -> Event:
    actor = on_the_machine()
    return change(actor, "", None, lambda: _appended(actor, action, manifest, **payload))


def _appended(actor: Actor, action: str, manifest: Manifest, **payload: object) -> Event:
    """The event's subject is the last event that the backup holds; it stands at the group, so that whoever reads its journal sees it."""
    facts = manifest.facts
    last = Event.objects.filter(sequence=facts.size).first() or Event(pk=0)
    group = Node.objects.filter(kind="group").order_by("path").first()
    told = {"moment": manifest.moment, "size": facts.size, "hash": facts.root, "program": manifest.program, **payload}
    return append_event(actor=actor, action=action, subject=last, place=group, payload=told)
