"""Documentation that cannot lie: every command, option and setting stands in docs/reference/, as the program has it."""

import re
import subprocess
import sys

import click
import pytest

from tanheng.cli import COMMANDS, main
from tanheng.cli.declared import FILE as WORDS_FILE
from tanheng.config.environment import VARIABLES
from tests.tidy.sources import PACKAGE, ROOT, name_of, project_files, python_files
from tools.docs import COMMANDS_PAGE, GUIDES, REFERENCE, SHOWN_GUIDES, STATES_PAGE, state_pictures, states_page

SETTINGS_PAGE = ROOT / "docs" / "reference" / "settings.md"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_exists_and_says_what_it_does(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name
    assert command.help


def test_every_command_file_stands_in_the_table() -> None:
    listed = {target.split(":")[0] for target, _ in COMMANDS.values()}
    commands = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in python_files(PACKAGE)
        if re.search(r"^@click\.(command|group)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert commands - {"tanheng.cli.__init__"} == listed


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    """Make it anew with `make docs`. Asked of a fresh process: click keeps the help options of whoever called first."""
    call = "import sys; from tools.docs import commands_page; sys.stdout.buffer.write(commands_page().encode())"
    said = subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, check=True).stdout
    assert COMMANDS_PAGE.read_text(encoding="utf-8") == said.decode()


def test_the_words_of_commands_that_are_kept_are_those_they_take() -> None:
    """Make them anew with `make docs`: a word that is not among them is refused before its command is asked."""
    call = "import sys; from tools.docs import command_words; sys.stdout.buffer.write(command_words().encode())"
    said = subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, check=True).stdout
    assert WORDS_FILE.read_text(encoding="utf-8") == said.decode()


def test_the_page_of_states_and_its_pictures_are_what_the_tables_say() -> None:
    assert STATES_PAGE.read_text(encoding="utf-8") == states_page()
    drawn = {path.name: path.read_text(encoding="utf-8") for path in REFERENCE.glob("states-*.svg")}
    assert drawn == state_pictures()


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_setting_is_described(variable) -> None:
    lines = [line for line in SETTINGS_PAGE.read_text(encoding="utf-8").splitlines() if f"`{variable.name}`" in line]
    assert lines
    assert not variable.default or any(variable.default in line for line in lines)


def test_no_setting_is_read_or_described_that_does_not_exist() -> None:
    known = {variable.name for variable in VARIABLES}
    texts = [path.read_text(encoding="utf-8") for path in (*python_files(PACKAGE), SETTINGS_PAGE)]
    mentioned = {name for text in texts for name in re.findall(r"\bTANHENG_[A-Z_]+\b", text)}
    assert mentioned - known == set()


def test_the_guides_that_the_application_shows_are_those_of_the_docs() -> None:
    """Copied by `make docs`: the folder of docs is no part of the package."""
    assert sorted(path.name for path in SHOWN_GUIDES.glob("*.md")) == sorted(path.name for path in GUIDES)
    assert [path.name for path in GUIDES if (SHOWN_GUIDES / path.name).read_bytes() != path.read_bytes()] == []


def test_links_between_the_pages_lead_somewhere() -> None:
    broken = [
        f"{name_of(page)}: {target}"
        for page in project_files()
        if page.suffix == ".md" and page.parent != SHOWN_GUIDES  # copies, in which links are left out
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert broken == []
