"""Answers to suggested revisions of the plan, and pictures of its versions; their locks."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import tanheng.apps.monitoring.models.words
import tanheng.store.clock
from tanheng.store.append_only import AppendOnly

PROTECT = django.db.models.deletion.PROTECT
KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def by_and_at() -> list[tuple[str, Any]]:
    return [
        ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ("at", models.DateTimeField(default=tanheng.store.clock.now)),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_from_records"),
        ("monitoring", "0008_deviations"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RevisionAnswer",
            fields=[
                KEY,
                ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node")),
                ("version", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=71)),
                ("suggestion", models.TextField()),
                ("decision", models.CharField(max_length=10)),
                ("draft", models.PositiveIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                *by_and_at(),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["company", "version", "-id"], name="monitoring_revision_answered")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(decision="revise", draft__isnull=False) | Q(decision="keep", draft=None) & ~Q(reason=""),
                        name="monitoring_revision_taken_up_or_why_not",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanPicture",
            fields=[
                KEY,
                ("node", models.ForeignKey(on_delete=PROTECT, related_name="plan_pictures", to="sites.node")),
                ("plan", models.PositiveIntegerField()),
                ("kind", models.CharField(choices=tanheng.apps.monitoring.models.words.picture_choices, max_length=30)),
                ("caption", models.CharField(blank=True, max_length=200)),
                ("file", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="evidence.evidencefile")),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("removes", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="monitoring.planpicture")),
                *by_and_at(),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(file__isnull=False, removes=None) & ~Q(file_name="")
                        | Q(file=None, removes__isnull=False, file_name=""),
                        name="monitoring_picture_comes_or_goes",
                    )
                ],
            },
        ),
        AppendOnly("monitoring_revisionanswer"),
        AppendOnly("monitoring_planpicture"),
    ]
