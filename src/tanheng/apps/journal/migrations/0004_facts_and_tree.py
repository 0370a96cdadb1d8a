"""Events seal facts, and the head keeps the tree over the events."""

from django.db import migrations, models

from tanheng.store.columns import column_added


class Migration(migrations.Migration):
    """What an event sealed, and the complete subtrees of the log. The next event makes those of a journal that has none."""

    dependencies = [("journal", "0003_door")]

    operations = [
        column_added(
            "event",
            "journal_event",
            "facts_root",
            "varchar(64) DEFAULT '' NOT NULL",
            models.CharField(max_length=64, blank=True, default=""),
        ),
        column_added("event", "journal_event", "facts", "text DEFAULT '' NOT NULL", models.TextField(blank=True, default="")),
        column_added("head", "journal_head", "frontier", "text DEFAULT '' NOT NULL", models.TextField(blank=True, default="")),
    ]
