"""The part of the group for which somebody keeps the installation."""

from django.core.exceptions import PermissionDenied

from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Reach

VERB = "keep_installation"


def kept_node(reach: Reach) -> Node:
    """The highest part of the group on which the verb is open; PermissionDenied where it is open nowhere."""
    found = reach.nodes(VERB).first()
    if not isinstance(found, Node):
        raise PermissionDenied(VERB)
    return found
