"""The shell of the pages decides nothing: what it shows of a noun, the noun's app has made."""

from pathlib import Path

from tests.tidy.sources import PACKAGE, imported_modules, name_of, project_files, python_files

# Who reads, which part of the group is in view, and whether the set-up is finished: without these there is no frame.
OF_THE_FRAME = (
    "tanheng.apps.people.access",
    "tanheng.apps.people.models.permissions",
    "tanheng.apps.sites.models",
    "tanheng.apps.sites.selectors",
    # what a page and an address of its own say of the house itself: whether it stands, waits or is damaged
    "tanheng.apps.keeping.selectors.health",
    "tanheng.apps.work.selectors.failures",
    "tanheng.apps.evidence.views",
)
WITHOUT_AN_APP = {"web/home.html", "web/guide.html", "web/error.html", "web/not_now.html", "429.html"}


def test_the_shell_knows_of_the_apps_only_what_its_frame_needs() -> None:
    known = {
        (name_of(path), name)
        for path in python_files(PACKAGE / "web")
        for _, name in imported_modules(path)
        if name.startswith("tanheng.apps.")
    }
    assert {(file, name) for file, name in known if not name.startswith(OF_THE_FRAME)} == set()


def test_templates_stand_in_their_app() -> None:
    folder = PACKAGE / "web" / "templates"
    found = {path.relative_to(folder).as_posix() for path in project_files() if folder in path.parents}
    assert found == WITHOUT_AN_APP
    for path in project_files():
        if path.suffix == ".html" and PACKAGE / "apps" in path.parents:
            assert _owner(path) == path.relative_to(PACKAGE / "apps").parts[0], name_of(path)


def _owner(path: Path) -> str:
    """The app whose name the folder of a template bears; those of the sign-in library are of the people."""
    folder = path.parts[path.parts.index("templates") + 1]
    return {"account": "people", "allauth": "people"}.get(folder, folder)
