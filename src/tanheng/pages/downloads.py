"""Files as answers of a page: always a download, never shown inside the page, so that a file can run nothing here; pictures aside, whose
bytes were proven to be PNG or JPEG.
"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
    "yaml": "application/yaml",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
}
OTHER_TYPE = "application/octet-stream"


def download(name: str, content: bytes) -> HttpResponse:
    """The content under a file name."""
    content_type = TYPES.get(name.rpartition(".")[2].lower(), OTHER_TYPE)
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def shown_picture(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A picture to be seen in a page; `content_type` is what its bytes are."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
