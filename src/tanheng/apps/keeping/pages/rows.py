"""Damaged contents as rows of a page: the problem, and the names of files and parts of the group that the reader may know."""

from dataclasses import dataclass
from datetime import datetime

from tanheng.apps.keeping.selectors.contents import Damaged
from tanheng.apps.sites.selectors import node_names
from tanheng.pages.language import reader_language
from tanheng.store.damage import damage_problem


@dataclass(frozen=True)
class Row:
    """One damaged content as shown."""

    code: str
    message: str
    sha256: str
    names: list[str]
    places: list[str]
    recorded_at: datetime


def damage_rows(damaged: list[Damaged]) -> list[Row]:
    """A row each."""
    names, lang = node_names({place for one in damaged for place in one.places}), reader_language()
    rows = []
    for one in damaged:
        problem = damage_problem(one.found)
        places = [names[place] for place in one.places if place in names]
        rows.append(Row(problem.code, problem.message.in_(lang), one.sha256, one.names, places, one.recorded_at))
    return rows
