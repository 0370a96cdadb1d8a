"""What records has done in the background."""

from typing import Any

from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors.since_base import Waited
from tanheng.apps.records.selectors.waiting_uploads import NO_IMPORT, imports_asked_before
from tanheng.apps.records.services import upload_case
from tanheng.apps.records.services.asking import AskedError
from tanheng.apps.sites.models import Node
from tanheng.apps.work.selectors.failures import GoneFileError
from tanheng.pages.actor import Actor
from tanheng.store.contents import sha256_hex
from tanheng.store.quarantine import content_of
from tanheng.store.refused_files import keep_refused


def take_over(
    *,
    actor: Actor,
    node: int,
    file: str,
    file_name: str,
    sha256: str,
    reason: str,
    base: int | None = None,
    confirm: int | None = None,
    number: int | None = None,
) -> Import:
    """Take a file over that waits in quarantine, or refuse it with its problems. GoneFileError where it is not what was sent."""
    content = content_of(file)
    if content is None or sha256_hex(content) != sha256:
        raise GoneFileError(file_name)
    try:
        company = Node.objects.get(pk=node)
        waited = None if number is None else Waited(number, imports_asked_before(actor.user, company, file))
        given: dict[str, Any] = {"file_name": file_name, "content": content, "reason": reason, "base": base, "confirm": confirm}
        return upload_case(actor=actor, node=company, waited=waited, **given)
    except AskedError:
        keep_refused(node, NO_IMPORT, content)  # it need not be chosen again
        raise
