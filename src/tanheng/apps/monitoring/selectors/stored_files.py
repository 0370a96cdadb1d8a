"""Stored files of monitoring, for whoever finds a content damaged."""

from collections.abc import Collection

from tanheng.apps.monitoring.selectors import cell_files, certificates, pictures
from tanheng.registration import StoredFile


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Certificates, pictures of plans and files at cells with these contents."""
    return [one for noun in (certificates, pictures, cell_files) for one in noun.stored_files(sha256s)]
