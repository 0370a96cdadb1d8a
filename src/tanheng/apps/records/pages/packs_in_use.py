"""The rule packs a company's year is kept by, their short names, and which of them a page is about.

A company with a smelter and its own power units has two; nothing here decides what a pack computes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from tanheng.apps.records.selectors import packs_with_data
from tanheng.apps.records.selectors.typed_figures import packs_typed
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.sectors import business_first
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.rulebook import broken_reason, listed_pack_ids, load, pack_ids, resolved_head
from tanheng.rulebook.declared_sectors import sector_label, sectors


@dataclass(frozen=True)
class PackChoice:
    """One rule pack of a switch: its short name, and the page it leads to."""

    id: str
    address: str
    current: bool

    @property
    def name(self) -> str:
        """Sector and edition."""
        return pack_name(self.id)


@cache
def sector_of(pack_id: str) -> str:
    """The sector a pack is for; "" of a pack that is not in the rule book."""
    return str(resolved_head(pack_id)["sector"]) if pack_id in listed_pack_ids() and not broken_reason(pack_id) else ""


def sector_rank(pack_id: str) -> int:
    """The place of a pack's sector in the lists of a company; behind all of a pack that is not in the rule book."""
    ranks = {one.id: rank for rank, one in enumerate(sorted(sectors().values(), key=business_first))}
    return ranks.get(sector_of(pack_id), len(ranks))


def _sector_name(pack_id: str) -> str:
    return sector_label(sector_of(pack_id)).in_(reader_language())


def pack_name(pack_id: str) -> str:
    """Sector and edition, short enough for a switch: 铝冶炼 · cets_2024."""
    return f"{_sector_name(pack_id)} · {pack_id.rpartition('/')[2]}"


def packs_in_use(company: Node, year: int) -> list[str]:
    """Packs with accepted figures, or with typed ones under the plan: emissions before allowances, by sector, the latest import first."""
    found = dict.fromkeys([*packs_with_data(company, year), *packs_typed(company, year)])
    return sorted(found, key=lambda one: (load(one).is_allowance, sector_rank(one)))


def chosen_pack(packs: list[str], *wanted: str) -> str:
    """The first wanted one that is in use, else the first in use; "" where there is none."""
    return next((one for one in wanted if one in packs), packs[0] if packs else "")


def asked_pack(request: PageRequest, packs: list[str]) -> str:
    """The pack the address names, the one last looked at, or the first in use; the frame remembers it."""
    found = chosen_pack(packs, request.GET.get("pack", ""), request.frame.pack)
    request.frame.show(pack=found)
    return found


def pack_choices(packs: Iterable[str], current: str, address: str) -> list[PackChoice]:
    """The switch between packs; `address` is the page that takes `?pack=`."""
    joint = "&" if "?" in address else "?"
    return [PackChoice(one, f"{address}{joint}pack={one}", one == current) for one in packs]


@cache
def kinds_by_pack() -> dict[str, frozenset[str]]:
    """Kinds of facilities each pack knows, from the heads alone: no pack is loaded for it. Rules stand while a server runs."""
    return {one: frozenset(resolved_head(one).get("facility_kinds") or ()) for one in pack_ids()}


@cache
def some_pack_requires(kind: str) -> bool:
    """Whether any pack wants figures of this kind of facility; guides are asked before allocation plans."""
    knowing = sorted((one for one, known in kinds_by_pack().items() if kind in known), key=_is_plan)
    return any(requires(one, kind) for one in knowing)


@cache
def requires(pack_id: str, kind: str) -> bool:
    """Whether a pack wants figures of this kind of facility."""
    found = (one for one in load(pack_id).inputs() if one.required and one.by_facility)
    return any(one.facility_kind == kind for one in found)


def pack_for_template(company: Node, year: int, last_looked_at: str = "") -> str:
    """The pack a company most likely fills next: in use, else the edition of the year for a kind of facility it has."""
    if in_use := packs_in_use(company, year):
        return chosen_pack(in_use, last_looked_at)
    kinds = {node.present_kind for node in descendants(company, kind="facility")}
    fitting = [one for one, known in kinds_by_pack().items() if _is_for(one, year) and any(requires(one, kind) for kind in known & kinds)]
    return min(fitting or kinds_by_pack(), key=lambda one: (_is_plan(one), resolved_head(one)["jurisdiction"] != "cn", sector_rank(one)))


def pack_of_walk(company: Node, year: int, wanted: str) -> tuple[str, list[str]]:
    """The guide by which the sources are walked through, and those in use: the wanted one, the first in use, or the likely next one."""
    packs = [one for one in packs_in_use(company, year) if not load(one).is_allowance]
    known = wanted if wanted in pack_ids() else ""
    return known or (packs[0] if packs else pack_for_template(company, year)), packs


def template_choices(year: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """Packs for the template as (heading, [(id, title)]): by sector and kind, those of the year before the others."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(kinds_by_pack(), key=lambda one: (sector_rank(one), _is_plan(one), not _is_for(one, year), one)):
        kind = _("allowances") if _is_plan(one) else _("emissions")
        heading = f"{_sector_name(one)} · {kind}"
        groups.setdefault(heading, []).append((one, str(resolved_head(one)["title"][reader_language()])))
    return list(groups.items())


@cache
def _is_plan(pack_id: str) -> bool:
    """Whether it is an allocation plan, by its head alone, so that lists need not load it."""
    return bool(resolved_head(pack_id)["kind"] == "allowance")


def _is_for(pack_id: str, year: int) -> bool:
    valid = resolved_head(pack_id).get("valid") or {}
    return int(valid.get("from") or year) <= year <= int(valid.get("to") or year)
