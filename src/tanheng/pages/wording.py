"""Words around numbers in the reader's language: quantities, items, facilities, months and kinds."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanheng.engine.pack import Pack
from tanheng.engine.part_of_year import part_text
from tanheng.pages.language import reader_language

KIND_MARKS = {
    "measured": "●", "calculated": "◆", "apportioned": "◈", "design": "◇", "default": "○", "estimated": "△", "not_applicable": "/",
}  # fmt: skip
KIND_WORDS: dict[str, str | Promise] = {
    "measured": gettext_lazy("measured"),
    "calculated": gettext_lazy("calculated"),
    "apportioned": gettext_lazy("apportioned"),
    "design": gettext_lazy("design value"),
    "default": gettext_lazy("default value"),
    "estimated": gettext_lazy("estimated"),
    "not_applicable": gettext_lazy("not applicable"),
}


@dataclass(frozen=True)
class KindMark:
    """The small mark of a value's kind with its word."""

    mark: str
    word: str


def kind_mark(kind: str) -> KindMark:
    """Mark and word of a kind; a dash for what is missing."""
    return KindMark(KIND_MARKS.get(kind, "—"), str(KIND_WORDS.get(kind, _("missing"))))


def kind_legend() -> list[KindMark]:
    """All marks with their words, for the line above a table."""
    return [*(kind_mark(kind) for kind in KIND_MARKS), kind_mark("")]


def item_label(pack: Pack, quantity: str, item: str | None) -> str:
    """Label of an item of the quantity's table."""
    found = pack.quantities.get(quantity)
    table = pack.tables.get(found.item_table or "") if found else None
    row = table.rows.get(item or "") if table else None
    return row.label.in_(reader_language()) if row else item or ""


def shown_unit(unit: str) -> str:
    """The unit as people read it; nothing for a plain number."""
    return "" if unit == "1" else unit


def month_label(year: int, month: int | None, through: int | None = None) -> str:
    """`2025-03`, or the word for the whole year; of a part of a year, which goes `through` a month, its months."""
    if month is None and through is not None:
        return f"{year} · {part_text(through).in_(reader_language())}"
    return _("year %(year)s") % {"year": year} if month is None else f"{year}-{month:02d}"


def place_label(
    pack: Pack, quantity: str, facility: str, item: str | None, year: int, month: int | None, through: int | None = None
) -> str:
    """Facility, item and month in one line; `facility` is its name or empty."""
    parts = (facility, item_label(pack, quantity, item), month_label(year, month, through))
    return " · ".join(part for part in parts if part)
