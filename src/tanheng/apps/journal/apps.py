"""Registration of the journal app with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """The journal; after every migration the locks of all append-only tables are put back."""

    name = "tanheng.apps.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """SQLite loses triggers when a migration rebuilds a table, so they are ensured after each migrate."""
        from tanheng.store.append_only import ensure_locks

        post_migrate.connect(ensure_locks, sender=self)
