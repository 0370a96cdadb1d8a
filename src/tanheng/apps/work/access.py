"""The only way to get a task: with the permission that what it makes asks for, and as if it did not exist elsewhere."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from tanheng.apps.people.access import opens, refuse
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Actor, Reach
from tanheng.registration import TaskKind
from tanheng.registration.collected import task_kinds
from tanheng.store.tasks.models import Task

KEEP_WORK = "keep_work"
OF_ITSELF = ""  # the place of what the installation does by itself


def place_of(task: Task) -> Node | None:
    """The part of the group that a task belongs to; None for what the installation does by itself."""
    return Node.objects.filter(path=task.place).first() if task.place else None


def sees_all(reach: Reach, task: Task) -> bool:
    """Whether the caller may see what the task is about and what it made."""
    kind, place = task_kinds().get(task.name), place_of(task)
    return kind is not None and place is not None and opens(reach, kind.seen_with, place)


def access_task(reach: Reach, task_id: int) -> Task:
    """The task, when the caller may see what it is about, or keeps the work of its part of the group. Http404 otherwise."""
    task = Task.objects.select_related("end", "progress", "user").filter(pk=task_id).first()
    if task is None or not (sees_all(reach, task) or _keeps(reach, task)):
        raise Http404("no such task")
    return task


def may_cancel(actor: Actor, task: Task) -> bool:
    """Whether it is open to the actor to cancel it: to whoever asked for it and still may, and to whoever keeps the work."""
    return _asked_and_may(actor, task) or _keeps(actor.reach, task)


def cancelling_verb(actor: Actor, task: Task) -> str:
    """The verb that opens it to the actor. Raises PermissionDenied where `may_cancel` says no."""
    if not may_cancel(actor, task):
        refuse(KEEP_WORK, place_of(task))
    return task_kinds()[task.name].verb if _asked_and_may(actor, task) else KEEP_WORK


def _asked_and_may(actor: Actor, task: Task) -> bool:
    kind, place = task_kinds().get(task.name), place_of(task)
    return task.user_id == actor.user.pk and kind is not None and place is not None and opens(actor.reach, kind.verb, place)


def visible_tasks(reach: Reach) -> QuerySet[Task]:
    """Every task that `access_task` would give, the newest first."""
    of_itself = Q(place=OF_ITSELF) if reach.anywhere(KEEP_WORK) else Q(pk__in=[])
    return _selected(_of_kinds(reach) | _within(reach.paths(KEEP_WORK)) | of_itself)


def tasks_of(reach: Reach, user: Any) -> QuerySet[Task]:
    """The caller's own tasks, in parts of the group that are still open to them, the newest first."""
    return visible_tasks(reach).filter(user=user)


def _selected(wanted: Q) -> QuerySet[Task]:
    return Task.objects.select_related("end", "progress", "user").filter(wanted).order_by("-pk")


def _of_kinds(reach: Reach) -> Q:
    """Tasks whose subject may be seen: by the verb of each kind, held on the company or on each part of it."""
    wanted = Q(pk__in=[])
    verbs = {kind.seen_with for kind in task_kinds().values()}
    for verb in verbs:
        names = [kind.name for kind in _kinds_seen_with(verb)]
        wanted |= Q(name__in=names) & (_within(reach.paths(verb)) | Q(place__in=_wholes(reach, verb)))
    return wanted


def _kinds_seen_with(verb: str) -> list[TaskKind]:
    return [kind for kind in task_kinds().values() if kind.seen_with == verb]


def _within(paths: list[str]) -> Q:
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(place__startswith=path)
    return wanted


def _wholes(reach: Reach, verb: str) -> list[str]:
    """Paths of companies that are open although no role is held on them: it is held on each of their sites."""
    above = {path[: -len("0000/")] for path in reach.paths(verb) if path.count("/") > 2}
    return [node.path for node in Node.objects.filter(path__in=above, kind="company") if opens(reach, verb, node)]


def _keeps(reach: Reach, task: Task) -> bool:
    if not task.place:
        return reach.anywhere(KEEP_WORK)
    return any(task.place.startswith(path) for path in reach.paths(KEEP_WORK))
