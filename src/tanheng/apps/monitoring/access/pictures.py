"""The only way to get a picture of a plan."""

from tanheng.apps.monitoring.models import PlanPicture
from tanheng.apps.sites.access import checked
from tanheng.pages.actor import Reach


def access_picture(reach: Reach, verb: str, picture_id: int) -> PlanPicture:
    """A picture with its file, when the verb is open for its company's data."""
    found = PlanPicture.objects.filter(pk=picture_id).exclude(file=None).select_related("file", "node").first()
    return checked(reach, verb, found, found.node if found else None)
