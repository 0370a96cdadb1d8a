"""What a witness of a log does: it remembers the last checkpoint it saw, takes a later one only if that continues it, and cosigns.

A request is the one of C2SP tlog-witness, as a file: `old` and the size that the witness knows, the proof of consistency as lines of
base64, an empty line, the signed checkpoint. A log that shows one past here and another elsewhere finds no witness for the second.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from tanheng.seal.checkpoints import Checkpoint, read_checkpoint
from tanheng.seal.merkle import continues
from tanheng.seal.notes import Note, NoteError, PublicKey, read_note

LONGEST_PROOF = 63


class RefusedCheckpointError(Exception):
    """A witness does not take a checkpoint; `reason` is unsigned, other_log, rollback, fork, another_old or not_continued."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Request:
    """A checkpoint for a witness that knows the log up to `old`, with the proof that it continues it."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    @property
    def written(self) -> str:
        """The request as a file."""
        lines = [f"old {self.old}", *(base64.b64encode(node).decode() for node in self.proof)]
        return "\n".join(lines) + "\n\n" + self.note.written


def read_request(content: str) -> Request:
    """A request from its file. Raises NoteError."""
    head, between, below = content.partition("\n\n")
    first, *lines = head.split("\n")
    word, _, number = first.partition(" ")
    if not between or word != "old" or not number.isdecimal() or len(number) > 19 or len(lines) > LONGEST_PROOF:
        raise NoteError("not a request to a witness: it begins with “old” and a number")
    try:
        proof = tuple(base64.b64decode(line, validate=True) for line in lines)
    except binascii.Error:
        raise NoteError("not a request to a witness: a line of the proof is not base64") from None
    if any(len(node) != 32 for node in proof):
        raise NoteError("not a request to a witness: a line of the proof is no hash")
    return Request(int(number), proof, read_note(below))


def taken(seen: Checkpoint | None, request: Request, keys: Sequence[PublicKey]) -> Checkpoint:
    """The checkpoint that a witness which has last seen `seen` takes from a request. Raises RefusedCheckpointError, NoteError."""
    offered = read_checkpoint(request.note.text)
    if not any(_signed(key, request.note) for key in keys):
        raise RefusedCheckpointError("unsigned")
    if offered.origin not in {key.name for key in keys} or (seen is not None and offered.origin != seen.origin):
        raise RefusedCheckpointError("other_log")
    size, root = (seen.size, seen.root) if seen is not None else (0, b"")
    if offered.size < size:
        raise RefusedCheckpointError("rollback")
    if offered.size == size and seen is not None:
        if offered.root != root:
            raise RefusedCheckpointError("fork")
        return offered
    if request.old != size:
        raise RefusedCheckpointError("another_old")
    if size and not continues(root, size, offered.root, offered.size, request.proof):
        raise RefusedCheckpointError("not_continued")
    return offered


def _signed(key: PublicKey, note: Note) -> bool:
    try:
        key.signature_in(note)
    except NoteError:
        return False
    return True
