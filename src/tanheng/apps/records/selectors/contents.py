"""Stored contents that imports refer to: the file of each accepted one."""

from collections.abc import Collection

from django.urls import reverse

from tanheng.apps.records.models import Import
from tanheng.registration import StoredFile


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Accepted imports of these contents."""
    found = Import.objects.filter(file__sha256__in=sha256s).select_related("node").defer("problems", "head").order_by("pk")
    rows = [(one, reverse("records:import-file", args=[one.pk])) for one in found]
    return [StoredFile(one.sha256, one.file_name, one.node.path, "view_data", address) for one, address in rows]
