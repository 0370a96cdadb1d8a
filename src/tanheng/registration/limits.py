"""What the apps have declared of their tables, put into the database: on PostgreSQL whose rows a request reaches, and what its role may do.

Made anew after each migrate and wherever the owner starts the installation; on SQLite there is nothing of it.
"""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tanheng.registration.collected import limited_rows
from tanheng.store.roles import ensure_grants, is_owner, wrong_grants
from tanheng.store.row_security import ensure_row_security, limited_tables, row_faults


def ensure_limits(using: str = "default", **_signal: Any) -> None:
    """Row security of every declared table and the grants of the application's role, where they are not as they should be."""
    opened = connections[using]
    if opened.vendor != "postgresql" or not is_owner(opened):
        return
    ensure_row_security(opened, limited_tables(limited_rows()))
    if settings.APPLICATION_ROLE:
        ensure_grants(opened, settings.APPLICATION_ROLE)


def limit_faults(opened: BaseDatabaseWrapper) -> list[str]:
    """Tables whose rows are not limited as declared, or of which the application's role may do another thing than it should."""
    if opened.vendor != "postgresql":
        return []
    granted = wrong_grants(opened, settings.APPLICATION_ROLE) if settings.APPLICATION_ROLE else {}
    return [*row_faults(opened, limited_tables(limited_rows())), *granted]


def company_triggers() -> list[str]:
    """Names of the triggers that write the company of a row."""
    return [one.trigger for one in limited_tables(limited_rows())]


def works_as_owner(opened: BaseDatabaseWrapper) -> bool:
    """Whether the application itself works as the owner of the tables on PostgreSQL, so that nothing limits it."""
    return opened.vendor == "postgresql" and not settings.APPLICATION_ROLE and is_owner(opened)
