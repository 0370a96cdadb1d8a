"""The sentences by which this app's actions appear in the journal."""

from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.actions import register_actions


def register() -> None:
    """Called once when Django starts."""
    register_actions(
        {
            "guidance.clarification.recorded": _("Recorded a clarification of {pack}, {place}: {said_by}, {said_on}, {document}"),
            "guidance.clarification.superseded": _(
                "Recorded a clarification of {pack}, {place}, in place of an earlier one: {said_by}, {said_on}, {document}"
            ),
        }
    )
