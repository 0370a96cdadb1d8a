"""What is due beside the figures of months: certificates that ended or end soon, and decisions about the plan that the timetable's day is
past for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tanheng.apps.monitoring.models import Meter
from tanheng.apps.monitoring.selectors.calibrations import SOON, due, due_on
from tanheng.apps.monitoring.selectors.meters import MeterHistory, histories_of
from tanheng.apps.monitoring.selectors.revisions import Suggestion, late_revisions
from tanheng.apps.sites.models import Node


@dataclass(frozen=True)
class DueCertificate:
    """A meter in use whose certificate ends: its last day (None: it never had one) and how many days are left; past it, below zero."""

    company: Node
    meter: MeterHistory
    last: date | None
    left: int | None

    @property
    def is_late(self) -> bool:
        """Whether no certificate holds."""
        return self.left is None or self.left < 0


@dataclass(frozen=True)
class DueWork:
    """Of some companies the certificates that are due, the most urgent first, and the late revisions, the longest late first."""

    certificates: list[DueCertificate]
    revisions: list[tuple[Node, Suggestion]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due."""
        return not self.certificates and not self.revisions


def due_work(companies: Sequence[Node], on: date) -> DueWork:
    """What is due on a day."""
    return DueWork(due_certificates(companies, on), late_revisions(companies, on))


def due_certificates(companies: Sequence[Node], on: date) -> list[DueCertificate]:
    """Meters that are not validly calibrated, or not longer than another thirty days."""
    meters = histories_of(Meter.objects.filter(company__in=list(companies)).select_related("company"))
    found = due([one for one in meters if one.descriptions], on, within=SOON)
    return [_certificate(one, on) for one in found]


def _certificate(one: MeterHistory, on: date) -> DueCertificate:
    last = due_on(one, on)
    return DueCertificate(one.meter.company, one, last, (last - on).days if last else None)
