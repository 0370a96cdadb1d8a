"""What a meter of a company may serve: its sites and facilities, and the data items of the guides of its sectors."""

from django.db.models import QuerySet

from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.rulebook import listed_pack_ids, sound_pack
from tanheng.rulebook.declared_sectors import sectors

Grouped = list[tuple[str, list[tuple[str, str]]]]


def places_of(company: Node) -> QuerySet[Node]:
    """Sites and facilities, in the order of the tree."""
    return descendants(company).filter(kind__in=("site", "facility"))


def served_choices(company: Node, lang: str) -> Grouped:
    """By guide the amounts that are reported, each as "pack|quantity" with its label; of the sectors whose facilities the company has."""
    kinds = set(places_of(company).values_list("facility_kind", flat=True))
    own = [name for name, sector in sectors().items() if kinds & set(sector.facility_kinds)]
    packs = [sound_pack(pack_id) for pack_id in listed_pack_ids() if pack_id.split("/")[0] == "cn" and pack_id.split("/")[1] in own]
    found = []
    for pack in packs:
        if pack is not None:
            rows = [(f"{pack.id}|{one.id}", f"{one.label.in_(lang)} ({one.unit})") for one in pack.inputs() if one.is_amount]
            found.append((pack.title.in_(lang), rows))
    return [(title, rows) for title, rows in found if rows]
