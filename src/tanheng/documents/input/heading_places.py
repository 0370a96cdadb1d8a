"""The order in which our own templates head their columns, and heading rows of ours in which one word was replaced: known by its place.

Only a row that is no heading otherwise is looked at so: without it a whole table would be lost for one word.
"""

from __future__ import annotations

from collections.abc import Mapping

from tanheng.documents.input.headings import (
    ANSWER_HEADINGS,
    ATTRIBUTE_HEADINGS,
    FACILITY_HEADINGS,
    FACT_HEADINGS,
    MONTHS,
    OVERRIDE_HEADINGS,
    UNCERTAINTY_HEADINGS,
)
from tanheng.documents.reading.cells import Cell

LEAST_IN_PLACE = 2
CSV_PLACES, CSV_WORDS = ("label", "facility", "item", "unit"), ("kind", "source", "evidence", "uncertainty", "note", "quantity")


def data_fields(grain: str) -> list[str]:
    """The columns of a data sheet in order; `need` is for the eye alone."""
    periods = ["year"] if grain == "year" else [*map(str, MONTHS), "year"]
    last = ["default", "kind", "source", "evidence", "uncertainty", "note", "quantity"]
    return ["label", "facility", "item", "unit", "need", *periods, *last]


def csv_fields(*, months: bool, year: bool) -> list[str]:
    """The columns of a CSV in order."""
    return [*CSV_PLACES, *(map(str, MONTHS) if months else ()), *(["year"] if year else []), *CSV_WORDS]


ORDERS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "facts": (tuple(FACT_HEADINGS),),
    "facilities": (tuple(FACILITY_HEADINGS),),
    "attributes": (tuple(ATTRIBUTE_HEADINGS),),
    "overrides": (tuple(OVERRIDE_HEADINGS),),
    "uncertainties": (tuple(UNCERTAINTY_HEADINGS),),
    "answers": (tuple(ANSWER_HEADINGS),),
    "data": (
        *(tuple(data_fields(grain)) for grain in ("month", "year")),
        *(tuple(csv_fields(months=months, year=year)) for months, year in ((True, True), (True, False), (False, True))),
    ),
}


def replaced_heading(table: str, fields: Mapping[int, str], cells: Mapping[int, Cell]) -> tuple[int, str] | None:
    """The column whose heading was replaced, and the field it had; None where not all others stand in their order. `fields`: those
    of the columns that are known.
    """
    for order in ORDERS[table]:
        others = [(column, field) for column, field in enumerate(order, start=1) if fields.get(column) != field]
        if len(others) == 1 and len(order) > LEAST_IN_PLACE:
            column, field = others[0]
            if column not in fields and column in cells and cells[column].text.strip():
                return column, field
    return None
