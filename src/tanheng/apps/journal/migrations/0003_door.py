"""Events say through which door, session or token a change came."""

from django.db import migrations, models

from tanheng.store.columns import column_added


class Migration(migrations.Migration):
    """Door and session or token of an event."""

    dependencies = [("journal", "0002_actor_and_locks")]

    operations = [
        column_added("event", "journal_event", name, f"varchar({length}) DEFAULT '' NOT NULL", field)
        for name, length, field in (
            ("door", 10, models.CharField(max_length=10, blank=True, default="")),
            ("through", 80, models.CharField(max_length=80, blank=True, default="")),
        )
    ]
