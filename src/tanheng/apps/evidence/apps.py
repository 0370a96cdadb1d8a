"""Registration of the evidence app with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Files by hash, attachments."""

    name = "tanheng.apps.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the journal what this app's actions are called."""
        from tanheng.apps.evidence import actions

        actions.register()
