"""Reads of the organisation: descendants, ancestors, names, facts in force on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from tanheng.apps.sites.models import Installation, Node, NodeFact
from tanheng.store.clock import today


def descendants(node: Node, *, kind: str = "") -> QuerySet[Node]:
    """The node itself and everything below it, in tree order; only one kind when given."""
    below = Node.objects.filter(path__startswith=node.path)
    return below.filter(kind=kind) if kind else below


def ancestors(node: Node) -> list[Node]:
    """From the group down to the node itself."""
    return list(Node.objects.filter(path__in=node.ancestor_paths).order_by("path"))


def company_of(node: Node) -> Node | None:
    """The company a site or facility belongs to; the company itself for a company; None for a group."""
    return Node.objects.filter(path__in=node.ancestor_paths, kind="company").first()


def facts(node: Node, *, on: date | None = None) -> dict[str, NodeFact]:
    """Facts in force on a day (today by default), the newest record of each attribute."""
    known = NodeFact.objects.filter(node=node, valid_from__lte=on or today())
    return {fact.attribute: fact for fact in known.order_by("valid_from", "id")}


def fact_history(node: Node) -> QuerySet[NodeFact]:
    """Every record of every fact, newest first."""
    return NodeFact.objects.filter(node=node).select_related("recorded_by").order_by("-valid_from", "-id")


def node_names(paths: Iterable[str]) -> Mapping[str, str]:
    """Names of nodes by path."""
    return dict(Node.objects.filter(path__in=list(paths)).values_list("path", "name"))


def unfinished_installation() -> Installation | None:
    """The set-up that is still going on, if any."""
    return Installation.objects.filter(finished_at=None).select_related("founder").first()
