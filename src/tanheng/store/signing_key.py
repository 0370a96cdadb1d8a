"""The key that signs checkpoints: a file that only its owner reads, in neither the database nor its backup, and the public keys there were.

It is made at its first use. The name of every key is the journal's own, drawn when the first was made, so that two journals are never
taken for one. Keys are words of C2SP signed-note, which other programs read.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from tanheng.seal.notes import ED25519, NoteError, PrivateKey, PublicKey, read_private_key, read_public_key


def signing_key() -> PrivateKey | None:
    """The key that signs today; None where none was made yet. Raises NoteError where the file holds none."""
    try:
        return read_private_key(_file().read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None


def make_signing_key() -> PrivateKey:
    """The first key, stored; the one that another process stored a moment ago where it was quicker."""
    key = PrivateKey(f"tanheng/{secrets.token_hex(8)}", ED25519, secrets.token_bytes(32))
    try:
        _write(_file(), key.written)
    except FileExistsError:
        return signing_key() or key
    _add_public(key.public)
    return key


def next_signing_key(old: PrivateKey) -> PrivateKey:
    """A new key of the same name, not stored yet."""
    return PrivateKey(old.name, ED25519, secrets.token_bytes(32))


def replace_signing_key(new: PrivateKey) -> None:
    """From now on the new key signs; the old one is not kept, its public part is."""
    _add_public(new.public)
    temporary = _file().with_name(f"{_file().name}.new")
    temporary.unlink(missing_ok=True)
    _write(temporary, new.written)
    temporary.replace(_file())


def public_keys() -> list[PublicKey]:
    """Every key that ever signed here, the newest last."""
    try:
        words = _public_file().read_text(encoding="utf-8").split()
    except FileNotFoundError:
        words = []
    known = [read_public_key(word) for word in words]
    try:
        current = signing_key()
    except NoteError:
        current = None
    return [*known, *([current.public] if current and current.public not in known else [])]


def _file() -> Path:
    return Path(settings.SIGNING_KEY_FILE)


def _public_file() -> Path:
    return _file().with_name(f"{_file().name}.pub")


def _write(path: Path, word: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(word + "\n")
        file.flush()
        os.fsync(file.fileno())


def _add_public(key: PublicKey) -> None:
    with os.fdopen(os.open(_public_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8") as file:
        file.write(key.written + "\n")
