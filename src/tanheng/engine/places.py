"""Where something stands: the place of a number in the domain, the place in a file where it was read, and both as people are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tanheng.engine.text import Text

Key = tuple[str | None, str | None]  # facility, item


class Place(NamedTuple):
    """Where a number stands in the domain: a quantity, at a facility, for an item, in a month; None where it has no such part, and
    month None is the year.
    """

    quantity: str
    facility: str | None = None
    item: str | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem: in the domain (facility, item, month, quantity) and in a file (sheet, cell,
    path, line). `spoken` is what people call quantity, facility and item; it is for the eye and no part of the place.
    """

    quantity: str | None = None
    facility: str | None = None
    item: str | None = None
    month: int | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    path: str | None = None
    line: int | None = None
    spoken: Text | None = field(default=None, compare=False, repr=False)

    def called(self, spoken: Text) -> Where:
        """The same place in words."""
        in_file = Origin(self.file, self.sheet, self.cell, self.path, self.line)
        return Where(self.quantity, self.facility, self.item, self.month, *in_file, spoken)

    def of(self, quantity: str, key: Key) -> Where:
        """The same place in a file, and month, of a quantity at its facility and item."""
        return Where(quantity, *key, self.month, self.file, self.sheet, self.cell, self.path, self.line)

    def as_json(self) -> dict[str, Any]:
        """Only the parts that are known."""
        return {name: value for name in WHERE_PARTS if (value := getattr(self, name)) is not None}

    def as_text(self, lang: str = "zh") -> str:
        """One short line, file first, then the domain place: in words where they are known, else as `quantity@facility/item/month`."""
        in_file = [str(part) for part in (self.file, self.sheet, self.cell) if part]
        if self.line is not None:
            in_file.append(f"第 {self.line} 行" if lang.startswith("zh") else f"line {self.line}")
        if self.path:
            in_file.append(self.path)
        return " · ".join(part for part in (" ".join(in_file), self.in_domain(lang)) if part)

    def in_domain(self, lang: str = "zh") -> str:
        """Quantity, facility, item and month in one line: in words where they are known."""
        if self.spoken is not None:
            month = "" if self.month is None else f"{self.month} 月" if lang.startswith("zh") else f"month {self.month}"
            return " · ".join(part for part in (self.spoken.in_(lang), month) if part)
        month = "" if self.month is None else f"{self.month:02d}"
        place = "/".join(part for part in (self.facility, self.item, month) if part)
        return (self.quantity or "") + (f"@{place}" if place else "")


WHERE_PARTS = ("quantity", "facility", "item", "month", "file", "sheet", "cell", "path", "line")


class Origin(NamedTuple):
    """Where in a file something was read: file, sheet and cell of a workbook, or path and line of a text."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    path: str | None = None
    line: int | None = None

    def where(self, quantity: str | None = None, facility: str | None = None, item: str | None = None, month: int | None = None) -> Where:
        """The place of a problem here, with its domain parts."""
        return Where(quantity, facility, item, month, *self)

    def as_text(self, lang: str = "zh") -> str:
        """One short line."""
        return self.where().as_text(lang)


NOWHERE = Origin()
