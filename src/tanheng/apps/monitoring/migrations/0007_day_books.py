"""Rows of day-books; their lock."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from tanheng.store.append_only import AppendOnly

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0006_months"),
        ("sites", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayBookRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node")),
                ("place", models.ForeignKey(on_delete=PROTECT, related_name="day_book_rows", to="sites.node")),
                ("entry", models.ForeignKey(on_delete=PROTECT, related_name="day_book_rows", to="monitoring.entry")),
                ("book", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("values", models.TextField()),
                ("struck", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "supersedes",
                    models.OneToOneField(null=True, on_delete=PROTECT, related_name="superseded_by", to="monitoring.daybookrow"),
                ),
            ],
            options={
                "ordering": ["day", "number", "id"],
                "indexes": [models.Index(fields=["place", "book", "day"], name="monitoring_day_book_of_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(supersedes=None), fields=("place", "book", "number"), name="monitoring_day_book_number_unique"
                    ),
                    models.CheckConstraint(condition=Q(supersedes=None) | ~Q(reason=""), name="monitoring_day_book_correction_says_why"),
                    models.CheckConstraint(
                        condition=Q(struck=False) | Q(supersedes__isnull=False), name="monitoring_day_book_struck_supersedes"
                    ),
                ],
            },
        ),
        AppendOnly("monitoring_daybookrow"),
    ]
