"""Writes of reporting: make a file from a run and issue it, kept by its hash, with one journal event."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.selectors import recomputed
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.models import User
from tanheng.apps.records.access import require_covered
from tanheng.apps.records.evidence_store import store_content
from tanheng.apps.records.services import record_file
from tanheng.apps.reporting.facts import report_facts
from tanheng.apps.reporting.kinds import LANGUAGES, REPORT_KINDS
from tanheng.apps.reporting.models import IssuedReport


def issue_report(*, by: User, run: Run, kind: str, language: str) -> IssuedReport:
    """Make one file of a run and record it as issued. The run is proven first (DigitsDifferError)."""
    if kind not in REPORT_KINDS or language not in LANGUAGES:
        raise ValidationError(_("There is no such kind of report or language."))
    require_covered(by, "download_report", run.node)
    content = _content(run, kind, language)
    sha256 = store_content(content)
    name = f"{run.year}-{run.node.code}-run-{run.number}-{kind}-{language}.{REPORT_KINDS[kind].suffix}"
    with transaction.atomic():
        file = record_file(sha256=sha256, size=len(content))
        report = IssuedReport(run=run, kind=kind, language=language, file_name=name, file=file, by=by)
        report.save()
        payload = {
            "report_kind": kind, "language": language, "file_name": name, "sha256": sha256, "number": run.number,
            "run_hash": run.run_hash,
        }
        append_event(actor=by, action="reporting.report.issued", subject=report, place=run.node, payload=payload)
    return report


def _content(run: Run, kind: str, language: str) -> bytes:
    from tanheng.documents.kit import recomputation_kit
    from tanheng.documents.official_tables import official_tables
    from tanheng.documents.report_pdf import report_pdf
    from tanheng.documents.report_word import report_word

    computed = recomputed(run)
    if kind == "kit":
        return recomputation_kit(computed, language)
    makers = {"pdf": report_pdf, "docx": report_word, "tables": official_tables}
    return makers[kind](computed, language, report_facts(run))
