"""One attempt at a task: the asker's actor made anew, the app's function called, and its end committed with what it made.

The worker performs what waits; a door performs small work at once, the same way. Whatever happens, the task has then ended, or it has been
given back with the words why, or it is no longer this attempt's to end.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.module_loading import import_string

from tanheng.apps.people.access.actors import in_person
from tanheng.apps.people.access.scopes import within
from tanheng.apps.people.access.tokens import TokenHolder, TokenReach, is_living
from tanheng.apps.people.models import ApiToken, User
from tanheng.apps.work.selectors.failures import SENTENCES, passing, problems_of
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor, told_to_nobody
from tanheng.pages.problem_texts import problems_text
from tanheng.registration.collected import jobs, task_kinds
from tanheng.store.clock import shared_now
from tanheng.store.quarantine import drop
from tanheng.store.scope import everything
from tanheng.store.tasks.models import DONE, FAILED, Task
from tanheng.store.tasks.presence import lives, present
from tanheng.store.tasks.queue import LEASE, Held, LostAttemptError, claim, end, hold, let_go

MOST_DEATHS = 10
LONGEST_PAUSE_S = 60
AT_ONCE = timedelta(minutes=2)  # the lease of what a door does itself: nobody prolongs it
logger = logging.getLogger(__name__)


class StoppedError(Exception):
    """Nobody wants the work any more: it was cancelled, or another attempt has it in hand."""


def perform_at_once(*, task: Task) -> Exception | None:
    """Do a small task in the process of whoever asks, unless somebody has it in hand; what it failed with is given back."""
    held = claim(worker=present("web"), at=shared_now(), lives=lives, lease=AT_ONCE, only=task.pk)
    return perform(held=held) if held else None


def perform(*, held: Held, tell: Callable[[int, Text], None] = told_to_nobody) -> Exception | None:
    """Do a task that is in hand. What it failed with is on the task, and given back; the attempt that was lost gives nothing."""
    task = held.task
    try:
        work = _work(held, tell)
        if work is None or held.deaths >= MOST_DEATHS:
            code = "WORK-106" if work is None else "WORK-103"
            _fail(held, [problem_of(SENTENCES, code, name=task.name, deaths=str(held.deaths))])
            return None
        with translation.override(task.language or None), work.scope:
            _end_where_nothing_was_changed(held, work.do())
    except (LostAttemptError, StoppedError):
        return None
    except Exception as error:  # noqa: BLE001 - it is told on the task
        return _told(held, error)
    drop(task.file)
    return None


def give_back(*, held: Held, words: Text, at: datetime) -> None:
    """Let another attempt take it up at once, where the worker ends before its work."""
    let_go(held=held, not_before=at, words=words)


@dataclass(frozen=True)
class _Work:
    """What is to be done, and within which scope of the database."""

    do: Callable[[], Any]
    scope: AbstractContextManager[None]


def _work(held: Held, tell: Callable[[int, Text], None]) -> _Work | None:
    """What is to be done, in reach of whoever asked or, of a job, of everything; None where this version knows no such task."""
    task = held.task
    if task.user is None:
        job = jobs().get(task.name)
        return _Work(import_string(job.does), everything()) if job else None
    kind = task_kinds().get(task.name)
    if kind is None:
        return None
    actor = _actor(held, task.user, tell)
    return _Work(partial(import_string(kind.does), actor=actor, **task.words), within(actor.reach))


def _actor(held: Held, user: User, tell: Callable[[int, Text], None]) -> Actor:
    """Who asked, with what they may do now through the same door; what they make ends the task."""
    task = held.task
    through = f"{task.through} task:{task.pk}".strip()
    actor = in_person(user, "worker", through)
    if task.through.startswith("token:"):
        token = ApiToken.objects.select_related("user", "node").get(pk=task.through.partition(":")[2].split()[0])
        actor = replace(actor, reach=TokenReach(TokenHolder(token.user, token), ended=not is_living(token.pk)))

    def keep(made: Any) -> None:
        end(task=task, outcome=DONE, attempt=held.attempt, result=_key(made))

    return replace(actor, keep=keep, tell=tell)


def _end_where_nothing_was_changed(held: Held, made: Any) -> None:
    if isinstance(made, Text):  # what a job says of itself
        hold(held=held, until=shared_now() + LEASE, percent=100, words=made)
    with transaction.atomic():
        if not Task.objects.filter(pk=held.task.pk, end__isnull=False).exists():
            end(task=held.task, outcome=DONE, attempt=held.attempt, result=_key(made))


def _key(made: Any) -> str:
    return str(getattr(made, "pk", None) or "")


def _told(held: Held, error: Exception) -> Exception:
    """Fail for good, or wait for better surroundings; where not even that can be written, the lease ends by itself."""
    words = passing(error)
    try:
        if words is None:
            with translation.override(held.task.language or None):
                problems = problems_of(error, held.task.user)
            if problems[0].code == "WORK-104":
                logger.error("task %s (%s) failed", held.task.pk, held.task.name, exc_info=error)
            _fail(held, problems, getattr(error, "goes_on_with", ""))
        else:
            logger.warning("task %s (%s) waits: %s: %s", held.task.pk, held.task.name, words.en, error)
            pause = timedelta(seconds=min(2 ** min(held.attempt, 10), LONGEST_PAUSE_S))
            let_go(held=held, not_before=shared_now() + pause, words=words)
    except (OperationalError, InterfaceError) as broken:
        logger.warning("task %s (%s) waits: %s", held.task.pk, held.task.name, broken)
        connection.close()
    return error


def _fail(held: Held, problems: list[Problem], goes_on_with: str = "") -> None:
    try:
        with transaction.atomic():
            end(task=held.task, outcome=FAILED, attempt=held.attempt, result=goes_on_with, problems=problems_text(problems))
        drop(held.task.file)
    except LostAttemptError:
        logger.info("task %s was ended by somebody else", held.task.pk)
