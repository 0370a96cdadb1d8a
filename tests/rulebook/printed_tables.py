"""Tables as a guideline prints them, typed anew beside the packs: `name number number | name - -`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal


def printed_rows(table: str) -> Iterator[tuple[str, list[Decimal | None]]]:
    """The rows of a printed table; `-` stands where it has no number."""
    for row in table.replace("\n", "|").split("|"):
        if row.strip():
            name, *numbers = row.split()
            yield name, [None if number == "-" else Decimal(number) for number in numbers]
