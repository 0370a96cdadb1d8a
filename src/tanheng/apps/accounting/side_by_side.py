"""Companies of a group side by side: the totals and intensities of each company's newest run."""

import json
from dataclasses import dataclass
from decimal import Decimal

from tanheng.analysis.totals import total_quantity
from tanheng.apps.accounting.addresses import explanation_address
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.overview import Figure, shown_value
from tanheng.apps.accounting.selectors import latest_run, year_values
from tanheng.apps.records.problem_texts import error_count, stored_problems
from tanheng.apps.records.wording import reader_language
from tanheng.apps.sites.models import Node
from tanheng.rulebook import load


@dataclass(frozen=True)
class CompanyRow:
    """One company: its newest run of the year, or none."""

    company: Node
    run: Run | None
    figures: tuple[Figure, ...] = ()
    problems: int = 0
    errors: int = 0


def company_rows(companies: list[Node], year: int) -> list[CompanyRow]:
    """One row a company, in tree order."""
    return [company_row(company, latest_run(company, year)) for company in companies]


def company_row(company: Node, run: Run | None) -> CompanyRow:
    """The row of one run, from its stored results; figures are the total first, then the intensities of its facilities."""
    if run is None:
        return CompanyRow(company, None)
    pack, values = load(run.pack), year_values(run)
    names = {row["id"]: row["name"] for row in json.loads(run.snapshot.source_import.head)["facilities"]}
    wanted = [total_quantity(pack), *(name for name, quantity in pack.quantities.items() if quantity.yearly_only)]
    figures = tuple(
        _figure(run, name, facility, names.get(facility, facility), stored.value, stored.unit) for name in wanted
        for (found, facility), stored in values.items() if found == name
    )
    problems = stored_problems(run.problems)
    return CompanyRow(company, run, figures, len(problems), error_count(problems))


def _figure(run: Run, name: str, facility: str, place: str, value: Decimal, unit: str) -> Figure:
    quantity = load(run.pack).quantities[name]
    label = quantity.label.in_(reader_language()) + (f" · {place}" if place else "")
    address = explanation_address(run.pk, name, facility or None)
    return Figure(label, shown_value(quantity, value, None), format(value, "f"), unit, address, quantity.symbol)
