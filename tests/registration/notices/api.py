"""Notices by the API."""

from functools import partial
from typing import Any

from ninja import Router, Schema

from tanheng.apps.notices.models import Notice
from tanheng.apps.notices.selectors import notices_of
from tanheng.apps.notices.services import post_notice
from tanheng.apps.sites.access import access_company
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write

router = Router(tags=["notices"])


class NoticeIn(Schema):
    """A new notice."""

    text: str
    urgent: bool = False


class NoticeOut(NoticeIn):
    """A notice."""

    id: int
    by: str


@router.get("/organisations/{int:node_id}/notices", response=list[NoticeOut], summary="Notices")
def list_notices(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """A company's notices, the newest first."""
    return [_shown(one) for one in notices_of(access_company(request.reach, "read_notices", node_id))]


@router.post("/organisations/{int:node_id}/notices", response={201: NoticeOut}, summary="Post a notice")
def create_notice(request: PageRequest, node_id: int, given: NoticeIn) -> Write[Notice]:
    """Post a notice to a company's people."""
    company = access_company(request.reach, "post_notices", node_id)
    post = partial(post_notice, node=company, text=given.text, urgent=given.urgent)
    return Write(post, lambda made: (201, _shown(made)))


def _shown(one: Notice) -> dict[str, Any]:
    return {"id": one.pk, "text": one.text, "urgent": one.urgent, "by": str(one.by)}
