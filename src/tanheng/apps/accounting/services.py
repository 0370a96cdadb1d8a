"""Writes of accounting: freeze the current figures and run a rule pack over them, in one transaction with one event."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tanheng.apps.accounting.models import Run, Snapshot, StoredResult
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.models import User
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import current_import, last_years_import, run_alone
from tanheng.apps.records.selectors.doubts import year_case
from tanheng.apps.sites.access import require_covered
from tanheng.apps.sites.models import Node
from tanheng.engine import run as engine
from tanheng.engine.case import Case, case_document
from tanheng.engine.running import run_case
from tanheng.pages.problem_texts import problems_text, stored_problems
from tanheng.rulebook import load
from tanheng.seal.canonical import canonical_bytes

RESULTS_PER_STATEMENT = 200


@transaction.atomic
def run_accounts(*, by: User, node: Node, year: int, pack_id: str) -> Run:
    """Run the accounts of a company's year: its current figures are frozen, computed, and every number is stored.

    Raises ValidationError when the year has no accepted figures for the pack.
    """
    require_covered(by, "run_accounts", node)
    Node.objects.select_for_update(no_key=True).get(pk=node.pk)  # one run of a company at a time, so numbers have no gaps
    one = current_import(node, year, pack_id)
    if one is None:
        raise ValidationError(_("There are no figures of %(year)s for %(pack)s yet: upload them first.") % {"year": year, "pack": pack_id})
    case = year_case(one)
    snapshot = _freeze(one, case)
    last = last_years_import(one)
    beside = run_alone(last) if last else None
    computed = run_case(load(pack_id), case, stored_problems(one.problems), beside=beside)
    run = Run(
        node=node,
        number=_next_number(node),
        year=year,
        pack=pack_id,
        pack_hash=computed.pack.hash,
        snapshot=snapshot,
        run_hash=computed.run_hash,
        problems=problems_text(computed.problems),
        beside=last if computed.beside else None,
        by=by,
    )
    run.save()
    _store_results(run, computed)
    payload = {
        "year": year,
        "pack": pack_id,
        "number": run.number,
        "import": one.number,
        "pack_hash": run.pack_hash,
        "snapshot_hash": snapshot.hash,
        "run_hash": run.run_hash,
        **({"beside_import": run.beside.number} if run.beside else {}),
    }
    append_event(actor=by, action="accounting.run.stored", subject=run, place=node, payload=payload)
    return run


def _freeze(one: Import, case: Case) -> Snapshot:
    """The snapshot of an import's case, made at its first run with these answers; part of the caller's transaction and event."""
    found: Snapshot | None = Snapshot.objects.filter(source_import=one, hash=case.snapshot_hash).first()
    if found is not None:
        return found
    document = canonical_bytes(case_document(case)).decode()
    snapshot = Snapshot(node=one.node, source_import=one, year=case.year, pack=case.pack_id, document=document, hash=case.snapshot_hash)
    snapshot.save()
    return snapshot


def _store_results(run: Run, computed: engine.Run) -> None:
    rows = (
        StoredResult(
            run=run,
            quantity=one.quantity,
            facility=one.facility or "",
            item=one.item or "",
            month=one.month,
            value=one.value,
            unit=one.unit,
            raw=one.raw,
        )
        for one in computed.results
    )
    StoredResult.objects.bulk_create(rows, batch_size=RESULTS_PER_STATEMENT)


def _next_number(node: Node) -> int:
    last = Run.objects.filter(node=node).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
