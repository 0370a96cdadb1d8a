"""The sentences by which this app's actions appear in the journal."""

from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.actions import register_actions, register_value_labels
from tanheng.apps.reporting.models.kinds import REPORT_KINDS


def register() -> None:
    """Called once when Django starts."""
    register_value_labels("report_kind", {kind.id: kind.label for kind in REPORT_KINDS.values()})
    register_actions({"reporting.report.issued": _("Issued {report_kind} {file_name} from run {number} ({sha256})")})
