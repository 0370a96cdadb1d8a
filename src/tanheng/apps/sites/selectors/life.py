"""The life of facilities: their events in force folded into spans of use and stops, and what is not applicable for it.

A facility without events was registered before its life was kept: its first and last day of use, as they stand with it, are all there is.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanheng.apps.sites.models import LifeEvent, Node
from tanheng.engine.life import Life, Span, Stop

DAY = timedelta(days=1)
BEGINS, ENDS = ("built", "taken_over"), ("demolished", "sold", "handed_over")


def life_history(node: Node) -> QuerySet[LifeEvent]:
    """Every record of a node's life, also those that were corrected or withdrawn, newest day first."""
    return LifeEvent.objects.filter(node=node).select_related("partner", "recorded_by", "corrects", "corrected_by").order_by("-on", "-id")


def events_in_force(nodes: Iterable[Node]) -> dict[int, list[LifeEvent]]:
    """What holds of each node's life: records that none corrects or withdraws, in the order of their days; those of one day as they were
    recorded, a correction in the place of what it corrects.
    """
    found: dict[int, list[LifeEvent]] = {node.pk: [] for node in nodes}
    places: dict[int, int] = {}
    events = list(LifeEvent.objects.filter(node__in=list(found)).order_by("id"))
    for event in events:
        places[event.pk] = places.get(event.corrects_id or 0, event.pk)
    corrected = {event.corrects_id for event in events}
    for event in sorted(events, key=lambda one: (one.on, places[one.pk])):
        if event.pk not in corrected and event.kind != "withdrawn":
            found[event.node_id].append(event)
    return found


def life_of(facility: Node) -> Life:
    """The life of a facility as it is known now."""
    return lives_of([facility])[facility.pk]


def lives_of(facilities: Iterable[Node]) -> Mapping[int, Life]:
    """The lives of facilities by their keys, by one query."""
    nodes = list(facilities)
    events = events_in_force(nodes)
    return {node.pk: folded(events[node.pk]) if events[node.pk] else recorded_before(node) for node in nodes}


def not_applicable_months(facility: Node, year: int) -> tuple[int, ...]:
    """Months of a year wholly before the facility's life, after it, or wholly within a stop."""
    return life_of(facility).not_applicable_months(year)


def recorded_before(node: Node) -> Life:
    """The life of a facility of which only the first and the last day of use were ever registered."""
    return Life((Span(node.in_use_from, node.in_use_to),))


def folded(events: Iterable[LifeEvent]) -> Life:
    """Spans and stops of events in the order of their days."""
    spans: list[Span] = []
    stops: list[Stop] = []
    for event in events:
        if event.kind in BEGINS:
            spans.append(Span(event.on, taken_over=event.kind == "taken_over"))
        elif event.kind in ENDS:
            last = event.on if event.kind == "demolished" else event.on - DAY
            begun = spans.pop() if spans and spans[-1].last is None else Span()
            spans.append(begun._replace(last=last, handed_on=event.kind != "demolished"))
            if stops and (stops[-1].last is None or stops[-1].last > last):
                stops[-1] = stops[-1]._replace(last=last)
        elif event.kind == "stopped":
            first = event.on.replace(day=1) if event.partner_id else event.on  # it stood still all month before it was taken over
            stops.append(Stop(first, event.until, event.reason))
        elif event.kind == "restarted" and stops:
            stops[-1] = stops[-1]._replace(last=event.on - DAY)
    return Life(tuple(spans) or (Span(),), tuple(stop for stop in stops if stop.last is None or stop.last >= stop.first))


def life_fault(events: Iterable[LifeEvent]) -> tuple[Promise | str, date] | None:
    """Why events in the order of their days cannot follow each other, and the day on which they do not; None where they can."""
    known = list(events)
    walk = _Walk(begins=any(event.kind in BEGINS for event in known))
    for event in known:
        if fault := walk.step(event):
            return fault, event.on
    return None


class _Walk:
    """What is known of a facility while its events are walked through: whether it is in use, the last day on which it was, its last stop.
    One whose beginning nobody has told (`begins`) is in use from the first.
    """

    def __init__(self, *, begins: bool) -> None:
        self.in_use = not begins
        self.last_day: date | None = None
        self.stop: Stop | None = None

    def step(self, event: LifeEvent) -> Promise | str | None:
        """What is wrong with the next event."""
        if event.kind in BEGINS:
            if self.in_use or (self.last_day and event.on <= self.last_day):
                return _("It is in use already on this day.")
            self.in_use, self.stop = True, None
            return None
        if not self.in_use:
            return _("It is not in use on this day.")
        self.in_use = event.kind not in ENDS
        if event.kind in ENDS:
            self.last_day = event.on if event.kind == "demolished" else event.on - DAY
        return self._stopped_or_not(event)

    def _stopped_or_not(self, event: LifeEvent) -> Promise | str | None:
        stands_still = self.stop is not None and (self.stop.last is None or self.stop.last >= event.on)
        if event.kind == "stopped":
            if stands_still:
                return _("It stands still already on this day.")
            self.stop = Stop(event.on, event.until)
        if event.kind == "restarted":
            if not stands_still:
                return _("It does not stand still on this day.")
            self.stop = None
        return None
