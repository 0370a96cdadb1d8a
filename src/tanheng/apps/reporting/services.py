"""Writes of reporting: make a file from a run and issue it, kept by its hash, with one journal event."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.selectors import as_found, doubts_of_run, state_of_inputs
from tanheng.apps.evidence.services import record_file
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.models import User
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.reporting.models.kinds import LANGUAGES, REPORT_KINDS
from tanheng.apps.reporting.selectors.facts import report_facts
from tanheng.apps.sites.access import require_covered
from tanheng.engine.problems import Problem
from tanheng.store.contents import store_content


class OpenDoubtsError(ValidationError):
    """A report was asked for while doubts about the run's figures wait for an answer; `doubts` are they."""

    def __init__(self, doubts: list[Problem]) -> None:
        count = len(doubts)
        told = ngettext(
            "%(count)s doubt about the figures of this run waits for an answer: answer it and run the accounts again.",
            "%(count)s doubts about the figures of this run wait for an answer: answer them and run the accounts again.",
            count,
        )
        super().__init__(told % {"count": count})
        self.doubts = doubts


class AnswersChangedError(ValidationError):
    """A report was asked for of a run whose doubts have been answered otherwise since."""

    def __init__(self) -> None:
        super().__init__(_("Answers to doubts have changed since this run: run the accounts again."))


def issue_report(*, by: User, run: Run, kind: str, language: str) -> IssuedReport:
    """Make one file of a run and record it as issued. The run is proven first (DigitsDifferError).

    What is handed to the authority is refused while a doubt of the run has no answer (OpenDoubtsError), and where an answer was
    given, withdrawn or changed since (AnswersChangedError).
    """
    if kind not in REPORT_KINDS or language not in LANGUAGES:
        raise ValidationError(_("There is no such kind of report or language."))
    require_covered(by, "download_report", run.node)
    if REPORT_KINDS[kind].for_authority and (doubts := doubts_of_run(run)):
        raise OpenDoubtsError(doubts)
    if REPORT_KINDS[kind].for_authority and state_of_inputs(run) == "answers":
        raise AnswersChangedError
    content = _content(run, kind, language)
    sha256 = store_content(content)
    name = f"{run.year}-{run.node.code}-run-{run.number}-{kind}-{language}.{REPORT_KINDS[kind].suffix}"
    with transaction.atomic():
        file = record_file(sha256=sha256, size=len(content))
        report = IssuedReport(run=run, kind=kind, language=language, file_name=name, file=file, by=by)
        report.save()
        payload = {
            "report_kind": kind,
            "language": language,
            "file_name": name,
            "sha256": sha256,
            "number": run.number,
            "run_hash": run.run_hash,
        }
        append_event(actor=by, action="reporting.report.issued", subject=report, place=run.node, payload=payload)
    return report


def _content(run: Run, kind: str, language: str) -> bytes:
    from tanheng.documents.kit.workbook import recomputation_kit
    from tanheng.documents.report.official_tables import official_tables
    from tanheng.documents.report.pdf import report_pdf
    from tanheng.documents.report.word import report_word

    computed = as_found(run)
    if kind == "kit":
        return recomputation_kit(computed, language)
    makers = {"pdf": report_pdf, "docx": report_word, "tables": official_tables}
    return makers[kind](computed, language, report_facts(run))
