"""The only way to get attached evidence, and any stored content by its hash: with a permission, and as if it did not exist elsewhere."""

from dataclasses import dataclass

from django.http import Http404

from tanheng.apps.evidence.models import Attachment, EvidenceFile
from tanheng.apps.people.access import opens
from tanheng.apps.sites.access import checked
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Reach
from tanheng.registration import StoredFile
from tanheng.registration.collected import stored_files
from tanheng.store.contents import NAME


@dataclass(frozen=True)
class Content:
    """A recorded content with what refers to it within the reader's reach, each with its part of the group."""

    file: EvidenceFile
    used: list[tuple[StoredFile, Node]]

    @property
    def name(self) -> str:
        """What it is called, by the first that refers to it."""
        return self.used[0][0].name


def access_attachment(reach: Reach, verb: str, attachment_id: int) -> Attachment:
    """The attached evidence, when the verb is open for its company's data."""
    found = Attachment.objects.select_related("node", "by", "file").filter(pk=attachment_id).first()
    return checked(reach, verb, found, found.node if found else None)


def access_content(reach: Reach, sha256: str) -> Content:
    """The content, when something that refers to it is open to the reader by the verb that it names."""
    file = EvidenceFile.objects.filter(sha256=sha256).first() if NAME.fullmatch(sha256) else None
    used = reachable(reach, stored_files([sha256])) if file else []
    if file is None or not used:
        raise Http404("no such content")
    return Content(file, used)


def reachable(reach: Reach, files: list[StoredFile]) -> list[tuple[StoredFile, Node]]:
    """Those of the files that are open to the reader, each with its part of the group."""
    nodes = {node.path: node for node in Node.objects.filter(path__in={file.place for file in files})}
    return [(file, nodes[file.place]) for file in files if file.place in nodes and opens(reach, file.verb, nodes[file.place])]
