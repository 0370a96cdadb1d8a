"""What reporting has done in the background."""

from tanheng.apps.accounting.models import Run
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.reporting.services import issue_report
from tanheng.pages.actor import Actor


def issue(*, actor: Actor, run: int, kind: str, language: str, reason: str) -> IssuedReport:
    """Make one file of a run and record it as issued."""
    return issue_report(actor=actor, run=Run.objects.select_related("node").get(pk=run), kind=kind, language=language, reason=reason)
