"""What stands beside a row of the grid month by month: the product that its amounts are held against, and the same at sister plants."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tanheng.apps.monitoring.selectors.selection import GridRow, PlanOfYear, grid_rows, monthly_uses
from tanheng.apps.monitoring.selectors.year_sources import amount_in, reading_in
from tanheng.apps.sites.models import STEP, Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.life import MONTHS
from tanheng.engine.numbers import ZERO
from tanheng.engine.plan.lists import MAIN
from tanheng.pages.actor import Reach
from tanheng.rulebook import load

MOST_SISTERS = 4
Months = dict[int, Decimal]  # the months that have an amount


def product_of(row: GridRow) -> str:
    """The product that a row's amounts are held against, by the rule pack of the first quantity that it serves; "" where there is none, or
    the row is no amount that adds up over the year, or is that product itself.
    """
    use = monthly_uses(row.line)[0]
    pack = load(use.pack)
    product = pack.main_output or ""
    return product if pack.quantities[use.quantity].year == "sum" and use.quantity != product else ""


def amounts_of(row: GridRow | None) -> Months:
    """The amounts that count in a row."""
    return {month: amount for month in MONTHS if (amount := amount_in(row, month)) is not None} if row else {}


def made(company: Node, rows: Sequence[GridRow], product: str, year: int) -> tuple[str, Months]:
    """The unit of a product and what was made of it: at the place of the rows, else in all facilities together, in the months in which
    every one of them says so.
    """
    own = _main_row(rows, product, "")
    found = [own] if own else [one for _place, one in _elsewhere(company, descendants(company, kind="facility"), product, "", year)]
    told = (month for month in MONTHS if found and all(reading_in(one, month) for one in found))
    return found[0].unit if found else "", {month: sum((amount_in(one, month) or ZERO for one in found), ZERO) for month in told}


def sisters(reach: Reach, company: Node, place: Node, row: GridRow, year: int) -> list[tuple[Node, GridRow]]:
    """The same measure at facilities of the kind in the company; of the enterprise itself at the group's companies that the reader sees."""
    _code, measure, item = row.measured
    if place.pk != company.pk:
        alike = [one for one in descendants(company, kind="facility") if one.pk != place.pk and one.present_kind == place.present_kind]
        return list(_elsewhere(company, alike[:MOST_SISTERS], measure, item, year))
    others = reach.nodes("view_data").filter(path__startswith=company.path[:STEP], kind="company").exclude(pk=company.pk)
    return [each for one in others[:MOST_SISTERS] for each in _elsewhere(one, [one], measure, item, year)]


def _elsewhere(company: Node, places: Iterable[Node], measure: str, item: str, year: int) -> Iterable[tuple[Node, GridRow]]:
    plan = PlanOfYear(company, year, measures=[measure])
    planned = {line.place for line in plan.newest()}
    for place in places:
        if ("" if place.pk == company.pk else place.code) in planned:
            found = _main_row(grid_rows(company, place, year, plan), measure, item)
            if found is not None:
                yield place, found


def _main_row(rows: Iterable[GridRow], measure: str, item: str) -> GridRow | None:
    return next((one for one in rows if one.role == MAIN and one.measured[1:] == (measure, item)), None)
