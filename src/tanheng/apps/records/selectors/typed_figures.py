"""What was typed of a company's year and does not stand in its figures by a rule pack yet (decision 17)."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from tanheng.apps.monitoring.models import Entry, PlanLine, PlanUse, Reading
from tanheng.apps.monitoring.models.series import APPORTIONED, DRAWN, FILE, WITHDRAWN
from tanheng.apps.monitoring.selectors.selection import PLANNED, PlanOfYear, monthly_uses, sources_of, standing
from tanheng.apps.people.models import User
from tanheng.apps.records.models import GRID, FileReading, Import
from tanheng.apps.records.selectors import current_import, readings_of
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.documents.input.typed_amounts import amount_in
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.case import Case, Value
from tanheng.engine.numbers import decimal_text, round_decimal
from tanheng.engine.pack import Pack
from tanheng.engine.places import Place
from tanheng.engine.plan.lists import CALCULATED, MAIN
from tanheng.rulebook import load

SeriesAt = tuple[int, str, str, str]  # node of the place, measure, item, source


def has_typed(node: Node) -> bool:
    """Whether anything was ever typed for a company: of most nothing, and then nothing else is asked."""
    return Entry.objects.filter(company=node).exclude(kind__in=(FILE, DRAWN)).exists()


def typed_since(node: Node, year: int, pack_id: str) -> dict[Place, Reading]:
    """The typed readings that count of a year and are not in its figures by a rule pack, by their places; withdrawn ones too."""
    return typed_over(current_import(node, year, pack_id), node, year, pack_id) if has_typed(node) else {}


def typed_over(one: Import | None, node: Node, year: int, pack_id: str) -> dict[Place, Reading]:
    """The same against one import (None: against nothing)."""
    places = places_asked(node, year, pack_id)
    if not places:
        return {}
    counting = {key: reading for key, reading in _typed(node, year, {series for series, _month in places}) if key in places}
    entry, frozen = (_entry(one), _frozen(one)) if one else (0, {})
    drawn = one is not None and one.way == GRID
    found: dict[Place, Reading] = {}
    for key, place in places.items():
        reading = counting.get(key)
        if reading is None or frozen.get(place) == reading.pk or (reading.kind == WITHDRAWN and place not in frozen and not one):
            continue
        if reading.entry_id > entry or (drawn and reading.kind != WITHDRAWN):
            found[place] = reading
    return found


def packs_typed(node: Node, year: int) -> list[str]:
    """The rule packs for which the plan in force asks in a year of which something was typed; not those of which a file counts alone."""
    if not has_typed(node) or not standing(node, year).filter(series__source__startswith=PLANNED).exists():
        return []
    plan = PlanOfYear(node, year)
    return list(dict.fromkeys(use.pack for lines in plan.lines.values() for line in lines.values() for use in monthly_uses(line)))


def typed_otherwise(node: Node, case: Case, user: User) -> list[Place]:
    """The places of a case at which others have typed something else since the figures that count."""
    typed, pack = typed_since(node, case.year, case.pack_id), load(case.pack_id)
    if not typed:
        return []
    said = {one.place: one.amount for one in case.values}
    theirs = {place: one for place, one in typed.items() if one.entry.by_id != user.pk}
    gone = [place for place, one in theirs.items() if one.kind == WITHDRAWN and place in said]
    told = {place: _recorded(value_of(one, place, pack).amount, pack, place) for place, one in theirs.items() if one.kind != WITHDRAWN}
    return gone + [place for place, amount in told.items() if place not in said or said[place] != amount]


def _recorded(amount: Decimal | None, pack: Pack, place: Place) -> Decimal | None:
    """An amount as the rule pack records it."""
    quantity = pack.quantities[place.quantity]
    return amount if amount is None or quantity.decimals is None else round_decimal(amount, quantity.decimals, quantity.mode)


def typed_by_others(one: Import, user: User) -> bool:
    """Whether an import froze anything that somebody else had typed."""
    return FileReading.objects.filter(source_import=one, frozen__isnull=False).exclude(frozen__entry__by=user).exists()


def value_of(reading: Reading, place: Place, pack: Pack) -> Value:
    """A typed reading as an unrounded figure of a rule pack: in its unit, with its words."""
    wanted = pack.unit_of(place.quantity, place.item)
    amount = None if reading.amount is None else amount_in(reading.amount, reading.series.unit, wanted)
    typed = reading.typed or (decimal_text(reading.amount) if reading.amount is not None else NOT_APPLICABLE_SIGN)
    kind = CALCULATED if reading.kind == APPORTIONED else reading.kind  # a case knows five kinds; the words say how it was apportioned
    return Value(*place, amount, kind, reading.words, reading.evidence, reading.uncertainty, reading.note, typed)


def places_asked(node: Node, year: int, pack_id: str) -> dict[tuple[SeriesAt, int], Place]:
    """The place in the rule pack's figures of each series and month that the plan in force gives to it as its main source."""
    plan = PlanOfYear(node, year)
    nodes = {one.code: one.pk for one in descendants(node, kind="facility")} | {"": node.pk}
    of_version: dict[int, list[tuple[SeriesAt, PlanUse]]] = {}
    for version, lines in plan.lines.items():
        uses = [(line, use) for line in lines.values() if line.place in nodes for use in monthly_uses(line) if use.pack == pack_id]
        of_version[version] = [((nodes[line.place], line.measure, line.item, PLANNED + _main(line)), use) for line, use in uses]
    return {
        (series, month): Place(use.quantity, use.facility or None, use.item or None, month)
        for month, version in plan.versions.items()
        for series, use in of_version.get(version.pk, ())
    }


def _main(line: PlanLine) -> str:
    return next((one.key for one in sources_of(line) if one.role == MAIN), MAIN)


def _typed(node: Node, year: int, told: Collection[SeriesAt]) -> Iterator[tuple[tuple[SeriesAt, int], Reading]]:
    """What was typed of the year in these series, and perhaps in some more, in the order in which it was told."""
    named = {"series__measure__in": {measure for _place, measure, _item, _source in told}, "series__source__in": {one[3] for one in told}}
    for one in standing(node, year).filter(**named):
        series = one.series
        yield ((series.place_id, series.measure, series.item, series.source), one.start.month), one


def _entry(one: Import) -> int:
    """The entry by which an import told its figures; what was typed after it is newer."""
    kind = DRAWN if one.way == GRID else FILE
    found = Entry.objects.filter(company=one.node_id, kind=kind, key=str(one.number)).values_list("pk", flat=True).first()
    return found or 0


def _frozen(one: Import) -> dict[Place, int | None]:
    """The typed reading that each figure of an import froze; None of one that a file said."""
    rows = readings_of(one).values_list("quantity", "facility_code", "item", "month", "frozen_id")
    return {Place(quantity, facility or None, item or None, month): key for quantity, facility, item, month, key in rows}


def typed_readings(one: Import) -> dict[Place, Reading]:
    """The typed readings behind the figures of an import, by their places; none where a file said them."""
    if one.way != GRID:
        return {}
    frozen = {place: key for place, key in _frozen(one).items() if key}
    found = Reading.objects.select_related("series", "entry", "entry__by").in_bulk(list(frozen.values()))
    return {place: found[key] for place, key in frozen.items()}


def is_apportioned(one: Import, place: Place) -> bool:
    """Whether a figure of an import is a part of what a gate meter measured."""
    at = {"quantity": place.quantity, "facility_code": place.facility or "", "item": place.item or "", "month": place.month}
    return one.way == GRID and readings_of(one).filter(**at, frozen__kind=APPORTIONED).exists()


def givers(one: Import) -> set[int]:
    """The keys of those who gave an import's figures: whoever uploaded it; of one that was drawn, not who had it drawn but those who typed,
    and whoever gave what was typed over.
    """
    found: set[int] = set()
    before: Import | None = one
    while before is not None and before.way == GRID:
        found |= set(readings_of(before).exclude(frozen=None).values_list("frozen__entry__by", flat=True))
        before = Import.objects.filter(node=one.node_id, number=before.base_number).first() if before.base_number else None
    return found | ({before.by_id} if before else set())


def typed_reading(reading: FileReading) -> Reading | None:
    """The typed reading behind a figure, with who typed it and when."""
    if reading.frozen_id is None:
        return None
    return Reading.objects.select_related("series", "entry", "entry__by").get(pk=reading.frozen_id)
