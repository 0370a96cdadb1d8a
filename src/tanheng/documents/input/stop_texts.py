"""The stops of a facility in one cell, written and read: 2025-03-01～2025-05-31 staggered stop，2025-08-01～ repair."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tanheng.engine.case import StopDates

DAY = r"\d{4}-\d{2}-\d{2}"
START = re.compile(rf"(?={DAY} ?[～~至])")
STOP = re.compile(rf"(?P<from>{DAY}) ?[～~至] ?(?P<to>{DAY})?(?P<reason>.*)")
PARTS = " ，,、"


def stops_text(stops: Iterable[StopDates]) -> str:
    """What the cell says of these stops."""
    return "，".join(f"{one.first}～{one.last} {one.reason}".rstrip() for one in stops)


def stop_entries(text: str) -> list[dict[str, str]]:
    """The stops a cell tells, as entries of `case/1`; a part that is none stands where its first day should, and is told there."""
    found = []
    for part in START.split(" ".join(text.split())):
        if not part.strip(PARTS):
            continue
        match = STOP.fullmatch(part.strip(PARTS))
        texts = match.groupdict() if match else {"from": part.strip(PARTS)[:40]}
        found.append({name: given.strip(PARTS) for name, given in texts.items() if given and given.strip(PARTS)})
    return found
