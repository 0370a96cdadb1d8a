"""Background work by the API: see a task, list them, cancel one; and how the operations of other apps hand work over to it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ninja import Router, Schema

from tanheng.apps.sites.models import Node
from tanheng.apps.work import services
from tanheng.apps.work.access import access_task, cancelling_verb, tasks_of, visible_tasks
from tanheng.apps.work.selectors.shown import shown_task
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.store.tasks.models import Task

router = Router(tags=["background work"])
MOST_TASKS = 200


class TaskOut(Schema):
    """A task: `state` is `waiting`, `running`, `done`, `failed` or `cancelled`; `result` the address of what it made; `problems` why it
    failed; `goes_on_with` what is sent when it is asked for again, such as the number that an upload wants as `confirm`, or the word
    `reason` where it wants that. Whoever only keeps the work sees none of the three.
    """

    id: int
    address: str
    name: str
    label: str
    organisation: int | None
    state: str
    percent: int
    words: str
    by: str
    at: str
    ended_at: str | None
    result: str | None
    problems: list[dict[str, Any]]
    goes_on_with: str | None


@router.get("/tasks", response=list[TaskOut], summary="Tasks in the background, the newest first")
def list_tasks(request: PageRequest, mine: bool = True) -> list[dict[str, Any]]:
    """One's own, or all that one may see; at most the last 200."""
    found = tasks_of(request.reach, request.user) if mine else visible_tasks(request.reach)
    return [task_out(request, task) for task in found[:MOST_TASKS]]


@router.get("/tasks/{int:task_id}", response=TaskOut, summary="One task: how far it is, what it made")
def get_task(request: PageRequest, task_id: int) -> dict[str, Any]:
    """Asked again every second or so, until its `state` is `done`, `failed` or `cancelled`."""
    return task_out(request, access_task(request.reach, task_id))


@router.post("/tasks/{int:task_id}/cancel", response={200: TaskOut}, summary="Cancel a task")
def cancel_task(request: PageRequest, task_id: int) -> Write[Any]:
    """What it would have made is not stored; 409 where it has ended already."""
    task = access_task(request.reach, task_id)
    cancelling_verb(request.actor, task)
    cancel = partial(services.cancel_task, task=task)
    return Write(cancel, lambda _made: (200, task_out(request, access_task(request.reach, task_id))))


def wants_background(request: PageRequest) -> bool:
    """Whether the caller rather waits for a task: `Prefer: respond-async` (RFC 7240)."""
    return "respond-async" in request.headers.get("Prefer", "")


def asked(request: PageRequest, name: str, place: Node, arguments: Mapping[str, Any]) -> Write[Task]:
    """The write that enqueues a task; its caller is answered 202 with the task."""
    return Write(partial(services.ask_task, name=name, place=place, arguments=arguments), accepted(request))


def accepted(request: PageRequest) -> Callable[[Task], tuple[int, Any]]:
    """The answer to a write that enqueued a task."""
    return lambda task: (202, task_out(request, access_task(request.reach, task.pk)))


def task_out(request: PageRequest, task: Task) -> dict[str, Any]:
    """A task as plain data, as far as the caller may see it."""
    shown, language = shown_task(task, request.reach), reader_language()
    return {
        "id": task.pk,
        "address": f"/api/v1/tasks/{task.pk}",
        "name": task.name,
        "label": shown.label,
        "organisation": shown.place.pk if shown.place else None,
        "state": shown.state,
        "percent": shown.percent,
        "words": shown.words.in_(language) if shown.open else "",
        "by": str(task.user or ""),
        "at": task.at.isoformat(),
        "ended_at": None if shown.open else task.end.at.isoformat(),
        "result": f"/api/v1{shown.api}" if shown.api else None,
        "problems": [problem.as_json(language) for problem in shown.problems],
        "goes_on_with": shown.goes_on_with or None,
    }
