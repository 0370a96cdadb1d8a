"""Events say through which door, session or token a change came. The columns are added in place, so no lock is lifted."""

from django.db import migrations, models


def added(column: str, length: int) -> migrations.RunSQL:
    """A text column of events, blank in those from before."""
    return migrations.RunSQL(
        f"ALTER TABLE journal_event ADD COLUMN {column} varchar({length}) DEFAULT '' NOT NULL",
        f"ALTER TABLE journal_event DROP COLUMN {column}",
        state_operations=[
            migrations.AddField("event", column, models.CharField(max_length=length, blank=True, default="")),
        ],
    )


class Migration(migrations.Migration):
    """Door and session or token of an event."""

    dependencies = [("journal", "0002_actor_and_locks")]

    operations = [added("door", 10), added("through", 80)]
