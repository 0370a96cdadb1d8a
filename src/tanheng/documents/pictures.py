"""What a picture is: PNG or JPEG, told by its bytes and never by its name."""

from __future__ import annotations

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image

KINDS = ("image/png", "image/jpeg")


def picture_type(content: bytes) -> str:
    """The content type of a picture that a page shows and a document takes in; "" of anything else."""
    try:
        found = str(Image.from_blob(content).content_type)
    except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError, KeyError, ValueError):
        return ""
    return found if found in KINDS else ""
