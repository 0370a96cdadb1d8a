"""Meters with what they are, their states, replacements and calibrations, the rate of equipping, and the locks of these tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.apps.monitoring.models.words
import tanheng.store.clock
import tanheng.store.decimal_text
from tanheng.store.append_only import AppendOnly

TABLES = ("meter", "meterdescription", "meterstep", "meterreplacement", "calibration", "neededmeters", "requiredrate")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("evidence", "0001_from_records"),
        ("monitoring", "0001_initial"),
        ("sites", "0002_declared_facility_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Meter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=50)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="meters", to="sites.node")),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Calibration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=tanheng.apps.monitoring.models.words.calibration_choices,
                        max_length=20,
                    ),
                ),
                ("done_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                (
                    "result",
                    models.CharField(
                        choices=tanheng.apps.monitoring.models.words.result_choices,
                        max_length=20,
                    ),
                ),
                ("conditions", models.CharField(blank=True, max_length=300)),
                ("agency", models.CharField(blank=True, max_length=200)),
                ("certificate_number", models.CharField(blank=True, max_length=100)),
                ("found_error", tanheng.store.decimal_text.DecimalTextField(null=True)),
                ("expanded", tanheng.store.decimal_text.DecimalTextField(null=True)),
                ("coverage", tanheng.store.decimal_text.DecimalTextField(null=True)),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "file",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.evidencefile"),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="superseded_by", to="monitoring.calibration"
                    ),
                ),
                (
                    "meter",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="calibrations", to="monitoring.meter"),
                ),
            ],
            options={
                "ordering": ["done_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeterDescription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("kind", models.CharField(choices=tanheng.apps.monitoring.models.words.kind_choices, max_length=50)),
                ("name", models.CharField(max_length=100)),
                ("model", models.CharField(blank=True, max_length=100)),
                ("serial_number", models.CharField(blank=True, max_length=100)),
                ("maker", models.CharField(blank=True, max_length=100)),
                ("measuring_range", models.CharField(blank=True, max_length=100)),
                ("accuracy_class", models.CharField(blank=True, max_length=20)),
                ("location", models.CharField(blank=True, max_length=200)),
                ("parameter", models.CharField(blank=True, max_length=200)),
                ("pack", models.CharField(blank=True, max_length=100)),
                ("quantity", models.CharField(blank=True, max_length=100)),
                ("item", models.CharField(blank=True, max_length=100)),
                ("frequency", models.CharField(blank=True, max_length=50)),
                ("interval_months", models.PositiveSmallIntegerField(null=True)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("register_size", tanheng.store.decimal_text.DecimalTextField(null=True)),
                ("multiplier", tanheng.store.decimal_text.DecimalTextField()),
                ("seal_number", models.CharField(blank=True, max_length=100)),
                ("energy", models.CharField(blank=True, choices=tanheng.apps.monitoring.models.words.energy_choices, max_length=30)),
                ("level", models.CharField(blank=True, choices=tanheng.apps.monitoring.models.words.level_choices, max_length=20)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("facility", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.node")),
                (
                    "meter",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="descriptions", to="monitoring.meter"),
                ),
            ],
            options={
                "ordering": ["valid_from", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeterReplacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("closing", tanheng.store.decimal_text.DecimalTextField(null=True)),
                ("opening", tanheng.store.decimal_text.DecimalTextField(null=True)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("new", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="replaces", to="monitoring.meter")),
                ("old", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by", to="monitoring.meter")),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="monitoring.meterreplacement",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeterStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=tanheng.apps.monitoring.models.words.status_choices,
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("meter", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="monitoring.meter")),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="superseded_by", to="monitoring.meterstep"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="NeededMeters",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("energy", models.CharField(choices=tanheng.apps.monitoring.models.words.energy_choices, max_length=30)),
                ("level", models.CharField(choices=tanheng.apps.monitoring.models.words.level_choices, max_length=20)),
                ("valid_from", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.node")),
            ],
            options={
                "ordering": ["valid_from", "id"],
            },
        ),
        migrations.CreateModel(
            name="RequiredRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("energy", models.CharField(choices=tanheng.apps.monitoring.models.words.energy_choices, max_length=30)),
                ("level", models.CharField(choices=tanheng.apps.monitoring.models.words.level_choices, max_length=20)),
                ("valid_from", models.DateField()),
                ("rate", tanheng.store.decimal_text.DecimalTextField(null=True)),
                ("standard", models.CharField(max_length=100)),
                ("source", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.node")),
            ],
            options={
                "ordering": ["valid_from", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="meter",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="monitoring_meter_code_unique"),
        ),
        migrations.AddIndex(
            model_name="calibration",
            index=models.Index(fields=["meter", "done_on"], name="monitoring_calibrated"),
        ),
        migrations.AddConstraint(
            model_name="calibration",
            constraint=models.CheckConstraint(
                condition=models.Q(("supersedes", None), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="monitoring_calibration_corrected_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="calibration",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("result", "void"), _negated=True), ("supersedes__isnull", False), _connector="OR"),
                name="monitoring_void_takes_one_away",
            ),
        ),
        migrations.AddConstraint(
            model_name="calibration",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on", None), ("due_on__gte", models.F("done_on")), _connector="OR"),
                name="monitoring_calibration_due_after_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="calibration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", None), ("file_name", "")),
                    models.Q(("file__isnull", False), models.Q(("file_name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="monitoring_certificate_has_a_name",
            ),
        ),
        migrations.AddIndex(
            model_name="meterdescription",
            index=models.Index(fields=["meter", "valid_from"], name="monitoring_described"),
        ),
        migrations.AddConstraint(
            model_name="meterdescription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("energy", ""), ("level", "")),
                    models.Q(models.Q(("energy", ""), _negated=True), models.Q(("level", ""), _negated=True)),
                    _connector="OR",
                ),
                name="monitoring_energy_at_a_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreplacement",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True), name="monitoring_replacement_by_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreplacement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closing", None), ("opening", None)),
                    models.Q(("closing__isnull", False), ("opening__isnull", False)),
                    _connector="OR",
                ),
                name="monitoring_replacement_both_registers",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreplacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)), fields=("old", "on"), name="monitoring_replaced_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreplacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)), fields=("new", "on"), name="monitoring_replaces_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="meterstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("supersedes", None), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="monitoring_step_corrected_with_reason",
            ),
        ),
        *(AppendOnly(f"monitoring_{table}") for table in TABLES),
    ]
