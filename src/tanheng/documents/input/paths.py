"""Paths under which the places of a table tell more than where an entry stands: blank cells, and cells typed but not read."""

from __future__ import annotations

from tanheng.engine.case.reader import Path

Unread = tuple[str | None, str | None, str | None, int | None]  # quantity, facility, item, month
ANYTHING: Unread = (None, None, None, None)


def blank_path(quantity: str, facility: str | None, item: str | None) -> Path:
    """Under this path the places tell where the first blank month of a series stands."""
    return ("blank", quantity, facility or "", item or "")


def unread_path(key: Unread) -> Path:
    """Under this path the places tell that a month was typed but could not be read."""
    return ("unread", *(part or "" for part in key))


def home_path(quantity: str) -> Path:
    """Under this path the places tell where a quantity stands first; without a quantity, where the first table of data does."""
    return ("home", quantity)


def facility_path(facility: str) -> Path:
    """Under this path the places tell where a facility is listed."""
    return ("facility", facility)
