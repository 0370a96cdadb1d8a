"""Writes of guidance: record a clarification at a place of the rule book."""

from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.evidence.services import record_file
from tanheng.apps.guidance.access import WRITE
from tanheng.apps.guidance.models import LONGEST_TEXT, Clarification
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.documents.rule_book.book import open_book
from tanheng.documents.rule_book.shapes import RuleBook
from tanheng.pages.actor import Actor
from tanheng.pages.language import reader_language
from tanheng.rulebook import pack_ids
from tanheng.store.clock import today
from tanheng.store.contents import store_content


def record_clarification(
    *,
    actor: Actor,
    group: Node,
    pack: str,
    anchor: str,
    text: str,
    said_by: str,
    said_on: date,
    document: str,
    file_name: str = "",
    content: bytes = b"",
    supersedes: Clarification | None = None,
) -> Clarification:
    """Record what was said about a place: who, when, in which document, with the document itself where there is one.

    A correction names the one it supersedes: of the same place, and not superseded yet. ValidationError says what is missing.
    """
    require(actor, WRITE, group)
    book = _book(pack, anchor)
    facts = _checked_facts(
        text=text, said_by=said_by, said_on=said_on, document=document, file_name=_file_name(file_name) if content else ""
    )
    sha256 = store_content(content) if content else ""

    def write() -> Clarification:
        _refuse_wrong_predecessor(supersedes, group, pack, anchor)
        file = record_file(sha256=sha256, size=len(content)) if sha256 else None
        made = Clarification(
            group=group,
            pack=pack,
            pack_hash=book.hash,
            anchor=anchor,
            place=book.titles[anchor][:300],
            said_on=said_on,
            file=file,
            supersedes=supersedes,
            by=actor.user,
            **facts,
        )
        made.save()
        verb = "superseded" if supersedes else "recorded"
        append_event(actor=actor, action=f"guidance.clarification.{verb}", subject=made, place=group, payload=_payload(made, sha256))
        return made

    return change(actor, WRITE, group, write)  # one at a time, so that of two corrections the second is told


def _checked_facts(*, text: str, said_by: str, said_on: date, document: str, file_name: str) -> dict[str, str]:
    """What is kept of a clarification's words; ValidationError where one of the needed ones is missing or not yet said."""
    facts = {
        "text": _printable(text, LONGEST_TEXT, lines=True),
        "said_by": _printable(said_by, 200),
        "document": _printable(document, 300),
        "file_name": file_name,
    }
    if not facts["text"] or not facts["said_by"] or not facts["document"]:
        raise ValidationError(_("A clarification needs its text, who said it, and the document it stands in."))
    if said_on > today():
        raise ValidationError(_("A clarification cannot have been given in the future."))
    return facts


def _payload(made: Clarification, sha256: str) -> dict[str, Any]:
    """What the journal keeps of a clarification."""
    return {
        "pack": made.pack,
        "anchor": made.anchor,
        "place": made.place,
        "said_by": made.said_by,
        "said_on": made.said_on.isoformat(),
        "document": made.document,
        "pack_hash": made.pack_hash,
        "sha256": sha256,
        "supersedes": made.supersedes_id,
    }


def _book(pack: str, anchor: str) -> RuleBook:
    if pack not in pack_ids():
        raise ValidationError(_("There is no such rule pack."))
    book = open_book(pack, reader_language())
    if anchor not in book.section_of:
        raise ValidationError(_("The edition has no such place."))
    return book


def _refuse_wrong_predecessor(older: Clarification | None, group: Node, pack: str, anchor: str) -> None:
    if older is None:
        return
    if (older.group_id, older.pack, older.anchor) != (group.pk, pack, anchor):
        raise ValidationError(_("Only a clarification of the same place can be superseded."))
    if Clarification.objects.filter(supersedes=older).exists():
        raise ValidationError(_("This clarification has been superseded already."))


def _printable(text: str, longest: int, *, lines: bool = False) -> str:
    """What can be printed: PostgreSQL takes no NUL, a journal's sentence no line break."""
    kept = "".join(one for one in text.replace("\r\n", "\n") if one.isprintable() or (lines and one == "\n")).strip()
    if len(kept) > longest:
        raise ValidationError(_("The text is longer than %(longest)s characters."), params={"longest": longest})
    return kept


def _file_name(name: str) -> str:
    return _printable(PurePath(name.replace("\\", "/")).name[-255:], 255) or "file"
