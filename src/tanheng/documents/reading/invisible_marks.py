"""Marks that nobody sees in a text: zero-width and direction marks, soft hyphens, blanks of other widths, a byte order mark.

They come along when text is copied from web pages, chats and PDF files, and make `1000` no number and one name two. Those that
change nothing are dropped; what could change the meaning is left in and can be named by its code point. For cells, CSV and numbers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

DROPPED = (
    "\u034f\u061c\u115f\u1160\u200b\u200e\u200f\u202a-\u202d\u2060\u2065-\u206f\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3164"
LINES = "\u2028\u2029\u0085\v\f"
JOINERS = "\u200c\u200d"
JOINED = "\u0590-\u1cff\u2600-\u27bf\ua800-\uabff\ufe0f\U0001f000-\U0001faff"  # scripts and pictures whose form a joiner decides
SPREAD = str.maketrans({**dict.fromkeys(BLANKS, " "), **dict.fromkeys(LINES, "\n")})  # the wide blank of Chinese is seen and stays
SUSPECTS = frozenset(f"{BLANKS}{LINES}{JOINERS}\u00ad\u034f\u061c\u115f\u1160\u200b\u200e\u200f\u2060\ufeff\uffa0\ufff9\ufffa\ufffb").union(
    *(map(chr, range(*ends)) for ends in ((0x202A, 0x202E), (0x2065, 0x2070), (0xFE00, 0xFE10), (0xE0000, 0xE0080)))
)
NONCHARACTERS = frozenset(map(chr, (*range(0xFDD0, 0xFDF0), 0xFFFD, 0xFFFE, 0xFFFF)))
SHOWN_CONTROLS = "\n\r\t"


@cache
def _marks() -> re.Pattern[str]:
    """Compiled when the first mark is met, for that takes as long as reading a small workbook."""
    before = f"(?<=[^\\s\u00ad{DROPPED}{JOINERS}])"
    joiners = f"(?<![{JOINED}])[{JOINERS}]|[{JOINERS}](?![{JOINED}])|(?<![{JOINED}])\ufe0f"
    return re.compile(f"[{DROPPED}]|{joiners}|{before}\u00ad")


def without_marks(text: str) -> str:
    """The text without marks that change nothing; blanks of any width are blanks, line separators are line ends.

    What stays because it may mean something: a soft hyphen at the start (it may be a minus sign), an override of the direction of
    writing, joiners inside scripts and pictures that need them, control characters.
    """
    if (text.isascii() and text.isprintable()) or SUSPECTS.isdisjoint(text):
        return text
    return _marks().sub("", text).translate(SPREAD)


def unseen(text: str) -> list[str]:
    """The code points, such as `U+202E`, of what is in the text and cannot be seen; each once."""
    if text.isprintable() and "\ufffd" not in text:
        return []
    return list(dict.fromkeys(f"U+{ord(mark):04X}" for mark in text if _is_unseen(mark)))


def with_names(text: str) -> str:
    """The text as it can be shown: what cannot be seen stands as `‹U+202E›`."""
    if not unseen(text):
        return text
    return "".join(f"‹U+{ord(mark):04X}›" if _is_unseen(mark) else mark for mark in text)


def _is_unseen(mark: str) -> bool:
    if mark in SHOWN_CONTROLS or mark in JOINERS:  # the joiners that are left have their place
        return False
    return unicodedata.category(mark) in ("Cc", "Cf", "Cs") or mark in NONCHARACTERS
