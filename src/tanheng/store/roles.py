"""Two roles on PostgreSQL: the owner of the tables, and the application, which owns nothing and has of each table what it needs.

The application may read and add rows everywhere, change or remove them where rows change at all, and nothing else: no lock, no policy
and no table is its own to lift. The owner's address is known to whoever updates, backs up and proves; a server does its daily work
without it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tanheng.store.append_only import append_only_tables
from tanheng.store.scope import everything

IDENTITY = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")  # of an address, all but which database
ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
APPENDED, READ = frozenset({"SELECT", "INSERT"}), frozenset({"SELECT"})
READ_ONLY = ("django_migrations", "journal_head")  # of the second the function of the journal alone writes
HELD = """
SELECT relname, array_remove(ARRAY[
  CASE WHEN has_table_privilege(%(role)s, oid, 'SELECT') THEN 'SELECT' END,
  CASE WHEN has_table_privilege(%(role)s, oid, 'INSERT') THEN 'INSERT' END,
  CASE WHEN has_table_privilege(%(role)s, oid, 'UPDATE') THEN 'UPDATE' END,
  CASE WHEN has_table_privilege(%(role)s, oid, 'DELETE') THEN 'DELETE' END,
  CASE WHEN has_table_privilege(%(role)s, oid, 'TRUNCATE') THEN 'TRUNCATE' END], NULL)
FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""
SEQUENCES = """
SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace
AND CASE WHEN relkind = 'S' THEN NOT has_sequence_privilege(%s, oid, 'USAGE') ELSE false END
"""
OWNED = """
SELECT (SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user)
  OR coalesce(bool_or(pg_has_role(current_user, relowner, 'USAGE')), true)
FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""


# What a role may be that goes past everything here: by itself, or as whoever it can make itself.
UNBOUND = """
SELECT one.rolname FROM pg_roles AS one, pg_roles AS role WHERE role.rolname = %s AND pg_has_role(role.oid, one.oid, 'MEMBER')
AND (one.rolsuper OR one.rolbypassrls OR one.rolcreaterole OR one.rolreplication
  OR one.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
  OR EXISTS (SELECT FROM pg_class WHERE relowner = one.oid AND relkind = 'r' AND relnamespace = current_schema()::regnamespace))
ORDER BY one.rolname
"""


class NoSuchRoleError(Exception):
    """The role of the application's address is not there; the message names it and how it is made."""

    def __init__(self, role: str) -> None:
        super().__init__(
            f"PostgreSQL 中没有角色 {role}，请先建立：CREATE ROLE {role} LOGIN PASSWORD '…' / "
            f"PostgreSQL has no role {role}; make it first: CREATE ROLE {role} LOGIN PASSWORD '…'"
        )


@contextmanager
def as_owner() -> Iterator[None]:
    """Within: the process works as the owner of the tables, whom row security does not limit, where the owner's address is known; else
    as the application with everything in reach. For commands of the machine itself, outside of any transaction.
    """
    owner, database = settings.DATABASE_OWNER, connection.settings_dict
    with everything():
        if owner is None or all(database.get(name) == owner.get(name) for name in IDENTITY):
            yield
            return
        connections.close_all()
        before = {name: database.get(name) for name in IDENTITY}
        database.update({name: owner.get(name) for name in IDENTITY})
        try:
            yield
        finally:
            connections.close_all()
            database.update(before)


def forget_owner() -> None:
    """From here on this process and its children do not know the owner's address."""
    settings.DATABASE_OWNER, settings.ENVIRONMENT = None, replace(settings.ENVIRONMENT, owner_url="")


def is_owner(opened: BaseDatabaseWrapper) -> bool:
    """Whether the role of a connection owns the tables, or could make itself their owner: then row security does not limit it."""
    with opened.cursor() as cursor:
        cursor.execute(OWNED)
        return bool(cursor.fetchone()[0])


def require_role(opened: BaseDatabaseWrapper, role: str) -> None:
    """Raise NoSuchRoleError where the application's role is not there."""
    with opened.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise NoSuchRoleError(role)


def ensure_grants(opened: BaseDatabaseWrapper, role: str) -> None:
    """Give the application's role what it needs and take from it what it does not, where that is not so already; as the owner."""
    require_role(opened, role)
    with opened.cursor() as cursor:
        name = opened.ops.quote_name(role)
        for table, wanted in wrong_grants(opened, role).items():
            cursor.execute(f'REVOKE ALL ON "{table}" FROM {name}')
            cursor.execute(f'GRANT {", ".join(sorted(wanted))} ON "{table}" TO {name}')
        cursor.execute(SEQUENCES, [role])
        if cursor.fetchone()[0]:
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {_schema(opened)} TO {name}")


def wrong_grants(opened: BaseDatabaseWrapper, role: str) -> Mapping[str, frozenset[str]]:
    """Tables of which the role may do something else than it should, with what it should."""
    with opened.cursor() as cursor:
        cursor.execute(HELD, {"role": role})
        held = {table: frozenset(found) for table, found in cursor.fetchall()}
    wanted = _wanted(held)
    return {table: wanted[table] for table in held if held[table] != wanted[table]}


def unbound_roles(opened: BaseDatabaseWrapper, role: str) -> list[str]:
    """Roles that the application's role is, or can make itself, and that no row security and no grant holds."""
    with opened.cursor() as cursor:
        cursor.execute(UNBOUND, [role])
        return [name for (name,) in cursor.fetchall()]


def _wanted(tables: Iterable[str]) -> dict[str, frozenset[str]]:
    appended = frozenset(append_only_tables())
    return {table: READ if table in READ_ONLY else APPENDED if table in appended else ALL for table in tables}


def _schema(opened: BaseDatabaseWrapper) -> str:
    with opened.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(opened.ops.quote_name(cursor.fetchone()[0]))
