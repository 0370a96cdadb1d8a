"""The organisation tree, its dated facts and the state of the set-up."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("draft", models.JSONField(default=dict)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "founder",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("group", "Group"),
                            ("company", "Company"),
                            ("site", "Site"),
                            ("facility", "Facility"),
                        ],
                        max_length=10,
                    ),
                ),
                ("path", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("code", models.CharField(max_length=50, verbose_name="Code")),
                (
                    "facility_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("potline", "Potline"),
                            ("anode_plant", "Anode plant"),
                            ("alumina_plant", "Alumina plant"),
                            ("power_unit", "Captive power unit"),
                            ("kiln_line", "Cement kiln line"),
                            ("other", "Other facility"),
                        ],
                        max_length=30,
                    ),
                ),
                ("in_use_from", models.DateField(null=True)),
                ("in_use_to", models.DateField(null=True)),
                (
                    "parent",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="sites.node"),
                ),
            ],
            options={
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="NodeFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attribute", models.CharField(max_length=50)),
                ("value", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="sites.node"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="node",
            constraint=models.UniqueConstraint(fields=("parent", "code"), name="sites_node_code_unique_under_parent"),
        ),
        migrations.AddConstraint(
            model_name="node",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "group"), ("parent", None)),
                    models.Q(models.Q(("kind", "group"), _negated=True), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="sites_node_only_groups_have_no_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="node",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "facility"), models.Q(("facility_kind", ""), _negated=True)),
                    models.Q(models.Q(("kind", "facility"), _negated=True), ("facility_kind", "")),
                    _connector="OR",
                ),
                name="sites_node_facilities_have_a_kind",
            ),
        ),
        AppendOnly("sites_nodefact"),
    ]
