"""What is said of a year beside its figures, and its lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.store.clock
from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0009_figures_typed"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("pack", models.CharField(max_length=100)),
                ("block", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=500)),
                ("entry", models.TextField(blank=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("import_number", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("node", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="case_facts", to="sites.node")),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["node", "year", "pack", "-id"], name="records_fact_of_year")],
            },
        ),
        AppendOnly("records_casefact"),
    ]
