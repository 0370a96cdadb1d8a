"""Registration of the sites app with Django."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """The organisation tree."""

    name = "tanheng.apps.sites"
    label = "sites"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the journal what this app's actions and places are called."""
        from tanheng.apps.sites import actions

        actions.register()
