"""Reads of the meter ledger: what each meter is on a day, its state, its place in a chain of replacements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from tanheng.analysis.calibrations import DAY, Span, common, joined
from tanheng.analysis.meter_words import IN_USE, VOID
from tanheng.analysis.registers import Register, Replacement
from tanheng.apps.monitoring.models import Calibration, Meter, MeterDescription, MeterReplacement, MeterStep
from tanheng.apps.sites.models import Node
from tanheng.rulebook.metering import MeterKind, metering
from tanheng.store.clock import today

LAST_DAY = date.max
Row = TypeVar("Row", MeterDescription, MeterStep, Calibration)


@dataclass(frozen=True)
class MeterHistory:
    """A meter with all its rows that count, in order: what was superseded is left out."""

    meter: Meter
    descriptions: list[MeterDescription]
    steps: list[MeterStep]
    calibrations: list[Calibration]

    def described(self, day: date | None = None) -> MeterDescription:
        """What it is on a day (today); before its first description, what that says."""
        until = day or today()
        known = [one for one in self.descriptions if one.valid_from <= until]
        return known[-1] if known else self.descriptions[0]

    @property
    def newest(self) -> MeterDescription:
        """The description recorded last: it says register and multiplier for the meter's whole life."""
        return max(self.descriptions, key=lambda one: one.pk)

    @property
    def kind(self) -> MeterKind:
        """Its kind today, with class and rule that are asked for."""
        return kind_of(self.described())

    def step(self, day: date | None = None) -> MeterStep | None:
        """The step that says its state on a day (today); None before the first."""
        known = [one for one in self.steps if one.on <= (day or today())]
        return known[-1] if known else None

    def status(self, day: date | None = None) -> str:
        """Its state on a day (today); "" before the first step."""
        found = self.step(day)
        return found.status if found else ""

    def spans_in_use(self) -> list[Span]:
        """The days on which it is in use; without an end, to the last day there is."""
        ends = [*(one.on for one in self.steps[1:]), None]
        pairs = zip(self.steps, ends, strict=True) if self.steps else ()
        spans = (Span(one.on, end - DAY if end else LAST_DAY) for one, end in pairs if one.status == IN_USE and (not end or end > one.on))
        return joined(spans)

    def in_use_within(self, period: Span) -> list[Span]:
        """The days of a period on which it is in use."""
        return common(self.spans_in_use(), [period])


def kind_of(described: MeterDescription) -> MeterKind:
    """The kind of a description; the one for all others where the rule book has it no more."""
    kinds = metering().kinds
    return kinds.get(described.kind, kinds["other"])


def histories(company: Node) -> list[MeterHistory]:
    """Every meter of a company, by code: four questions to the database, however many there are."""
    return histories_of(Meter.objects.filter(company=company).select_related("company"))


def history(meter: Meter) -> MeterHistory:
    """One meter."""
    return histories_of([meter])[0]


def histories_of(meters: Iterable[Meter]) -> list[MeterHistory]:
    """Of each meter all rows that count."""
    found = list(meters)
    keys = [one.pk for one in found]
    descriptions = MeterDescription.objects.filter(meter__in=keys).select_related("facility", "by").order_by("valid_from", "pk")
    steps = MeterStep.objects.filter(meter__in=keys, superseded_by=None).select_related("by").order_by("on", "pk")
    calibrations = current_calibrations().filter(meter__in=keys).select_related("file", "by").order_by("done_on", "pk")
    described, stepped, calibrated = _by_meter(descriptions), _by_meter(steps), _by_meter(calibrations)
    return [MeterHistory(one, described.get(one.pk, []), stepped.get(one.pk, []), calibrated.get(one.pk, [])) for one in found]


def _by_meter(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.meter_id, []).append(row)
    return found


def current_calibrations() -> QuerySet[Calibration]:
    """Those that nobody superseded; what is void counts no more."""
    return Calibration.objects.filter(superseded_by=None).exclude(result=VOID)


def current_replacements(company: Node) -> QuerySet[MeterReplacement]:
    """The replacements of a company that count, in order."""
    found = MeterReplacement.objects.filter(old__company=company, superseded_by=None)
    return found.select_related("old", "new", "by").order_by("on", "pk")


def chain_of(meter: Meter) -> list[MeterReplacement]:
    """The replacements before and after a meter at its metering points, in order. A meter that came back stands in it again."""
    every = list(current_replacements(meter.company))
    before, place, wanted = [], len(every), {meter.pk}
    while (place := next((number for number in reversed(range(place)) if every[number].new_id in wanted), -1)) >= 0:
        before.append(every[place])
        wanted = {every[place].old_id}
    after, place, wanted = [], -1, {meter.pk}
    while (place := next((number for number in range(place + 1, len(every)) if every[number].old_id in wanted), -1)) >= 0:
        after.append(every[place])
        wanted = {every[place].new_id}
    return sorted({*before, *after}, key=lambda one: (one.on, one.pk))


def registers_of(company: Node) -> dict[str, Register]:
    """The registers of a company's meters, by code, as the arithmetic of `analysis.registers` takes them."""
    described = ((one.meter.code, one.newest) for one in histories(company) if one.descriptions)
    return {code: Register(code, one.multiplier, one.register_size) for code, one in described}


def replacements_of(company: Node) -> list[Replacement]:
    """The replacements of a company's meters that have registers, as the arithmetic of `analysis.registers` takes them."""
    return [
        Replacement(one.on, one.old.code, one.new.code, one.closing, one.opening)
        for one in current_replacements(company)
        if one.closing is not None and one.opening is not None
    ]


def serving(found: Iterable[MeterHistory], day: date, quantity: str, facility: Node | None, item: str = "") -> list[MeterHistory]:
    """Those of the meters that are in use on a day and serve a quantity of a facility (None: of the company)."""
    wanted = (quantity, facility.pk if facility else None, item)
    rows = ((one, one.described(day)) for one in found if one.status(day) == IN_USE)
    return [one for one, said in rows if (said.quantity, said.facility_id, said.item) == wanted]
