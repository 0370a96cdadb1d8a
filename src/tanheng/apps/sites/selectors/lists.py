"""Which company is on the list of key emitters of a sector in which year."""

from django.db.models import QuerySet

from tanheng.apps.sites.models import ListMembership, Node


def memberships(company: Node) -> list[ListMembership]:
    """What is known now of each list and year, the newest year first: of several records the last one."""
    found = {(one.year, one.sector): one for one in membership_history(company).order_by("id")}
    return [found[key] for key in sorted(found, reverse=True)]


def membership_history(company: Node) -> QuerySet[ListMembership]:
    """Every record, the newest first."""
    return ListMembership.objects.filter(company=company).select_related("recorded_by").order_by("-id")


def is_listed(company: Node, sector: str, year: int) -> bool | None:
    """Whether the company is on the list of the sector in the year; None where nobody has recorded it."""
    last = ListMembership.objects.filter(company=company, sector=sector, year=year).order_by("-id").first()
    return last.listed if last else None
