"""Contents of files belong to the evidence app now; the tables and their keys stay as they are."""

from django.db import migrations, models
from django.db.models import PROTECT


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_from_records"), ("guidance", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "clarification", "file", models.ForeignKey(null=True, related_name="+", on_delete=PROTECT, to="evidence.evidencefile")
                ),
            ],
        ),
    ]
