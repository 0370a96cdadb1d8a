"""Registration of the accounting app with Django."""

from django.apps import AppConfig


class AccountingConfig(AppConfig):
    """Snapshots, runs and results."""

    name = "tanheng.apps.accounting"
    label = "accounting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the journal what this app's actions are called."""
        from tanheng.apps.accounting import actions

        actions.register()
