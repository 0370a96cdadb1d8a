"""Writes of notices."""

from tanheng.apps.journal.services import append_event
from tanheng.apps.notices.models import Notice
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Actor


def post_notice(*, actor: Actor, node: Node, text: str, urgent: bool) -> Notice:
    """Post a notice to the people of a company."""

    def write() -> Notice:
        notice = Notice(node=node, text=text, urgent=urgent, by=actor.user)
        notice.save()
        payload = {"text": text, "urgency": str(urgent)}
        append_event(actor=actor, action="notices.notice.posted", subject=notice, place=node, payload=payload)
        return notice

    return change(actor, "post_notices", node, write)
