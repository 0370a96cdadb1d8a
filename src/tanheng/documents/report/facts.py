"""What a report may say beside the numbers of its run: facts of the enterprise and its facilities, meters, training, dates.

Everything is optional and keyed by the field ids of the pack's official tables; what is not given is printed as not filled
in, never invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Optional facts of one report."""

    enterprise: Mapping[str, str] = field(default_factory=dict)  # field id of the enterprise table → entry
    facilities: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # facility id → field id → entry
    lists: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)  # meters, training … → rows by column id
    supporting_files: Mapping[str, str] = field(default_factory=dict)  # field id → file names
    direct_meters: Mapping[tuple[str, str | None], bool] = field(default_factory=dict)  # quantity, facility → has a direct meter
    written_date: str = ""  # as it shall be printed, such as 2026-03-31
    mark: str = ""  # in which state of the year it was made, on the cover and on every page; blank where no year is kept
    draft: bool = False  # that state is not final
    notice: str = ""  # lines on the cover, such as: synthetic data
    head: str | None = None  # what of the notice stands above every page, short; None: the notice itself
    uploaders: Mapping[tuple[Any, str], str] = field(default_factory=dict)  # key and person of an answer → who uploaded it for them
    treatments: tuple[tuple[str, ...], ...] = ()  # of missing data: quantity, place, month, method, before, after, reason, person and day
    deviations: tuple[tuple[str, ...], ...] = ()  # from the plan: quantity, place, month, aspect, planned, done, reason, person and day
    letter: str = ""  # a free paragraph before the tables


NO_FACTS = ReportFacts()
