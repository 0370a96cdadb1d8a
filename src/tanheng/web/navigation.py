"""The left navigation as a table, in the order of the guide.

A new page adds its row here; only pages that exist stand in it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: `view` is a URL name, `verb` what must be open somewhere ("" for everybody).

    `takes` lists what the address needs from the frame: "node_id" and/or "year". `match` is the start of the URL
    names (namespace:name) for which the line is shown as current.
    """

    label: str | Promise
    view: str
    icon: str
    verb: str = ""
    takes: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    section: str | Promise = ""


PEOPLE = ("people:list", "people:invite", "people:person", "people:end")
ENTRIES: tuple[Entry, ...] = (
    Entry(_("Home"), "web:home", "home", match=("web:home",)),
    Entry(
        _("Monthly data"),
        "records:table",
        "table",
        "view_data",
        ("node_id", "year"),
        match=("records:table", "records:value", "records:evidence"),
        section=_("Data"),
    ),
    Entry(
        _("Doubts to answer"),
        "records:answers",
        "question-mark",
        "view_data",
        ("node_id", "year"),
        match=("records:answers",),
    ),
    Entry(_("Imports"), "records:imports", "upload", "view_data", ("node_id",), match=("records:import", "records:upload")),
    Entry(
        _("Results"),
        "accounting:latest",
        "calculator",
        "view_data",
        ("node_id", "year"),
        match=("accounting:latest", "accounting:results", "accounting:explanation", "accounting:parameter"),
        section=_("Accounts"),
    ),
    Entry(
        _("Runs and comparison"),
        "accounting:runs",
        "git-compare",
        "view_data",
        ("node_id",),
        match=("accounting:runs", "accounting:compare"),
    ),
    Entry(
        _("Two tracks"),
        "accounting:tracks-latest",
        "scale",
        "view_data",
        ("node_id", "year"),
        match=("accounting:tracks",),
    ),
    Entry(
        _("Bridge between editions"),
        "accounting:bridge-latest",
        "chart-bar",
        "view_data",
        ("node_id", "year"),
        match=("accounting:bridge",),
    ),
    Entry(
        _("Worth of measuring"),
        "accounting:defaults-latest",
        "trending-up",
        "view_data",
        ("node_id", "year"),
        match=("accounting:defaults",),
    ),
    Entry(_("Reports"), "reporting:list", "file-text", "download_report", ("node_id", "year"), match=("reporting:",)),
    Entry(_("Rulebook"), "guidance:editions", "book", match=("guidance:",), section=_("Rules")),
    Entry(_("Organisation"), "sites:tree", "sitemap", "view_organisation", match=("sites:",), section=_("System")),
    Entry(_("People"), "people:list", "users", "manage_people", match=PEOPLE),
    Entry(_("Journal"), "journal:list", "history", "view_journal", match=("journal:",)),
    Entry(_("Permissions"), "people:permissions", "shield-lock", match=("people:permissions",)),
)
