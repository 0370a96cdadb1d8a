"""The only way to get attached evidence: with a permission, and as if it did not exist elsewhere."""

from tanheng.apps.evidence.models import Attachment
from tanheng.apps.sites.access import checked
from tanheng.pages.actor import Reach


def access_attachment(reach: Reach, verb: str, attachment_id: int) -> Attachment:
    """The attached evidence, when the verb is open for its company's data."""
    found = Attachment.objects.select_related("node", "by", "file").filter(pk=attachment_id).first()
    return checked(reach, verb, found, found.node if found else None)
