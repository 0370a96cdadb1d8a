"""The files of certificates, for whoever finds a stored content damaged."""

from collections.abc import Collection

from django.urls import reverse

from tanheng.apps.monitoring.models import Calibration
from tanheng.registration import StoredFile


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Certificates with these contents."""
    found = Calibration.objects.filter(file__sha256__in=sha256s).select_related("meter__company", "file").order_by("pk")
    rows = [(one, one.file, reverse("monitoring:certificate", args=[one.pk])) for one in found]
    return [StoredFile(file.sha256, one.file_name, one.meter.company.path, "view_data", address) for one, file, address in rows if file]
