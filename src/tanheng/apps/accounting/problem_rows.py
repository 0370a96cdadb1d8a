"""Problems of a run as the problem list shows them: the place in words, with a link to the figure it concerns."""

from typing import Any

from tanheng.apps.accounting.addresses import explanation_address
from tanheng.apps.accounting.models import Run
from tanheng.apps.records.wording import item_label, place_label, reader_language
from tanheng.engine import run as engine
from tanheng.engine.errors import Problem


def problem_rows(run: Run, problems: list[Problem], computed: engine.Run) -> list[dict[str, Any]]:
    """One mapping a problem, in the reader's language."""
    return [_row(run, problem, computed) for problem in problems]


def _row(run: Run, problem: Problem, computed: engine.Run) -> dict[str, Any]:
    where, pack = problem.where, computed.pack
    row = problem.as_json(reader_language())
    facility = computed.case.facility_names.get(where.facility or "", where.facility or "")
    in_file = " ".join(part for part in (where.sheet, where.cell) if part)
    if where.quantity in pack.quantities:
        name = pack.quantities[where.quantity].label.in_(reader_language())
        row["place"] = f"{name} · " + place_label(pack, where.quantity, facility, where.item, run.year, where.month)
        if (where.facility, where.item) in computed.positions.get(where.quantity, {}):
            row["place_address"] = explanation_address(run.pk, where.quantity, where.facility, where.item, where.month)
    else:
        checked = next((check.formula.arguments[0] for check in pack.checks if check.id == problem.code), None)
        if checked and (where.facility, where.item) in computed.positions.get(checked, {}):
            row["place_address"] = explanation_address(run.pk, checked, where.facility, where.item, where.month)
        month = f"{run.year}-{where.month:02d}" if where.month else ""
        item = item_label(pack, checked, where.item) if checked else where.item or ""
        row["place"] = " · ".join(part for part in (facility, item, month, in_file) if part)
    return row
