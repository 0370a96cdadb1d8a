"""The proof of one figure of a run, up to a signed head of the journal: for whoever has neither the database nor the program."""

from typing import Any

from django.http import Http404

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.journal.selectors.proof_of_fact import sealed_event, sealed_fact, sealing_event
from tanheng.apps.journal.services.checkpoints import sign_checkpoint
from tanheng.apps.records.models import FileReading
from tanheng.engine.places import Place
from tanheng.seal.checkpoints import read_checkpoint
from tanheng.seal.notes import Note

VERSION = "proof/1"
PLACE = ("quantity", "facility", "item", "month", "unit")


def prove_figure(*, run: Run, place: Place, note: Note | None = None) -> dict[str, Any]:
    """`proof/1` of a result of the run, or of a figure that it was computed from: against `note`, else against the head of this moment.

    Raises Http404 where the run has no such figure, NotSealedError where no event before that head seals it.
    """
    where = {"quantity": place.quantity, "item": place.item or "", "month": place.month}
    result = StoredResult.objects.filter(run=run, facility=place.facility or "", **where).first()
    one = run.snapshot.source_import
    if result is not None:
        kinds, amount, about = (("result", result.pk), ("run", run.pk)), "value", ("accounting.run", run.pk)
    else:
        reading = FileReading.objects.filter(source_import=one, facility_code=place.facility or "", **where).first()
        if reading is None:
            raise Http404("the run has no such number")
        kinds, amount, about = (("reading", reading.pk), ("import", one.pk)), "amount", ("records.import", one.pk)
    event = sealing_event(*kinds[0], object_type=about[0], object_id=str(about[1]))
    note = note or sign_checkpoint()
    proven = [sealed_fact(event, what, key) for what, key in kinds]
    return {
        "tanheng": VERSION,
        "value": {name: proven[0]["document"][name] for name in (*PLACE, amount)},
        "facts": proven,
        "event": sealed_event(event, read_checkpoint(note.text).size),
        "checkpoint": note.written,
    }
