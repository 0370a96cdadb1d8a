"""Reading every stored content against the hash by which it is recorded."""

from tanheng.apps.evidence.models import EvidenceFile
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.services import append_event
from tanheng.apps.keeping.models import EXAMINED
from tanheng.apps.people.access import require
from tanheng.apps.people.access.actors import on_the_machine
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Actor
from tanheng.store.contents import damage_of

VERB = "keep_installation"
MOST_TOLD = 500  # of damaged contents in one event


def examine_contents(*, actor: Actor, node: Node) -> Event:
    """Read and prove every recorded content, and note in the journal how many are damaged and which."""
    require(actor, VERB, node)
    return _noted(actor, VERB, node, *_read())


def examine_by_itself() -> Event:
    """The same without anybody who asks for it: by the schedule."""
    node = Node.objects.filter(kind="group").order_by("path").first()
    return _noted(on_the_machine("worker"), "", node, *_read())


def _read() -> tuple[int, list[str]]:
    """How many contents were read, and which of them are damaged."""
    rows = list(EvidenceFile.objects.order_by("pk").values_list("sha256", "size"))
    return len(rows), [sha256 for sha256, size in rows if damage_of(sha256, size)]


def _noted(actor: Actor, verb: str, node: Node | None, contents: int, damaged: list[str]) -> Event:
    def write() -> Event:
        last = EvidenceFile.objects.order_by("-pk").first() or EvidenceFile(pk=0)
        payload = {"contents": contents, "count": len(damaged), "damaged": damaged[:MOST_TOLD]}
        return append_event(actor=actor, action=EXAMINED, subject=last, place=node, payload=payload)

    return change(actor, verb, node, write)
