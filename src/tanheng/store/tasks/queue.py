"""Who takes which task in hand: enqueue, claim, hold, let go, end. Every time is handed in by the caller.

An attempt counts as long as its number is that of the task's progress. `end` asks that under the row's lock within the transaction that
commits what was made: an attempt that was taken for dead meanwhile commits nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from tanheng.engine.text import Text
from tanheng.seal.canonical import canonical_bytes
from tanheng.store.tasks.models import DONE, Attempt, Progress, Task, TaskEnd

LEASE = timedelta(seconds=30)
LONGEST_WORDS = 200
LOOKED_AT = 50  # of the oldest open tasks, for one that nobody has in hand


class LostAttemptError(Exception):
    """The task has ended, or another attempt counts by now: what this one made is not committed."""


@dataclass(frozen=True)
class Held:
    """A task in hand: by which attempt; `deaths` of its attempts ended without a word."""

    task: Task
    attempt: int
    deaths: int


def enqueue(
    *, name: str, arguments: Mapping[str, Any], user: Any, door: str, through: str, language: str, place: str, key: str | None = None
) -> Task:
    """Store a task, within the caller's transaction: it is there with its cause, or not at all. RuntimeError outside of one."""
    if not connection.in_atomic_block:
        raise RuntimeError("a task is enqueued within the transaction of its cause")
    words = canonical_bytes(dict(arguments)).decode()
    task = Task(name=name, arguments=words, user=user, door=door, through=through, language=language, place=place, key=key)
    task.save()
    Progress.objects.create(task=task, not_before=task.at)
    return task


def claim(*, worker: str, at: datetime, lives: Callable[[str], bool], lease: timedelta = LEASE, only: int | None = None) -> Held | None:
    """Take the oldest task in hand that waits, or whose lease is over, or whose worker lives no more; None where there is none.

    `only`: that task or none. It reads before it writes, so that asking in vain takes no lock.
    """
    open_tasks = Progress.objects.filter(ended=False, not_before__lte=at, **({} if only is None else {"task_id": only}))
    for seen in open_tasks.order_by("task_id")[:LOOKED_AT]:
        if _is_free(seen, at, lives):
            with transaction.atomic():
                found = _locked(open_tasks.filter(pk=seen.pk)).first()
                if found is not None and _is_free(found, at, lives):
                    return _taken(found, worker, at + lease, at)
    return None


def hold(*, held: Held, until: datetime, percent: int, words: Text) -> bool:
    """Prolong the lease and say how far the work has come; False where the task has ended or another attempt counts."""
    told = {"percent": percent, "words_zh": words.zh[:LONGEST_WORDS], "words_en": words.en[:LONGEST_WORDS]}
    return _of(held).update(lease_until=until, **told) == 1


def let_go(*, held: Held, not_before: datetime, words: Text) -> None:
    """Give the task back: it waits until then for another attempt, and says why."""
    told = {"words_zh": words.zh[:LONGEST_WORDS], "words_en": words.en[:LONGEST_WORDS]}
    _of(held).update(held_by="", lease_until=None, not_before=not_before, **told)


def end(*, task: Task, outcome: str, attempt: int | None, result: str = "", problems: str = "[]", by: Any = None) -> TaskEnd:
    """End a task, last in the transaction that commits what was made of it. Raises LostAttemptError where it has ended already, or
    where `attempt` is not the one that counts (None: whichever does, for whoever cancels it).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a task ends within the transaction of what was made of it")
    progress = Progress.objects.select_for_update().get(pk=task.pk)
    if progress.ended or attempt not in (None, progress.attempt):
        raise LostAttemptError(f"task {task.pk}, attempt {attempt}")
    ended = TaskEnd(task=task, outcome=outcome, attempt=progress.attempt, result=result, problems=problems, by=by)
    ended.save()
    Progress.objects.filter(pk=task.pk).update(
        ended=True, held_by="", lease_until=None, percent=100 if outcome == DONE else progress.percent
    )
    return ended


def _of(held: Held) -> QuerySet[Progress]:
    return Progress.objects.filter(pk=held.task.pk, attempt=held.attempt, ended=False)


def _is_free(progress: Progress, at: datetime, lives: Callable[[str], bool]) -> bool:
    if not progress.held_by:
        return True
    return progress.lease_until is None or progress.lease_until <= at or not lives(progress.held_by)


def _locked(rows: QuerySet[Progress]) -> QuerySet[Progress]:
    """Rows to be changed; one that another holds at this moment is passed over where the database can."""
    return rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)


def _taken(found: Progress, worker: str, until: datetime, at: datetime) -> Held:
    deaths = found.deaths + (1 if found.held_by else 0)
    number = found.attempt + 1
    Progress.objects.filter(pk=found.pk).update(attempt=number, held_by=worker, lease_until=until, deaths=deaths)
    Attempt(task_id=found.pk, number=number, worker=worker, at=at).save()
    return Held(Task.objects.select_related("user").get(pk=found.pk), number, deaths)
