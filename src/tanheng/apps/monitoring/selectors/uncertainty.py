"""The uncertainty of what a meter measures, by the class of the ledger and the certificate that holds; and of a whole account's meters."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tanheng.analysis.meter_uncertainty import MeterUncertainty, uncertainty_by
from tanheng.analysis.meter_words import IN_USE
from tanheng.apps.monitoring.models import PlanSource
from tanheng.apps.monitoring.selectors.calibrations import last_passed
from tanheng.apps.monitoring.selectors.meters import MeterHistory, histories
from tanheng.apps.monitoring.selectors.selection import PlanOfYear
from tanheng.apps.sites.models import Node
from tanheng.engine.plan.lists import MAIN
from tanheng.engine.uncertainty.forms import Form, Statement
from tanheng.store.clock import today

Served = tuple[str, str, str]  # quantity, facility, item; "" none


def uncertainty_of(meter: MeterHistory, day: date | None = None) -> MeterUncertainty:
    """By its class on a day (today) and the certificate that holds then, or held last."""
    held = last_passed(meter, day)
    said = meter.described(day)
    if held is None:
        return uncertainty_by(said.accuracy_class)
    expanded = None if held.expanded is None else held.expanded.scaleb(-2)  # stored in per cent
    return uncertainty_by(said.accuracy_class, expanded, held.coverage, held.certificate_number)


def stated_uncertainties(meters: Iterable[MeterHistory], pack_id: str, day: date | None = None) -> list[dict[str, Any]]:
    """What meters that are in use and serve a quantity of a pack say of it, each as an entry of `uncertainties` of a case.

    One meter is one group wherever it serves: its error is the same in each. A quantity that several meters serve at one place is left
    out, as the shares of each are not known.
    """
    on = day or today()
    served: dict[tuple[str, str, str], list[MeterHistory]] = {}
    for one in meters:
        said = one.described(on)
        if one.status(on) == IN_USE and said.pack == pack_id and said.quantity:
            place = (said.quantity, said.facility.code if said.facility and said.facility.kind == "facility" else "", said.item)
            served.setdefault(place, []).append(one)
    alone = [(place, found[0]) for place, found in served.items() if len(found) == 1]
    return [entry for place, one in alone if (entry := _entry(place, one, on))]


def _entry(place: tuple[str, str, str], meter: MeterHistory, on: date) -> dict[str, Any]:
    stated = uncertainty_of(meter, on).entry
    if not stated:
        return {}
    quantity, facility, item = place
    source = _source(meter, on)
    row = {"quantity": quantity, "facility": facility, "item": item, **stated, "group": meter.meter.code, "source": source}
    return {name: value for name, value in row.items() if value}


def meter_statements(company: Node, pack_id: str, year: int) -> tuple[Statement, ...]:
    """What the meters of a company say of the figures of a year by a pack: month by month the one that the plan in force names as main
    source of a line; of what no plan says so, the one that by the ledger alone serves it.

    One meter is one group wherever it serves. Class and certificate are those of the end of each month.
    """
    meters = {one.meter.code: one for one in histories(company) if one.descriptions}
    if not meters:
        return ()
    months: dict[tuple[Served, str, str, tuple[Form, ...]], list[int]] = {}
    for month, place, code in _planned(company, pack_id, year):
        if code in meters:
            last = date(year, month, monthrange(year, month)[1])
            forms = uncertainty_of(meters[code], last).forms
            months.setdefault((place, code, _source(meters[code], last), forms), []).append(month)
    planned = [_statement(*key, tuple(found)) for key, found in months.items() if key[-1]]
    known = {place for place, *_ in months}
    return (*planned, *_by_ledger(meters.values(), pack_id, date(year, 12, 31), known))


def _planned(company: Node, pack_id: str, year: int) -> Iterator[tuple[int, Served, str]]:
    """Of each month what a line with a meter as its main source serves, and the meter's code."""
    versions = PlanOfYear(company, year, []).versions
    named = PlanSource.objects.filter(version__in={one.pk for one in versions.values()}, role=MAIN, line__uses__pack=pack_id)
    columns = ("version", "line__uses__quantity", "line__uses__facility", "line__uses__item", "instrument")
    rows = sorted(set(named.exclude(instrument="").values_list(*columns)))
    for month, version in versions.items():
        for key, *place, code in rows:
            if key == version.pk:
                yield month, (place[0], place[1], place[2]), code


def _by_ledger(meters: Iterable[MeterHistory], pack_id: str, day: date, known: set[Served]) -> Iterator[Statement]:
    by_code = {one.meter.code: one for one in meters}
    for entry in stated_uncertainties(by_code.values(), pack_id, day):
        place = (entry["quantity"], entry.get("facility", ""), entry.get("item", ""))
        if place not in known:
            yield _statement(place, entry["group"], entry["source"], uncertainty_of(by_code[entry["group"]], day).forms, ())


def _statement(place: Served, code: str, source: str, forms: tuple[Form, ...], months: tuple[int, ...]) -> Statement:
    quantity, facility, item = place
    return Statement(forms, quantity, facility or None, item or None, months, group=code, source=source)


def _source(meter: MeterHistory, day: date) -> str:
    held = last_passed(meter, day)
    return " ".join(filter(None, (meter.meter.code, held.certificate_number if held else "")))
