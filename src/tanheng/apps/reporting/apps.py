"""Registration of the reporting app with Django."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Issued reports."""

    name = "tanheng.apps.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the journal what this app's actions are called."""
        from tanheng.apps.reporting import actions

        actions.register()
