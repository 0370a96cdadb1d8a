"""Issued reports and their lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounting", "0001_initial"),
        ("records", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IssuedReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "Report (PDF)"),
                            ("docx", "Report (Word)"),
                            ("tables", "Official tables (Excel)"),
                            ("kit", "Recomputation kit (Excel)"),
                        ],
                        max_length=20,
                    ),
                ),
                ("language", models.CharField(choices=[("zh", "中文"), ("en", "English")], max_length=5)),
                ("file_name", models.CharField(max_length=255)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.evidencefile")),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="accounting.run")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        AppendOnly("reporting_issuedreport"),
    ]
