"""The only way to a file at a cell of the monthly grid."""

from tanheng.apps.monitoring.models import CellFile
from tanheng.apps.sites.access import checked
from tanheng.pages.actor import Reach


def access_cell_file(reach: Reach, verb: str, file_id: int) -> CellFile:
    """The file, as it was attached, when the verb is open for its company's data."""
    found = CellFile.objects.select_related("company", "place", "file", "by").filter(pk=file_id, detached=False).first()
    return checked(reach, verb, found, found.company if found else None)
