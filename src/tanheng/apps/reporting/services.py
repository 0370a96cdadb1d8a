"""Writes of reporting: make a file from a run and issue it, kept by its hash, with one journal event."""

import base64
import logging

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as ngettext

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.selectors import Superseded, as_found, doubts_of_run, superseded
from tanheng.apps.accounting.selectors.years import RunState, state_of_run
from tanheng.apps.evidence.services import record_file
from tanheng.apps.journal.services import append_event
from tanheng.apps.journal.services.checkpoints import sign_checkpoint
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.reporting.models.kinds import LANGUAGES, REPORT_KINDS
from tanheng.apps.reporting.selectors.facts import report_facts, superseded_head, superseded_notice
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor
from tanheng.seal.checkpoints import read_checkpoint
from tanheng.seal.notes import NoteError
from tanheng.store.contents import store_content
from tanheng.store.one_line import one_line

LONGEST_REASON = 300
PROVING = Text("复核这次核算", "proving the run")
MAKING = Text("生成文件", "making the file")
STORING = Text("保存文件", "storing the file")
ANCHOR = Text("日志检查点：{size} 条，树根 {root}，密钥 {key}", "Checkpoint of the journal: {size} events, root {root}, key {key}")


class OpenDoubtsError(ValidationError):
    """A report was asked for while doubts about the run's figures wait for an answer; `doubts` are they. `newer`: they wait no more,
    for what the run froze has been superseded, and a new run tells which are left.
    """

    def __init__(self, doubts: list[Problem], *, newer: bool = False) -> None:
        count = len(doubts)
        stale = ngettext(
            "This run has %(count)s doubt without an answer, its figures or answers have been superseded since: run the accounts again.",
            "This run has %(count)s doubts without an answer, its figures or answers have been superseded since: run the accounts again.",
            count,
        )
        told = ngettext(
            "%(count)s doubt about the figures of this run waits for an answer: answer it and run the accounts again.",
            "%(count)s doubts about the figures of this run wait for an answer: answer them and run the accounts again.",
            count,
        )
        super().__init__(stale if newer else told, params={"count": count})
        self.doubts = doubts


class SupersededRunError(ValidationError):
    """A report was asked for, without a stated reason, of a run that no longer is what counts."""


class FiguresChangedError(SupersededRunError):
    """Newer figures have been uploaded since the run."""

    def __init__(self) -> None:
        super().__init__(
            _("Newer figures have been uploaded since this run: run the accounts again, or state why a report of the older ones is needed.")
        )


class AnswersChangedError(SupersededRunError):
    """The doubts of the run have been answered otherwise since."""

    def __init__(self) -> None:
        super().__init__(
            _("Answers to doubts have changed since this run: run the accounts again, or state why a report with the older ones is needed.")
        )


def issue_report(*, actor: Actor, run: Run, kind: str, language: str, reason: str = "") -> IssuedReport:
    """Make one file of a run and record it as issued. The run is proven first (DigitsDifferError).

    What is handed to the authority is refused while a doubt of the run has no answer (OpenDoubtsError); where figures or answers have
    been superseded since, unless a reason is stated, which cover, record and journal then carry (SupersededRunError). Of a final year
    the cover only says what came since: that run is the one to hand in until the year is reopened. The file is made before the
    transaction; what it says of the run is asked again inside it, where no import and no answer comes in between.
    """
    if kind not in REPORT_KINDS or language not in LANGUAGES:
        raise ValidationError(_("There is no such kind of report or language."))
    require(actor, "download_report", run.node)
    while True:
        try:
            return _issue(actor, run, kind, language, reason)
        except _OtherStateError:  # the year has moved on while the file was made
            continue


class _OtherStateError(Exception):
    """The year, or of a final one what came since, no longer is what the file says."""


def _issue(actor: Actor, run: Run, kind: str, language: str, reason: str) -> IssuedReport:
    actor.tell(5, PROVING)
    since, state = _since(run, kind), state_of_run(run)
    justified = since if not state.is_final else None
    said = one_line(reason, LONGEST_REASON) if justified else ""
    _refuse_superseded(justified, said)
    notice = "\n".join(filter(None, (superseded_notice(run, since, said, language) if since else "", _anchor_line(language))))
    head = superseded_head(run, language) if since else ""
    actor.tell(25, MAKING)
    content = _content(run, kind, language, state, notice, head)
    actor.tell(90, STORING)
    sha256 = store_content(content)
    name = f"{run.year}-{run.node.code}-run-{run.number}-{kind}-{language}.{REPORT_KINDS[kind].suffix}"

    def write() -> IssuedReport:
        now = _since(run, kind)
        if state_of_run(run) != state or (state.is_final and now != since):
            raise _OtherStateError
        if now != since:
            _refuse_superseded(now, "")
        told = {"state": state.state.id, "round": state.round}
        file = record_file(sha256=sha256, size=len(content))
        report = IssuedReport(run=run, kind=kind, language=language, file_name=name, file=file, reason=said, by=actor.user, **told)
        report.save()
        payload = {
            "report_kind": kind,
            "language": language,
            "file_name": name,
            "sha256": sha256,
            "number": run.number,
            "run_hash": run.run_hash,
            "year_state": state.state.id,
        }
        action = "reporting.report.issued"
        if since:
            payload |= {"newer_import": since.newer.number if since.newer else None, "answers_changed": since.answers}
        if justified:
            action = "reporting.report.issued_of_superseded_run"
            payload |= {"reason": said}
        append_event(actor=actor, action=action, subject=report, place=run.node, payload=payload)
        return report

    return change(actor, "download_report", run.node, write)


def _since(run: Run, kind: str) -> Superseded | None:
    """What has superseded the run since, as far as it concerns this kind of file; refuses open doubts."""
    if not REPORT_KINDS[kind].for_authority:
        return None
    since = superseded(run)
    if doubts := doubts_of_run(run):
        raise OpenDoubtsError(doubts, newer=since is not None)
    return since


def _refuse_superseded(since: Superseded | None, reason: str) -> None:
    if since and not reason:
        raise FiguresChangedError if since.newer else AnswersChangedError


def _content(run: Run, kind: str, language: str, state: RunState, notice: str, head: str) -> bytes:
    from tanheng.documents.kit.workbook import recomputation_kit
    from tanheng.documents.report.official_tables import official_tables
    from tanheng.documents.report.pdf import report_pdf
    from tanheng.documents.report.word import report_word

    computed = as_found(run)
    if kind == "kit":
        return recomputation_kit(computed, language, report_facts(run, state, notice, language, head))
    makers = {"pdf": report_pdf, "docx": report_word, "tables": official_tables}
    return makers[kind](computed, language, report_facts(run, state, notice, language, head))


def _anchor_line(language: str) -> str:
    """The journal's head, signed at this moment, as the cover prints it: whoever keeps the report keeps an anchor. Blank where the key
    cannot be used, which is no reason to issue nothing.
    """
    try:
        note = sign_checkpoint()
    except (NoteError, OSError) as error:
        logging.getLogger(__name__).warning("no checkpoint in this report: %s", error)
        return ""
    head, signature = read_checkpoint(note.text), note.signatures[0]
    told = {"size": str(head.size), "root": base64.b64encode(head.root).decode(), "key": f"{signature.name}+{signature.key_id.hex()}"}
    return ANCHOR.filled(**told).in_(language)
