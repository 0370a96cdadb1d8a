"""An import has a snapshot for each case it made: answers to warnings enter the case, and so its hash."""

import django.db.models.deletion
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0002_links_and_locks"),
        ("records", "0002_warning_answers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="snapshot",
            name="source_import",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="records.import"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(fields=("source_import", "hash"), name="accounting_snapshot_once_a_case"),
        ),
        AppendOnly("accounting_snapshot"),  # SQLite makes the table anew for the change, and forgets its triggers
    ]
