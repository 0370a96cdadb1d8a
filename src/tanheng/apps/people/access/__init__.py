"""Who may do what where: the only place that answers it. It reads roles; it never changes them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from tanheng.apps.people.models import Assignment, User
from tanheng.apps.people.models.permissions import HELD, ROLES, VERBS, Role, roles_with
from tanheng.pages.actor import Actor, Reach
from tanheng.store.clock import today


class NotPermittedError(PermissionDenied):
    """The caller's roles do not open this verb on this part of the group; the error page explains it."""

    def __init__(self, verb: str, node: Any) -> None:
        super().__init__(f"{verb} on {node}")
        self.verb, self.node = verb, node


@dataclass(frozen=True)
class Grant:
    """One role held today: the assignment's key, the role and the path of its node."""

    assignment_id: int
    role: str
    node_id: int
    path: str
    node_name: str


@dataclass(frozen=True)
class PermissionExplanation:
    """Why a person may or may not: the grants that decide, and the roles that would open the verb."""

    allowed: bool
    verb: str
    deciding: list[Grant]
    elsewhere: list[Grant]
    roles: list[Role]


class PersonReach:
    """What one person may do today; reads the assignments once."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def grants(self) -> list[Grant]:
        """Roles held today, by path."""
        if self.user.pk is None:
            return []
        held = active_assignments().filter(user_id=self.user.pk, user__is_active=True).select_related("node").order_by("node__path", "id")
        return [Grant(a.pk, a.role, a.node_id, a.node.path, a.node.name) for a in held]

    def fresh(self) -> "PersonReach":
        """The same person's roles of this moment."""
        return PersonReach(self.user)

    def permits(self, verb: str, node: Any) -> bool:
        """True when a role held on the node or above it opens the verb."""
        return any(node.path.startswith(path) for path in self.paths(verb))

    def sees(self, node: Any) -> bool:
        """True when any role is held on the node or above it."""
        return any(node.path.startswith(grant.path) for grant in self.grants)

    def paths(self, verb: str) -> list[str]:
        """Paths of the nodes on which the verb is open; everything below them is included."""
        _known(verb)
        return sorted({grant.path for grant in self.grants if verb in ROLES[grant.role].verbs})

    def anywhere(self, verb: str) -> bool:
        """True when the verb is open somewhere."""
        return bool(self.paths(verb))

    def nodes(self, verb: str) -> QuerySet[Any]:
        """Nodes on which the verb is open, in tree order."""
        within = Q(pk__in=[])
        for path in self.paths(verb):
            within |= Q(path__startswith=path)
        return organisation().filter(within).order_by("path")


def organisation() -> QuerySet[Any]:
    """Parts of the group; their model is the sites app's, which stands above this one."""
    return Assignment._meta.get_field("node").related_model._default_manager.all()


def group_of(node: Any) -> Any:
    """The group a part belongs to; writes about its people hold it: what one has asked, no other changes until it is written."""
    return organisation().get(path=node.path.partition("/")[0] + "/")


def active_assignments(on: date | None = None) -> QuerySet[Assignment]:
    """Assignments in force on a day (today by default)."""
    day = on or today()
    return unended_assignments(day).filter(starts_on__lte=day)


def unended_assignments(on: date | None = None) -> QuerySet[Assignment]:
    """Assignments in force on a day (today by default) or later."""
    return Assignment.objects.filter(Q(end=None) | Q(end__ends_on__gt=on or today()))


def opens(reach: Reach, verb: str, place: Any) -> bool:
    """The one permission check: is the verb open on that part of the group, held where the verb wants it held (`Verb.held`)?"""
    if reach.permits(verb, place):
        return True
    match HELD[verb]:
        case "whole":
            parts = list(organisation().filter(parent=place))
            return bool(parts) and all(reach.permits(verb, part) for part in parts)
        case "inside":
            return any(path.startswith(place.path) for path in reach.paths(verb))
    return False


def require(actor: Actor, verb: str, place: Any) -> None:
    """Raise PermissionDenied, with the verb and the part of the group in it, unless the verb is open there to the actor."""
    if not opens(actor.reach, verb, place):
        refuse(verb, place)


def refuse(verb: str, node: Any) -> NoReturn:
    """Raise PermissionDenied so that the error page can explain it."""
    raise NotPermittedError(verb, node)


def explain_permission(user: User, verb: str, node: Any) -> PermissionExplanation:
    """Why the person may or may not: roles that decide here (where the verb wants it, those on the parts), and roles elsewhere."""
    _known(verb)
    reach = PersonReach(user)
    opening = [grant for grant in reach.grants if verb in ROLES[grant.role].verbs]
    deciding = [grant for grant in opening if node.path.startswith(grant.path)]
    permitted = opens(reach, verb, node)
    if permitted and not deciding:
        deciding = [grant for grant in opening if grant.path.startswith(node.path)]
    elsewhere = [grant for grant in opening if grant not in deciding]
    return PermissionExplanation(permitted, verb, deciding, elsewhere, roles_with(verb))


def _known(verb: str) -> None:
    if verb not in VERBS:
        raise KeyError(f"unknown verb {verb!r}; the verbs are {', '.join(VERBS)}")


def home_node(user: User) -> Any:
    """The first part of the group the person belongs to, or None."""
    first = active_assignments().filter(user=user).select_related("node").order_by("node__path").first()
    return first.node if first else None
