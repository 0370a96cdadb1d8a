"""Layouts of tables that plants keep themselves; their lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0010_cell_files"),
        ("sites", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TableLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sites.node")),
                ("place", models.ForeignKey(on_delete=PROTECT, related_name="table_layouts", to="sites.node")),
                ("name", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField()),
                ("document", models.TextField()),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("place", "name", "version"), name="monitoring_table_layout_unique")],
            },
        ),
        AppendOnly("monitoring_tablelayout"),
    ]
