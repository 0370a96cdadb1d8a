"""What a picture is: PNG or JPEG, told by its bytes and never by its name."""

from __future__ import annotations

from docx.image.image import Image

KINDS = ("image/png", "image/jpeg")
BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def picture_type(content: bytes) -> str:
    """The content type of a picture that a page shows and a document takes in; "" of anything else."""
    if not content.startswith(BEGINNINGS):
        return ""
    try:
        found = Image.from_blob(content)
        sizes = (int(found.width), int(found.height))  # in a document: without a density there is none
    except Exception:  # noqa: BLE001 - python-docx raises whatever its readers meet, a bare Exception among it
        return ""
    return str(found.content_type) if found.content_type in KINDS and all(one > 0 for one in sizes) else ""
