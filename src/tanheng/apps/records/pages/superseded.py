"""What an import changed, in the reader's words: counts, and the places with the figure before and after, those that are gone first."""

from dataclasses import dataclass

from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.pages.month_table import value_address
from tanheng.apps.records.selectors.facilities import facility_names
from tanheng.apps.records.selectors.superseding import Superseding, superseding
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Pack
from tanheng.pages.language import reader_language
from tanheng.pages.wording import place_label, shown_unit
from tanheng.rulebook import load

MOST_PLACES = 200  # on the page; the API has all of them


@dataclass(frozen=True)
class ChangedRow:
    """One place as shown: what it is, both figures, and the page of its history."""

    what: str
    label: str
    place: str
    unit: str
    before: str
    after: str
    address: str


@dataclass(frozen=True)
class Superseded:
    """The import that counted before, how much is gone, changed and added, and the first places of it."""

    before: Import
    gone: int
    changed: int
    added: int
    rows: tuple[ChangedRow, ...]
    more: int


def superseded_by(one: Import) -> Superseded | None:
    """What an accepted import changed against the one it superseded; None where there is none."""
    found = superseding(one)
    return None if found is None else changes_shown(found)


def changes_shown(found: Superseding) -> Superseded:
    """What an import changed, or a file would change, as shown."""
    rows = tuple(_rows(found.before, found))
    return Superseded(found.before, **found.counts, rows=rows, more=len(found.places) - len(rows))


def _rows(one: Import, found: Superseding) -> list[ChangedRow]:
    pack, names, year = load(one.pack), facility_names(one.node), one.year or 0
    rows = []
    for changed in found.places[:MOST_PLACES]:
        quantity, facility, item, month = changed.place
        place = place_label(pack, quantity, names.get(facility or "", facility or ""), item, year, month)
        unit = next(reading.unit for reading in (changed.after, changed.before) if reading)
        before, after = _text(changed.before), _text(changed.after)
        if before == after and changed.before and changed.after:  # another source or evidence for the same figure
            before, after = f"{before} ({_said(changed.before)})", f"{after} ({_said(changed.after)})"
        address = value_address(one.node_id, year, one.pack, quantity, (facility, item), month)
        rows.append(ChangedRow(changed.what, _label(pack, quantity), place, shown_unit(unit), before, after, address))
    return rows


def _label(pack: Pack, quantity: str) -> str:
    found = pack.quantities.get(quantity)
    return found.label.in_(reader_language()) if found else quantity


def _text(reading: FileReading | None) -> str:
    if reading is None:
        return "—"
    return NOT_APPLICABLE_SIGN if reading.amount is None else figure(reading.amount)


def _said(reading: FileReading) -> str:
    said = (reading.kind, reading.source, reading.evidence, reading.uncertainty, reading.note)
    return " · ".join(part for part in said if part)
