"""Writes of evidence: attach a file to a company's year, and the record of a stored content."""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.evidence.access import Content
from tanheng.apps.evidence.models import Attachment, EvidenceFile
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Actor
from tanheng.store.contents import damage_of, sha256_hex, store_content
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
    write = attaching(actor=actor, node=node, year=year, files=[(file_name, content)], note=note)
    return change(actor, "upload_data", node, lambda: write()[0])


def attach_files(*, actor: Actor, node: Node, year: int, files: Sequence[tuple[str, bytes]], note: str = "") -> list[Attachment]:
    """Attach several files (name, content) to a company's year: all or none, each with its event."""
    return change(actor, "upload_data", node, attaching(actor=actor, node=node, year=year, files=files, note=note))


def attaching(*, actor: Actor, node: Node, year: int, files: Sequence[tuple[str, bytes]], note: str = "") -> Callable[[], list[Attachment]]:
    """What a change then does, the caller's or one of its own; the contents are stored before it. Raises ValidationError for files that
    `checked_files` refuses.
    """
    named = checked_files(files=files)
    if node.kind != "company" or not named:
        raise ValidationError(_("Evidence needs a company and a name."))
    require(actor, "upload_data", node)
    stored = [(name, store_content(content), len(content)) for name, content in named]
    said = one_line(note, 300)
    return lambda: [_attach(actor, node, year, name, said, record_file(sha256=sha256, size=size)) for name, sha256, size in stored]


def _attach(actor: Actor, node: Node, year: int, name: str, note: str, file: EvidenceFile) -> Attachment:
    attachment = Attachment(node=node, year=year, name=name, file=file, note=note, by=actor.user)
    attachment.save()
    payload = {"name": name, "year": year, "sha256": file.sha256}
    append_event(actor=actor, action="records.evidence.attached", subject=attachment, place=node, payload=payload)
    return attachment


def checked_files(*, files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Files by the last part of their names, as one printable line. ValidationError with a sentence for each that is no evidence: without a
    name, without content, larger than an upload may be.
    """
    named = [(one_line(PurePath(name.replace("\\", "/")).name, 255), content) for name, content in files]
    told = []
    for name, content in named:
        if not name:
            told.append(_refused(_("Evidence needs a company and a name.")))
        elif not content:
            told.append(_refused(_("%(name)s is empty: nothing was attached. Choose the file again."), name=name))
        elif len(content) > settings.UPLOAD_LIMIT_BYTES:
            most = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)
            told.append(_refused(_("%(name)s is larger than %(most)s MB: nothing was attached."), name=name, most=most))
    if told:
        raise ValidationError(told)
    return named


def _refused(sentence: Any, **words: Any) -> ValidationError:
    return ValidationError(sentence, params=words)


def record_file(*, sha256: str, size: int) -> EvidenceFile:
    """The record of a stored content, made once; belongs into the caller's transaction."""
    return EvidenceFile.objects.get_or_create(sha256=sha256, defaults={"size": size})[0]


def heal_content(*, actor: Actor, content: Content, given: bytes) -> EvidenceFile:
    """Put the same bytes in the place of a content that is missing or damaged; nothing where it is sound. ValidationError for others."""
    file, (used, node) = content.file, content.used[0]
    require(actor, used.verb, node)
    if (sha256 := sha256_hex(given)) != file.sha256:
        raise ValidationError(_("This is another file: its SHA-256 is %(found)s."), params={"found": sha256})
    found = damage_of(file.sha256, file.size)
    if not found:
        return file
    store_content(given)

    def write() -> EvidenceFile:
        payload = {"name": used.name, "sha256": file.sha256, "found": found}
        append_event(actor=actor, action="evidence.content.healed", subject=file, place=node, payload=payload)
        return file

    return change(actor, used.verb, node, write)
