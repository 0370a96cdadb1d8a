"""The only way to get a node: with a permission, and as if it did not exist outside one's part of the group."""

from typing import Any

from django.http import Http404

from tanheng.apps.people.access import Reach, refuse
from tanheng.apps.sites.models import Node


def access_node(user: Any, verb: str, node_id: int, *, kind: str = "") -> Node:
    """The node, when the person may do `verb` there.

    Http404 when the person holds no role there (or the kind differs); PermissionDenied when a role is held there
    that does not open the verb.
    """
    node = Node.objects.select_related("parent").filter(pk=node_id).first()
    reach = Reach(user)
    if node is None or not reach.sees(node) or (kind and node.kind != kind):
        raise Http404("no such part of the group")
    if not reach.permits(verb, node):
        refuse(verb, node)
    return node
