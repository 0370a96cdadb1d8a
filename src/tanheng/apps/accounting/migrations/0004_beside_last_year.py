"""A run says which figures of the year before its own were held against."""

import django.db.models.deletion
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounting", "0003_snapshots_by_hash"),
        ("records", "0002_warning_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="beside",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.import"),
        ),
        AppendOnly("accounting_run"),  # where the table was made anew for the change, its triggers are
    ]
