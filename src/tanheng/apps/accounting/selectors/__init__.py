"""Reads of accounting: runs, their recomputation from the snapshot, and the history of one number.

A stored run is recomputed by the engine before any of it is explained; digits that differ from the stored ones are refused, never shown.
Its problems are held against the hash they were sealed under; whether the checks of today find the same is said beside it.
"""

import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from threading import Lock
from typing import Any, Literal

from django.db.models import QuerySet

from tanheng import __version__
from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.monitoring.selectors.uncertainty import meter_statements
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import DigitsDifferError, case_of, current_import, run_alone
from tanheng.apps.records.selectors.case_facts import facts_since
from tanheng.apps.records.selectors.doubts import open_count, year_case
from tanheng.apps.records.selectors.drawn import within
from tanheng.apps.records.selectors.typed_figures import typed_since
from tanheng.apps.sites.models import Node
from tanheng.engine import run as engine
from tanheng.engine.answers import open_doubts
from tanheng.engine.case import Case
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import ZERO, decimal_text
from tanheng.engine.problems import Problem
from tanheng.engine.receipt import receipt, receipt_bytes
from tanheng.engine.running import run_case
from tanheng.engine.uncertainty.budget import Propagation
from tanheng.engine.uncertainty.forms import Statement
from tanheng.pages.problem_texts import problems_hash, problems_text, stored_problems
from tanheng.rulebook import load, load_as, sound_pack
from tanheng.store.clock import day_of

RUNS_KEPT = 24  # recomputed runs kept in one server process
SHOWN_DIFFERENCES = 5
VALUES_AT_ONCE = 1_000  # measured: a run takes about a millisecond for each of its values
ProblemsProof = Literal["equal", "differs", "not_covered"]
PROPAGATIONS_KEPT = 4  # the same read with uncertain operands, which hold far more
_recomputed: OrderedDict[tuple[int, datetime, str], engine.Run] = OrderedDict()
_propagated: OrderedDict[tuple[int, datetime, str], tuple[engine.Run, tuple[Statement, ...], Propagation]] = OrderedDict()
_found_again: OrderedDict[tuple[int, datetime, str, str], str] = OrderedDict()  # the hash of the problems that are found anew
_lock = Lock()


def runs_of(node: Node, year: int | None = None) -> QuerySet[Run]:
    """Runs of everything below a node, the newest first."""
    found = Run.objects.filter(node__path__startswith=node.path)
    if year is not None:
        found = found.filter(year=year)
    return found.select_related("node", "by", "snapshot", "snapshot__source_import", "beside").order_by("-id")


def is_small_run(node: Node, year: int, pack: str) -> bool:
    """Whether the accounts of the figures that count are run within the request: about a second's work, or nothing to run."""
    one = current_import(node, year, pack)
    return one is None or one.value_count <= VALUES_AT_ONCE


def latest_run(node: Node, year: int, pack: str) -> Run | None:
    """The run of a company's year by a pack with the highest number: what is submitted."""
    if not pack.isprintable():  # no pack's id; PostgreSQL would refuse the question
        return None
    return runs_of(node, year).filter(node=node, pack=pack).order_by("-number").first()


def latest_run_of(node: Node, year: int, packs: list[str], *wanted: str) -> Run | None:
    """The newest run by the first wanted pack that has one, else by the first pack in use that has one."""
    newest = {one.pack: one for one in reversed(list(runs_of(node, year).filter(node=node)))}
    return next((newest[pack] for pack in (*wanted, *packs) if pack in newest), None)


def previous_run(run: Run) -> Run | None:
    """The run of the same year and pack before this one."""
    return Run.objects.filter(node=run.node, year=run.year, pack=run.pack, number__lt=run.number).order_by("-number").first()


def last_years_run(run: Run) -> Run | None:
    """The newest run of the year before by the same pack."""
    return Run.objects.filter(node=run.node, year=run.year - 1, pack=run.pack).order_by("-number").first()


def recomputed(run: Run) -> engine.Run:
    """The run computed anew from its snapshot, proven equal to what is stored; kept in the process afterwards.

    Raises DigitsDifferError when snapshot, results or the hash of the stored problems differ.
    """
    _prove_problems(run)
    key = (run.pk, run.at, run.run_hash)
    with _lock:
        if key in _recomputed:
            _recomputed.move_to_end(key)
            return _recomputed[key]
    fresh = run_case(load_as(run.pack, run.pack_hash), frozen_case(run))
    _prove(run, fresh)
    with _lock:
        _recomputed[key] = fresh
        while len(_recomputed) > RUNS_KEPT:
            _recomputed.popitem(last=False)
    return fresh


def propagation_of(run: Run, computed: engine.Run) -> Propagation:
    """The uncertainty of all numbers of a run, with what the meters of the company say today of the figures whose case states nothing;
    kept in the process as long as both stay.
    """
    key, meters = (run.pk, run.at, run.run_hash), _stated_by_meters(run, computed)
    with _lock:
        known = _propagated.get(key)
        if known is not None and known[0] is computed and known[1] == meters:
            _propagated.move_to_end(key)
            return known[2]
    fresh = Propagation(computed, meters)
    with _lock:
        _propagated[key] = computed, meters, fresh
        while len(_propagated) > PROPAGATIONS_KEPT:
            _propagated.popitem(last=False)
    return fresh


def _stated_by_meters(run: Run, computed: engine.Run) -> tuple[Statement, ...]:
    inputs = {one.id for one in computed.pack.inputs()}
    return tuple(one for one in meter_statements(run.node, run.pack, run.year) if one.quantity in inputs)


def as_found(run: Run) -> engine.Run:
    """The run recomputed, with the problems as they were found then: those of its file, and the answers that held."""
    return replace(recomputed(run), problems=stored_problems(run.problems))


def problems_proof(run: Run) -> ProblemsProof:
    """Whether the run computed anew, with what was told of its file and what it was held against, finds the problems that were sealed: by
    code, severity and place. They differ where checks have changed since; runs made before problems were sealed are not covered.

    Raises DigitsDifferError when the stored problems have another hash.
    """
    _prove_problems(run)
    if not run.problems_hash:
        return "not_covered"
    key = (run.pk, run.at, run.run_hash, run.problems_hash)
    with _lock:
        found = _found_again.get(key)
    if found is None:
        told = stored_problems(run.snapshot.source_import.problems)
        beside = run_alone(run.beside) if run.beside else None
        anew = run_case(load_as(run.pack, run.pack_hash), frozen_case(run), told, beside=beside)
        found = problems_hash(problems_text(anew.problems))
    with _lock:
        _found_again[key] = found
        while len(_found_again) > RUNS_KEPT:
            _found_again.popitem(last=False)
    return "equal" if found == run.problems_hash else "differs"


def doubts_of_run(run: Run) -> list[Problem]:
    """Warnings of a run that asked for an answer and had none when it was made."""
    return open_doubts(stored_problems(run.problems))


def state_of_inputs(run: Run) -> str:
    """Whether what counts now is what the run froze: "" when it is, else "figures" or "answers", whichever changed since."""
    current = current_import(run.node, run.year, run.pack)
    if current is None:
        return ""
    typed = within(typed_since(run.node, run.year, run.pack), run.through_month or 12)  # later months change nothing of a part of a year
    if current.pk != run.snapshot.source_import_id or typed or facts_since(current, run.node, run.year, run.pack):
        return "figures"
    return "" if year_case(current).snapshot_hash == run.snapshot.hash else "answers"


@dataclass(frozen=True)
class Superseded:
    """What counts now in place of what a run froze: a newer import where there is one, and whether answers to its own doubts changed."""

    newer: Import | None
    answers: bool


def superseded(run: Run) -> Superseded | None:
    """What has superseded the figures or the answers of a run; None where they are those that count."""
    state = state_of_inputs(run)
    if state == "figures":
        return Superseded(current_import(run.node, run.year, run.pack), open_count(run.snapshot.source_import) > 0)
    return Superseded(None, answers=True) if state else None


def frozen_case(run: Run) -> Case:
    """The case that a run froze, read by the revision of the rules that it names; where each value was read comes from the import."""
    snapshot = run.snapshot
    case, problems = read_case(json.loads(snapshot.document), partial(load_as, content=run.pack_hash), stored=True)
    if case is None or case.snapshot_hash != snapshot.hash:
        raise DigitsDifferError(f"snapshot {snapshot.pk}: {[problem.code for problem in problems]}")
    places = {one.place: one for one in case_of(snapshot.source_import, run.pack_hash).values}
    values = []
    for value in case.values:
        read = places.get(value.place)
        values.append(value._replace(origin=read.origin, typed=read.typed) if read else value)
    return replace(case, values=tuple(values))


def run_document(run: Run, lang: str) -> dict[str, Any]:
    """The run as `run/1`, with the problems as they were found then."""
    document = recomputed(run).document(lang)
    problems = [problem.as_json(lang) for problem in stored_problems(run.problems)]
    beside = _beside(run)
    proof = {"problems_hash": run.problems_hash, "problems_proof": problems_proof(run)}
    head = {"pack": {"id": run.pack, "hash": run.pack_hash}, "run_hash": run.run_hash, **proof}
    return {**document, **head, **({"beside": beside} if beside else {}), "problems": problems}


def run_receipt(run: Run, lang: str) -> bytes:
    """The receipt of a run as a file, the same bytes as the command gives of its figures on its day; `hash_now` says where the text of
    the rule pack has changed since.
    """
    day = day_of(run.at).isoformat()
    document = receipt(as_found(run), engine=__version__, calculated_on=day, lang=lang)
    pack = document["packs"][0]
    if pack["hash"] != run.pack_hash:
        pack |= {"hash_now": pack["hash"], "hash": run.pack_hash}
    return receipt_bytes({**document, "run_hash": run.run_hash, "beside": _beside(run)})


def _beside(run: Run) -> dict[str, Any] | None:
    """Last year's figures that the run was held against, as every document names them."""
    last = run.beside
    return {"pack": last.pack, "year": last.year, "snapshot_hash": last.snapshot_hash} if last else None


def rules_now(run: Run) -> str:
    """How the rule pack stands to the run: "" when it is the one the run was computed by, "text" when its text has changed since and
    every digit holds, "revision" when an earlier revision that is kept gives the digits.
    """
    present = load(run.pack).hash
    if present == run.pack_hash:
        return ""
    return "text" if load_as(run.pack, run.pack_hash).hash == present else "revision"


def stored_value_holds(run: Run, fresh: engine.Run, quantity: str, facility: str | None, item: str | None, month: int | None) -> bool:
    """Whether the stored digits of one derived number are still those of the recomputation."""
    found = StoredResult.objects.filter(run=run, quantity=quantity, facility=facility or "", item=item or "", month=month)
    stored = found.values_list("value", flat=True).first()
    value = fresh.value(quantity, facility, item, month)
    return stored == value and (stored is None or value is None or decimal_text(stored) == decimal_text(value))


def history_of(run: Run, quantity: str, facility: str | None, item: str | None, month: int | None) -> QuerySet[StoredResult]:
    """The same number in every run of the company's year, the newest first."""
    found = StoredResult.objects.filter(
        run__node=run.node, run__year=run.year, quantity=quantity, facility=facility or "", item=item or "", month=month
    )
    return found.select_related("run", "run__by").order_by("-run__number")


def totals_of(runs: Iterable[Run]) -> dict[int, tuple[Decimal, str]]:
    """The year's total of each run with its unit, by id; a run by a pack that cannot be read any more has none."""
    total_of = {run.pk: load(run.pack).total for run in runs if sound_pack(run.pack) is not None}
    rows = StoredResult.objects.filter(run__in=list(total_of), quantity__in=set(total_of.values()), month=None)
    found: dict[int, tuple[Decimal, str]] = {}
    for one in rows:
        if one.quantity == total_of[one.run_id]:
            before = found.get(one.run_id, (ZERO, one.unit))[0]
            found[one.run_id] = before + one.value, one.unit
    return found


def year_values(run: Run) -> dict[tuple[str, str], StoredResult]:
    """Yearly results by quantity and facility, without items: for lists that compare runs."""
    return {(one.quantity, one.facility): one for one in StoredResult.objects.filter(run=run, month=None, item="")}


def _prove_problems(run: Run) -> None:
    if run.problems_hash and (found := problems_hash(run.problems)) != run.problems_hash:
        raise DigitsDifferError(f"run {run.number}: the problems have the hash {found}, sealed was {run.problems_hash}")


def _prove(run: Run, fresh: engine.Run) -> None:
    stored = {
        (quantity, facility or None, item or None, month): decimal_text(value)
        for quantity, facility, item, month, value in StoredResult.objects.filter(run=run).values_list(
            "quantity", "facility", "item", "month", "value"
        )
    }
    now = {(one.quantity, one.facility, one.item, one.month): decimal_text(one.value) for one in fresh.results}
    if stored == now:
        return
    differing = [place for place in {**stored, **now} if stored.get(place) != now.get(place)]
    shown = "; ".join(f"{place}: {stored.get(place)} → {now.get(place)}" for place in differing[:SHOWN_DIFFERENCES])
    raise DigitsDifferError(f"run {run.number}: {len(differing)} numbers differ: {shown}")
