"""The files that a command reads: how they are named, `-` for standard input, and which ones they are, so that none is written over.

It parses nothing; what a case or a table is made of is known by `documents` and `bulk`.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from tanheng.cli.language import said

STANDARD_INPUT = Path("-")
KEY = "tanheng.inputs"
CASE_WORD = re.compile(rb"""^\s*["']?(tanheng|pack|year|entity|facilities|attributes|values)["']?\s*:""", re.MULTILINE)
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
START_BYTES = 4096


class Word(click.ParamType):  # type: ignore[type-arg] # generic in the newest click only
    """A word of a command, read by one of the types below and of other files."""


class InputFile(Word):
    """A file that exists, or with `piped` also `-`, or with `folder` also a folder. It is remembered as an input of the command."""

    name = "file"

    def __init__(self, *, piped: bool = False, folder: bool = False) -> None:
        self.piped = piped
        self.folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; STANDARD_INPUT for `-`."""
        if str(value) == "-" and self.piped:
            return self._standard_input(param, ctx)
        path = Path(value)
        path = path.absolute() if path == STANDARD_INPUT else path  # ./- is a file of that name
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            self.fail(said(f"没有文件 {value}", f"File '{value}' does not exist."), param, ctx)
        if stat.S_ISDIR(found.st_mode) and not self.folder:
            self.fail(said(f"{value} 是文件夹，不是文件", f"'{value}' is a folder, not a file."), param, ctx)
        _remember(found)
        return path

    def _standard_input(self, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        context = click.get_current_context()
        if context.meta.setdefault("tanheng.piped", False):
            self.fail(said("“-”（标准输入）只能用一次", "- (standard input) can be read only once."), param, ctx)
        context.meta["tanheng.piped"] = True
        with suppress(OSError, ValueError, AttributeError):  # no descriptor beneath: nothing that could be written over
            _remember(os.fstat(sys.stdin.fileno()))
        return STANDARD_INPUT


def _remember(found: os.stat_result) -> None:
    if not stat.S_ISCHR(found.st_mode):
        click.get_current_context().meta.setdefault(KEY, set()).add((found.st_dev, found.st_ino))


def is_input(found: os.stat_result) -> bool:
    """Whether the command that is running reads this file."""
    context = click.get_current_context(silent=True)
    return context is not None and (found.st_dev, found.st_ino) in context.meta.get(KEY, ())


def read_input(path: Path, largest_bytes: int) -> tuple[str, bytes]:
    """Name and content; of a file that is larger only one byte more than allowed, so that it can be refused.

    What comes through a pipe has no name: it gets one that says its kind.
    """
    if path == STANDARD_INPUT:
        content = sys.stdin.buffer.read(largest_bytes + 1) if sys.stdin is not None else b""  # None: it was closed
        return f"stdin{kind_of(content)}", content
    with path.open("rb") as file:
        content = file.read(largest_bytes + 1)
    return (path.name if path.is_file() else f"stdin{kind_of(content)}"), content


def kind_of(content: bytes) -> str:
    """The suffix that a file of this content would have: .ods, .xlsx, .json, .yaml or .csv."""
    if content.startswith(b"PK"):
        return ".ods" if OPEN_DOCUMENT in content[:START_BYTES] else ".xlsx"
    plain = content.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"").lstrip()
    if plain.startswith((b"{", b"[")):
        return ".json"
    return ".yaml" if CASE_WORD.search(plain) else ".csv"
