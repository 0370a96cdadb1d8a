"""In what a figure departs from the plan in force in its month, asked before it is saved; and what was recorded of it since."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tanheng.analysis.missing import METHODS
from tanheng.apps.monitoring.models import Deviation, Meter, PlanLine, PlanSource
from tanheng.apps.monitoring.models.deviations import FREQUENCY, METER, METHOD, SOURCE
from tanheng.apps.monitoring.selectors.due import DUE_MONTHS
from tanheng.apps.monitoring.selectors.grounds import span_of
from tanheng.apps.monitoring.selectors.meters import MeterHistory, histories_of
from tanheng.apps.monitoring.selectors.selection import sources_of
from tanheng.apps.sites.models import Node
from tanheng.engine.life import MONTHS
from tanheng.engine.plan.lists import FREQUENCIES, MAIN, MEASURED, WAYS
from tanheng.engine.text import Text
from tanheng.engine.wording import KINDS

ASPECTS = {
    SOURCE: Text("数据源", "source"),
    METHOD: Text("获取方式", "way of obtaining"),
    METER: Text("计量器具", "meter"),
    FREQUENCY: Text("监测频次", "frequency"),
}
NOT_IN_USE = Text("{meter} 当月不在用", "{meter} is not in use in the month")
TOLD_IN = Text("{month} 填报", "told in {month}")


@dataclass(frozen=True)
class Departure:
    """In one aspect: what the plan asks for, and what is done instead."""

    aspect: str
    planned: Text
    done: Text

    @property
    def sentence(self) -> Text:
        """Both in one line."""
        aspect = ASPECTS[self.aspect]
        return Text(
            f"{aspect.zh}：方案为“{self.planned.zh}”，实际为“{self.done.zh}”",
            f"{aspect.en}: the plan says “{self.planned.en}”, this is “{self.done.en}”",
        )


@dataclass(frozen=True)
class Filled:
    """A figure about to be saved: of which line and source of the plan in force, and month; of which kind, with which words. In which unit
    it was typed says nothing: it is converted exactly, and kept as it was typed.
    """

    line: PlanLine
    source: PlanSource
    month: date
    kind: str
    words: str


def meters_named(company: Node, sources: Iterable[PlanSource]) -> dict[str, MeterHistory]:
    """The meters of the ledger that sources name, by their codes."""
    codes = {one.instrument for one in sources if one.instrument}
    found = Meter.objects.filter(company=company, code__in=codes) if codes else ()
    return {one.meter.code: one for one in histories_of(found) if one.steps} if found else {}


def departures_of(filled: Filled, meters: dict[str, MeterHistory]) -> list[Departure]:
    """Every aspect in which a figure departs from the plan; none of what is no figure."""
    if filled.kind not in KINDS:
        return []
    return [*_source(filled), *_method(filled), *_meter(filled, meters), *_frequency(filled)]


def _source(filled: Filled) -> Iterator[Departure]:
    """Words that name another source of the line, told as the main one."""
    if filled.source.role != MAIN or not filled.words:
        return
    for other in sources_of(filled.line):
        if other.role != MAIN and filled.words in (other.record, other.instrument):
            planned = filled.source.record or filled.source.instrument or filled.source.key
            yield Departure(SOURCE, _same(planned), _same(filled.words))
            return


def _method(filled: Filled) -> Iterator[Departure]:
    if filled.source.role == MAIN and filled.line.way in WAYS and filled.kind != filled.line.way:
        yield Departure(METHOD, WAYS[filled.line.way], KINDS[filled.kind])


def _meter(filled: Filled, meters: dict[str, MeterHistory]) -> Iterator[Departure]:
    meter = meters.get(filled.source.instrument)
    if meter is not None and filled.kind == MEASURED and not meter.in_use_within(span_of(filled.month.year, filled.month.month)):
        yield Departure(METER, _same(meter.meter.code), NOT_IN_USE.filled(meter=meter.meter.code))


def _frequency(filled: Filled) -> Iterator[Departure]:
    """A measurement in a month in which the plan has none; what is determined once or taken from paper is told whenever it is asked."""
    due = DUE_MONTHS.get(filled.line.frequency, MONTHS)
    if due and filled.kind == filled.line.way == MEASURED and filled.source.role == MAIN and filled.month.month not in due:
        yield Departure(FREQUENCY, FREQUENCIES[filled.line.frequency], TOLD_IN.filled(month=f"{filled.month:%Y-%m}"))


def out_of_order(offered: Sequence[str], taken: str) -> Departure | None:
    """Of a treatment of missing data: another than the first that the plan's order gives."""
    return None if not offered or taken == offered[0] else Departure(METHOD, METHODS[offered[0]], METHODS[taken])


def _same(text: str) -> Text:
    return Text(text, text)


def deviations_of(company: Node, year: int, place: Node | None = None, month: int | None = None) -> QuerySet[Deviation]:
    """What was recorded of a year's months, or of one at a place, the oldest first; `reading.superseded_by` where something took its
    place since.
    """
    first, last = date(year, month or 1, 1), date(year, month or 12, 31 if month is None else 28)
    found = Deviation.objects.filter(company=company, reading__start__range=(first, last))
    found = found if place is None else found.filter(reading__series__place=place)
    return found.select_related("reading__series__place", "reading__superseded_by", "by").order_by("reading__start", "line", "id")


def planned_and_done(one: Deviation) -> tuple[Text, Text]:
    """As it was recorded."""
    return Text(one.planned_zh, one.planned_en), Text(one.done_zh, one.done_en)
