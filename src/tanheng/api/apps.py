"""Registration of the API with Django, for the table of kept answers."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP API."""

    name = "tanheng.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
