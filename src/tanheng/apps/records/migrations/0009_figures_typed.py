"""A year's figures may be drawn from what was typed: an import says its way, and a figure which typed reading it froze."""

import django.db.models.deletion
from django.db import migrations, models

from tanheng.store.columns import column_added

FROZEN = models.ForeignKey("monitoring.Reading", on_delete=django.db.models.deletion.PROTECT, null=True, related_name="+", db_index=False)
REFERENCE = "bigint NULL REFERENCES monitoring_reading (id) DEFERRABLE INITIALLY DEFERRED"


class Migration(migrations.Migration):
    """What was taken over before was a file, and froze no reading."""

    dependencies = [("records", "0008_readings_of_series"), ("monitoring", "0004_series")]

    operations = [
        column_added(
            "import", "records_import", "way", "varchar(10) NOT NULL DEFAULT 'file'", models.CharField(max_length=10, default="file")
        ),
        migrations.RunSQL(
            f"ALTER TABLE records_reading ADD COLUMN frozen_id {REFERENCE}",
            "ALTER TABLE records_reading DROP COLUMN frozen_id",
            state_operations=[migrations.AddField("filereading", "frozen", FROZEN)],
        ),
    ]
