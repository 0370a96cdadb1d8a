"""The organisation by the API: read only."""

from typing import Any

from ninja import Router, Schema

from tanheng.apps.sites.models import Node
from tanheng.pages.request import PageRequest

router = Router(tags=["organisations"])


class Organisation(Schema):
    """A node of the organisation tree."""

    id: int
    kind: str
    name: str
    code: str
    facility_kind: str
    parent: int | None
    in_use_from: str | None
    in_use_to: str | None


@router.get("/organisations", response=list[Organisation], summary="The part of the group that is open to the caller")
def list_organisations(request: PageRequest) -> list[dict[str, Any]]:
    """Every node on which view_organisation is open, in tree order."""
    return [_organisation(node) for node in request.reach.nodes("view_organisation")]


def _organisation(node: Node) -> dict[str, Any]:
    return {
        "id": node.pk,
        "kind": node.kind,
        "name": node.name,
        "code": node.code,
        "facility_kind": node.facility_kind,
        "parent": node.parent_id,
        "in_use_from": node.in_use_from and node.in_use_from.isoformat(),
        "in_use_to": node.in_use_to and node.in_use_to.isoformat(),
    }
