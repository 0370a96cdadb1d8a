"""Registration of the guidance app with Django."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """The rule book and its clarifications."""

    name = "tanheng.apps.guidance"
    label = "guidance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the journal what this app's actions are called."""
        from tanheng.apps.guidance import actions

        actions.register()
