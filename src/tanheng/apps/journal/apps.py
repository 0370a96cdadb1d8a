"""What the journal registers: its page and its proof; after every migration it has the locks put back."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from tanheng.registration import SYSTEM, App, Line, Verb


class JournalConfig(App):
    """The sealed record of every change."""

    name = "tanheng.apps.journal"
    label = "journal"
    url_prefixes = ("journal/",)
    api = True
    verbs = (
        Verb(
            "view_journal",
            _("Read the journal"),
            ("carbon_manager", "group_manager", "verifier", "administrator", "audit_administrator"),
            place=70,
        ),
    )
    navigation = (Line(SYSTEM, _("Journal"), "journal:list", "history", "view_journal", match=("journal:",)),)
    commands = {"verify-journal": ("tanheng.apps.journal.commands:verify_journal", "Prove the chain of the journal. 验证日志链。")}

    def ready(self) -> None:
        """SQLite loses triggers when a migration rebuilds a table, so they are ensured after each migrate."""
        from tanheng.store.append_only import ensure_locks

        post_migrate.connect(ensure_locks, sender=self)
