"""Contents of files belong to the evidence app now; the tables and their keys stay as they are."""

from django.db import migrations, models
from django.db.models import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_from_records"),
        ("records", "0004_answers_of_a_file"),
        ("reporting", "0002_files_are_evidence"),
        ("guidance", "0002_files_are_evidence"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("import", "file", models.ForeignKey(null=True, on_delete=PROTECT, to="evidence.evidencefile")),
                migrations.DeleteModel("Attachment"),
                migrations.DeleteModel("EvidenceFile"),
            ],
        ),
    ]
