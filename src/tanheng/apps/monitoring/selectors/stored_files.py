"""Stored files of monitoring, for whoever finds a content damaged."""

from collections.abc import Collection

from tanheng.apps.monitoring.selectors import cell_files, certificates
from tanheng.registration import StoredFile


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Certificates and files at cells with these contents."""
    return [*certificates.stored_files(sha256s), *cell_files.stored_files(sha256s)]
