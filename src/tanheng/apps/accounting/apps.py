"""What the accounting app registers: runs, results and explanations, comparison with other editions, the steps of a year from draft to
final, the companies' panel of Home.
"""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import ACCOUNTS, App, Fact, HomePanel, Line, Refusal, TaskKind, Verb

YEAR = ("node_id", "year")


class AccountingConfig(App):
    """Snapshots, runs and results."""

    name = "tanheng.apps.accounting"
    label = "accounting"
    url_prefixes = ("accounts/",)
    api = True
    finders = ("tanheng.apps.accounting.pages.finding.find_numbers",)
    refusals = (
        Refusal("tanheng.apps.journal.selectors.proof_of_fact.NotSealedError", 409, "PROOF-409", _("No event seals this number")),
        Refusal(
            "tanheng.apps.accounting.services.years.RefusedStepError", 409, "FLOW-409", _("The year does not go on so"), problems="problems"
        ),
    )
    verbs = (
        Verb("run_accounts", _("Run the accounts"), ("carbon_manager", "group_manager"), place=50, held="whole"),
        Verb("submit_year", _("Submit a year of accounts for review"), ("clerk", "carbon_manager"), place=52, held="whole"),
        Verb("review_year", _("Review a year of accounts"), ("carbon_manager",), place=54, held="whole"),
        Verb("approve_year", _("Approve a year of accounts as final"), ("group_manager",), place=56, held="whole"),
        Verb("reopen_year", _("Reopen a final year of accounts"), ("group_manager",), place=58, held="whole"),
    )
    actions = {
        "accounting.run.stored": _("Ran the accounts of {year} by {pack} (run {number}, {run_hash})"),
        "accounting.year.submit": _("Submitted the accounts of {year} by {pack} for review (run {number})"),
        "accounting.year.withdraw": _("Withdrew the accounts of {year} by {pack} from review (run {number})"),
        "accounting.year.return": _("Returned the accounts of {year} by {pack} (run {number}): {reason}"),
        "accounting.year.review": _("Reviewed the accounts of {year} by {pack} (run {number})"),
        "accounting.year.approve": _("Approved the accounts of {year} by {pack} as final: {round} (run {number})"),
        "accounting.year.reopen": _("Reopened the final accounts of {year} by {pack} (run {number}): {reason}"),
    }
    value_labels = {
        "round": {"first": _("first submission"), "corrected": _("corrected submission"), "verified": _("final after verification")}
    }
    journal_areas = {"accounting.": _("Accounts")}
    navigation = (
        Line(
            ACCOUNTS,
            _("Results"),
            "accounting:latest",
            "calculator",
            "view_data",
            YEAR,
            match=("accounting:latest", "accounting:results", "accounting:explanation", "accounting:parameter", "accounting:chain"),
        ),
        Line(
            ACCOUNTS,
            _("Runs and comparison"),
            "accounting:runs",
            "git-compare",
            "view_data",
            ("node_id",),
            match=("accounting:runs", "accounting:compare"),
        ),
        Line(
            ACCOUNTS, _("Steps of the year"), "accounting:year-steps", "clipboard-check", "view_data", YEAR, match=("accounting:year-step",)
        ),
        Line(ACCOUNTS, _("Flows of carbon"), "accounting:carbon-latest", "git-branch", "view_data", YEAR, match=("accounting:carbon",)),
        Line(ACCOUNTS, _("Two tracks"), "accounting:tracks-latest", "scale", "view_data", YEAR, match=("accounting:tracks",)),
        Line(
            ACCOUNTS, _("Bridge between editions"), "accounting:bridge-latest", "chart-bar", "view_data", YEAR, match=("accounting:bridge",)
        ),
        Line(
            ACCOUNTS,
            _("Worth of measuring"),
            "accounting:defaults-latest",
            "trending-up",
            "view_data",
            YEAR,
            match=("accounting:defaults",),
        ),
    )
    year_panels = ("tanheng.apps.accounting.pages.years.year_state_panel",)
    upload_panels = ("tanheng.apps.accounting.pages.years.closed_years_panel",)
    meter_panels = ("tanheng.apps.accounting.pages.meter_panel.meter_panel",)
    home_panels = (
        HomePanel(
            "tanheng.apps.accounting.pages.companies_panel.companies_panel",
            ("group_manager", "carbon_manager", "clerk", "verifier"),
            place=10,
        ),
        HomePanel("tanheng.apps.accounting.pages.returned_panel.returned_panel", ("clerk", "carbon_manager"), place=5),
    )
    tasks = (
        TaskKind(
            "accounting.run",
            _("Run of the accounts"),
            _("Run of {year} by {pack}"),
            "tanheng.apps.accounting.tasks.run",
            "run_accounts",
            "view_data",
            view="accounting:results",
            api="/runs/{id}",
        ),
    )
    proofs = ("tanheng.apps.accounting.selectors.proof.prove_runs",)
    rows = {
        "accounting.Snapshot": "node",
        "accounting.Run": "node",
        "accounting.StoredResult": "run",
        "accounting.YearStep": "node",
    }
    facts = (
        Fact(
            "accounting.Snapshot",
            {
                "snapshot/1": {
                    "company": "node_id",
                    "import": "source_import_id",
                    "year": "year",
                    "pack": "pack",
                    "document": "#document",
                    "hash": "hash",
                    "at": "at",
                }
            },
        ),
        Fact(
            "accounting.Run",
            {
                "run/1": {
                    "company": "node_id",
                    "number": "number",
                    "year": "year",
                    "pack": "pack",
                    "pack_hash": "pack_hash",
                    "snapshot": "snapshot_id",
                    "run_hash": "run_hash",
                    "problems": "#problems",
                    "problems_hash": "problems_hash",
                    "beside_import": "beside_id",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
        Fact(
            "accounting.StoredResult",
            {
                "result/1": {
                    "run": "run_id",
                    "quantity": "quantity",
                    "facility": "facility",
                    "item": "item",
                    "month": "month",
                    "value": "value",
                    "unit": "unit",
                    "raw": "raw",
                }
            },
            owner="run_id",
            again="tanheng.apps.accounting.selectors.proof.differing_results",
        ),
        Fact(
            "accounting.YearStep",
            {
                "year_step/1": {
                    "company": "node_id",
                    "year": "year",
                    "pack": "pack",
                    "number": "number",
                    "verb": "verb",
                    "state": "state",
                    "run": "run_id",
                    "round": "round",
                    "reason": "reason",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
    )
