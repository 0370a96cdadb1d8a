"""On PostgreSQL the head of the journal is held and moved by two functions of its owner, and the application's role may write it not at all."""

from typing import Any

from django.db import migrations

from tanheng.apps.journal.models.head_functions import FUNCTIONS
from tanheng.store.functions import schema_of


def made(_apps: Any, schema_editor: Any) -> None:
    """Make the functions; SQLite knows none, there the transaction is the one writer. Whoever may call them is ensured after the migrate."""
    if schema_editor.connection.vendor == "postgresql":
        for function in FUNCTIONS:
            for statement in function.statements(schema_of(schema_editor.connection)):
                schema_editor.execute(statement, params=None)


def gone(_apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    if schema_editor.connection.vendor == "postgresql":
        for function in FUNCTIONS:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {function.signature}", params=None)


class Migration(migrations.Migration):
    """The two functions."""

    dependencies = [("journal", "0004_facts_and_tree")]

    operations = [migrations.RunPython(made, gone)]
