"""Which duties one person may not hold together, where that is in force, and who holds them together all the same."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from tanheng.apps.people.access import unended_assignments
from tanheng.apps.people.models import Assignment, SeparationDecision, User
from tanheng.apps.people.models.permissions import SEPARATIONS, UNITED, Role, Separation

STEP = 5  # characters of a path by level: the group's first, then the company's


@dataclass(frozen=True)
class Standing:
    """A separation on a part of the group: whether it holds there, and the decision that says so (None: it holds by itself)."""

    separation: Separation
    in_force: bool
    decision: SeparationDecision | None


@dataclass(frozen=True)
class Conflict:
    """Two roles that a separation keeps apart and that one person holds, or would hold, on overlapping parts."""

    separation: Separation
    held: Assignment


def standing(separation: Separation, node: Any) -> Standing:
    """Whether a separation holds on a part of the group: by the newest decision of the nearest part above that has one."""
    if separation.fixed:
        return Standing(separation, True, None)
    found = _decisions(separation, Q(node__path__in=_above(node.path)))
    newest = max(found, key=lambda one: (len(one.node.path), one.pk), default=None)
    return Standing(separation, newest is None or newest.in_force, newest)


def standings(node: Any) -> list[Standing]:
    """Every separation on a part of the group."""
    return [standing(separation, node) for separation in SEPARATIONS.values()]


def put_out_of_force(node: Any) -> list[Standing]:
    """The separations that a decision has put out of force there: for reports and verifiers."""
    return [one for one in standings(node) if not one.in_force]


def conflicts(user: User, role: str, node: Any, starts_on: date | None = None) -> list[Conflict]:
    """What keeps the person from being given the role there: separations in force, each with a role held at the same time."""
    held = unended_assignments(starts_on).filter(user=user).select_related("node", "user").order_by("id")
    return [conflict for one in held for conflict in _between(one, role, node)]


def kept_apart(role: str, node: Any) -> Separation | None:
    """The separation in force that the role itself contradicts, such as one administrator in the place of three."""
    if role not in UNITED:
        return None
    separation = SEPARATIONS[UNITED[role]]
    return separation if _in_force_within(separation, _scope(node)) else None


def hindrances(user: User, roles: list[Role], node: Any) -> list[tuple[Role, Conflict]]:
    """Why the person could not be given the roles there."""
    return [(role, conflict) for role in roles for conflict in conflicts(user, role.id, node)]


def held_together(node: Any) -> list[tuple[Assignment, Conflict]]:
    """Roles that people hold together in a part of the group although a separation in force keeps them apart: from before the decision."""
    within = Q(node__path__startswith=node.path) | Q(node__path__in=_above(node.path))
    found: list[tuple[Assignment, Conflict]] = []
    by_user: dict[int, list[Assignment]] = {}
    for one in unended_assignments().filter(within).select_related("node", "user", "end").order_by("id"):
        others = by_user.setdefault(one.user_id, [])
        found.extend((one, conflict) for other in others if _at_once(one, other) for conflict in _between(other, one.role, one.node))
        others.append(one)
    return found


def _at_once(one: Assignment, other: Assignment) -> bool:
    """Whether two roles are held on any day together."""
    return all(not hasattr(a, "end") or a.end.ends_on > b.starts_on for a, b in ((one, other), (other, one)))


def _between(held: Assignment, role: str, node: Any) -> list[Conflict]:
    """The separations in force that keep a role held and another apart where both reach: in one company, or in all of a group."""
    one, other = sorted((_scope(held.node), _scope(node)), key=len)
    if not other.startswith(one):
        return []
    apart = [separation for separation in SEPARATIONS.values() if separation.conflict(held.role, role)]
    return [Conflict(separation, held) for separation in apart if _in_force_within(separation, other)]


def _in_force_within(separation: Separation, scope: str) -> bool:
    """Whether a separation holds in a scope, or in any company in it that has decided for itself."""
    decided = _decisions(separation, Q(node__path__startswith=scope) | Q(node__path__in=_above(scope)))
    newest: dict[str, bool] = {one.node.path: one.in_force for one in decided}  # the last of each part, for they come in order
    here = next((newest[path] for path in reversed(_above(scope)) if path in newest), True)
    return separation.fixed or here or any(in_force for path, in_force in newest.items() if path.startswith(scope))


def _decisions(separation: Separation, where: Q) -> QuerySet[SeparationDecision]:
    return SeparationDecision.objects.filter(where, separation=separation.id).select_related("node", "by").order_by("id")


def _scope(node: Any) -> str:
    """Path of what a role is held on as far as duties go: data belong to a whole company, so its sites and facilities count as one."""
    path: str = node.path
    return path[: 2 * STEP]


def _above(path: str) -> list[str]:
    """The path itself and those above it, the group's first."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]
