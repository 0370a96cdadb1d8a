"""Reads which part of a year a case is of: `through_month`, and what may not stand in such a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tanheng.engine.pack import Pack
from tanheng.engine.part_of_year import LAST
from tanheng.engine.places import Place
from tanheng.engine.unread import UNREAD

if TYPE_CHECKING:
    from tanheng.engine.case.reader import Path, Reader

KEY = "through_month"


def read_through_month(reader: Reader, document: Mapping[str, Any], pack: Pack, grain: str) -> int | None:
    """The last month of a part of a year; None where the case is of the whole year, or where what is said cannot be used."""
    given = document.get(KEY)
    if given is None or given is UNREAD:
        return None
    where = reader.origin((KEY,)).where()

    def note(code: str, **words: Any) -> None:
        reader.unread.anything_doubtful = True
        reader.problems.append(reader.wording.problem(code, where, **words))

    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= LAST:
        note("CASE-193", label=reader.field((), KEY), found=str(given)[:20])
        return None
    if grain != "month":
        note("CASE-194")
        return None
    if pack.is_allowance:
        note("CASE-196", found=pack.title)
        return None
    return given


def tell_later_month(reader: Reader, path: Path, place: Place, last: int) -> None:
    """A figure of a month that is later than the part of the year that its case is of."""
    where = reader.origin(path).where(*place)
    reader.problems.append(reader.wording.problem("CASE-195", where, month=place.month, last=last))
