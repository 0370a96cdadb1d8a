"""Checkpoints of a Merkle log (C2SP tlog-checkpoint): the log's name, how many leaves, the root; signed as a note.

Whoever keeps one knows the whole log up to it: a later one that does not continue it belongs to another past.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from tanheng.seal.notes import NoteError

SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: its name, its number of leaves, its root (32 bytes); `more` are further lines, which are signed too."""

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.more))


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from the text of a note. Raises NoteError."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]) or not SIZE.fullmatch(lines[1]):
        raise NoteError("not a checkpoint: name, size and root are three lines")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except binascii.Error:
        root = b""
    if len(root) != 32:
        raise NoteError("not a checkpoint: the root is no SHA-256")
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:-1]))
