"""The only way to get clarifications and the group they belong to. Rules are open to everybody who signed in; what was said
about them to one group is not seen from another.
"""

from django.db.models import QuerySet
from django.http import Http404

from tanheng.apps.guidance.models import Clarification
from tanheng.apps.people.access import refuse
from tanheng.apps.sites.models import STEP, Node
from tanheng.pages.actor import Reach

READ, WRITE = "view_organisation", "clarify_rules"


def groups_open(reach: Reach, verb: str) -> QuerySet[Node]:
    """The groups in any part of which the verb is open."""
    return Node.objects.filter(kind="group", path__in={path[:STEP] for path in reach.paths(verb)}).order_by("path")


def permits_in_group(reach: Reach, verb: str, group: Node) -> bool:
    """Whether the verb is open in any part of the group: rules are the same everywhere in it."""
    return any(path.startswith(group.path) for path in reach.paths(verb))


def access_group(reach: Reach, verb: str, node_id: int) -> Node:
    """The group a node belongs to. Http404 to whoever holds no role in it; PermissionDenied when no role there opens the verb."""
    node = Node.objects.filter(pk=node_id).first()
    group = node and Node.objects.filter(path=node.path[:STEP], kind="group").first()
    if group is None or not any(grant.path.startswith(group.path) for grant in reach.grants):
        raise Http404("no such part of the group")
    if not permits_in_group(reach, verb, group):
        refuse(verb, group)
    return group


def access_clarification(reach: Reach, clarification_id: int) -> Clarification:
    """The clarification, when its group is open to the reader."""
    found = Clarification.objects.select_related("group", "by", "file").filter(pk=clarification_id).first()
    if found is None:
        raise Http404("no such clarification")
    access_group(reach, READ, found.group_id)
    return found
