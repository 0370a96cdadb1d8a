"""Tables of reporting: every file that was issued from a run."""

from django.conf import settings
from django.db import models

from tanheng.apps.reporting.models.kinds import LANGUAGES, REPORT_KINDS
from tanheng.engine.text import Text
from tanheng.store.append_only import AppendOnlyModel
from tanheng.workflow.years import ROUNDS, YEAR


class IssuedReport(AppendOnlyModel):
    """A file made from a run and handed out; its content is kept by its hash."""

    run = models.ForeignKey("accounting.Run", on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20, choices=[(kind.id, kind.label) for kind in REPORT_KINDS.values()])
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()))
    file_name = models.CharField(max_length=255)
    file = models.ForeignKey("evidence.EvidenceFile", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)  # why all the same, of a run that something newer supersedes
    state = models.CharField(max_length=20, blank=True)  # of the year, as the file says it; of files of before it is not known
    round = models.CharField(max_length=20, blank=True)  # of a final one
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    @property
    def state_label(self) -> Text:
        """The state of the year when it was made, of a final one its round; blank of files of before."""
        if self.round:
            return ROUNDS[self.round]
        return YEAR.state(self.state).label if self.state else Text("", "")
