"""Which company is on the list of key emitters of a sector in a year."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("sites", "0003_life_of_facilities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sector", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("listed", models.BooleanField()),
                ("source", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="sites.node")),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        AppendOnly("sites_listmembership"),
    ]
