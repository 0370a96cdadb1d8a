"""How the numbers of a run differ from those of the run before and of last year's newest run, and which differences stand out.

It compares what is stored; what is large is said by `analysis.large_changes` alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from tanheng.analysis.large_changes import large_change
from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.selectors import last_years_run, previous_run
from tanheng.engine.checks.last_year import limit_of
from tanheng.engine.numbers import ZERO, shown
from tanheng.engine.pack import Quantity
from tanheng.engine.places import Place


@dataclass(frozen=True)
class Change:
    """How a number differs from the one of an earlier run; `large` is rise, fall, new, gone or nothing."""

    label: str
    text: str
    percent: str
    run_id: int
    large: str = ""


@dataclass(frozen=True)
class EarlierRun:
    """A run to compare with, how it is called, and its numbers by place."""

    label: str
    run: Run
    values: dict[Place, Decimal]


def runs_before(run: Run) -> tuple[Run | None, Run | None]:
    """The run before and last year's newest, where there are such and they are of the same months: a quarter beside a year says nothing."""
    found = (previous_run(run), last_years_run(run))
    same = [one if one is not None and one.through_month == run.through_month else None for one in found]
    return same[0], same[1]


def earlier_runs(
    run: Run, *, names: Collection[str] = (), monthly: Iterable[str] = (), before: tuple[Run | None, Run | None] | None = None
) -> list[EarlierRun]:
    """The run before and last year's, where there are such, with their yearly numbers (of `names` alone where given) and the months of
    `monthly`; `before` are these runs, where they are known.
    """
    wanted = Q(month=None, quantity__in=names) if names else Q(month=None)
    wanted |= Q(quantity__in=list(monthly))
    pairs = zip((_("previous run"), _("last year")), before or runs_before(run), strict=True)
    return [EarlierRun(label, one, _values(one, wanted)) for label, one in pairs if one is not None]


def _values(run: Run, wanted: Q) -> dict[Place, Decimal]:
    rows = StoredResult.objects.filter(wanted, run=run).values_list("quantity", "facility", "item", "month", "value")
    return {Place(quantity, facility or None, item or None, month): value for quantity, facility, item, month, value in rows}


def changes_of(
    quantity: Quantity, unit: str, value: Decimal | None, places: Iterable[Place], earlier: Iterable[EarlierRun]
) -> tuple[Change, ...]:
    """The changes of a number that stands at these places (of several the sum), against each earlier run that has it."""
    places, found = list(places), []
    for one in earlier:
        known = [one.values[place] for place in places if place in one.values]
        if value is not None and known:
            found.append(_change(quantity, unit, sum(known, ZERO), value, one, monthly=places[0].month is not None))
    return tuple(found)


def _change(quantity: Quantity, unit: str, before: Decimal, value: Decimal, one: EarlierRun, *, monthly: bool) -> Change:
    difference = value - before
    text = shown(difference, quantity.decimals if monthly else quantity.year_decimals).replace("-", "−")
    signed = text if difference <= 0 else f"+{text}"
    return Change(one.label, signed, percent_of(difference, before), one.run.pk, large_change(before, value, limit_of(quantity)))


def percent_of(part: Decimal, whole: Decimal) -> str:
    """`+12.34 %` of the whole with a true minus sign, on one line; nothing where the whole is nothing."""
    if not whole:
        return ""
    percent = (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{percent:+f}\N{NO-BREAK SPACE}%".replace("-", "−")
