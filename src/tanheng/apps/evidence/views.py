"""Attached files as downloads."""

from django.http import HttpResponse

from tanheng.apps.evidence.access import access_attachment
from tanheng.pages.downloads import download
from tanheng.pages.request import PageRequest
from tanheng.store.contents import read_content


def attached_file(request: PageRequest, attachment_id: int) -> HttpResponse:
    """An attached file."""
    attachment = access_attachment(request.reach, "view_data", attachment_id)
    return download(attachment.name, read_content(attachment.file.sha256))
