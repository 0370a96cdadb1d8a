"""What the journal registers: its page and its proof; after every migration it has the locks put back."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from tanheng.registration import SYSTEM, App, Job, Line, Verb


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
    actions = {
        "journal.facts.adopted": _("Sealed what was stored before: {facts} facts of {kinds} kinds, up to event {through}"),
        "journal.key.made": _("Made the key that signs checkpoints"),
        "journal.key.changed": _("Changed the key that signs checkpoints"),
        "journal.facts.sealed": _("Sealed what was stored beside a change"),
    }
    jobs = (Job("journal.checkpoint", _("Signed checkpoint of the journal"), "tanheng.apps.journal.tasks.sign_daily", "day", "02:10"),)
    journal_areas = {"journal.": _("Proof")}
    unlimited = {
        "journal.Event": "each event continues the one before it, whosever that is",
        "journal.Head": "of the installation; moved by its function alone",
    }
    unsealed = {"journal.Event": "is the seal itself", "journal.Head": "rebuilt from the events and compared"}
    functions = "tanheng.apps.journal.models.head_functions.FUNCTIONS"
    commands = {"verify-journal": ("tanheng.apps.journal.commands:verify_journal", "Prove the chain of the journal. 验证日志链。")}

    def ready(self) -> None:
        """SQLite loses triggers when a migration rebuilds a table, so they are ensured after each migrate; then what was stored before
        facts were sealed is sealed.
        """
        from tanheng.apps.journal.services import adopt_facts
        from tanheng.store.append_only import ensure_locks

        post_migrate.connect(ensure_locks, sender=self)
        post_migrate.connect(adopt_facts, sender=self)
