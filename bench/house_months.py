"""Months of the generated house: plans in force, what clerks typed beside what files tell, months submitted, reviewed and closed.

Nobody's data. A year of a company's readings is written as the grid writes a cell, by the same rows, entries and events, many at once. Each
line of the plan is read at several sources; what no file tells is not applicable, as the demo says it. Months are closed
since 2025.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from tanheng.demo.smelter_plan import filled
from tanheng.demo.synthetic_cement_works import PACK_ID as CEMENT
from tanheng.demo.synthetic_power_units import PACK_ID as POWER
from tanheng.demo.synthetic_smelter import PACK_ID as ALUMINIUM

if TYPE_CHECKING:
    from bench.house import Company

ROWS_A_MONTH = 525  # of a company, all sources: 1.5 million readings in the whole house
CORRECTED = 50  # of so many readings one was corrected
PLANS = {"smelter": {2021: (POWER,), 2024: (ALUMINIUM, POWER)}, "cement": {2021: (CEMENT,), 2024: (CEMENT,)}}
ON_THE_WAY = (("submit", "clerk"), ("review", "manager"), ("approve", "group"), ("report", "manager"), ("accept", "manager"))
CLOSED_YEAR = 2025
LED_TO = {"submit": range(1, 9), "review": range(1, 8), "close": range(1, 7)}
WHY = "核对原始记录后更正（合成）"
Row = tuple[Any, ...]


def plan_in_force(one: Company, group: Any) -> None:
    """Both versions of the company's plan, led there by clerk, manager and group."""
    from tanheng.apps.monitoring.services.plans import begin_plan
    from tanheng.apps.monitoring.services.proposals import proposal
    from tanheng.apps.monitoring.services.steps import move_plan

    people = {"clerk": one.clerk, "manager": one.manager, "group": group}
    for year, packs in PLANS[one.kind].items():
        text = _with_more_sources(filled(proposal(node=one.node, packs=packs, from_month=date(year, 1, 1))))
        number = begin_plan(actor=one.clerk, node=one.node, plan=text).plan
        for verb, name in ON_THE_WAY:
            move_plan(actor=people[name], node=one.node, number=number, verb=verb)


def _with_more_sources(plan: Any) -> Any:
    """Beside the main source of each line that is read as many others as make the month's rows."""
    mains = [one for one in plan.sources if one.role == "main"]
    each = ROWS_A_MONTH // len(mains)
    others = [
        replace(one, key=f"beside-{rank}", role="comparison", rank=rank, instrument="") for one in mains for rank in range(2, each + 1)
    ]
    return replace(plan, sources=(*mains, *others))


@dataclass(frozen=True)
class _Cells:
    """What is typed of a company's year: by source and measurement the amount of each month that a file told of the line, if any."""

    amounts: Mapping[tuple[str, Any], Mapping[int, Decimal]]
    series: Mapping[tuple[str, Any], int]


def typed_year(one: Company, year: int, random: Random) -> int:
    """Twelve months typed, an entry each, and what was corrected afterwards; how many readings that made."""
    from tanheng.apps.people.services.changes import change

    def write() -> int:
        cells = _cells(one.node, year)
        made = {key: row for month in range(1, 13) for key, row in _typed(one, cells, date(year, month, 1), random)}
        wrong = random.sample(sorted(made), len(made) // CORRECTED)
        _entered(one, [(*made[key], WHY, key) for key in wrong], year, WHY)
        return len(made) + len(wrong)

    return change(one.clerk, "upload_data", one.node, write)


def _cells(node: Any, year: int) -> _Cells:
    from tanheng.apps.monitoring.selectors.selection import PLANNED, PlanOfYear, monthly_uses, sources_of, unit_of
    from tanheng.apps.monitoring.services.readings import Measurement, series_of
    from tanheng.apps.sites.selectors import descendants

    places = {one.code: one.pk for one in descendants(node, kind="facility")} | {"": node.pk}
    told = _told_by_files(node, year)
    amounts: dict[tuple[str, Any], Mapping[int, Decimal]] = {}
    for line in PlanOfYear(node, year).newest():
        if monthly_uses(line) and line.way not in ("default", "design"):
            place = places[line.place]
            measurement = Measurement(place, line.measure, line.item, "month", unit_of(line))
            amounts |= {(source.key, measurement): told.get((place, line.measure, line.item), {}) for source in sources_of(line)}
    series: dict[tuple[str, Any], int] = {}
    for source in sorted({source for source, _one in amounts}):
        wanted = {one for its, one in amounts if its == source}
        keys = series_of(company=node, source=PLANNED + source, wanted=wanted)
        series |= {(source, one): keys[one] for one in wanted}
    return _Cells(amounts, series)


def _told_by_files(node: Any, year: int) -> dict[tuple[int, str, str], dict[int, Decimal]]:
    from tanheng.apps.monitoring.models import Reading
    from tanheng.apps.monitoring.selectors.selection import FROM_FILES

    rows = Reading.objects.filter(company=node, start__year=year, series__grain="month", series__source__startswith=FROM_FILES)
    found: dict[tuple[int, str, str], dict[int, Decimal]] = {}
    for place, measure, item, start, amount in rows.order_by("id").values_list(
        "series__place", "series__measure", "series__item", "start", "amount"
    ):
        if amount is not None:
            found.setdefault((place, measure, item), {})[start.month] = amount
    return found


def _typed(one: Company, cells: _Cells, first: date, random: Random) -> Iterator[tuple[int, Row]]:
    """The readings of a month with their keys; the main source of what a file told is told by the file alone."""
    rows, last = [], first.replace(day=monthrange(first.year, first.month)[1])
    for (source, measurement), amounts in cells.amounts.items():
        told = amounts.get(first.month)
        if told is None:
            said: Row = (None, "not_applicable", "", "", "", "")
        elif source == "main":
            continue
        else:
            amount = (told * random.randrange(995, 1006) / 1000).quantize(told)
            said = (amount, "measured", "台账（合成）", "", "", "")
        rows.append((cells.series[source, measurement], first, last, *said, ""))
    return zip(_entered(one, [(*row, "", None) for row in rows], first.year, "", first.month), rows, strict=True)


def _entered(one: Company, rows: Sequence[Row], year: int, why: str, month: int | None = None) -> list[int]:
    """An entry with its readings and its event, part of the year's change."""
    from tanheng.apps.journal.services import append_event
    from tanheng.apps.monitoring.models import Entry, Reading
    from tanheng.apps.monitoring.services.readings import OF_READING
    from tanheng.store.clock import now
    from tanheng.store.many_rows import append_rows

    key = f"{(year - 2000) * 100 + (month or 13)}"
    entry = Entry(company=one.node, kind="grid", key=key, by=one.clerk.user, at=now())
    entry.save()
    keys = append_rows(Reading, OF_READING, [(one.node.pk, entry.pk, *row) for row in rows])
    payload = {"entry": key, "figures": len(rows), "months": [f"{year}-{month:02d}" if month else str(year)], "reason": why}
    append_event(actor=one.clerk, action="monitoring.readings.typed", subject=entry, place=one.node, payload=payload)
    return keys


def months_led(one: Company) -> int:
    """The months of the last year submitted, reviewed and closed, place by place; how many steps were taken."""
    from tanheng.apps.monitoring.selectors.due import Due
    from tanheng.apps.monitoring.services.months import move_month
    from tanheng.apps.sites.selectors import descendants

    facilities = list(descendants(one.node, kind="facility"))
    taken, due = 0, Due([one.node], facilities, CLOSED_YEAR)
    for place in (one.node, *facilities):
        for verb, months in LED_TO.items():
            actor = one.clerk if verb == "submit" else one.manager
            for month in months:
                if due.lines(one.node, place, month):
                    move_month(actor=actor, company=one.node, place=place, month=date(CLOSED_YEAR, month, 1), verb=verb)
                    taken += 1
    return taken
