"""Registration of the task table with Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """The task table."""

    name = "tanheng.store.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"
