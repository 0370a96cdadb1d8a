"""Parts of the group for the search over everything."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.sites.models import Node
from tanheng.pages.finding import MOST_OF_A_KIND, Asked, Found


def find_nodes(asked: Asked) -> Iterator[Found]:
    """Companies, sites and facilities by name or code."""
    nodes = asked.reach.nodes("view_organisation").filter(asked.where("name", "code"))[:MOST_OF_A_KIND]
    for node in nodes:
        yield Found(_("Organisation"), node.name, beside(node), reverse("sites:node", args=[node.pk]))


def beside(node: Node) -> str:
    """Its code, and what it belongs to."""
    return " · ".join(part for part in (node.code, node.parent.name if node.parent else "") if part)
