"""Which duties one person may not hold together, where that is in force, and who holds them together all the same."""

from dataclasses import dataclass
from typing import Any

from tanheng.apps.people.access import unended_assignments
from tanheng.apps.people.models import Assignment, SeparationDecision, User
from tanheng.apps.people.models.permissions import SEPARATIONS, UNITED, Role, Separation


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
    above = [node.path[:end] for end in range(5, len(node.path) + 1, 5)]
    found = SeparationDecision.objects.filter(separation=separation.id, node__path__in=above).select_related("node", "by")
    newest = max(found, key=lambda one: (len(one.node.path), one.pk), default=None)
    return Standing(separation, newest is None or newest.in_force, newest)


def standings(node: Any) -> list[Standing]:
    """Every separation on a part of the group."""
    return [standing(separation, node) for separation in SEPARATIONS.values()]


def put_out_of_force(node: Any) -> list[Standing]:
    """The separations that a decision has put out of force there: for reports and verifiers."""
    return [one for one in standings(node) if not one.in_force]


def conflicts(user: User, role: str, node: Any) -> list[Conflict]:
    """What keeps the person from being given the role there: separations in force, each with the role held, today or later."""
    held = [one for one in unended_assignments().filter(user=user).select_related("node") if _overlap(one.node, node)]
    found = [Conflict(separation, one) for one in held for separation in SEPARATIONS.values() if separation.conflict(one.role, role)]
    return [one for one in found if standing(one.separation, _lower(one.held.node, node)).in_force]


def kept_apart(role: str, node: Any) -> Separation | None:
    """The separation in force that the role itself contradicts, such as one administrator in the place of three."""
    if role not in UNITED:
        return None
    found = standing(SEPARATIONS[UNITED[role]], node)
    return found.separation if found.in_force else None


def hindrances(user: User, roles: list[Role], node: Any) -> list[tuple[Role, Conflict]]:
    """Why the person could not be given the roles there."""
    return [(role, conflict) for role in roles for conflict in conflicts(user, role.id, node)]


def held_together(path: str) -> list[tuple[Assignment, Conflict]]:
    """Roles that people hold together on parts below `path` although a separation in force keeps them apart: from before the decision."""
    found: list[tuple[Assignment, Conflict]] = []
    by_user: dict[int, list[Assignment]] = {}
    for one in unended_assignments().filter(node__path__startswith=path).select_related("node", "user").order_by("id"):
        found.extend((one, conflict) for conflict in _among(one, by_user.setdefault(one.user_id, [])))
        by_user[one.user_id].append(one)
    return found


def _among(one: Assignment, others: list[Assignment]) -> list[Conflict]:
    pairs = [(other, separation) for other in others if _overlap(other.node, one.node) for separation in SEPARATIONS.values()]
    found = [Conflict(separation, other) for other, separation in pairs if separation.conflict(other.role, one.role)]
    return [conflict for conflict in found if standing(conflict.separation, _lower(conflict.held.node, one.node)).in_force]


def _overlap(one: Any, other: Any) -> bool:
    return bool(one.path.startswith(other.path) or other.path.startswith(one.path))


def _lower(one: Any, other: Any) -> Any:
    return max(one, other, key=lambda node: len(node.path))
