"""What the apps have said of themselves, put together: in one order, and nothing said twice. It is asked once Django knows its apps."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import import_string

from tanheng.registration import App, Fact, HomePanel, Job, Line, Refusal, Section, StoredFile, TaskKind, Verb, Words

Said = tuple[App, str]  # an app, and a name that belongs to one app alone


class RegistrationError(ImproperlyConfigured):
    """Two apps claim the same name, or one claims what it may not; the message names both."""


def registered_apps() -> list[App]:
    """The apps of the house in the order of the list of apps."""
    return [one for one in apps.get_app_configs() if isinstance(one, App)]


def check_registrations() -> None:
    """Raise `RegistrationError` where two apps claim one address, verb, journal action, label, exception, code, task, job or command."""
    found = registered_apps()
    _once("address", ((app, prefix) for app in found for prefix in app.url_prefixes))
    _once("verb", ((app, verb.id) for app in found for verb in app.verbs))
    _once("journal action", ((app, action) for app in found for action in app.actions))
    _once("label of the journal's key", ((app, key) for app in found for key in app.value_labels))
    _once("area of the journal", ((app, area) for app in found for area in app.journal_areas))
    _once("exception", ((app, one.error) for app in found for one in app.refusals))
    _once("code of the API", ((app, one.code) for app in found for one in app.refusals))
    _once("task", ((app, kind.name) for app in found for kind in app.tasks))
    _once("job", ((app, job.name) for app in found for job in app.jobs))
    _once("fact", ((app, version) for app in found for fact in app.facts for version in fact.documents))
    _once("table of rows", ((app, model) for app in found for model in (*app.rows, *app.unlimited)))
    _once("command", ((app, name) for app in found for name in app.commands))
    known = {"", *(verb.id for verb in verbs())}
    for app in found:
        for line in app.navigation:
            if line.verb not in known:
                raise RegistrationError(
                    f"{app.label}: the navigation line {line.view} asks for the verb {line.verb!r}, which no app registers"
                )


def verbs() -> list[Verb]:
    """All verbs by their place."""
    return sorted(chain.from_iterable(app.verbs for app in registered_apps()), key=lambda verb: verb.place)


@cache
def actions() -> Mapping[str, Words]:
    """The sentence of every journal action."""
    return {action: words for app in registered_apps() for action, words in app.actions.items()}


@cache
def value_labels() -> Mapping[str, Mapping[str, Words]]:
    """What the values of a payload's keys are called."""
    said = chain.from_iterable(app.value_labels.items() for app in registered_apps())
    return {key: import_string(labels) if isinstance(labels, str) else labels for key, labels in said}


@cache
def facts() -> Mapping[str, Fact]:
    """What is sealed, by its kind ("reading")."""
    return {fact.what: fact for app in registered_apps() for fact in app.facts}


@cache
def limited_rows() -> Mapping[str, str]:
    """The tables whose rows are limited to companies: model → the field that leads to the company."""
    return {model: field for app in registered_apps() for model, field in app.rows.items()}


@cache
def unlimited_rows() -> Mapping[str, str]:
    """The tables whose rows are not, with the reason."""
    return {model: reason for app in registered_apps() for model, reason in app.unlimited.items()}


@cache
def unsealed() -> frozenset[str]:
    """Labels of the tables of which nothing is sealed."""
    return frozenset(name for app in registered_apps() for name in app.unsealed)


def journal_areas() -> list[tuple[str, Words]]:
    """Starts of actions with what the journal's filter calls them."""
    return [area for app in registered_apps() for area in app.journal_areas.items()]


def place_names(paths: Iterable[str]) -> Mapping[str, str]:
    """Names of paths of the organisation; unknown ones are left out."""
    wanted = set(paths)
    makers = [import_string(app.place_names) for app in registered_apps() if app.place_names]
    return {path: name for names_of in makers for path, name in names_of(wanted).items()}


@cache
def navigation() -> list[tuple[Section | None, Line]]:
    """The lines of the navigation in their order; the first of a section comes with it."""
    lines = sorted(chain.from_iterable(app.navigation for app in registered_apps()), key=lambda line: (line.section.place, line.place))
    before = [None, *(line.section for line in lines)]
    return [(line.section if line.section != last else None, line) for line, last in zip(lines, before, strict=False)]


@cache
def home_panels() -> list[HomePanel]:
    """The panels of Home in their order."""
    return sorted(chain.from_iterable(app.home_panels for app in registered_apps()), key=lambda panel: panel.place)


@cache
def year_panels() -> list[Callable[..., Any]]:
    """The makers of what stands above the pages of a company's year."""
    return [import_string(maker) for app in registered_apps() for maker in app.year_panels]


@cache
def upload_panels() -> list[Callable[..., Any]]:
    """What makes the panels above the form of an upload."""
    return [import_string(maker) for app in registered_apps() for maker in app.upload_panels]


@cache
def meter_panels() -> list[Callable[..., Any]]:
    """What makes the panels of a meter's page."""
    return [import_string(maker) for app in registered_apps() for maker in app.meter_panels]


@cache
def finders() -> list[Callable[..., Any]]:
    """What finds the things of each app for a search over everything, in the order of the list of apps."""
    return [import_string(maker) for app in registered_apps() for maker in app.finders]


@cache
def cell_checks() -> list[Callable[..., Any]]:
    """What says what checks of rule packs find in figures of the monthly grid."""
    return [import_string(maker) for app in registered_apps() for maker in app.cell_checks]


@cache
def task_kinds() -> Mapping[str, TaskKind]:
    """What may be done in the background, by name."""
    return {kind.name: kind for app in registered_apps() for kind in app.tasks}


@cache
def jobs() -> Mapping[str, Job]:
    """What the installation does by itself, by name."""
    return {job.name: job for app in registered_apps() for job in app.jobs}


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Every row of any app that refers to one of these contents, in the order of the list of apps."""
    makers = [import_string(app.stored_files) for app in registered_apps() if app.stored_files]
    return [file for files_of in makers for file in files_of(sha256s)]


def url_patterns() -> list[URLResolver]:
    """The addresses of all apps. `RegistrationError` where an app answers outside of its prefixes."""
    found = []
    for app in registered_apps():
        if app.url_prefixes:
            found.append(path("", include(f"{app.name}.urls")))
            _within_its_prefixes(app, found[-1])
    return found


def api_routers() -> list[Any]:
    """The routers of the apps' `api.py`. `RegistrationError` where two answer the same address of the API."""
    found = [(app, import_string(f"{app.name}.api.router")) for app in registered_apps() if app.api]
    _once("address of the API", ((app, route) for app, router in found for route in router.path_operations))
    return [router for _app, router in found]


def refusals() -> list[tuple[type[Exception], Refusal]]:
    """The exceptions that apps have the API answer, each with what it says."""
    return [(import_string(one.error), one) for app in registered_apps() for one in app.refusals]


def _within_its_prefixes(app: App, addresses: URLResolver) -> None:
    for one in addresses.url_patterns:
        route = str(one.pattern)
        if not (isinstance(one, URLPattern) and route.startswith(app.url_prefixes)):
            prefixes = ", ".join(app.url_prefixes)
            raise RegistrationError(f"{app.label} answers {route!r}, which begins with none of its url_prefixes ({prefixes})")


def _once(what: str, claims: Iterable[Said]) -> None:
    owners: dict[str, App] = {}
    for app, name in claims:
        if name in owners:
            raise RegistrationError(f"{what} {name!r} is registered by {owners[name].label} and again by {app.label}; it can be said once")
        owners[name] = app
