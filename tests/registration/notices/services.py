"""Writes of notices."""

from collections.abc import Callable

from django.db import transaction

from tanheng.apps.journal.services import append_event
from tanheng.apps.notices.models import Notice
from tanheng.apps.people.access import require
from tanheng.apps.people.models import User
from tanheng.apps.sites.models import Node
from tanheng.pages.writes import nothing_more


@transaction.atomic
def post_notice(*, by: User, node: Node, text: str, urgent: bool, within: Callable[[Notice], None] = nothing_more) -> Notice:
    """Post a notice to the people of a company."""
    require(by, "post_notices", node)
    notice = Notice(node=node, text=text, urgent=urgent, by=by)
    notice.save()
    append_event(actor=by, action="notices.notice.posted", subject=notice, place=node, payload={"text": text, "urgency": str(urgent)})
    within(notice)
    return notice
