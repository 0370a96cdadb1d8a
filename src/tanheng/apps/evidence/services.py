"""Writes of evidence: attach a file to a company's year, and the record of a stored content."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tanheng.apps.evidence.models import Attachment, EvidenceFile
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Actor
from tanheng.store.contents import store_content
from tanheng.store.one_line import one_line


def attach_evidence(
    *,
    actor: Actor,
    node: Node,
    year: int,
    file_name: str,
    content: bytes,
    note: str = "",
) -> Attachment:
    """Attach a file to a company's year under its name; a newer file of the same name stands beside the older one."""
    name = one_line(PurePath(file_name.replace("\\", "/")).name, 255)
    if node.kind != "company" or not name:
        raise ValidationError(_("Evidence needs a company and a name."))
    require(actor, "upload_data", node)
    sha256 = store_content(content)

    def write() -> Attachment:
        return _attach(actor, node, year, name, one_line(note, 300), record_file(sha256=sha256, size=len(content)))

    return change(actor, "upload_data", node, write)


def _attach(actor: Actor, node: Node, year: int, name: str, note: str, file: EvidenceFile) -> Attachment:
    attachment = Attachment(node=node, year=year, name=name, file=file, note=note, by=actor.user)
    attachment.save()
    payload = {"name": name, "year": year, "sha256": file.sha256}
    append_event(actor=actor, action="records.evidence.attached", subject=attachment, place=node, payload=payload)
    return attachment


def record_file(*, sha256: str, size: int) -> EvidenceFile:
    """The record of a stored content, made once; belongs into the caller's transaction."""
    return EvidenceFile.objects.get_or_create(sha256=sha256, defaults={"size": size})[0]
