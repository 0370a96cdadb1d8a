"""Reads of people: who holds roles in one's part of the group."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.lookups import IsNull

from tanheng.apps.people.models import ApiToken, Assignment, User
from tanheng.pages.actor import Reach


def people_within(reach: Reach, verb: str = "manage_people") -> QuerySet[User]:
    """People who hold or held a role on the parts on which the verb is open, by name."""
    return User.objects.filter(pk__in=assignments_within(reach, verb).values("user")).order_by("display_name", "id")


def assignments_within(reach: Reach, verb: str = "manage_people") -> QuerySet[Assignment]:
    """Assignments, present and past, on the parts on which the verb is open."""
    within = Q(pk__in=[])
    for path in reach.paths(verb):
        within |= Q(node__path__startswith=path)
    return Assignment.objects.filter(within).select_related("node", "end", "given_by").order_by("node__path", "id")


def people_with_assignments(reach: Reach) -> QuerySet[User]:
    """People with what is seen of their roles in `.seen_assignments`."""
    seen = Prefetch("assignments", queryset=assignments_within(reach), to_attr="seen_assignments")
    return people_within(reach).prefetch_related(seen)


def tokens_kept(reach: Reach, user: User) -> QuerySet[ApiToken]:
    """A person's living tokens on the parts where one keeps people."""
    return tokens_within(reach, user).filter(ended_at=None)


def tokens_within(reach: Reach, user: User) -> QuerySet[ApiToken]:
    """The same, those that have ended too."""
    within = Q(pk__in=[])
    for path in reach.paths("manage_people"):
        within |= Q(node__path__startswith=path)
    return ApiToken.objects.filter(within, user=user).select_related("node").order_by("-pk")


def factor_kinds(user: User) -> list[str]:
    """The kinds of second factors a person has."""
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def tokens_of(user: Any) -> QuerySet[ApiToken]:
    """One's own tokens, the living ones first."""
    return ApiToken.objects.filter(user=user).select_related("node").order_by(IsNull(F("ended_at"), True).desc(), "-pk")
