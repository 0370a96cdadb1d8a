"""The closed list of files that are made from a run."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ReportKind:
    """A kind of file: its id, label, suffix, icon and what it is for."""

    id: str
    label: str | Promise
    suffix: str
    icon: str
    meaning: str | Promise
    for_authority: bool = True  # handed in: made only when every doubt about the figures is answered


REPORT_KINDS: dict[str, ReportKind] = {
    kind.id: kind
    for kind in (
        ReportKind("pdf", _("Report (PDF)"), "pdf", "file-type-pdf", _("To read, sign and file.")),
        ReportKind("docx", _("Report (Word)"), "docx", "file-text", _("The same text, to be edited.")),
        ReportKind("tables", _("Official tables (Excel)"), "xlsx", "table", _("The tables as the guide's annex asks for them.")),
        ReportKind(
            "kit",
            _("Recomputation kit (Excel)"),
            "xlsx",
            "calculator",
            _("Inputs, parameters and live formulas: recompute without this program."),
            for_authority=False,
        ),
    )
}
LANGUAGES = {"zh": "中文", "en": "English"}
LANGUAGE_WORDS: dict[str, str | Promise] = {"zh": _("Chinese"), "en": _("English")}  # in the reader's language
REPORT_LABELS: dict[str, str | Promise] = {kind.id: kind.label for kind in REPORT_KINDS.values()}
