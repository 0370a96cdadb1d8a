"""Starting Django from a command, with a clear word where the environment is wrong. Pure commands never come here."""

import contextlib
import os
from collections.abc import Iterator

import click


@contextlib.contextmanager
def wrong_settings() -> Iterator[None]:
    """Turn a variable that cannot be used, or a database that does not answer, into one line and exit status 2."""
    from django.db.utils import OperationalError

    from tanheng.config.environment import ConfigurationError

    try:
        yield
    except ConfigurationError as wrong:
        raise click.UsageError(str(wrong)) from None
    except OperationalError as wrong:
        said = f"TANHENG_DATABASE_URL：数据库没有应答 / the database does not answer: {wrong}"
        raise click.UsageError(said.strip()) from None


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


def require_database() -> None:
    """A usage error where the database is empty or older than the program."""
    if migrations_missing():
        raise click.UsageError(
            "数据库是空的或比程序旧，请先运行 tanheng manage migrate / "
            "The database is empty or older than the program: run tanheng manage migrate first."
        )
