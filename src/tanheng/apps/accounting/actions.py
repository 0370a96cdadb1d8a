"""The sentences by which this app's actions appear in the journal."""

from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.actions import register_actions


def register() -> None:
    """Called once when Django starts."""
    register_actions({"accounting.run.stored": _("Ran the accounts of {year} by {pack} (run {number}, {run_hash})")})
