"""Writes of accounting: freeze the current figures and run a rule pack over them, in one transaction with one event."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.accounting.models import Run, Snapshot, StoredResult
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import current_import, last_years_import, run_alone
from tanheng.apps.records.selectors.doubts import year_case
from tanheng.apps.records.services.drawing import drawn_where_typed
from tanheng.apps.sites.models import Node
from tanheng.engine import run as engine
from tanheng.engine.case import Case, case_document
from tanheng.engine.running import run_case
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import problems_hash, problems_text, stored_problems
from tanheng.rulebook import load
from tanheng.seal.canonical import canonical_bytes
from tanheng.store.many_rows import append_rows
from tanheng.store.numbering import next_number

COMPUTING = Text("冻结数据并核算", "freezing the figures and computing")
STORING = Text("保存结果", "storing the results")


@dataclass(frozen=True)
class _Figures:
    """What counts of a year at one moment: the import, its case with the answers, and what it is held against."""

    one: Import
    case: Case
    last: Import | None

    @property
    def mark(self) -> tuple[int, str, int | None]:
        """Equal as long as the same counts."""
        return self.one.pk, self.case.snapshot_hash, self.last.pk if self.last else None


def run_accounts(*, actor: Actor, node: Node, year: int, pack_id: str, through_month: int | None = None) -> Run:
    """Run the accounts of a company's year: its current figures are frozen, computed, and every number is stored. `through_month` is the
    last month of a part of the year (12: the whole year); without one the months are those of the figures that count.

    Raises ValidationError when the year has no accepted figures for the pack. It is computed before the transaction, and again where
    other figures count by then.
    """
    require(actor, "run_accounts", node)
    facts: dict[str, Any] = {"node": node, "year": year, "pack_id": pack_id, "through_month": through_month}
    drawn_where_typed(actor=actor.beforehand(), verb="run_accounts", **facts)
    while True:
        actor.tell(5, COMPUTING)
        figures = _counting(node, year, pack_id)
        beside = run_alone(figures.last) if figures.last else None
        computed = run_case(load(pack_id), figures.case, stored_problems(figures.one.problems), beside=beside)
        actor.tell(70, STORING)
        write = partial(_stored_if_current, actor, node, figures, computed)
        try:
            return change(actor, "run_accounts", node, write)  # one run of a company at a time, so numbers have no gaps
        except _OtherFiguresError:
            continue


def _counting(node: Node, year: int, pack_id: str) -> _Figures:
    one = current_import(node, year, pack_id)
    if one is None:
        missing = _("There are no figures of %(year)s for %(pack)s yet: upload them first.")
        raise ValidationError(missing, params={"year": year, "pack": pack_id})
    return _Figures(one, year_case(one), last_years_import(one))


class _OtherFiguresError(Exception):
    """Other figures count by now than those that were computed."""


def _stored_if_current(actor: Actor, node: Node, figures: _Figures, computed: engine.Run) -> Run:
    if _counting(node, computed.case.year, computed.pack.id).mark != figures.mark:
        raise _OtherFiguresError
    return _store(actor, node, figures, computed)


def _store(actor: Actor, node: Node, figures: _Figures, computed: engine.Run) -> Run:
    """The run with its snapshot, results and event; part of the caller's transaction."""
    snapshot, problems = _freeze(figures.one, figures.case), problems_text(computed.problems)
    run = Run(
        node=node,
        number=next_number(Run.objects.filter(node=node)),
        year=snapshot.year,
        pack=snapshot.pack,
        pack_hash=computed.pack.hash,
        snapshot=snapshot,
        run_hash=computed.run_hash,
        problems=problems,
        problems_hash=problems_hash(problems),
        beside=figures.last if computed.beside else None,
        by=actor.user,
    )
    run.save()
    _store_results(run, computed)
    payload = {
        "year": run.year,
        "pack": run.pack,
        "number": run.number,
        "import": figures.one.number,
        "pack_hash": run.pack_hash,
        "snapshot_hash": snapshot.hash,
        "run_hash": run.run_hash,
        "problems_hash": run.problems_hash,
        **({"beside_import": run.beside.number} if run.beside else {}),
    }
    append_event(actor=actor, action="accounting.run.stored", subject=run, place=node, payload=payload)
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
    rows = [(run.pk, one.quantity, one.facility or "", one.item or "", one.month, one.value, one.unit, one.raw) for one in computed.results]
    append_rows(StoredResult, ("run_id", "quantity", "facility", "item", "month", "value", "unit", "raw"), rows)
