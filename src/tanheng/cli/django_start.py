"""Starting Django from a command, with a clear word where the environment is wrong. Pure commands never come here."""

import contextlib
import os
from collections.abc import Iterator

import click

NOT_PERMITTED = "42501"  # PostgreSQL: insufficient privilege
OWNER_NEEDED = (
    "数据库角色没有这个权限：请用 TANHENG_DATABASE_OWNER_URL 给出表的所有者 / "
    "the role of the database may not do this: give the owner of the tables by TANHENG_DATABASE_OWNER_URL"
)


@contextlib.contextmanager
def wrong_settings() -> Iterator[None]:
    """Turn a variable that cannot be used, or a database that does not answer, into one line and exit status 2."""
    from django.db.utils import OperationalError, ProgrammingError

    from tanheng.config.environment import ConfigurationError

    try:
        yield
    except ConfigurationError as wrong:
        raise click.UsageError(str(wrong)) from None
    except ProgrammingError as wrong:
        if getattr(wrong.__cause__, "sqlstate", "") != NOT_PERMITTED:
            raise
        raise click.UsageError(f"{OWNER_NEEDED} ({str(wrong).strip()})") from None
    except OperationalError as wrong:
        said = f"TANHENG_DATABASE_URL：数据库没有应答 / the database does not answer: {wrong}"
        raise click.UsageError(said.strip()) from None


@contextlib.contextmanager
def own_work() -> Iterator[None]:
    """The same, and within it the installation's own work: as the owner of the tables where the owner's address is known."""
    from tanheng.store.roles import NoSuchRoleError, as_owner

    try:
        with wrong_settings(), as_owner():
            yield
    except NoSuchRoleError as missing:
        raise click.UsageError(str(missing)) from None


def start_django() -> None:
    """Set Django up under Tanheng's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
    with wrong_settings():
        import django

        django.setup()


def migrations_missing() -> bool:
    """Is the database empty or older than the program?"""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_unfinished_restore() -> None:
    """A usage error where a restore has not come to its end."""
    from tanheng.store.backups import KeepingError
    from tanheng.store.backups.unfinished import refuse_unfinished

    try:
        refuse_unfinished()
    except KeepingError as unfinished:
        raise click.UsageError(str(unfinished)) from None


def require_database() -> None:
    """A usage error where the database is empty, older than the program, or not restored to its end."""
    refuse_unfinished_restore()
    if migrations_missing():
        raise click.UsageError(
            "数据库是空的或比程序旧，请先运行 tanheng manage migrate / "
            "The database is empty or older than the program: run tanheng manage migrate first."
        )
