"""What groups say of single days; appended only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.store.clock
from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sites", "0002_declared_facility_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Day")),
                ("working", models.BooleanField(verbose_name="It is a working day")),
                ("source", models.CharField(max_length=200, verbose_name="Where it is said")),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.node")),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["group", "day", "-id"], name="work_calendar_day")],
            },
        ),
        AppendOnly("work_calendarday"),
    ]
