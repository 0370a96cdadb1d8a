"""Departures from the plan beside the figures that bear them: asked for a reason, and recorded with it."""

from collections.abc import Iterable, Sequence
from datetime import date

from tanheng.apps.monitoring.models import Deviation, PlanLine, Reading
from tanheng.apps.monitoring.selectors.cell_problems import DEPARTURE, cell_problem
from tanheng.apps.monitoring.selectors.deviations import Departure
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor


def departure_problem(*, line: PlanLine, month: date, found: Sequence[Departure]) -> Problem:
    """Told where a figure departs from the plan without a reason."""
    said = [one.sentence for one in found]
    return cell_problem(DEPARTURE, line, month, departures=Text("；".join(one.zh for one in said), "; ".join(one.en for one in said)))


def record_departures(
    *, actor: Actor, node: Node, found: Iterable[tuple[Reading, PlanLine, Sequence[Departure]]], reason: str
) -> list[Deviation]:
    """Part of the caller's change, which tells the journal of the readings: what departs stands beside its reading, with the reason."""
    rows = [
        Deviation(
            company=node,
            reading=reading,
            line=line.code,
            aspect=one.aspect,
            planned_zh=one.planned.zh[:300],
            planned_en=one.planned.en[:300],
            done_zh=one.done.zh[:300],
            done_en=one.done.en[:300],
            reason=reason,
            by=actor.user,
        )
        for reading, line, departures in found
        for one in departures
    ]
    return Deviation.objects.bulk_create(rows)
