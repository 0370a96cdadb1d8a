"""Signed notes (C2SP signed-note): a text and below it lines of signatures, each by a named key; as other programs write and read them.

    tanheng.example/7c0b…   (the text: any lines)
    812  (here a checkpoint)
    AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=

    — tanheng.example/7c0b…  (base64 of the key's id and the signature)

A key says its algorithm in the first byte of what is hashed into its id, so that further algorithms are further lines of the same note.
Ed25519 (1) signs the text, the cosignature of a witness (4) the text with its time (C2SP tlog-cosignature).
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519, COSIGNATURE = 1, 4  # algorithms of C2SP signed-note
LARGEST_NOTE = 64 * 1024
NAME = re.compile(r"[^\s+]+")
LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<content>[A-Za-z0-9+/]+={0,2})")
PRIVATE = "PRIVATE+KEY+"


class NoteError(ValueError):
    """A text is no signed note, no key, or no signature by the key that is asked for; the message says which."""


@dataclass(frozen=True)
class Signature:
    """One line below a note: whose, the first four bytes of the key's hash, and what follows them."""

    name: str
    key_id: bytes
    content: bytes

    @property
    def line(self) -> str:
        """The line without its end."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.content).decode()}"


@dataclass(frozen=True)
class Note:
    """A text, which ends with a line break, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    @property
    def written(self) -> str:
        """The note as a file."""
        return self.text + "\n" + "".join(one.line + "\n" for one in self.signatures)

    def with_signature(self, made: Signature) -> "Note":
        """The note with one line more, in the place of an older one by the same key."""
        others = [one for one in self.signatures if (one.name, one.key_id) != (made.name, made.key_id)]
        return Note(self.text, (*others, made))


@dataclass(frozen=True)
class PublicKey:
    """A key by which signatures are checked: its name, its algorithm, 32 bytes of an Ed25519 key."""

    name: str
    algorithm: int
    content: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.content).digest()[:4]

    @property
    def written(self) -> str:
        """The key as one word, which other programs call a verifier key."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.algorithm]) + self.content).decode()}"

    def signature_in(self, note: Note) -> Signature:
        """This key's valid signature of a note. Raises NoteError where there is none."""
        for one in note.signatures:
            if (one.name, one.key_id) == (self.name, self.key_id):
                self._prove(note.text, one.content)
                return one
        raise NoteError(f"not signed by {self.name}+{self.key_id.hex()}")

    def _prove(self, text: str, content: bytes) -> None:
        message = text.encode()
        if self.algorithm == COSIGNATURE:
            message, content = cosigned_message(text, time_of(content)), content[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.content).verify(content, message)
        except (InvalidSignature, ValueError):
            raise NoteError(f"the signature by {self.name}+{self.key_id.hex()} does not hold") from None


@dataclass(frozen=True)
class PrivateKey:
    """A key that signs: its name, its algorithm, the 32 bytes from which an Ed25519 key is made."""

    name: str
    algorithm: int
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """What others check with."""
        return PublicKey(self.name, self.algorithm, self._key.public_key().public_bytes_raw())

    @property
    def written(self) -> str:
        """The secret key as one word, for a file that only its owner reads."""
        return f"{PRIVATE}{self.name}+{self.public.key_id.hex()}+{base64.b64encode(bytes([self.algorithm]) + self.seed).decode()}"

    def sign(self, text: str, time: int = 0) -> Signature:
        """A line for the text; of a cosigning key with the time, in whole seconds since 1970."""
        if self.algorithm == COSIGNATURE:
            return Signature(self.name, self.public.key_id, time.to_bytes(8, "big") + self._key.sign(cosigned_message(text, time)))
        return Signature(self.name, self.public.key_id, self._key.sign(text.encode()))

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs of a checkpoint."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def time_of(content: bytes) -> int:
    """When a witness signed, in seconds since 1970. Raises NoteError where the signature is none of a witness."""
    if len(content) != 8 + 64:
        raise NoteError("not a signature of a witness")
    return int.from_bytes(content[:8], "big")


def read_note(content: str) -> Note:
    """A note from its file. Raises NoteError."""
    if len(content) > LARGEST_NOTE or any(ord(one) < 32 and one != "\n" for one in content):
        raise NoteError("not a signed note: too long, or with characters that none has")
    text, between, below = content.rpartition("\n\n")
    if not between or not below.endswith("\n"):
        raise NoteError("not a signed note: no empty line above the signatures")
    return Note(text + "\n", tuple(_signature(line) for line in below[:-1].split("\n")))


def _signature(line: str) -> Signature:
    found = LINE.fullmatch(line)
    content = _decoded(found["content"]) if found else b""
    if found is None or len(content) < 5:
        raise NoteError("not a signed note: a line below the text is no signature")
    return Signature(found["name"], content[:4], content[4:])


def read_public_key(word: str) -> PublicKey:
    """A key from its word. Raises NoteError."""
    name, algorithm, content, key_id = _read_key(word)
    key = PublicKey(name, algorithm, content)
    if key.key_id != key_id:
        raise NoteError("not a key: its id is that of another")
    return key


def read_private_key(word: str) -> PrivateKey:
    """A secret key from its word. Raises NoteError."""
    if not word.startswith(PRIVATE):
        raise NoteError("not a secret key")
    name, algorithm, seed, key_id = _read_key(word.removeprefix(PRIVATE))
    key = PrivateKey(name, algorithm, seed)
    if key.public.key_id != key_id:
        raise NoteError("not a secret key: its id is that of another")
    return key


def _read_key(word: str) -> tuple[str, int, bytes, bytes]:
    parts = word.strip().split("+", 2)
    content = _decoded(parts[2]) if len(parts) == 3 else b""
    if len(content) != 33 or content[0] not in (ED25519, COSIGNATURE) or not NAME.fullmatch(parts[0]):
        raise NoteError("not a key of an algorithm that is known here")
    try:
        return parts[0], content[0], content[1:], bytes.fromhex(parts[1])
    except ValueError:
        raise NoteError("not a key: its id is no hex") from None


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise NoteError("not base64") from None
