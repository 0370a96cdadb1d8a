"""Whose rows this thread may touch on PostgreSQL: a setting of its connection, against which row security holds every row of figures.

Set where a request, a task or a command begins and set back in `finally`; where nothing is set, no row of figures is there. The
setting names parts of the group by their ids; what they are is not known here. SQLite has no row security: there it is a note and no more.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

SETTING = "tanheng.companies"
NOTHING, EVERYTHING = "", "*"
SET = f"SELECT set_config('{SETTING}', %s, false)"


class _Scope(threading.local):
    """What this thread may touch, as the setting's text; a connection that is opened later takes it over."""

    text: str = NOTHING


_scope = _Scope()


@contextmanager
def reaching(companies: Iterable[int]) -> Iterator[None]:
    """Within: the rows of these companies (and groups) and no others, whatever `narrow_to` says meanwhile. Afterwards as before."""
    with _within(_text(companies)):
        yield


@contextmanager
def everything() -> Iterator[None]:
    """Within: all rows, for what is the installation's own work: its schedule, its proof, commands on the machine itself."""
    with _within(EVERYTHING):
        yield


def narrow_to(companies: Iterable[int]) -> None:
    """From now on these companies, until the surrounding `reaching` ends: for a door that learns only then who asks."""
    _set(_text(companies))


def current_scope() -> str:
    """What this thread may touch: "" nothing, "*" everything, else ids, as PostgreSQL writes a list: "{1,5}"."""
    return _scope.text


@contextmanager
def _within(text: str) -> Iterator[None]:
    before = _scope.text
    _set(text)
    try:
        yield
    finally:
        _set(before)


def _text(companies: Iterable[int]) -> str:
    ids = sorted(set(companies))
    return "{" + ",".join(map(str, ids)) + "}" if ids else NOTHING


def _set(text: str) -> None:
    if text != _scope.text:
        _scope.text = text
        if connection.vendor == "postgresql" and connection.connection is not None:
            _apply(connection)


def _apply(opened: Any) -> None:
    """Tell the connection, past Django, which asks nothing more where a test or a page counts its queries. One that does not listen is
    closed: the next begins with what the thread may touch then. Within a transaction that fails PostgreSQL itself sets it back.
    """
    try:
        opened.connection.execute(SET, [_scope.text])
    except opened.Database.Error:
        if not opened.in_atomic_block:
            opened.close()


def _tell_new(*, connection: Any, **_signal: Any) -> None:
    if connection.vendor == "postgresql" and _scope.text != NOTHING:
        _apply(connection)


connection_created.connect(_tell_new, dispatch_uid="tanheng.store.scope")
