"""The actor of an event, the indexes, and the locks of the journal."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journal", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="actor",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["place", "-sequence"], name="journal_eve_place_2e6d44_idx"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["action", "-sequence"], name="journal_eve_action_3e32aa_idx"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["object_type", "object_id"], name="journal_eve_object__7bcd88_idx"),
        ),
        AppendOnly("journal_event"),
    ]
