"""The figures of a year as they would be drawn from what was typed: the typed ones in their places among the file's (decision 17)."""

from dataclasses import dataclass, replace
from typing import Any

from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.selectors.cell_files import with_names
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import case_of
from tanheng.apps.records.selectors.case_facts import facts_since, with_facts
from tanheng.apps.records.selectors.case_meters import ledger_meters
from tanheng.apps.records.selectors.cell_evidence import files_at_places
from tanheng.apps.records.selectors.facilities import registered_facilities
from tanheng.apps.records.selectors.file_reads import FileRead, read_file
from tanheng.apps.records.selectors.typed_figures import value_of
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors.companies import identity_in
from tanheng.engine.case import Case, Value, case_document, natural_order
from tanheng.engine.life import MONTHS
from tanheng.engine.places import Place
from tanheng.rulebook import load
from tanheng.seal.canonical import canonical_bytes

Typed = dict[Place, Reading]


@dataclass(frozen=True)
class Drawn:
    """A case file of the year's figures, and how it reads: without a case where an error stands in the way."""

    file_name: str
    content: bytes
    read: FileRead


def drawn_from(before: Import | None, typed: Typed, node: Node, year: int, pack_id: str, last: int | None = None) -> Drawn:
    """The file that what was typed makes with the import that counts; nothing is stored. `last` is the last month that it shall cover, by
    itself that of the figures that count.
    """
    last = last or last_month_of(before)
    case = case_with_typed(before, within(typed, last), node, year, pack_id, last)
    document = with_facts(case_document(case), facts_since(before, node, year, pack_id))
    meters = ledger_meters(node, year)
    content = canonical_bytes({**document, **({"meters": [one.as_document() for one in meters]} if meters else {})})
    name = f"{year}-{pack_id.rpartition('/')[2]}-{len(typed)}.json"
    return Drawn(name, content, read_file(node, name, content, ""))


def last_month_of(one: Import | None) -> int:
    """The last month that the figures of an import cover: the twelfth where they are of a whole year, or where there are none."""
    return (one.through_month if one else None) or len(MONTHS)


def within(typed: Typed, last: int) -> Typed:
    """What was typed of the months through the last one."""
    return {place: one for place, one in typed.items() if (place.month or 0) <= last}


def case_with_typed(before: Import | None, typed: Typed, node: Node, year: int, pack_id: str, last: int) -> Case:
    """The figures of the import that counts, or the head from the register, with what was typed in its places; through the last month."""
    pack = load(pack_id)
    if before is not None:
        case = case_of(before) if before.answers_count else replace(case_of(before), answers=())
    else:
        name, code = identity_in(node, year)
        case = Case(pack_id=pack_id, year=year, grain="month", entity_name=name, entity_code=code, facilities=(), attributes=(), values=())
    values = {one.place: one for one in case.values if (one.month or 0) <= last}
    files = files_at_places(node, year, pack_id) if typed else {}
    for place, reading in typed.items():
        if reading.kind == WITHDRAWN:
            values.pop(place, None)
        else:
            said = value_of(reading, place, pack)
            values[place] = said._replace(evidence=with_names(said.evidence, files.get(place, ())))
    needed = {one.facility for one in values.values()} - {one.id for one in case.facilities}
    more = [one for one in registered_facilities(node, pack, year) if before is None or one.id in needed]
    through = last if last < len(MONTHS) else None
    facilities = (*case.facilities, *more)
    return replace(case, facilities=facilities, values=tuple(sorted(values.values(), key=_order)), through_month=through)


def _order(value: Value) -> tuple[Any, ...]:
    """Series by series, month by month, as a document groups them."""
    return value.quantity, natural_order(value.facility or ""), value.item or "", value.month or 0
