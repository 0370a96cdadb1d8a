"""Writes of work: ask for a task, cancel one. The task's row is its own record; what it makes has its event, and so has a cancellation."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.apps.work.access import cancelling_verb, place_of
from tanheng.pages.actor import Actor
from tanheng.registration.collected import task_kinds
from tanheng.store.quarantine import drop
from tanheng.store.tasks.models import CANCELLED, Task
from tanheng.store.tasks.queue import end, enqueue


def ask_task(*, actor: Actor, name: str, place: Node, arguments: Mapping[str, Any]) -> Task:
    """Enqueue a task of a registered kind, in the transaction of whatever the actor's door keeps beside it.

    Asked for again while the very same waits or runs, it is the task of before. Raises NotPermittedError where the kind's verb is not open
    on the place.
    """

    def write() -> Task:
        return _waiting(place, name, arguments) or _enqueued(actor, name, place, arguments)

    return change(actor, task_kinds()[name].verb, place, write)


def cancel_task(*, actor: Actor, task: Task) -> None:
    """End a task that has not ended; an attempt that is at it stops, and what it makes is not committed.

    Raises LostAttemptError where it has ended by itself, NotPermittedError where it is neither the actor's nor in a part they keep.
    """
    verb, place = cancelling_verb(actor, task), place_of(task)

    def write() -> None:
        end(task=task, outcome=CANCELLED, attempt=None, by=actor.user)
        append_event(actor=actor, action="work.task.cancelled", subject=task, place=place, payload={"task": task.name, "number": task.pk})

    change(actor, verb if place else "", place, write)
    drop(task.file)


def _waiting(place: Node, name: str, arguments: Mapping[str, Any]) -> Task | None:
    """The very same, if it waits or runs: asked for once more it would be done twice."""
    open_tasks = Task.objects.filter(place=place.path, name=name, end=None).order_by("pk")
    return next((task for task in open_tasks if task.words == dict(arguments)), None)


def _enqueued(actor: Actor, name: str, place: Node, arguments: Mapping[str, Any]) -> Task:
    return enqueue(
        name=name,
        arguments=arguments,
        user=actor.user,
        door=actor.door,
        through=actor.through,
        language=get_language() or "",
        place=place.path,
    )
