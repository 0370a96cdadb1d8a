"""What the pages of meters show: the ledger's rows with filters, and one meter with its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanheng.analysis.calibrations import Span
from tanheng.analysis.meter_uncertainty import MeterUncertainty
from tanheng.analysis.meter_words import SCRAPPED, STATUSES
from tanheng.apps.monitoring.models import MeterDescription, MeterReplacement
from tanheng.apps.monitoring.selectors.calibrations import (
    DUE_LATER,
    DUE_SOON,
    NEVER,
    NOT_ASKED,
    OVERDUE,
    VALID,
    due_on,
    due_state,
    uncovered_in_year,
)
from tanheng.apps.monitoring.selectors.ledger import serves_text
from tanheng.apps.monitoring.selectors.meters import MeterHistory, chain_of, kind_of
from tanheng.apps.monitoring.selectors.uncertainty import uncertainty_of
from tanheng.engine.text import Text
from tanheng.pages.language import reader_language
from tanheng.store.clock import today

DUE_WORDS: Mapping[str, str | Promise] = {
    OVERDUE: _("Overdue"),
    NEVER: _("Never calibrated"),
    DUE_SOON: _("Due within 30 days"),
    DUE_LATER: _("Due within 60 days"),
    VALID: _("In date"),
    NOT_ASKED: "—",
}
DUE_COLOURS = {OVERDUE: "red", NEVER: "red", DUE_SOON: "yellow", DUE_LATER: "yellow", VALID: "green"}
WITHIN = {"overdue": (OVERDUE, NEVER), "30": (OVERDUE, NEVER, DUE_SOON), "60": (OVERDUE, NEVER, DUE_SOON, DUE_LATER)}


@dataclass(frozen=True)
class MeterRow:
    """A meter as the list shows it."""

    history: MeterHistory
    said: MeterDescription
    status: str
    due: str
    due_on: date | None

    @property
    def kind(self) -> Text:
        """What kind it is."""
        return kind_of(self.said).label

    @property
    def state(self) -> Text | str:
        """What its state is called."""
        return STATUSES.get(self.status, "—")

    @property
    def due_word(self) -> str | Promise:
        """How it stands with its calibration."""
        return DUE_WORDS[self.due]

    @property
    def colour(self) -> str:
        """The colour beside the word."""
        return DUE_COLOURS.get(self.due, "secondary")

    @property
    def serves(self) -> str:
        """What its figures are used for, in the reader's language."""
        return serves_text(self.said, reader_language()) or self.said.parameter


def meter_row(meter: MeterHistory) -> MeterRow:
    """A meter as it stands today."""
    return MeterRow(meter, meter.described(), meter.status(), due_state(meter), due_on(meter))


def listed(meters: Iterable[MeterHistory], asked: Mapping[str, Any]) -> list[MeterRow]:
    """The rows that the filters leave, by code; those that were scrapped only where they are asked for."""
    rows = [meter_row(one) for one in meters if one.descriptions]
    return [row for row in rows if _is_asked(row, asked)]


def _is_asked(row: MeterRow, asked: Mapping[str, Any]) -> bool:
    status, due, facility = asked.get("status") or "", asked.get("due") or "", asked.get("facility") or ""
    if row.status != status if status else row.status == SCRAPPED:
        return False
    if due and row.due not in WITHIN[due]:
        return False
    if facility and str(row.said.facility_id) != facility:
        return False
    text = " ".join((row.history.meter.code, row.said.name, row.said.model, row.said.serial_number, row.said.location, row.said.parameter))
    return all(word in text.casefold() for word in (asked.get("q") or "").casefold().split())


def counts(rows: Iterable[MeterRow]) -> list[tuple[str | Promise, str, str, int]]:
    """How many are overdue or due soon: the word, its colour, the filter that lists them, the number."""
    states = [row.due for row in rows]
    kinds = ((OVERDUE, "overdue"), (NEVER, "overdue"), (DUE_SOON, "30"), (DUE_LATER, "60"))
    return [(DUE_WORDS[state], DUE_COLOURS[state], asked, states.count(state)) for state, asked in kinds if state in states]


@dataclass(frozen=True)
class MeterPage:
    """One meter: as it stands, what was left uncovered, its chain, and what its class and certificate say."""

    row: MeterRow
    uncovered: list[tuple[int, list[Span]]]
    chain: list[MeterReplacement]
    uncertainty: MeterUncertainty
    changes: list[tuple[MeterDescription, list[tuple[str | Promise, str, str]]]]


FIELDS: Mapping[str, str | Promise] = {
    "name": _("Name"),
    "model": _("Model"),
    "serial_number": _("Serial number"),
    "maker": _("Maker"),
    "measuring_range": _("Measuring range"),
    "accuracy_class": _("Accuracy class"),
    "location": _("Place of the meter"),
    "facility": _("Facility or site"),
    "parameter": _("What it measures"),
    "quantity": _("Data item it serves"),
    "item": _("Fuel or material"),
    "frequency": _("Frequency of monitoring"),
    "interval_months": _("Calibrated every (months)"),
    "unit": _("Unit"),
    "register_size": _("Size of the register"),
    "multiplier": _("Multiplier"),
    "seal_number": _("Seal number"),
    "remark": _("Remark"),
}


def meter_page(meter: MeterHistory) -> MeterPage:
    """Everything of one meter, its years with days uncovered newest first."""
    years = range(today().year, min([one.on.year for one in meter.steps], default=today().year) - 1, -1)
    uncovered = [(year, spans) for year in list(years)[:10] if (spans := _past(uncovered_in_year(meter, year)))]
    return MeterPage(meter_row(meter), uncovered, chain_of(meter.meter), uncertainty_of(meter), _changes(meter))


def _past(spans: list[Span]) -> list[Span]:
    """The spans up to today: a certificate may come yet for what lies ahead."""
    return [Span(one.first, min(one.last, today())) for one in spans if one.first <= today()]


def _changes(meter: MeterHistory) -> list[tuple[MeterDescription, list[tuple[str | Promise, str, str]]]]:
    """The descriptions, the newest first, each with what differs from the one before."""
    pairs = zip([None, *meter.descriptions], meter.descriptions, strict=False)
    found = [(said, _differing(before, said) if before else []) for before, said in pairs]
    return found[::-1]


def _differing(before: MeterDescription, said: MeterDescription) -> list[tuple[str | Promise, str, str]]:
    pairs = ((label, getattr(before, name), getattr(said, name)) for name, label in FIELDS.items())
    return [(label, str(old or "—"), str(new or "—")) for label, old, new in pairs if old != new]
