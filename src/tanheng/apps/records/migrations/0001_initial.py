"""Evidence files, imports, readings, attachments, and their locks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.store.decimal_text
from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.BigIntegerField()),
                ("stored_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(choices=[("accepted", "accepted"), ("refused", "refused")], max_length=10)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("pack", models.CharField(blank=True, max_length=100)),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("head", models.TextField(blank=True)),
                ("snapshot_hash", models.CharField(blank=True, max_length=71)),
                ("value_count", models.PositiveIntegerField(default=0)),
                ("problems", models.TextField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("file", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="records.evidencefile")),
                ("node", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="sites.node")),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.CharField(max_length=100)),
                ("facility_code", models.CharField(blank=True, max_length=100)),
                ("item", models.CharField(blank=True, max_length=100)),
                ("month", models.PositiveSmallIntegerField(null=True)),
                ("amount", tanheng.store.decimal_text.DecimalTextField()),
                ("unit", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=500)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("uncertainty", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("typed", models.CharField(blank=True, max_length=100)),
                ("origin_sheet", models.CharField(blank=True, max_length=255)),
                ("origin_cell", models.CharField(blank=True, max_length=40)),
                ("origin_path", models.CharField(blank=True, max_length=255)),
                ("origin_line", models.PositiveIntegerField(null=True)),
                (
                    "facility",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="sites.node"),
                ),
                (
                    "source_import",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="records.import"),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="superseded_by", to="records.reading"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=255)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("node", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="sites.node")),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.evidencefile")),
            ],
            options={
                "ordering": ["name", "-id"],
                "indexes": [models.Index(fields=["node", "year", "name"], name="records_att_node_id_9dad10_idx")],
            },
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["node", "year", "pack", "state", "-number"], name="records_imp_node_id_45c4cf_idx"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.UniqueConstraint(fields=("node", "number"), name="records_import_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", None), ("state", "refused")),
                    models.Q(("file__isnull", False), ("state", "accepted"), ("year__isnull", False)),
                    _connector="OR",
                ),
                name="records_import_accepted_has_file_and_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("month__isnull", False)),
                fields=("source_import", "quantity", "facility_code", "item", "month"),
                name="records_reading_once_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("month", None)),
                fields=("source_import", "quantity", "facility_code", "item"),
                name="records_reading_once_a_year",
            ),
        ),
        AppendOnly("records_evidencefile"),
        AppendOnly("records_import"),
        AppendOnly("records_reading"),
        AppendOnly("records_attachment"),
    ]
