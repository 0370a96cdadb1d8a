"""What the apps have declared of their tables, put into the database: which rows a table refuses; on PostgreSQL also whose rows a request
reaches, and what its role may do.

Made anew after each migrate and wherever the owner starts the installation.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import import_string

from tanheng.registration.collected import limited_rows, registered_apps
from tanheng.store.append_only import POSTGRESQL_FUNCTION, lock_faults
from tanheng.store.functions import Function, ensure_functions, function_faults
from tanheng.store.guarded_tables import constraint_faults, sideways
from tanheng.store.insert_guards import InsertGuard, ensure_guards, guard_faults, lift_guards
from tanheng.store.private_database import keep_private
from tanheng.store.roles import ensure_grants, is_owner, require_role, unbound_roles, wrong_grants
from tanheng.store.row_security import FUNCTIONS, ensure_row_security, limited_tables, row_faults


def ensure_limits(using: str = "default", **_signal: Any) -> None:
    """Guards and row security of every declared table and the grants of the application's role, where they are not as they should be;
    a database that is a file is its owner's alone.
    """
    opened = connections[using]
    if opened.vendor != "postgresql":
        keep_private(opened)
        ensure_guards(opened, guards())
        return
    if not is_owner(opened):
        return
    if settings.APPLICATION_ROLE:
        require_role(opened, settings.APPLICATION_ROLE)
    ensure_functions(opened, declared_functions(), settings.APPLICATION_ROLE)
    ensure_guards(opened, guards())
    ensure_row_security(opened, limited_tables(limited_rows()))
    if settings.APPLICATION_ROLE:
        ensure_grants(opened, settings.APPLICATION_ROLE)


def lift_limits(using: str = "default", **_signal: Any) -> None:
    """Before a migrate: what would keep tables from being made anew; `ensure_limits` puts it back after it."""
    lift_guards(connections[using], guards())


def limit_faults(opened: BaseDatabaseWrapper) -> list[str]:
    """Tables whose rows are not limited as declared, or of which the application's role may do another thing than it should."""
    if opened.vendor != "postgresql":
        return []
    granted = wrong_grants(opened, settings.APPLICATION_ROLE) if settings.APPLICATION_ROLE else {}
    return [*row_faults(opened, limited_tables(limited_rows())), *granted]


def declared_functions() -> list[Function]:
    """Every function of ours on PostgreSQL: of the locks, of row security, of the apps."""
    of_apps = [one for app in registered_apps() if app.functions for one in import_string(app.functions)]
    of_tables = [*(one.function for one in guards()), *(one.function for one in limited_tables(limited_rows()))]
    return [POSTGRESQL_FUNCTION, *FUNCTIONS, *of_tables, *of_apps]


def guards() -> list[InsertGuard]:
    """The guards of all apps."""
    return [one for app in registered_apps() if app.guards for one in import_string(app.guards)]


def altered_functions(opened: BaseDatabaseWrapper) -> dict[str, str]:
    """By the signature of a function what is wrong with it; SQLite has none."""
    if opened.vendor != "postgresql":
        return {}
    return function_faults(opened, declared_functions(), settings.APPLICATION_ROLE)


def database_faults(opened: BaseDatabaseWrapper) -> Iterator[tuple[str, str, str]]:
    """What else of the database is not as declared: the word of what was found, the kind of thing, its name."""
    yield from ((f"function_{fault}", "function", name) for name, fault in altered_functions(opened).items())
    if opened.vendor == "postgresql" and settings.APPLICATION_ROLE:
        yield from (("role_unbound", "role", name) for name in unbound_roles(opened, settings.APPLICATION_ROLE))
    limited = [one.table for one in limited_tables(limited_rows())]
    yield from (("table_foreign", "table", name) for name in sideways(opened, limited))
    yield from (("constraint_missing", "constraint", name) for name in constraint_faults(opened))


def trigger_faults(opened: BaseDatabaseWrapper) -> dict[str, str]:
    """By the name of a trigger what is wrong with it: a lock or a guard that is missing or altered, or one that is none of the program's.
    Those that write the company of a row are proven with row security.
    """
    companies = [one.trigger for one in limited_tables(limited_rows())]
    return {**lock_faults(opened, [*companies, *(one.trigger for one in guards())]), **guard_faults(opened, guards())}


def works_as_owner(opened: BaseDatabaseWrapper) -> bool:
    """Whether the application itself works as the owner of the tables on PostgreSQL, so that nothing limits it."""
    return opened.vendor == "postgresql" and not settings.APPLICATION_ROLE and is_owner(opened)
