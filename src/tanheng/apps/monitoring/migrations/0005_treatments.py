"""Treatments of missing data that were accepted, and answers to doubts about lines; their locks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.store.clock
from tanheng.store.append_only import AppendOnly

PROTECT = django.db.models.deletion.PROTECT
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
COMPANY = ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node"))
BY_AND_AT = (
    ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
    ("at", models.DateTimeField(default=tanheng.store.clock.now)),
)


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0004_series"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Treatment",
            fields=[
                ID,
                COMPANY,
                ("reading", models.OneToOneField(on_delete=PROTECT, related_name="treatment", to="monitoring.reading")),
                ("line", models.CharField(max_length=200)),
                ("method", models.CharField(max_length=30)),
                ("side", models.CharField(blank=True, max_length=10)),
                ("arithmetic_zh", models.CharField(max_length=500)),
                ("arithmetic_en", models.CharField(max_length=500)),
                ("status", models.CharField(max_length=20)),
                ("rule_zh", models.CharField(max_length=200)),
                ("rule_en", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=300)),
                *BY_AND_AT,
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="CheckAnswer",
            fields=[
                ID,
                COMPANY,
                ("code", models.CharField(max_length=20)),
                ("line", models.CharField(max_length=200)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("month", models.DateField()),
                ("digest", models.CharField(max_length=71)),
                ("doubt", models.TextField()),
                ("reason", models.CharField(max_length=300)),
                *BY_AND_AT,
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["company", "month", "-id"], name="monitoring_answer_of_month")],
            },
        ),
        AppendOnly("monitoring_treatment"),
        AppendOnly("monitoring_checkanswer"),
    ]
