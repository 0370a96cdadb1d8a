"""Files at cells of the monthly grid; their lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from tanheng.store.append_only import AppendOnly

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0009_revisions_and_pictures"),
        ("evidence", "0001_from_records"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CellFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node")),
                ("place", models.ForeignKey(on_delete=PROTECT, related_name="cell_files", to="sites.node")),
                ("measure", models.CharField(max_length=100)),
                ("item", models.CharField(blank=True, max_length=100)),
                ("source", models.CharField(max_length=200)),
                ("month", models.DateField()),
                ("file", models.ForeignKey(on_delete=PROTECT, related_name="+", to="evidence.evidencefile")),
                ("name", models.CharField(max_length=255)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("detached", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "supersedes",
                    models.OneToOneField(null=True, on_delete=PROTECT, related_name="superseded_by", to="monitoring.cellfile"),
                ),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["month", "id"],
                "indexes": [models.Index(fields=["company", "month"], name="monitoring_cell_file_of_month")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(detached=False, supersedes=None) | (Q(detached=True, supersedes__isnull=False) & ~Q(reason="")),
                        name="monitoring_cell_file_detached_says_why",
                    ),
                ],
            },
        ),
        AppendOnly("monitoring_cellfile"),
    ]
