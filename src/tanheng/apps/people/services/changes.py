"""The one way to write: a transaction of its own, the lock, the permission check, then what is done, the event last.

Order of locks, the same everywhere, so that no two writers wait for each other: a part of the group (for people its group, for data
its company), then other rows, then the head of the journal. PostgreSQL locks parts of the group with NO KEY UPDATE, because rows
that refer to them take a key share at commit. What still collides (a deadlock, a busy SQLite) is done again as a whole, a few times.
"""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, models, transaction

from tanheng.apps.journal.services import sealed_at_its_end
from tanheng.apps.people.access import require
from tanheng.pages.actor import Actor

Made = TypeVar("Made")
ATTEMPTS = 6
FIRST_PAUSE_S = 0.05
COLLISIONS = {"40P01", "40001", "55P03"}  # deadlock detected, serialization failure, lock not available


def change(actor: Actor, verb: str, place: Any, write: Callable[[], Made], *, lock: models.Model | None = None) -> Made:
    """Do `write` for the actor: at once, or not at all; its events, and all it saved, are sealed at the end.

    `verb` "" is for what everybody may do in person with what is their own, and a token never; `place` is the part of the group it is
    asked of, whose row (or `lock` in its stead) is held first, so that what the check and `write` have read stands until the commit. It
    may run several times: nothing outside the database belongs into it. Raises NotPermittedError, and RuntimeError inside another
    transaction.
    """
    if not verb and actor.through.startswith("token:"):
        raise PermissionDenied("a token acts for its scopes alone, not on what is its user's own")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic(durable=True), sealed_at_its_end(actor=actor, place=place):
                return _once(actor, verb, place, write, lock)
        except OperationalError as error:
            if attempt == ATTEMPTS or not _is_collision(error):
                raise
            time.sleep(FIRST_PAUSE_S * 2**attempt * random.random())  # noqa: S311  # spreads writers, hides nothing
    raise AssertionError("the last attempt returns or raises")


def _once(actor: Actor, verb: str, place: Any, write: Callable[[], Made], lock: models.Model | None) -> Made:
    held = lock or place
    if held is not None:
        held._meta.model._default_manager.select_for_update(no_key=True).get(pk=held.pk)
    if verb:
        require(replace(actor, reach=actor.reach.fresh()), verb, place)
    actor.begin()
    made = write()
    actor.keep(made)
    return made


def _is_collision(error: OperationalError) -> bool:
    """Whether the database gave up one writer of several, which may simply try again."""
    code = getattr(error.__cause__, "sqlstate", None) or getattr(error.__cause__, "sqlite_errorname", "")
    return code in COLLISIONS or str(code).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
