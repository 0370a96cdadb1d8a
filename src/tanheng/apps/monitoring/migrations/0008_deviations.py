"""Departures from the plan in force, each with its reason; their lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.store.clock
from tanheng.store.append_only import AppendOnly

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0007_day_books"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deviation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node")),
                ("reading", models.ForeignKey(on_delete=PROTECT, related_name="deviations", to="monitoring.reading")),
                ("line", models.CharField(max_length=200)),
                ("aspect", models.CharField(max_length=20)),
                ("planned_zh", models.CharField(max_length=300)),
                ("planned_en", models.CharField(max_length=300)),
                ("done_zh", models.CharField(max_length=300)),
                ("done_en", models.CharField(max_length=300)),
                ("reason", models.CharField(max_length=300)),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=["reading", "aspect"], name="monitoring_deviation_once_an_aspect"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="monitoring_deviation_says_why"),
                ],
            },
        ),
        AppendOnly("monitoring_deviation"),
    ]
