"""Which line of the plan, which source of it and which place a cell of the monthly grid is of."""

from collections.abc import Mapping
from datetime import date

from tanheng.apps.monitoring.models import PlanLine, PlanSource
from tanheng.apps.monitoring.selectors.cell_problems import cell_problem
from tanheng.apps.monitoring.selectors.selection import PlanOfYear, monthly_uses, sources_of
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.problems import Problem
from tanheng.store.clock import today

CellAt = tuple[str, str, date]  # code of the line, key of its source, first day of the month


def places_by_code(company: Node) -> dict[str, Node]:
    """The company's facilities by their codes, and by "" the company itself."""
    return {one.code: one for one in descendants(company, kind="facility")} | {"": company}


def placed(plan: PlanOfYear, places: Mapping[str, Node], cell: CellAt) -> tuple[PlanLine, PlanSource, Node] | Problem:
    """Where a cell stands by the version of the plan in its month, or why there is none."""
    code, key, month = cell
    line = plan.line_by_code(code, month.month)
    if line is None or not monthly_uses(line):
        return cell_problem("GRID-102", None, month, found=code)
    sources = {source.key: source for source in sources_of(line)}
    if key not in sources:
        return cell_problem("GRID-103", line, month, found=key, known=", ".join(sources))
    if month > today():
        return cell_problem("GRID-104", line, month)
    if line.place not in places:
        return cell_problem("GRID-106", line, month, found=line.place)
    return line, sources[key], places[line.place]
