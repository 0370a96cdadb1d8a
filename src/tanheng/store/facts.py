"""Which rows a transaction has saved and nobody has sealed yet, and the base class of tables whose rows change.

A table that anybody's figures or rights rest on is an `AppendOnlyModel`, or, where its rows change, a `RecordedModel`; both note here
what they save. What is sealed, by whom and as which document is not known here: the journal takes the notes when it seals an event.
"""

import threading
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import connection, models

Saved = tuple[type[models.Model], Any]  # a table's model and the key of a row
Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class _Notes(threading.local):
    """The notes of the transaction that is open in this thread."""

    def __init__(self) -> None:
        self.transaction: object = None
        self.rows: list[Saved] = []

    def current(self) -> list[Saved]:
        """Those of the transaction that is open now; older ones are of another, which is over."""
        opened = connection.atomic_blocks[0] if connection.atomic_blocks else None
        if opened is not self.transaction:
            self.transaction, self.rows = opened, []
        return self.rows


_notes = _Notes()


def note(rows: Iterable[models.Model]) -> None:
    """Note rows that were just saved. Outside of a transaction nothing can be sealed with them, so nothing is noted."""
    if connection.in_atomic_block:
        _notes.current().extend((type(row), row.pk) for row in rows)


def note_keys(model: type[models.Model], keys: Iterable[Any]) -> None:
    """The same of rows by their keys."""
    if connection.in_atomic_block:
        _notes.current().extend((model, key) for key in keys)


def noted() -> int:
    """How many rows are noted: the place to which `forget_after` goes back."""
    return len(_notes.current())


def forget_after(place: int) -> None:
    """Forget what was noted since: it has been rolled back."""
    del _notes.current()[place:]


def take_notes() -> list[Saved]:
    """The rows noted, each once, in their order; they are forgotten here."""
    rows = _notes.current()
    taken = list(dict.fromkeys(rows))
    rows.clear()
    return taken


class UnrecordedChangeError(Exception):
    """A program tried to change rows past the class that notes them."""


class RecordedQuerySet(models.QuerySet[Row_co]):
    """Rows that are changed one by one, by `save`; the bulk verbs, which note nothing, are refused."""

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise UnrecordedChangeError(f"{self.model.__name__}: update is not noted; save each row")

    def bulk_update(self, *args: Any, **values: Any) -> NoReturn:
        """Refused."""
        raise UnrecordedChangeError(f"{self.model.__name__}: bulk_update is not noted; save each row")

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Insert the rows and note them."""
        rows = super().bulk_create(objs, *args, **options)
        note(rows)
        return rows


class RecordedModel(models.Model):
    """Base of tables whose rows may change, each change sealed by an event of the journal.

    `unsealed_fields` are those of which no document speaks: a save of them alone is no fact. Its `objects` are a `RecordedQuerySet`.
    """

    unsealed_fields: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Store the row and note it."""
        super().save(*args, **options)
        fields = options.get("update_fields")
        if fields is None or not self.unsealed_fields.issuperset(fields):
            note([self])
