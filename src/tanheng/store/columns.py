"""A column more in a table that is locked: added in place, because a table made anew would lose its triggers on the way."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def column_added(model: str, table: str, column: str, sql: str, field: models.Field[Any, Any]) -> migrations.RunSQL:
    """Migration operation that adds a column; `sql` is its type with default and NOT NULL, on both databases alike."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD COLUMN {column} {sql}",
        f"ALTER TABLE {table} DROP COLUMN {column}",
        state_operations=[migrations.AddField(model, column, field)],
    )
