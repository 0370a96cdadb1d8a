"""Numbers 1, 2, 3 … of what belongs to one owner, such as the runs of a company: none twice and none left out."""

from typing import Any

from django.db import connection, models
from django.db.models import Max


def next_number(rows: models.QuerySet[Any]) -> int:
    """The number after the last of the owner's rows, whose `number` counts them.

    The caller's transaction holds the owner's row from before it asks until it has stored the number, so that nobody else is given
    the same; one that is not stored is given again. Raises RuntimeError outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is given within the transaction that stores it")
    last = rows.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
