"""What was decided about figures that a run rests on: treatments of missing data, and departures from the monitoring plan."""

from typing import NamedTuple, TypeVar

from django.db.models import QuerySet

from tanheng.analysis.missing import METHODS, SIDES
from tanheng.apps.accounting.models import Run
from tanheng.apps.monitoring.models import Deviation, Reading, Treatment
from tanheng.apps.monitoring.models.series import APPORTIONED
from tanheng.apps.monitoring.selectors.deviations import ASPECTS, planned_and_done
from tanheng.apps.records.selectors.typed_figures import typed_readings
from tanheng.engine.numbers import full_text
from tanheng.engine.places import Place
from tanheng.engine.text import Text
from tanheng.rulebook import load
from tanheng.store.clock import day_of

NOBODY_TOLD, ENTERPRISE = Text("缺失", "missing"), Text("企业", "enterprise")
Row = TypeVar("Row", Treatment, Deviation)


class Decided(NamedTuple):
    """The treatments and the departures behind a run's figures, each row with the place of its figure, by quantity and month."""

    treatments: list[tuple[Place, Treatment]]
    deviations: list[tuple[Place, Deviation]]
    apportioned: int  # figures that are parts of what a gate meter measured


def decided_of(run: Run) -> Decided:
    """Of the readings that the run's figures were drawn from; none where files said them."""
    readings = typed_readings(run.snapshot.source_import)
    places = {one.pk: place for place, one in reversed(readings.items())}
    treatments = Treatment.objects.filter(reading__in=places).select_related("reading__series__place", "reading__supersedes", "by")
    deviations = Deviation.objects.filter(reading__in=places).select_related("reading__series__place", "by")
    apportioned = sum(one.kind == APPORTIONED for one in readings.values())
    return Decided(_placed(treatments, places), _placed(deviations, places), apportioned)


def _placed(rows: QuerySet[Row], places: dict[int, Place]) -> list[tuple[Place, Row]]:
    found = [(places[one.reading_id], one) for one in rows]
    return sorted(found, key=lambda one: (one[0].quantity, one[0].facility or "", one[0].item or "", one[0].month or 0, one[1].pk))


def treatment_rows(run: Run, decided: Decided, lang: str) -> tuple[tuple[str, ...], ...]:
    """As a report lists them: quantity, place, month, method with its arithmetic, before, after, reason, person and day."""
    return tuple(
        (
            *_head(run, place, one.reading, lang),
            _method(one, lang),
            _figure(one.reading.supersedes, lang),
            _figure(one.reading, lang),
            *_tail(one),
        )
        for place, one in decided.treatments
    )


def deviation_rows(run: Run, decided: Decided, lang: str) -> tuple[tuple[str, ...], ...]:
    """As a report lists them: quantity, place, month, aspect, planned, done, reason, person and day."""
    return tuple(
        (
            *_head(run, place, one.reading, lang),
            ASPECTS[one.aspect].in_(lang),
            *(text.in_(lang) for text in planned_and_done(one)),
            *_tail(one),
        )
        for place, one in decided.deviations
    )


def _head(run: Run, place: Place, reading: Reading, lang: str) -> tuple[str, str, str]:
    pack = load(run.pack)
    quantity = pack.quantities[place.quantity]
    table = pack.tables.get(quantity.item_table or "")
    item = place.item or ""
    item = table.rows[item].label.in_(lang) if table and item in table.rows else item
    where = reading.series.place.name if place.facility else ENTERPRISE.in_(lang)
    return " · ".join(part for part in (quantity.label.in_(lang), item) if part), where, f"{reading.start:%Y-%m}"


def _method(one: Treatment, lang: str) -> str:
    side = f"（{SIDES[one.side].zh}）" if one.side and lang == "zh" else f" ({SIDES[one.side].en})" if one.side else ""
    return f"{METHODS[one.method].in_(lang)}{side}\n{one.arithmetic_zh if lang == 'zh' else one.arithmetic_en}"


def _figure(reading: Reading | None, lang: str) -> str:
    if reading is None or reading.amount is None:
        return NOBODY_TOLD.in_(lang)
    return f"{full_text(reading.amount)} {reading.series.unit if reading.series.unit != '1' else ''}".strip()


def _tail(one: Treatment | Deviation) -> tuple[str, str]:
    return one.reason, f"{one.by} · {day_of(one.at).isoformat()}"
