"""Series and their readings, entry by entry; their locks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import tanheng.store.decimal_text
from tanheng.store.append_only import AppendOnly

PROTECT = django.db.models.deletion.PROTECT
ABSENCES = ("not_applicable", "withdrawn")
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0003_plans"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ID,
                ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node")),
                ("place", models.ForeignKey(on_delete=PROTECT, related_name="series", to="sites.node")),
                ("measure", models.CharField(max_length=100)),
                ("item", models.CharField(blank=True, max_length=100)),
                ("source", models.CharField(max_length=200)),
                ("grain", models.CharField(choices=[("month", "month"), ("year", "year")], max_length=10)),
                ("unit", models.CharField(max_length=40)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "place", "measure", "item", "source", "grain", "unit"), name="monitoring_series_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ID,
                ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node")),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=200)),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("company", "kind", "key"), name="monitoring_entry_unique")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ID,
                ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node")),
                ("series", models.ForeignKey(on_delete=PROTECT, related_name="readings", to="monitoring.series")),
                ("entry", models.ForeignKey(on_delete=PROTECT, related_name="readings", to="monitoring.entry")),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("amount", tanheng.store.decimal_text.DecimalTextField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("typed", models.CharField(blank=True, max_length=100)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("uncertainty", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "supersedes",
                    models.OneToOneField(null=True, on_delete=PROTECT, related_name="superseded_by", to="monitoring.reading"),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["series", "start", "-id"], name="monitoring_reading_of_series")],
                "constraints": [
                    models.UniqueConstraint(condition=Q(supersedes=None), fields=("series", "start"), name="monitoring_reading_one_chain"),
                    models.UniqueConstraint(fields=("entry", "series", "start"), name="monitoring_reading_once_an_entry"),
                    models.CheckConstraint(
                        condition=Q(amount=None, kind__in=ABSENCES) | (~Q(kind__in=ABSENCES) & Q(amount__isnull=False)),
                        name="monitoring_reading_amount_or_absence",
                    ),
                    models.CheckConstraint(condition=Q(supersedes=None) | ~Q(reason=""), name="monitoring_reading_correction_says_why"),
                    models.CheckConstraint(condition=Q(end__gte=F("start")), name="monitoring_reading_ends_after_it_starts"),
                ],
            },
        ),
        AppendOnly("monitoring_series"),
        AppendOnly("monitoring_entry"),
        AppendOnly("monitoring_reading"),
    ]
