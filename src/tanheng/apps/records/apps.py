"""Registration of the records app with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Evidence files, imports, readings."""

    name = "tanheng.apps.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the journal what this app's actions are called."""
        from tanheng.apps.records import actions

        actions.register()
