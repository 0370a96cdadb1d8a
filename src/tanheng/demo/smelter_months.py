"""The synthetic smelter's months of the year after its files, typed under its plan as its clerk would: a few faults among them, that the
pages find. The figures are those of the year before, month by month a little less.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tanheng.demo.synthetic_smelter import YEARS

YEAR = YEARS[-1] + 1
TYPED_MONTHS, CLOSED_MONTHS = range(1, 11), range(1, 4)
LESS = (Decimal("0.995"), Decimal("0.991"), Decimal("0.997"))
MISSING = ("", "fuel_consumption", 5)  # a month that nobody typed
STOPPED = ("potline-2", ("molten_aluminium_output_t", "anode_consumption_t", "electrolysis_ac_electricity_mwh"), 8)
GATE, GATE_MONTH, GATE_MORE = "net_purchased_electricity_mwh", 7, Decimal("1.031")  # its comparison source says 3.1 % more
NOTE, NOTE_OF_STOP = "合成数据", "合成数据：2号电解系列8月停槽检修，无产出"
STEPS = (("submit", "clerk"), ("review", "carbon"), ("close", "carbon"))


def synthetic_months(people: dict[str, Any], company: Any) -> None:
    """Type the months and close the first of them; done once."""
    from tanheng.apps.monitoring.models import Entry
    from tanheng.apps.monitoring.models.series import GRID
    from tanheng.apps.monitoring.services.typing import save_cells
    from tanheng.apps.sites.selectors import descendants

    places = [company, *descendants(company, kind="facility")]
    if not Entry.objects.filter(company=company, kind=GRID).exists():
        cells = [cell for place in places for cell in _cells(company, place)]
        save_cells(actor=people["clerk"], node=company, cells=cells)
    for place in places:
        for month in CLOSED_MONTHS:
            _close(people, company, place, date(YEAR, month, 1))


def _cells(company: Any, place: Any) -> list[Any]:
    """The figures of one place; a line that has none in the year before is not applicable."""
    from tanheng.apps.monitoring.selectors.selection import grid_rows
    from tanheng.apps.monitoring.services.typing import Typed

    before = {(row.measured, row.source): row.cells for row in grid_rows(company, place, YEAR - 1)}
    found = []
    for row in grid_rows(company, place, YEAR):
        for month in TYPED_MONTHS:
            main = before[row.measured, "main"][month].reading if (row.measured, "main") in before else None
            text = _text(row, month, main.amount if main else None)
            if text:
                stopped = (row.line.place, month) == (STOPPED[0], STOPPED[2]) and row.line.measure in STOPPED[1]
                note = NOTE_OF_STOP if stopped else NOTE
                found.append(Typed(row.line.code, date(YEAR, month, 1), text, row.source, note=note))
    return found


def _text(row: Any, month: int, before: Decimal | None) -> str:
    """What is typed; blank where nobody did."""
    if row.source != "main":
        if row.line.measure != GATE or before is None:
            return ""
        return f"{before * LESS[month % 3] * (GATE_MORE if month == GATE_MONTH else 1):.2f}"
    if (row.line.place, row.line.measure, month) == MISSING:
        return ""
    if before is None:
        return "/"
    if (row.line.place, month) == (STOPPED[0], STOPPED[2]) and row.line.measure in STOPPED[1]:
        return "0"
    return f"{before * LESS[month % 3]:.2f}" if row.unit in ("t", "MWh", "GJ") else str(before)


def _close(people: dict[str, Any], company: Any, place: Any, month: date) -> None:
    from tanheng.apps.monitoring.models import MonthStep
    from tanheng.apps.monitoring.services.months import move_month

    taken = MonthStep.objects.filter(company=company, place=place, month=month).count()
    for verb, name in STEPS[taken:]:
        move_month(actor=people[name], company=company, place=place, month=month, verb=verb)
