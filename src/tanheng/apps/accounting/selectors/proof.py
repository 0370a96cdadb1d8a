"""The proof of runs: the hash of each rebuilt from what is stored (the pack's hash, results, snapshot), and all of it computed anew."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from django.db.models import TextField
from django.db.models.functions import Cast

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors.damages import COMPARE, Damage
from tanheng.engine import run as engine
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import decimal_text
from tanheng.engine.results import hashed_bytes
from tanheng.engine.running import run_case
from tanheng.engine.text import Text
from tanheng.rulebook import load_as
from tanheng.seal.canonical import canonical_bytes, sha256_of_bytes

RUNS_AT_ONCE = 100
SNAPSHOT = Text("快照内容与其哈希不符", "the snapshot's document is not that of its hash")
RUN_HASH = Text("核算哈希不是其规则包、结果和快照的哈希", "the run's hash is not that of its pack, results and snapshot")
DIGITS = Text("重新计算得到不同的数值", "computed anew, the digits differ")
Row = tuple[str, str, str, int | None, str, str, str]  # quantity, facility, item, month, unit, value, raw


def prove_runs(tally: "Counter[str]", step: Callable[[int], None]) -> Iterator[Damage]:
    """Each run whose stored hash, results and snapshot do not belong together, or whose digits are not those that its rules give.

    Counted are `runs_equal`, `runs_text_changed` (the rules are written otherwise since, every digit holds) and `runs_differ`.
    """
    for run in Run.objects.select_related("snapshot").order_by("snapshot_id", "pk").iterator(chunk_size=RUNS_AT_ONCE):
        found = _wrong_with(run)
        if found is None:
            present = load_as(run.pack, run.pack_hash).hash
            tally["runs_equal" if present == run.pack_hash else "runs_text_changed"] += 1
        else:
            tally["runs_differ"] += 1
            yield Damage("run", run.pk, _event_of(run), found, COMPARE)
        step(1)


def differing_results(first: int, last: int) -> Iterator[tuple[int, list[str]]]:
    """Of the results of a range of ids: each that the run computed anew gives otherwise, with the names of what differs."""
    stored = StoredResult.objects.filter(pk__range=(first, last))
    for run in Run.objects.filter(pk__in=stored.values("run_id").distinct()).select_related("snapshot"):
        fresh = _fresh(run)
        if fresh is None:
            continue
        places = {row[:4]: row for row in _rows_of(fresh)}
        for key, row in _stored_rows(run, first, last):
            known = places.get(row[:4])
            names = ("unit", "value", "raw")
            if known is None:
                yield key, ["place"]
            elif fields := [name for name, then, now in zip(names, known[4:], row[4:], strict=True) if then != now]:
                yield key, fields


def _wrong_with(run: Run) -> Text | None:
    if sha256_of_bytes(_hashed(run)) != run.run_hash:
        return RUN_HASH
    fresh = _fresh(run)
    if fresh is None:
        return SNAPSHOT
    anew = hashed_bytes(fresh).replace(fresh.pack.hash.encode(), run.pack_hash.encode(), 1)
    return None if sha256_of_bytes(anew) == run.run_hash else DIGITS


def _hashed(run: Run) -> bytes:
    """What the run's hash is of, from what is stored."""
    rows = [
        {"facility": facility or None, "item": item or None, "month": month, "quantity": quantity, "unit": unit, "value": value}
        for _, (quantity, facility, item, month, unit, value, _raw) in _stored_rows(run)
    ]
    return canonical_bytes({"pack": run.pack_hash, "results": rows, "snapshot": run.snapshot.hash})


def _stored_rows(run: Run, first: int | None = None, last: int | None = None) -> Iterator[tuple[int, Row]]:
    """Key and row of each stored result as it stands, its decimals as text."""
    rows = StoredResult.objects.filter(run=run).order_by("pk")
    if first is not None:
        rows = rows.filter(pk__range=(first, last))
    texts = {"value_text": Cast("value", TextField()), "raw_text": Cast("raw", TextField())}
    columns = ("pk", "quantity", "facility", "item", "month", "unit", "value_text", "raw_text")
    for key, *row in rows.annotate(**texts).values_list(*columns):
        yield key, tuple(row)


def _rows_of(computed: engine.Run) -> Iterator[Row]:
    for one in computed.results:
        place = (one.quantity, one.facility or "", one.item or "", one.month)
        yield *place, one.unit, decimal_text(one.value), decimal_text(one.raw)


def _fresh(run: Run) -> engine.Run | None:
    return _computed(run.snapshot.document, run.snapshot.hash, run.pack, run.pack_hash)


@lru_cache(maxsize=4)
def _computed(document: str, snapshot_hash: str, pack: str, pack_hash: str) -> engine.Run | None:
    """The run of a snapshot by the rules of a hash; None where the snapshot's document no longer is that of its hash."""
    try:
        stored = json.loads(document)
    except ValueError:
        return None
    case, _ = read_case(stored, partial(load_as, content=pack_hash), stored=True)
    if case is None or case.snapshot_hash != snapshot_hash or case.pack_id != pack:
        return None
    return run_case(load_as(pack, pack_hash), case)


def _event_of(run: Run) -> int | None:
    found = (
        Event.objects.filter(object_type="accounting.run", object_id=str(run.pk)).order_by("sequence").values_list("sequence", flat=True)
    )
    return found.first()
