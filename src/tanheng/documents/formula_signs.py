"""Texts that a spreadsheet would take for formulas when it opens a CSV, written so that they stay texts; and read back as they were.

An entity called `=cmd|…` must not run when somebody opens a result. Such a text gets an apostrophe in front, which is how people tell a
spreadsheet that they mean a text. Plain numbers stay numbers.
"""

from __future__ import annotations

import re

FORMULA = re.compile("'*+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")  # and the full-width signs, which some languages take for the same
NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


def as_text(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would compute it."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def as_meant(text: str) -> str:
    """The text without the apostrophe that `as_text` put in front."""
    return text[1:] if text.startswith("'") and as_text(text[1:]) == text else text
