"""The door for uploaded files: only known types pass, by name and by first bytes. Where a file is taken by its hash alone any passes.

What a file holds is read elsewhere.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import Resolver404, resolve

from tanheng.documents.reading.text_encoding import PLAIN, encoding_of

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What a file of this name must begin with; None: text, which must not hold a NUL character at its beginning.
TYPES: dict[str, bytes | None] = {
    ".xlsx": ZIP,
    ".ods": ZIP,
    ".docx": ZIP,
    ".zip": ZIP,
    ".xls": OLE,
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".csv": None,
    ".txt": None,
    ".json": None,
    ".yaml": None,
    ".yml": None,
}


class UploadRefusedError(SuspiciousOperation):
    """An uploaded file is of no type we accept."""


class TypeCheckHandler(FileUploadHandler):
    """Stands first in the row of handlers and lets a file pass on only when its type is known and true."""

    def new_file(self, *args: Any, **options: Any) -> None:
        """Check the name as soon as it is known, before any byte is stored."""
        super().new_file(*args, **options)
        self.any_type = _takes_any_type(self.request.path_info if self.request else "")
        suffix = "." + (self.file_name or "").rpartition(".")[2].lower()
        if self.any_type:
            return
        if suffix not in TYPES:
            raise UploadRefusedError(self.file_name or "")
        self.signature = TYPES[suffix]

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Check the first bytes, then hand everything on."""
        if start == 0 and not self.any_type and not _fits(raw_data, self.signature):
            raise UploadRefusedError(self.file_name or "")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""
        return


def _takes_any_type(path: str) -> bool:
    """Whether the page or operation of an address takes a file whatever it is called and holds: the settings name them."""
    try:
        return resolve(path).view_name in settings.UPLOADS_OF_ANY_TYPE
    except Resolver404:
        return False


def _fits(beginning: bytes, signature: bytes | None) -> bool:
    return _is_text(beginning[:1024]) if signature is None else beginning.startswith(signature)


def _is_text(beginning: bytes) -> bool:
    """Of UTF-16 every second byte is NUL where its characters are plain; a program's bytes give control characters."""
    if b"\x00" not in beginning:
        return True
    found = encoding_of(beginning, cut=True)
    text = beginning.decode(found.name, errors="ignore")
    return found.wrong is None and not PLAIN.isdisjoint(text) and all(one >= " " or one in "\t\r\n" for one in text)
