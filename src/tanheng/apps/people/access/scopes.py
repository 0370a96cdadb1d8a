"""Which companies a caller reaches at all, by any role: what row security lets through. Finer questions are asked by verb and place."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q

from tanheng.apps.people.access import organisation
from tanheng.pages.actor import Reach
from tanheng.store.scope import narrow_to, reaching

GROUP, COMPANY = 1, 2  # levels of a path


@contextmanager
def within(reach: Reach) -> Iterator[None]:
    """Within: the rows of the caller's companies and no others."""
    with reaching(companies_of(reach)):
        yield


def narrow(reach: Reach) -> None:
    """The same until the surrounding scope ends: for a token, which is read only within the request."""
    narrow_to(companies_of(reach))


def companies_of(reach: Reach) -> list[int]:
    """Ids of the companies in which, or in a part or the group of which, the caller holds a role today, and of the groups of all these:
    one question. Whoever holds a role on a plant reaches the rows of its company, as the figures of a year are the company's.
    """
    parts = [grant.path.split("/")[:COMPANY] for grant in reach.grants]
    found = Q(path__in={f"{part[0]}/" for part in parts} | {f"{part[0]}/{part[1]}/" for part in parts if part[1]})
    for part in parts:
        if not part[1]:
            found |= Q(kind="company", path__startswith=f"{part[0]}/")
    return list(organisation().filter(found).values_list("pk", flat=True)) if parts else []
