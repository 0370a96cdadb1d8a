"""What happened to facilities and companies, day by day, as appended records."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("sites", "0002_declared_facility_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LifeEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.node")),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrected_by", to="sites.lifeevent"
                    ),
                ),
                ("node", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="life_events", to="sites.node")),
                ("partner", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.node")),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), models.Q(("kind", "stopped"), ("until__gte", models.F("on"))), _connector="OR"),
                        name="sites_life_event_until_of_a_stop",
                    )
                ],
            },
        ),
        AppendOnly("sites_lifeevent"),
    ]
