"""Which encoding the bytes of a text are in, one rule for cases, CSV and batches. It looks at bytes only and never guesses twice.

A mark at the start decides. Without one: UTF-16 by its many zero bytes, then UTF-8, then GB18030 (which holds GBK and GB2312). A text
that is UTF-8 but for a few bytes is damaged UTF-8, and never read as GB18030 characters that nobody wrote.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
LOOKED_AT_BYTES = 1 << 16
FEWEST_ZEROS = 20  # of so many bytes one is zero: every tenth character is a digit, a comma or a line's end
PLAIN = frozenset("0123456789,;\t\n#")
DAMAGE = 3  # so many sound characters of UTF-8 for one broken byte: a damaged text


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of an encoding for Python's codecs, and the first byte that does not fit it (None: all do)."""

    name: str
    wrong: int | None = None


def encoding_of(content: bytes, *, cut: bool = False) -> Encoding:
    """The encoding of a text, or of the start of one (`cut`: its last character may be incomplete)."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return Encoding(name, first_wrong_byte(content, name, cut=cut))
    looked_at = content[:LOOKED_AT_BYTES]
    if looked_at.count(0) * FEWEST_ZEROS >= len(looked_at) and 0 in looked_at:
        name = _wide(looked_at)
        return Encoding(name, first_wrong_byte(content, name, cut=cut))
    wrong = first_wrong_byte(content, "utf-8", cut=cut)
    if wrong is None or _damaged(content, wrong):
        return Encoding("utf-8", wrong)
    found = first_wrong_byte(content, "gb18030", cut=cut)
    return Encoding("gb18030", found)


def decoded_text(content: bytes) -> tuple[str | None, Encoding]:
    """The text of bytes without its mark, and their encoding; no text where a byte does not fit it."""
    found = encoding_of(content)
    if found.wrong is not None:
        return None, found
    return content.decode(found.name).removeprefix("\ufeff"), found


def first_wrong_byte(content: bytes, name: str, *, cut: bool = False) -> int | None:
    """The position of the first byte that the encoding does not know."""
    try:
        codecs.getincrementaldecoder(name)().decode(content, not cut)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: the order of bytes in which more characters are digits, separators and line ends."""
    counts = {
        name: sum(character in PLAIN for character in content.decode(name, errors="replace"))
        for name in ("utf-16-le", "utf-16-be")
    }  # fmt: skip
    return max(counts, key=lambda name: counts[name])


def _damaged(content: bytes, wrong: int) -> bool:
    """Whether most characters beyond ASCII around the first wrong byte are sound UTF-8: some bytes of a UTF-8 text are broken."""
    start = content.rfind(b"\n", 0, max(0, wrong - LOOKED_AT_BYTES // 2)) + 1
    text = content[start : start + LOOKED_AT_BYTES].decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - broken
    return sound >= DAMAGE * broken
