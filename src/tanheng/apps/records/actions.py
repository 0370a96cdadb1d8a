"""The sentences by which this app's actions appear in the journal."""

from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.actions import register_actions, register_value_labels
from tanheng.engine.answer import CONFIRMED, CORRECTED


def register() -> None:
    """Called once when Django starts."""
    register_value_labels("says", {CONFIRMED: _("confirmed"), CORRECTED: _("corrected")})
    register_value_labels("printed", {"True": _("printed"), "False": _("not printed")})
    register_value_labels("answers_count", {"True": _("they count"), "False": _("proposed only")})
    register_actions(
        {
            "records.import.accepted": _("Imported {file_name}: {values} values of {year} (import {number}; {reason})"),
            "records.import.answered": _(
                "Imported {file_name}: {values} values of {year} (import {number}; {reason}); {uploader} handed in {answers} answers to "
                "doubts under {persons}: {answers_count}"
            ),
            "records.import.refused": _("Refused {file_name}: {errors} errors, nothing taken over"),
            "records.warning.answered": _("Answered {code} of {year} ({doubts} doubts, {says}, {printed}): {reason}"),
        }
    )
