"""Snapshots, runs and results meet each other and the records; their locks."""

import django.db.models.deletion
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounting", "0001_initial"),
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="source_import",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="snapshot", to="records.import"),
        ),
        migrations.AddField(
            model_name="run",
            name="snapshot",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="accounting.snapshot"),
        ),
        migrations.AddField(
            model_name="storedresult",
            name="run",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="results", to="accounting.run"),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["node", "year", "-number"], name="accounting__node_id_4b7ee4_idx"),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(fields=("node", "number"), name="accounting_run_number_unique"),
        ),
        migrations.AddIndex(
            model_name="storedresult",
            index=models.Index(fields=["run", "quantity", "facility", "item", "month"], name="accounting__run_id_d72b33_idx"),
        ),
        AppendOnly("accounting_snapshot"),
        AppendOnly("accounting_run"),
        AppendOnly("accounting_storedresult"),
    ]
