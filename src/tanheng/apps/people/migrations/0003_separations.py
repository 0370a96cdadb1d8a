"""Three administrators, and decisions on the separation of duties; decisions are appended only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_places_and_locks"),
        ("sites", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[
                    ("clerk", "Data clerk"),
                    ("carbon_manager", "Carbon manager"),
                    ("group_manager", "Group manager"),
                    ("verifier", "Verifier"),
                    ("administrator", "Administrator"),
                    ("system_administrator", "System administrator"),
                    ("security_administrator", "Security administrator"),
                    ("audit_administrator", "Audit administrator"),
                ],
                max_length=30,
                verbose_name="Role",
            ),
        ),
        migrations.CreateModel(
            name="SeparationDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("separation", models.CharField(max_length=30)),
                ("in_force", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("node", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.node")),
            ],
            options={
                "indexes": [models.Index(fields=["separation", "node"], name="people_sepa_separat_26e018_idx")],
            },
        ),
        AppendOnly("people_separationdecision"),
    ]
