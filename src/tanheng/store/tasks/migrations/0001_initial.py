"""The tables of tasks: three of facts that are appended only, and the projection of how far each has come."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tanheng.store.clock
from tanheng.store.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("arguments", models.TextField()),
                ("door", models.CharField(blank=True, max_length=10)),
                ("through", models.CharField(blank=True, max_length=80)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("key", models.CharField(max_length=250, null=True, unique=True)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("worker", models.CharField(max_length=100)),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                ("task", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="tasks.task")),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="TaskEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(choices=[("done", "done"), ("failed", "failed"), ("cancelled", "cancelled")], max_length=10)),
                ("attempt", models.PositiveIntegerField()),
                ("result", models.CharField(blank=True, max_length=100)),
                ("problems", models.TextField(default="[]")),
                ("at", models.DateTimeField(default=tanheng.store.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("task", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="end", to="tasks.task")),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="tasks.task",
                    ),
                ),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("held_by", models.CharField(blank=True, max_length=100)),
                ("lease_until", models.DateTimeField(null=True)),
                ("not_before", models.DateTimeField(default=tanheng.store.clock.now)),
                ("deaths", models.PositiveIntegerField(default=0)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("words_zh", models.CharField(blank=True, max_length=200)),
                ("words_en", models.CharField(blank=True, max_length=200)),
                ("ended", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("ended", False)), fields=["task"], name="tasks_progress_open")],
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["place", "-id"], name="tasks_task_of_place"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["user", "-id"], name="tasks_task_of_user"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(fields=("task", "number"), name="tasks_attempt_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="taskend",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "cancelled"), ("by", None), _connector="OR"), name="tasks_end_cancelled_by_somebody"
            ),
        ),
        AppendOnly("tasks_task"),
        AppendOnly("tasks_attempt"),
        AppendOnly("tasks_taskend"),
    ]
