"""Evidence becomes an app of its own: its two tables stay where they are, with their rows and locks; only their owner changes."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("records", "0003_not_applicable"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="EvidenceFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("size", models.BigIntegerField()),
                        ("stored_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={"db_table": "records_evidencefile"},
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("year", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=255)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("file", models.ForeignKey(on_delete=PROTECT, to="evidence.evidencefile")),
                        ("node", models.ForeignKey(on_delete=PROTECT, related_name="attachments", to="sites.node")),
                    ],
                    options={
                        "db_table": "records_attachment",
                        "ordering": ["name", "-id"],
                        "indexes": [models.Index(fields=["node", "year", "name"], name="records_att_node_id_9dad10_idx")],
                    },
                ),
            ],
        ),
    ]
