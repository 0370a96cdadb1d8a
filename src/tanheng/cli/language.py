"""In which language a command speaks: `--lang` before or after its name, then TANHENG_LANG, then the locale. It knows no sentences."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import click

LANGUAGES = ("zh", "en")
VARIABLE = "TANHENG_LANG"
KEY = "tanheng.language"  # where a command line keeps its choice
Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_words: list[str] = []  # that are being read: a mistake among them is told before any option counts


def language_option(command: Decorated) -> Decorated:
    """`--lang` of a command: it wins over one that stands before the command's name. The command takes it as `lang`."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        callback=_chosen,
        is_eager=True,
        help="Language of texts and problems; it may also stand first. 文字与问题的语言，也可写在命令前。",
    )(command)


def group_language_option(command: Decorated) -> Decorated:
    """`--lang` before a command's name. It is kept for the command and handed to nobody."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        callback=_chosen,
        is_eager=True,
        expose_value=False,
        help=f"Language of all commands; else {VARIABLE}, then the locale. 语言；否则按 {VARIABLE}，再按系统区域设置。",
    )(command)


def language() -> str:
    """The language of the command that is running, or of the words that are being read."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(KEY) if context is not None else None
    return str(chosen) if chosen else _asked() or LANGUAGES[0]


def said(chinese: str, english: str) -> str:
    """The one of the two that is read here."""
    return chinese if language() == "zh" else english


def read_words(words: Sequence[str]) -> None:
    """Remember which language the words of a command line ask for, before they are understood."""
    _words[:] = words


def _asked() -> str | None:
    """What the words ask for, else the surroundings; None where those ask for a language that is not spoken."""
    found = ""
    for word, after in pairwise([*_words, ""]):
        wished = word.removeprefix("--lang=") if word.startswith("--lang=") else after if word == "--lang" else ""
        found = wished if wished in LANGUAGES else found
    return found or of_surroundings(os.environ, document="--json" in _words)


def of_surroundings(variables: Mapping[str, str], *, document: bool = False) -> str | None:
    """What TANHENG_LANG or the locale asks for; Chinese where neither says any; None where the variable names another language.

    A `document` for programs has the same bytes on every machine: the locale does not count.
    """
    wished = variables.get(VARIABLE, "").strip()
    if wished:
        return _known(wished)
    if document:
        return LANGUAGES[0]
    locale = next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := variables.get(name))), "")
    return _known(locale) or ("zh" if locale.partition(".")[0] in ("", "C", "POSIX") else "en")


def _known(name: str) -> str | None:
    """`zh` of zh_CN.UTF-8 or zh-Hans."""
    start = name.lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return start if start in LANGUAGES else None


def _chosen(context: click.Context, _: click.Parameter, value: str | None) -> str:
    """Keep what was asked for; with nothing asked here, what was asked before the command's name, or the surroundings."""
    if value is not None:
        context.meta[KEY] = value
    elif KEY not in context.meta:
        context.meta[KEY] = _asked()
    if context.meta[KEY] is None:
        wrong = os.environ[VARIABLE]
        raise click.UsageError(f"{VARIABLE}={wrong}：请写 zh 或 en / write zh or en")
    return str(context.meta[KEY])
