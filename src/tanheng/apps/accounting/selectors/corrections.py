"""What was corrected since a run: its numbers as it froze them, and as the figures that count now give them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.selectors import rules_now, state_of_inputs
from tanheng.apps.monitoring.models import Reading
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import case_of, current_import, run_alone
from tanheng.apps.records.selectors.drawn import case_with_typed, last_month_of, within
from tanheng.apps.records.selectors.typed_figures import typed_since
from tanheng.apps.sites.models import Node
from tanheng.engine import run as engine
from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import ZERO
from tanheng.engine.part_of_year import first_months
from tanheng.engine.places import Place
from tanheng.engine.running import run_case
from tanheng.rulebook import load


@dataclass(frozen=True)
class Corrected:
    """A number that is another one now; None where it had none or has none any more."""

    place: Place
    was: Decimal | None
    now: Decimal | None


class Corrections:
    """The numbers of a run against those of the figures that count now: nothing where these are the ones it froze."""

    def __init__(self, run: Run, computed: engine.Run, changed: str | None = None) -> None:
        """`changed` is what `state_of_inputs` says, where it is known."""
        self.then = computed
        self.mark: tuple[object, ...] = ()  # equal as long as the same figures count
        self.now = None
        if (state_of_inputs(run) if changed is None else changed) == "figures":
            current = current_import(run.node, run.year, run.pack)
            typed = within(typed_since(run.node, run.year, run.pack), run.through_month or 12)
            self.mark = (current and current.pk, *sorted(one.pk for one in typed.values()))
            self.now = _of_same_months(_run_now(current, typed), computed)
        self.same_rules = rules_now(run) != "revision"

    def at(self, place: Place) -> Corrected | None:
        """How a number stands; of a result only where the same rules computed both."""
        quantity = self.then.pack.quantities.get(place.quantity)
        if self.now is None or quantity is None or (quantity.role == "derived" and not self.same_rules):
            return None
        was, now = self.then.value(*place), self.now.value(*place)
        return None if was == now else Corrected(place, was, now)

    def together(self, places: Sequence[Place]) -> Corrected | None:
        """The same of the sum of a number over several places."""
        if len(places) == 1 or not places:
            return self.at(places[0]) if places else None
        if self.now is None or not any(self.at(one) for one in places):
            return None
        was, now = _sum(self.then, places), _sum(self.now, places)
        return None if was == now else Corrected(places[0], was, now)

    def inputs(self) -> Iterator[Corrected]:
        """Every figure that was given otherwise then, in the order of the run's case; what was added since stands last."""
        if self.now is None:
            return
        for place in dict.fromkeys(one.place for one in (*self.then.case.values, *self.now.case.values)):
            found = self.at(place)
            if found is not None:
                yield found


def _sum(run: engine.Run, places: Sequence[Place]) -> Decimal | None:
    known = [value for one in places if (value := run.value(*one)) is not None]
    return sum(known, ZERO) if known else None


def _of_same_months(now: engine.Run | None, then: engine.Run) -> engine.Run | None:
    """What counts now, of the months that a run is of: months that came since correct nothing."""
    through = then.case.through_month
    if now is None or through is None or now.case.through_month == through:
        return now
    return run_case(now.pack, first_months(now.case, through), causes=False)


def _run_now(current: Import | None, typed: Mapping[Place, Reading]) -> engine.Run | None:
    """A run over what counts now, what was typed since the newest file in its place."""
    if current is None or not typed:
        return run_alone(current) if current else None
    return _run_typed(current.pk, tuple(sorted((place, reading.pk) for place, reading in typed.items()))) or run_alone(current)


@lru_cache(maxsize=16)
def _run_typed(import_id: int, typed: tuple[tuple[Place, int], ...]) -> engine.Run | None:
    """The figures of an import with typed ones in their places, read as a file would be; None where that makes no sound case."""
    one = Import.objects.select_related("node").get(pk=import_id)
    readings = Reading.objects.select_related("series").in_bulk([key for _place, key in typed])
    case = case_with_typed(one, {place: readings[key] for place, key in typed}, one.node, one.year or 0, one.pack, last_month_of(one))
    read = read_case(case_document(replace(case, answers=())), load)[0]
    return run_case(load(one.pack), read) if read else None


def superseded_runs(runs: list[Run]) -> set[int]:
    """Keys of the runs, of a list, whose figures are not those that count now."""
    found: set[int] = set()
    for (node, year, pack), of_year in _by_year(runs).items():
        now, typed = current_import(node, year, pack), typed_since(node, year, pack)
        for one in of_year:
            later = now is not None and _others(now, one)
            found |= {one.pk} if later or within(typed, one.through_month or 12) else set()
    return found


def _others(now: Import, run: Run) -> bool:
    """Whether the figures that count now are others than those of a run, in the months that it is of."""
    then = run.snapshot.source_import
    if now.snapshot_hash == then.snapshot_hash or run.through_month is None or run.through_month == now.through_month:
        return now.snapshot_hash != then.snapshot_hash
    said = [{one.place: one.amount for one in case.values} for case in (first_months(case_of(now), run.through_month), case_of(then))]
    return said[0] != said[1]


def _by_year(runs: list[Run]) -> dict[tuple[Node, int, str], list[Run]]:
    found: dict[tuple[Node, int, str], list[Run]] = {}
    for one in runs:
        found.setdefault((one.node, one.year, one.pack), []).append(one)
    return found
