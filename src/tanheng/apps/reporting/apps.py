"""What the reporting app registers: issued files; on Home the year with its report, and what a verifier follows."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import ACCOUNTS, App, Fact, HomePanel, Line, Refusal, TaskKind, Verb


class ReportingConfig(App):
    """Reports, tables and kits made from a run."""

    name = "tanheng.apps.reporting"
    label = "reporting"
    url_prefixes = ("reports/",)
    api = True
    finders = ("tanheng.apps.reporting.pages.finding.find_reports",)
    refusals = (
        Refusal("tanheng.apps.reporting.services.OpenDoubtsError", 409, "API-411", _("Doubts wait for an answer"), problems="doubts"),
        Refusal("tanheng.apps.reporting.services.SupersededRunError", 409, "API-412", _("The run is superseded")),
    )
    verbs = (
        Verb(
            "download_report",
            _("Download reports and recomputation kits"),
            ("carbon_manager", "group_manager", "verifier"),
            place=60,
            held="whole",
        ),
    )
    actions = {
        "reporting.report.issued": _("Issued {report_kind} {file_name} from run {number} ({sha256})"),
        "reporting.report.issued_of_superseded_run": _(
            "Issued {report_kind} {file_name} from run {number}, superseded since, because: {reason} ({sha256})"
        ),
    }
    value_labels = {"report_kind": "tanheng.apps.reporting.models.kinds.REPORT_LABELS"}
    journal_areas = {"reporting.": _("Reports")}
    navigation = (
        Line(ACCOUNTS, _("Reports"), "reporting:list", "file-text", "download_report", ("node_id", "year"), match=("reporting:",), place=1),
    )
    stored_files = "tanheng.apps.reporting.selectors.stored_files"
    home_panels = (
        HomePanel("tanheng.apps.reporting.pages.year_panel.year_panel", ("group_manager", "carbon_manager"), place=20),
        HomePanel("tanheng.apps.reporting.pages.verification_panel.verification_panel", ("verifier",), place=40),
    )
    rows = {"reporting.IssuedReport": "run"}
    facts = (
        Fact(
            "reporting.IssuedReport",
            {
                "report/1": {
                    "run": "run_id",
                    "kind": "kind",
                    "language": "language",
                    "file_name": "file_name",
                    "sha256": "file__sha256",
                    "reason": "reason",
                    "state": "state",
                    "round": "round",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
    )
    tasks = (
        TaskKind(
            "reporting.issue",
            _("Report"),
            _("{kind}, in {language}"),
            "tanheng.apps.reporting.tasks.issue",
            "download_report",
            "download_report",
            view="reporting:file",
            api="/reports/{id}",
            download=True,
            called={
                "kind": "tanheng.apps.reporting.models.kinds.REPORT_LABELS",
                "language": "tanheng.apps.reporting.models.kinds.LANGUAGE_WORDS",
            },
        ),
    )
