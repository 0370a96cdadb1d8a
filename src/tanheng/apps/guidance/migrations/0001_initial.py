"""Clarifications and their lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0001_initial"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Clarification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=100)),
                ("pack_hash", models.CharField(max_length=71)),
                ("anchor", models.CharField(max_length=150)),
                ("place", models.CharField(max_length=300)),
                ("text", models.TextField(max_length=4000)),
                ("said_by", models.CharField(max_length=200)),
                ("said_on", models.DateField()),
                ("document", models.CharField(max_length=300)),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "file",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.evidencefile"),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="clarifications", to="sites.node")),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="superseded_by", to="guidance.clarification"
                    ),
                ),
            ],
            options={
                "ordering": ["-said_on", "-id"],
                "indexes": [models.Index(fields=["group", "pack", "anchor"], name="guidance_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("file_name", "")),
                            models.Q(("file__isnull", False), models.Q(("file_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="guidance_clarification_file_has_a_name",
                    )
                ],
            },
        ),
        AppendOnly("guidance_clarification"),
    ]
