"""Roles and tokens meet the organisation; roles are appended only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("sites", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="node",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.node"),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="user",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="assignment",
            name="given_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="assignment",
            name="node",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="sites.node"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="user",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="assignmentend",
            name="assignment",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="end", to="people.assignment"),
        ),
        migrations.AddField(
            model_name="assignmentend",
            name="ended_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["user", "node"], name="people_assi_user_id_37be4d_idx"),
        ),
        AppendOnly("people_assignment"),
        AppendOnly("people_assignmentend"),
    ]
