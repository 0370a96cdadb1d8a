"""The rate of equipping (配备率): meters installed against meters needed, by energy and level, against what a standard asks for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tanheng.analysis.meter_words import IN_USE
from tanheng.apps.monitoring.models import NeededMeters, RequiredRate
from tanheng.apps.monitoring.selectors.meters import MeterHistory
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import round_decimal
from tanheng.engine.text import Text
from tanheng.rulebook.metering import LEVELS, Energy, metering
from tanheng.store.clock import today

ENTERED = "override"  # the status of a rate that the company itself read in a standard: shown as unconfirmed, as all that is not official


@dataclass(frozen=True)
class Required:
    """The rate that is asked for, in per cent (None: none), with standard, status and source."""

    rate: Decimal | None
    standard: str
    status: str
    source: Text
    doubt: Text | None = None


@dataclass(frozen=True)
class Equipping:
    """One energy at one level: meters in use, meters needed (None: nobody has said), and what is asked for."""

    energy: Energy
    level: str
    installed: int
    needed: int | None
    required: Required

    @property
    def level_label(self) -> Text:
        """What the level is called."""
        return LEVELS[self.level]

    @property
    def rate(self) -> Decimal | None:
        """Installed over needed in per cent, one decimal; None where none is needed or nobody has said."""
        return round_decimal(Decimal(100 * self.installed) / self.needed, 1) if self.needed else None

    @property
    def met(self) -> bool | None:
        """Whether the rate is reached, told by whole numbers; None where it cannot be told."""
        if self.needed is None or self.required.rate is None:
            return None
        return 100 * self.installed >= self.required.rate * self.needed


def equipping(company: Node, meters: Iterable[MeterHistory], day: date | None = None) -> list[Equipping]:
    """Every energy at every level, on a day (today): by the table of 2006, or what the company entered in the place of its rates."""
    on = day or today()
    described = [one.described(on) for one in meters if one.status(on) == IN_USE]
    installed = Counter((one.energy, one.level) for one in described)
    needed = {(one.energy, one.level): one.count for one in NeededMeters.objects.filter(company=company, valid_from__lte=on)}
    entered = {(one.energy, one.level): one for one in RequiredRate.objects.filter(company=company, valid_from__lte=on)}
    places = [(energy, level) for energy in metering().equipping.energies.values() for level in LEVELS]
    return [
        Equipping(energy, level, installed[energy.id, level], needed.get((energy.id, level)), _required(energy, level, entered))
        for energy, level in places
    ]


def _required(energy: Energy, level: str, entered: dict[tuple[str, str], RequiredRate]) -> Required:
    own = entered.get((energy.id, level))
    if own is not None:
        return Required(own.rate, own.standard, ENTERED, Text(own.source, own.source))
    table = metering().equipping
    return Required(energy.rates[level], table.standard, table.status, table.source, energy.doubt)
