"""Commands of apps: their names from each `apps.py`, read and not run, and what surrounds them when they run.

An `apps.py` imports Django, which alone takes longer than `tanheng --help` may; the table in it is a literal, so that its text is enough.
"""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option
from tanheng.config.installed import INSTALLED_APPS

PACKAGE = Path(__file__).parent.parent
Commands = dict[str, tuple[str, str]]  # name → (module:attribute, what it does)


def commands_of_apps() -> Commands:
    """What the apps of the list register, in its order; ValueError where two register one name."""
    found: Commands = {}
    for app in INSTALLED_APPS:
        if app.startswith("tanheng."):
            for name, said in _registered(PACKAGE.joinpath(*app.split(".")[1:], "apps.py")):
                if name in found:
                    raise ValueError(f"the command {name!r} is registered by {app} and by an app before it; it can be said once")
                found[name] = said
    return found


def _registered(file: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """The literal `commands` of an app's class."""
    text = file.read_text(encoding="utf-8")
    for one in ast.parse(text).body if "commands = " in text else ():
        for line in one.body if isinstance(one, ast.ClassDef) else ():
            if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "commands":
                yield from ast.literal_eval(line.value).items()


def in_django(command: click.Command) -> click.Command:
    """An app's command as the command line runs it: with `--lang`, Django started, the database there and up to date.

    One that acts for somebody (`--as`) works as the application does and sets what they reach; any other is the installation's own work.
    """
    from tanheng.cli.django_start import own_work, require_database, start_django, wrong_settings

    work = command.callback
    assert work is not None
    in_person = any("--as" in one.opts for one in command.params)

    def run(**words: Any) -> None:
        start_django()
        from django.utils.translation import override

        with override("zh-hans" if words["lang"] == "zh" else "en"), wrong_settings() if in_person else own_work():
            require_database()
            work(**words)

    surrounded = copy.copy(command)
    surrounded.params, surrounded.callback = [_of_ours(one) for one in command.params], run
    return language_option(surrounded)


def _of_ours(parameter: click.Parameter) -> click.Parameter:
    """An app names a file that it reads as click does, for it knows no door; here it becomes an input like any other."""
    if not isinstance(parameter.type, click.Path):
        return parameter
    ours = copy.copy(parameter)
    ours.type = InputFile()
    return ours
