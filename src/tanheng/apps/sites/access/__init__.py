"""The only way to get a node, and whatever belongs to a company: with a permission, and as if it did not exist elsewhere.

`reach` is what the caller may do: a person's, or a token's narrower one. A case belongs to a whole company: a verb is open
for its data to whoever holds it on the company or on every one of its sites.
"""

from typing import TypeVar

from django.http import Http404

from tanheng.apps.people.access import opens, refuse
from tanheng.apps.sites.models import LifeEvent, Node
from tanheng.pages.actor import Reach

Found = TypeVar("Found")


def access_node(reach: Reach, verb: str, node_id: int, *, kind: str = "") -> Node:
    """The node, when the caller may do `verb` there.

    Http404 when the caller holds no role there (or the kind differs); PermissionDenied when a role is held there
    that does not open the verb.
    """
    node = Node.objects.select_related("parent").filter(pk=node_id).first()
    if node is None or not reach.sees(node) or (kind and node.kind != kind):
        raise Http404("no such part of the group")
    if not reach.permits(verb, node):
        refuse(verb, node)
    return node


def access_life_event(reach: Reach, verb: str, event_id: int) -> LifeEvent:
    """A record of what happened to a facility, when the caller may do `verb` there; else as `access_node`."""
    event = LifeEvent.objects.select_related("node", "node__parent").filter(pk=event_id).first()
    if event is None:
        raise Http404("no such record")
    access_node(reach, verb, event.node_id, kind="facility")
    return event


def access_company(reach: Reach, verb: str, node_id: int) -> Node:
    """The company of a node (itself, or the one above a site or facility) for whose data the verb is open.

    Http404 when the caller holds no role there or there is no company; PermissionDenied when the role does not open it.
    """
    node = Node.objects.filter(pk=node_id).first()
    company = node and Node.objects.filter(path__in=node.ancestor_paths, kind="company").first()
    return checked(reach, verb, company, company)


def checked(reach: Reach, verb: str, found: Found | None, company: Node | None) -> Found:
    """`found`, when the verb is open for the data of its company; Http404 to whoever holds no role in that company."""
    if found is None or company is None or not (reach.sees(company) or _holds_a_role_inside(reach, company)):
        raise Http404("no such record")
    if not opens(reach, verb, company):
        refuse(verb, company)
    return found


def _holds_a_role_inside(reach: Reach, company: Node) -> bool:
    return any(grant.path.startswith(company.path) for grant in reach.grants)
