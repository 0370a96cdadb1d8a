"""Texts that only this installation reads: encrypted where they lie in the database, with a key that lies outside of it.

AES-256 in GCM with a fresh nonce for each text; the key is HKDF-SHA256 of the secret key of the settings (no salt), its `info` the
purpose "tanheng/<purpose>/1", which is authenticated too. Stored as `aes256gcm/1:` and base64 of nonce (12 bytes), text and tag (16
bytes). So a copy of the database gives nothing away, and a text serves no other purpose; who holds the secret key too reads all of them.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "aes256gcm/1:"
NONCE_BYTES, KEY_BYTES = 12, 32


class UnreadableTextError(Exception):
    """A text was encrypted with another key, or changed since."""


def encrypted(text: str, purpose: str) -> str:
    """The text as it is stored."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(purpose)).encrypt(nonce, text.encode(), _info(purpose))
    return MARK + base64.b64encode(nonce + sealed).decode()


def decrypted(stored: str, purpose: str) -> str:
    """The text again. Raises UnreadableTextError."""
    if not is_encrypted(stored):
        raise UnreadableTextError(purpose)
    try:
        sealed = base64.b64decode(stored.removeprefix(MARK), validate=True)
        return AESGCM(_key(purpose)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _info(purpose)).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise UnreadableTextError(purpose) from error


def is_encrypted(stored: str) -> bool:
    """Whether a stored text is one of these."""
    return stored.startswith(MARK)


def _key(purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=_info(purpose)).derive(settings.SECRET_KEY.encode())


def _info(purpose: str) -> bytes:
    return f"tanheng/{purpose}/1".encode()
