"""What an app says of itself: the typed attributes of the AppConfig in its `apps.py`, the one place where it registers.

Plain data and names of functions, read by Django before any table stands; nothing is imported for it. What several apps have said is
put together by `collected`, and what an app has not said, no door knows. The doors read it; no app reads what another has said, except
through the furniture made for it: verbs in `people`, sentences in the `journal`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Verb:
    """Something that needs a permission: its words on the page of permissions, the roles that open it, its place among all verbs.

    `held` says where a role must be held: "here" on the part of the group or above it; "whole" also on each part below it, for the data
    of a company, which belong to the whole of it; "inside" anywhere in it, for what is the same everywhere in a group.
    """

    id: str
    label: Words
    roles: tuple[str, ...]
    place: int
    held: Literal["here", "whole", "inside"] = "here"


@dataclass(frozen=True)
class Section:
    """A heading of the navigation and its place, in the order of the guide's chapter 6, then 5."""

    heading: Words
    place: int


MONITORING = Section(_("Monitoring"), 15)
DATA = Section(_("Data"), 20)
ACCOUNTS = Section(_("Accounts"), 30)
RULES = Section(_("Rules"), 110)
SYSTEM = Section(_("System"), 130)


@dataclass(frozen=True)
class Line:
    """One line of the navigation: `view` is the name of an address, `verb` what must be open somewhere ("" for everybody).

    `takes` lists what the address needs from the frame: "node_id" and/or "year". `match` holds the starts of the names
    (namespace:name) for which the line is shown as current. Lines of one place stand in the order of the list of apps.
    """

    section: Section
    label: Words
    view: str
    icon: str
    verb: str = ""
    takes: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True)
class HomePanel:
    """A panel of Home: for which roles it is made, and its place.

    `maker` is the dotted name of a function that takes the frame and gives a `pages.panel.Panel`, or None where there is nothing to say.
    """

    maker: str
    roles: tuple[str, ...]
    place: int


@dataclass(frozen=True)
class StoredFile:
    """A row that refers to a stored content: the content's hash, what the file is called there, the path of the part of the group whose
    data it belongs to, the verb that opens it, and the address of its page.
    """

    sha256: str
    name: str
    place: str
    verb: str
    address: str


@dataclass(frozen=True)
class Refusal:
    """How the API answers an exception of the app: its dotted name, the status, the stable code, what is wrong.

    What the exception says is the detail. `problems` is its attribute that holds problems; they are listed under that name. `more` is its
    attribute that holds further members of the answer, as plain data.
    """

    error: str
    status: int
    code: str
    title: Words
    problems: str = ""
    more: str = ""


@dataclass(frozen=True)
class TaskKind:
    """Something that may be done in the background. `name` is "app.noun", `title` what it is called, `label` the same with keys of its
    arguments in braces; whoever only keeps the work is shown the title.

    `does` is the dotted name of a function of the app's `tasks.py`; it takes `actor` and the arguments by their names and makes one change
    through a service. An argument `file` names an upload in quarantine, which goes when the task ends. `verb` must be open to ask for it,
    `seen_with` to see it. `view` names the page of what it made (`download`: the file), `api` its address in the API ("/runs/{id}").
    `answered_at` names the page of its place on which is said what one waits for that failed and `goes_on_with` something; `refused` is the
    dotted name of a function that takes the key of what it made and says whether that is a refusal. `called` says of keys of its arguments
    what their values are called: dotted names of mappings.
    """

    name: str
    title: Words
    label: Words
    does: str
    verb: str
    seen_with: str
    view: str
    api: str
    download: bool = False
    answered_at: str = ""
    refused: str = ""
    called: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """Something the installation does by itself, each day or on the first of each month, at a time of its day ("02:30").

    `does` is the dotted name of a function of the app's `tasks.py` without arguments that gives a sentence on what was done, a `Text`. What
    was missed while nothing ran is done once, as soon as a worker runs.
    """

    name: str
    label: Words
    does: str
    every: Literal["day", "month"]
    at: str


def fields(*names: str) -> dict[str, str]:
    """What a document says of columns that it calls by their own names, those of other rows by the row: "company_id" as "company"."""
    return {name.removesuffix("_id"): name for name in names}


@dataclass(frozen=True)
class Fact:
    """What the journal seals of the rows of a table.

    model      "records.FileReading"
    documents  versions of the document, "reading/1" and the newest last: what it says, key → path of attributes ("file__sha256"), a long
               text or a secret by its hash ("#problems"). A version that was ever sealed stays, whatever becomes of the columns.
    only       which rows of the table, by a field and its value, where the table holds several kinds
    owner      path of the row to which many belong, as readings to an import: they are sealed by one root
    again      dotted name of a function that has such rows again from where they came: it takes the first and the last id of a range and
               gives the id of each row that differs, with the names of what differs
    may_go     whether rows may be swept away later
    adopted    whether a migration stored rows of it, which the next migrate seals
    """

    model: str
    documents: Mapping[str, Mapping[str, str]]
    only: tuple[str, str] | None = None
    owner: str = ""
    again: str = ""
    may_go: bool = False
    adopted: bool = False

    @property
    def version(self) -> str:
        """The version that is sealed today."""
        return list(self.documents)[-1]

    @property
    def what(self) -> str:
        """The kind without its version: "reading"."""
        return self.version.partition("/")[0]


class App(AppConfig):
    """An app of the house. Every attribute may be left out.

    url_prefixes      starts of the addresses that its `urls.py` answers; each belongs to one app
    api               whether its `api.py` has a `router`
    refusals          exceptions of its own that the API answers with a code
    verbs             what needs a permission in it, and the roles that open it
    actions           journal action → sentence with the payload's keys in braces, "Created {name}"
    value_labels      key of a payload → what its values are called: the words by value, or the dotted name of such a mapping
    place_names       dotted name of the function that names paths of the organisation, for the journal's readers
    journal_areas     start of an action → what the journal's filter calls it
    navigation        its lines of the navigation
    home_panels       its panels of Home
    year_panels       dotted names of functions that take request, company, year and pack and give what stands above the pages of that
                      year, a `pages.panel.Panel`, or None
    upload_panels     dotted names of functions that take request and company and give what is told before somebody uploads, or None
    meter_panels      dotted names of functions that take request, company and what a meter serves (rule pack and figure, of each of its
                      descriptions) and give what the meter's page says beside, or None
    finders           dotted names of functions that take what somebody searches for (`pages.finding.Asked`) and give what of the app's
                      things it is (`Found`), the likeliest first; at most `MOST_OF_A_KIND` of a kind are shown
    cell_checks       dotted names of functions that take company, year and rule packs and give what the checks of these say of figures of
                      the monthly grid, each a `pages.cell_check.CellCheck`
    tasks             what it has done in the background
    jobs              what it has done by itself, day by day or month by month
    proofs            dotted names of further proofs of `tanheng verify`: functions that give damages (`journal.selectors.damages`)
    facts             what is sealed of its tables: each table whose rows are facts has one, or stands in
    unsealed          model → why nothing of it is sealed
    rows              model → its field that leads to the company (or group) a row belongs to, or to a row that has one: row security
                      of PostgreSQL limits each request to the rows of its companies. Each table stands there, or in
    unlimited         model → why its rows are not limited so
    guards            dotted name of its triggers that refuse rows by what stands in other tables (`store.insert_guards`), put and proven
    functions         dotted name of its functions of PostgreSQL (`store.functions.Function`), made anew and proven
    stored_files      dotted name of the function that takes hashes of contents and gives the `StoredFile`s of its rows that refer to them
    commands          name → (module:attribute of a click command, what it does); read by the command line without Django, so a literal
    """

    default = False  # Django looks for the one AppConfig of `apps.py`; this one is only its base
    default_auto_field = "django.db.models.BigAutoField"

    url_prefixes: tuple[str, ...] = ()
    api: bool = False
    refusals: tuple[Refusal, ...] = ()
    verbs: tuple[Verb, ...] = ()
    actions: Mapping[str, Words] = {}
    value_labels: Mapping[str, Mapping[str, Words] | str] = {}
    place_names: str = ""
    journal_areas: Mapping[str, Words] = {}
    navigation: tuple[Line, ...] = ()
    home_panels: tuple[HomePanel, ...] = ()
    year_panels: tuple[str, ...] = ()
    upload_panels: tuple[str, ...] = ()
    meter_panels: tuple[str, ...] = ()
    finders: tuple[str, ...] = ()
    cell_checks: tuple[str, ...] = ()
    tasks: tuple[TaskKind, ...] = ()
    jobs: tuple[Job, ...] = ()
    proofs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    unsealed: Mapping[str, str] = {}
    rows: Mapping[str, str] = {}
    unlimited: Mapping[str, str] = {}
    guards: str = ""
    functions: str = ""
    stored_files: str = ""
    commands: Mapping[str, tuple[str, str]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.default = True
