"""Answers to warnings about a year's figures, and their lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_initial"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WarningAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("pack", models.CharField(max_length=100)),
                ("code", models.CharField(max_length=40)),
                ("quantity", models.CharField(blank=True, max_length=100)),
                ("facility_code", models.CharField(blank=True, max_length=100)),
                ("item", models.CharField(blank=True, max_length=100)),
                ("month", models.PositiveSmallIntegerField(null=True)),
                ("digest", models.CharField(max_length=71)),
                ("doubt", models.TextField()),
                ("says", models.CharField(choices=[("confirmed", "confirmed"), ("corrected", "corrected")], max_length=10)),
                ("reason", models.CharField(max_length=500)),
                ("person", models.CharField(max_length=100)),
                ("on", models.DateField()),
                ("printed", models.BooleanField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("node", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="warning_answers", to="sites.node")),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["node", "year", "pack", "-id"], name="records_answer_of_year")],
            },
        ),
        AppendOnly("records_warninganswer"),
    ]
