"""Whether a row, or the whole database where it has one writer, is held by a transaction at this moment: asked from a connection beside."""

from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, connection, transaction
from django.db.models import Model


def is_held(row: Model) -> bool:
    """True when nobody else could lock the row now."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(_refused, row).result()


def _refused(row: Model) -> bool:
    try:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 0")
        with transaction.atomic():
            type(row)._default_manager.select_for_update(nowait=True).get(pk=row.pk)
    except DatabaseError:
        return True
    finally:
        connection.close()
    return False
