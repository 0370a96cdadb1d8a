"""Reads of guidance: the editions, and clarifications by place."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from tanheng.apps.guidance.models import Clarification
from tanheng.apps.sites.models import Node
from tanheng.engine.pack import CONFIRMED
from tanheng.registration import StoredFile
from tanheng.rulebook import broken_reason, listed_pack_ids, resolved_head
from tanheng.rulebook.declared_sectors import sector_label, sectors

MOST_FOUND = 50


@dataclass(frozen=True)
class Edition:
    """An edition as the list shows it, read from its head alone; a disabled or broken one says why."""

    id: str
    sector: str
    sector_name: str
    title: str
    number: str
    valid: str
    status: str
    confirmed: bool
    extends: str
    disabled: str


def editions(lang: str) -> list[Edition]:
    """All editions, by sector, then by id; the disabled ones too."""
    ranks = {sector: rank for rank, sector in enumerate(sectors())}
    found = [_edition(pack_id, lang) for pack_id in listed_pack_ids()]
    return sorted(found, key=lambda one: (ranks.get(one.sector, len(ranks)), one.id))


def edition_titles(lang: str) -> dict[str, str]:
    """The titles of the editions that can be calculated, by id, in the order of the list."""
    return {one.id: one.title for one in editions(lang) if not one.disabled}


def _edition(pack_id: str, lang: str) -> Edition:
    if reason := broken_reason(pack_id):
        return Edition(pack_id, "", "", pack_id, "", "", "", confirmed=False, extends="", disabled=reason.in_(lang))
    head = resolved_head(pack_id)
    valid, document = head.get("valid") or {}, head.get("document") or {}
    ends = [str(valid.get(end) or "") for end in ("from", "to")]
    years = ends[0] if ends[0] == ends[1] else "–".join(ends)
    return Edition(
        id=pack_id,
        sector=str(head["sector"]),
        sector_name=sector_label(str(head["sector"])).in_(lang),
        title=str(head["title"][lang]),
        number=str(document.get("number") or ""),
        valid=years,
        status=str(head.get("status", "")),
        confirmed=head.get("status") == CONFIRMED,
        extends=str(head.get("extends") or ""),
        disabled=str(head["disabled"][lang]) if head.get("disabled") else "",
    )


def clarifications(groups: Iterable[Node], pack: str = "", anchor: str = "") -> QuerySet[Clarification]:
    """Clarifications recorded in the groups, the newest said first."""
    found = Clarification.objects.filter(group__in=groups).select_related("by", "group", "file", "supersedes", "superseded_by")
    if pack:
        found = found.filter(pack=pack)
    return found.filter(anchor=anchor) if anchor else found


def by_anchor(found: Iterable[Clarification]) -> dict[str, list[Clarification]]:
    """The clarifications of each place, the newest first."""
    places: dict[str, list[Clarification]] = {}
    for one in found:
        places.setdefault(one.anchor, []).append(one)
    return places


def counts_by_pack(groups: Iterable[Node]) -> dict[str, int]:
    """How many clarifications each edition has."""
    counts: dict[str, int] = {}
    for pack in clarifications(groups).values_list("pack", flat=True):
        counts[pack] = counts.get(pack, 0) + 1
    return counts


def search_clarifications(groups: Iterable[Node], words: Iterable[str]) -> list[Clarification]:
    """Clarifications that hold every word in their text, document, place or name of who said it; at most fifty."""
    found: Any = clarifications(groups)
    for word in words:
        found = found.filter(
            Q(text__icontains=word)
            | Q(document__icontains=word)
            | Q(said_by__icontains=word)
            | Q(place__icontains=word)
            | Q(pack__icontains=word)
        )
    return list(found[:MOST_FOUND])


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Documents of clarifications with these contents; whoever may record clarifications may give one again."""
    found = Clarification.objects.filter(file__sha256__in=sha256s).select_related("group", "file").order_by("pk")
    rows = [(one, one.file, reverse("guidance:clarification-file", args=[one.pk])) for one in found]
    return [StoredFile(file.sha256, one.file_name, one.group.path, "clarify_rules", address) for one, file, address in rows if file]
