"""What the panel shows beside a cell: its row month by month, last year, per unit of product, at sister plants; what explains a month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from tanheng.apps.monitoring.pages.grid.months import month_heading
from tanheng.apps.monitoring.pages.grid.table import year_is_sum
from tanheng.apps.monitoring.selectors.alongside import Months, amounts_of, made, product_of, sisters
from tanheng.apps.monitoring.selectors.day_books import explanations_of
from tanheng.apps.monitoring.selectors.selection import GridRow, monthly_uses
from tanheng.apps.sites.models import Node
from tanheng.engine.life import MONTHS
from tanheng.engine.numbers import ZERO, decimal_text, exact_context, shown
from tanheng.pages.actor import Reach
from tanheng.pages.language import reader_language
from tanheng.pages.templatetags.components import grouped
from tanheng.pages.wording import shown_unit
from tanheng.rulebook import load

DIGITS = 5  # of what is per unit of product


@dataclass(frozen=True)
class MonthLine:
    """A line of the table beside a cell: a text for each month and the year; "" where there is none."""

    name: str
    unit: str
    texts: tuple[str, ...]
    year: str

    def at(self, month: int) -> str:
        """What it says of a month, with its unit."""
        return f"{self.texts[month - 1]} {self.unit}".strip() if self.texts[month - 1] else ""


def month_heads() -> list[str]:
    """The heads of the months."""
    return [month_heading(one) for one in MONTHS]


def month_lines(
    reach: Reach, at: tuple[Node, Node, int], rows: Sequence[GridRow], before: Sequence[GridRow], row: GridRow
) -> list[MonthLine]:
    """The row in the months of its year (`at`: company, place, year) and of the one before, per unit of product, and at sister plants."""
    company, place, year = at
    earlier = next((one for one in before if (one.measured, one.source) == (row.measured, row.source)), None)
    lines = [_line(str(year), row), *([_line(str(year - 1), earlier)] if earlier else [])]
    if product := product_of(row):
        name = load(monthly_uses(row.line)[0].pack).quantities[product].label.in_(reader_language())
        for of_year, one, there in ((year, row, rows), (year - 1, earlier, before)):
            if one is not None:
                lines.append(_per_product(f"{of_year} / {name}", one, made(company, there, product, of_year)))
    lines += [_line(other.name, one) for other, one in sisters(reach, company, place, row, year)]
    return [one for one in lines if any(one.texts)]


def _line(name: str, row: GridRow) -> MonthLine:
    amounts = amounts_of(row)
    total = grouped(decimal_text(sum(amounts.values(), ZERO))) if amounts and year_is_sum(row) else ""
    return MonthLine(name, shown_unit(row.unit), _texts({month: grouped(decimal_text(one)) for month, one in amounts.items()}), total)


def _texts(found: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(found.get(month, "") for month in MONTHS)


def _per_product(name: str, row: GridRow, product: tuple[str, Months]) -> MonthLine:
    """Of the year: what was used over what was made in the months that have both."""
    unit, output = product
    used = amounts_of(row)
    both = [month for month in MONTHS if month in used and output.get(month)]
    total = _ratio(sum((used[one] for one in both), ZERO), sum((output[one] for one in both), ZERO)) if both else ""
    texts = _texts({month: _ratio(used[month], output[month]) for month in both})
    return MonthLine(name, f"{shown_unit(row.unit)}/{shown_unit(unit)}", texts, total)


def _ratio(amount: Decimal, output: Decimal) -> str:
    return shown(exact_context().divide(amount, output), significant=DIGITS)


def explained(place: Node, month: date) -> Iterator[dict[str, Any]]:
    """Starts and stops that the place's day-books tell of in a month, each with the page of its book."""
    lang = reader_language()
    for one in explanations_of(place, month):
        words = "；".join(each.zh for each in one.words) if lang == "zh" else "; ".join(each.en for each in one.words)
        address = reverse("monitoring:book", args=[place.pk, one.book.id, f"{month:%Y-%m}"])
        yield {"day": f"{one.day:%Y-%m-%d}", "book": one.book.label.in_(lang), "words": words, "address": address}
