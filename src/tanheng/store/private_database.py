"""The file of a SQLite database, and the logs that SQLite keeps beside it, are for their owner alone, wherever the settings put them."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

BESIDE = ("", "-wal", "-shm")  # new ones take the rights of the database itself
OWNER_ALONE = 0o600


def keep_private(opened: BaseDatabaseWrapper) -> None:
    """Take away what others may do with the file of a database, where it has one. What is another account's stays as it is."""
    place = str(opened.settings_dict["NAME"])
    for file in (Path(place + end) for end in BESIDE):
        try:
            if file.is_file() and file.stat().st_mode & 0o077:
                file.chmod(OWNER_ALONE)
        except OSError:  # the account that owns it keeps it
            return
