"""Writes of notices."""

from django.db import transaction

from tanheng.apps.journal.services import append_event
from tanheng.apps.notices.models import Notice
from tanheng.apps.people.access import require
from tanheng.apps.people.models import User
from tanheng.apps.sites.models import Node


@transaction.atomic
def post_notice(*, by: User, node: Node, text: str, urgent: bool) -> Notice:
    """Post a notice to the people of a company."""
    require(by, "post_notices", node)
    notice = Notice(node=node, text=text, urgent=urgent, by=by)
    notice.save()
    append_event(actor=by, action="notices.notice.posted", subject=notice, place=node, payload={"text": text, "urgency": str(urgent)})
    return notice
