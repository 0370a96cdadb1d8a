"""Uploads that wait: a file goes into quarantine, and a task that reads it is asked for; where that is refused, the file goes again."""

from django.core.files.base import File

from tanheng.apps.records.selectors import latest_number
from tanheng.apps.records.selectors.files import plain_name
from tanheng.apps.records.selectors.waiting_uploads import IMPORT
from tanheng.apps.sites.models import Node
from tanheng.apps.work.services import ask_task
from tanheng.pages.actor import Actor
from tanheng.store.contents import sha256_of_chunks
from tanheng.store.quarantine import drop, put
from tanheng.store.tasks.models import Task


def ask_for_import(
    *,
    actor: Actor,
    place: Node,
    file: File,  # type: ignore[type-arg]  # of bytes
    reason: str,
    base: int | None = None,
    confirm: int | None = None,
) -> Task:
    """Keep the uploaded file until a task has taken it over or refused it."""
    name = put(file.chunks())
    words = {
        "node": place.pk,
        "file": name,
        "file_name": plain_name(file.name or ""),
        "sha256": sha256_of_chunks(file.chunks()),
        "reason": reason,
        "base": base,
        "confirm": confirm,
        "number": latest_number(place),
    }
    try:
        return ask_task(actor=actor, name=IMPORT, place=place, arguments=words)
    except BaseException:
        drop(name)
        raise
