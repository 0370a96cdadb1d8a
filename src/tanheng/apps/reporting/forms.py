"""The form that asks for a file of a run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tanheng.apps.reporting.models.kinds import LANGUAGES, REPORT_KINDS


class IssueForm(forms.Form):
    """Which file, in which language; and why, where the run is superseded."""

    kind = forms.ChoiceField(label=_("File"), choices=[(kind.id, kind.label) for kind in REPORT_KINDS.values()])
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))
    reason = forms.CharField(label=_("Why a report of this run is needed"), max_length=300, required=False)
