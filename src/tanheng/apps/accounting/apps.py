"""What the accounting app registers: runs, results and explanations, comparison with other editions, the companies' panel of Home."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import ACCOUNTS, App, HomePanel, Line, Verb

YEAR = ("node_id", "year")


class AccountingConfig(App):
    """Snapshots, runs and results."""

    name = "tanheng.apps.accounting"
    label = "accounting"
    url_prefixes = ("accounts/",)
    api = True
    verbs = (Verb("run_accounts", _("Run the accounts"), ("carbon_manager", "group_manager"), place=50, held="whole"),)
    actions = {"accounting.run.stored": _("Ran the accounts of {year} by {pack} (run {number}, {run_hash})")}
    journal_areas = {"accounting.": _("Accounts")}
    navigation = (
        Line(
            ACCOUNTS,
            _("Results"),
            "accounting:latest",
            "calculator",
            "view_data",
            YEAR,
            match=("accounting:latest", "accounting:results", "accounting:explanation", "accounting:parameter"),
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
    home_panels = (
        HomePanel(
            "tanheng.apps.accounting.pages.companies_panel.companies_panel",
            ("group_manager", "carbon_manager", "clerk", "verifier"),
            place=10,
        ),
    )
