"""A sector as the rule book declares it: its names, its place in lists, its part in a company, and the list in which companies are entered
that surrender in it. The rest of the program asks here and knows no sector by its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tanheng.engine.text import Text

SectorRole = Literal["industry", "captive_power"]


@dataclass(frozen=True)
class Sector:
    """One sector; `list_name` is the list 名录 of those that surrender in it, None where nothing is surrendered."""

    id: str
    label: Text
    order: int
    role: SectorRole
    list_name: Text | None
    facility_kinds: Mapping[str, Text]  # kinds of facilities its companies have, by id
    usual_items: Mapping[str, Sequence[str]] = field(default_factory=dict)  # table → its commonest items first; rows of a blank form

    @property
    def is_captive_power(self) -> bool:
        """Whether its units stand inside the companies of other sectors."""
        return self.role == "captive_power"


def business_first(sector: Sector) -> tuple[bool, int]:
    """Sorts the lists of a company: its main business first, the power units inside it last."""
    return sector.is_captive_power, sector.order


def power_first(sector: Sector) -> tuple[bool, int]:
    """Sorts obligations: first the power list, as what is cleared there leaves the boundary of the industries."""
    return not sector.is_captive_power, sector.order
