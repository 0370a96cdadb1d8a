"""Snapshots, runs and results."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.store.decimal_text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.CharField(max_length=100)),
                ("facility", models.CharField(blank=True, max_length=100)),
                ("item", models.CharField(blank=True, max_length=100)),
                ("month", models.PositiveSmallIntegerField(null=True)),
                ("value", tanheng.store.decimal_text.DecimalTextField()),
                ("unit", models.CharField(max_length=40)),
                ("raw", tanheng.store.decimal_text.DecimalTextField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("pack", models.CharField(max_length=100)),
                ("pack_hash", models.CharField(max_length=71)),
                ("run_hash", models.CharField(max_length=71)),
                ("problems", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("node", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="sites.node")),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("pack", models.CharField(max_length=100)),
                ("document", models.TextField()),
                ("hash", models.CharField(max_length=71)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("node", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="sites.node")),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
