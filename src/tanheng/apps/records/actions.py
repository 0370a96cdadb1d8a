"""The sentences by which this app's actions appear in the journal."""

from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.registry import register_actions


def register() -> None:
    """Called once when Django starts."""
    register_actions(
        {
            "records.import.accepted": _("Imported {file_name}: {values} values of {year} (import {number}; {reason})"),
            "records.import.refused": _("Refused {file_name}: {errors} errors, nothing taken over"),
            "records.evidence.attached": _("Attached the evidence {name} to {year}"),
        }
    )
