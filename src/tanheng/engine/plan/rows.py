"""The rows of the tables of the plan, each field typed; which column is what stands in `engine.plan.tables`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Revision:
    """B.1: one version of the plan and why it was written."""

    version: str = ""
    date: date | None = None
    reason: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """B.2: who the enterprise is; the three pictures by the names of their files."""

    name: str = ""
    code: str = ""
    address: str = ""
    legal_representative: str = ""
    legal_telephone: str = ""
    reporter: str = ""
    reporter_telephone: str = ""
    reporter_email: str = ""
    sector: str = ""
    subclass: str = ""
    product_code: str = ""
    organisation_chart: str = ""
    site_plan: str = ""
    process_chart: str = ""


@dataclass(frozen=True, slots=True)
class Boundary:
    """B.3-1: both boundaries in words."""

    enterprise: str = ""
    process: str = ""


@dataclass(frozen=True, slots=True)
class PlannedFacility:
    """B.3-2: a main emitting facility; `process` is the process, line or unit whose block it stands in."""

    code: str = ""
    name: str = ""
    process: str = ""
    model: str = ""
    location: str = ""
    status: str = ""
    owner: str = ""
    permit_holder: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """B.4 (no place) and B.5: one parameter at one place, how it is obtained, recorded and replaced, and by whom.

    `measure` is what is measured, by the name of the quantity; `missing` are treatments in the order in which they are tried. `gate` is the
    line whose meter stands before this one's and others'; `apportioned_by`: how this one gets its part where it has no figure of its own.
    """

    code: str = ""
    place: str = ""
    category: str = ""
    name: str = ""
    measure: str = ""
    item: str = ""
    unit: str = ""
    way: str = ""
    description: str = ""
    frequency: str = ""
    missing: tuple[str, ...] = ()
    missing_words: str = ""
    department: str = ""
    person: str = ""
    gate: str = ""
    apportioned_by: str = ""

    @property
    def measured(self) -> tuple[str, str, str]:
        """What it is a line of: place, measure, item; two lines of the same are one too many."""
        return self.place, self.measure, self.item


@dataclass(frozen=True, slots=True)
class PlannedSource:
    """A source of a line: the main one, or one to compare it with within a tolerance (a fraction of the main value).

    `key` names it in its line; `instrument` is the code of a measuring instrument of B.6-1, `record` the original record and ledger.
    """

    line: str = ""
    key: str = ""
    role: str = ""
    rank: int | None = None
    instrument: str = ""
    record: str = ""
    tolerance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PlannedUse:
    """Which quantity of which edition a line serves, at which facility and item of it."""

    line: str = ""
    pack: str = ""
    quantity: str = ""
    facility: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """B.6-1: measuring instruments of one kind at one place; the interval of calibration in months."""

    code: str = ""
    parameter: str = ""
    name: str = ""
    model: str = ""
    location: str = ""
    count: int | None = None
    frequency: str = ""
    accuracy_class: str = ""
    calibrated: bool | None = None
    interval: int | None = None
    rule: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class QualityRules:
    """B.6-1 to B.6-3 in words: management and quality assurance, internal review of the report, rules of ledgers."""

    management: str = ""
    review: str = ""
    ledgers: str = ""


@dataclass(frozen=True, slots=True)
class PlannedLedger:
    """B.6-3: a ledger with the number of its file and its layout."""

    code: str = ""
    name: str = ""
    layout: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class EmissionMonitor:
    """B.6-4: automatic monitoring of carbon dioxide in flue gas (STEEL 9.1 f); "/" where there is none."""

    devices: str = ""
    items: str = ""
    operation: str = ""
    audit: str = ""
    comparison: str = ""


Row = (
    Revision
    | Enterprise
    | Boundary
    | PlannedFacility
    | PlannedLine
    | PlannedSource
    | PlannedUse
    | Instrument
    | QualityRules
    | PlannedLedger
    | EmissionMonitor
)
