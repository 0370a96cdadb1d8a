"""The words that each command takes, kept as data beside the program: a wrong word and `--help` are answered before a command is
imported, which takes longer than the answer. `make docs` writes the data from the commands themselves; a test holds them equal.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import click

from tanheng.cli.inputs import Word
from tanheng.cli.language import language_option

FILE = Path(__file__).with_name("words.json")
LANGUAGE = "--lang"  # said by every command in the same way, and heard before any other word
PASSED_ON = "manage"  # hands its words to Django, which knows them
PLAIN = {"string": click.STRING, "integer": click.INT, "float": click.FLOAT, "boolean": click.BOOL}
OF_OPTIONS = ("help", "is_flag", "multiple", "show_default", "count", "hidden")
Data = dict[str, Any]


class NamedWord(Word):
    """A word that only its command understands; here it is called by its name in the help and not looked at."""

    def __init__(self, name: str) -> None:
        self.name = name


def refuse_wrong_words(name: str, words: list[str], parent: click.Context) -> None:
    """Raises what the command would raise for words it does not take, and prints its help where that is asked for."""
    declared = _declared().get(name)
    if declared is not None and not parent.resilient_parsing:
        _read(command_of(name, declared), name, words, parent)


def data_of(command: click.Command) -> Data:
    """What a command takes, as data."""
    found: Data = {"help": command.help, "params": [_data_of_word(one) for one in command.params if LANGUAGE not in one.opts]}
    found["lang"] = [LANGUAGE in one.opts for one in command.params].index(True) if _speaks(command) else None
    if isinstance(command, click.Group):
        found["commands"] = {name: data_of(inner) for name, inner in command.commands.items()}
        found["short"] = {name: inner.short_help for name, inner in command.commands.items()}
    return found


def command_of(name: str, data: Data) -> click.Command:
    """The command that takes these words and does nothing."""
    params = [_word_of(one) for one in data["params"]]
    settings = {"context_settings": {"help_option_names": ["-h", "--help"]}, "help": data["help"], "params": params}
    found: click.Command
    if "commands" in data:
        found = click.Group(name, **settings)
        for inner, said in data["commands"].items():
            found.add_command(command_of(inner, said), inner)
    else:
        found = click.Command(name, callback=lambda **_: None, **settings)
    return _with_language(found, data["lang"])


def _with_language(command: click.Command, place: int | None) -> click.Command:
    if place is not None:
        language_option(command)
        command.params.insert(place, command.params.pop())
    return command


@cache
def _declared() -> dict[str, Data]:
    found: dict[str, Data] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def _read(command: click.Command, name: str, words: list[str], parent: click.Context) -> None:
    context = command.make_context(name, list(words), parent=parent)
    if isinstance(command, click.Group):
        rest = [*getattr(context, "_protected_args", ()), *context.args]
        inner_name, inner, inner_words = command.resolve_command(context, rest)
        if inner is not None:
            _read(inner, inner_name or "", inner_words, context)


def _speaks(command: click.Command) -> bool:
    return any(LANGUAGE in one.opts for one in command.params)


def _data_of_word(one: click.Parameter) -> Data:
    default = one.default if isinstance(one.default, str | int | float | bool) else None
    found: Data = {
        "name": one.name, "opts": [*one.opts, *one.secondary_opts], "type": _data_of_type(one.type), "nargs": one.nargs,
        "required": one.required, "metavar": one.metavar, "default": default,
    }  # fmt: skip
    if isinstance(one, click.Option):
        found |= {key: getattr(one, key) for key in OF_OPTIONS}
    return found


def _data_of_type(kind: Any) -> Data:
    match kind:
        case click.Choice():
            return {"choice": list(kind.choices)}
        case click.IntRange():
            return {"between": [kind.min, kind.max]}
        case click.DateTime():
            return {"moment": list(kind.formats)}
    return {"name": kind.name}


def _type_of(data: Data) -> Any:
    match data:
        case {"choice": words}:
            return click.Choice(words)
        case {"between": [least, most]}:
            return click.IntRange(least, most)
        case {"moment": formats}:
            return click.DateTime(formats)
    return PLAIN.get(data["name"].lower()) or NamedWord(data["name"])


def _word_of(data: Data) -> click.Parameter:
    said = {key: data[key] for key in ("nargs", "required", "metavar", "default") if data[key] is not None}
    if "help" not in data:
        return click.Argument([data["name"]], type=_type_of(data["type"]), **said)
    kind = {} if data["is_flag"] or data["count"] else {"type": _type_of(data["type"])}
    extra = {key: data[key] for key in OF_OPTIONS if data[key]}  # `is_flag: false`, said aloud, lets an option stand without a value
    if data["is_flag"]:
        said.pop("nargs")
    return click.Option([data["name"], *data["opts"]], **kind, **said, **extra)
