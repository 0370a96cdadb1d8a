"""Companies through time: what they were called, and which of them holds a facility in which month."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tanheng.apps.sites.models import LifeEvent, Node, NodeFact
from tanheng.apps.sites.selectors import company_of, facts
from tanheng.apps.sites.selectors.life import lives_of
from tanheng.store.clock import today

PASSED = ("handed_over", "taken_over")


def identity_of(company: Node, on: date) -> tuple[str, str]:
    """Name and unified social credit code of a company on a day."""
    known = facts(company, on=on)
    name, code = known.get("name"), known.get("code")
    return name.value if name else company.name, code.value if code else company.code


def identity_in(company: Node, year: int) -> tuple[str, str]:
    """Name and code of a company for its report of a year: those of the year's end, today's of a year that goes on."""
    return identity_of(company, min(date(year, 12, 31), today()))


def identities_since(company: Node, year: int) -> tuple[set[str], set[str]]:
    """The names and the codes that a report of the year may bear: those of the year and of all that followed."""
    first = date(year, 1, 1)
    name, code = identity_of(company, first)
    later = NodeFact.objects.filter(node=company, attribute__in=("name", "code"), valid_from__gt=first).values_list("attribute", "value")
    names, codes = ({value for attribute, value in later if attribute == wanted} for wanted in ("name", "code"))
    return {name, company.name, *names}, {code, company.code, *codes}


def chain_of(facility: Node) -> list[Node]:
    """The facility under every company that has or had it, as far as their records are in reach, itself among them, by path."""
    found, new = {facility.pk}, {facility.pk}
    while new:
        links = LifeEvent.objects.filter(kind__in=PASSED, node__in=new).values_list("partner", flat=True)
        new = {key for key in links if key} - found
        found |= new
    return list(Node.objects.filter(pk__in=found).order_by("path"))


def holders_in(chain: Iterable[Node], year: int, month: int) -> list[Node]:
    """Which of the nodes of one facility the month belongs to: one while the facility lives, stops or no stops; else none."""
    nodes = list(chain)
    lives = lives_of(nodes)
    return [node for node in nodes if month not in replace(lives[node.pk], stops=()).not_applicable_months(year)]


def company_in(facility: Node, year: int, month: int) -> Node | None:
    """The company whose report a month of a facility belongs to."""
    held = holders_in(chain_of(facility), year, month)
    return company_of(held[0]) if held else None
