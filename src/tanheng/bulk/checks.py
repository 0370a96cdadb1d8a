"""The checks of a pack that block, and what it expects at least one of: over all entities, as the engine does for one.

Checks that only warn are for the eyes of one plant; they stand in the traces, not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from typing import Any

from tanheng.bulk.evaluate import Evaluation
from tanheng.bulk.finish import places_of, raw_values
from tanheng.bulk.layout import Layout, named_places
from tanheng.bulk.problems import TableProblem
from tanheng.bulk.schema import ENTITIES, FACILITIES, ROWS
from tanheng.bulk.source.row_checks import MOST_ROWS
from tanheng.bulk.sql.backend import sql_text
from tanheng.bulk.store import Space, space_of
from tanheng.engine.columns import rounded_column
from tanheng.engine.numbers import ZERO, decimal_text, exact_context, figure, shown
from tanheng.engine.pack import Check, Pack
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text


def blocking(pack: Pack) -> list[Check]:
    """The checks whose failure is an error."""
    return [check for check in pack.checks if check.severity == "error"]


def check_problems(layout: Layout, monthly: Evaluation, yearly: Evaluation) -> list[TableProblem]:
    """Where a blocking check fails; a check whose operands are absent is skipped."""
    problems: list[TableProblem] = []
    for check in blocking(layout.pack):
        evaluation = monthly if "month" in check.index else yearly
        if all(name in evaluation.store.columns for name in check.formula.arguments):
            problems += _failed(layout, evaluation, check)
    return problems


def _failed(layout: Layout, evaluation: Evaluation, check: Check) -> list[TableProblem]:
    space = _space(layout.pack, check)
    if space not in evaluation.store.tables or not evaluation.is_outside(space, check):
        return []
    places = places_of(evaluation, space)
    with localcontext(exact_context()):
        values, _ = raw_values(evaluation, check.formula, space, places)
        wrong = [
            (place, value)
            for place, value in zip(places, values, strict=True)
            if value is not None and ((check.low is not None and value < check.low) or (check.high is not None and value > check.high))
        ][:MOST_ROWS]
        names = named_places(layout, space, [place[0] for place, _ in wrong])
        return [
            _problem(
                check,
                names[place[0]],
                place[1],
                rounded_column([value], check.decimals, "half_up")[0] or ZERO,
            )
            for place, value in wrong
        ]


def _space(pack: Pack, check: Check) -> Space:
    """The places of the first argument that has the check's indices."""
    wanted = set(check.index) & {"facility", "item"}
    for name in check.formula.arguments:
        if set(pack.quantities[name].index) & {"facility", "item"} == wanted:
            return space_of(pack.quantities[name])
    return Space()


def _problem(check: Check, names: tuple[str, str | None, str | None], month: int, value: Decimal) -> TableProblem:
    entity, facility, item = names
    numbers = {
        "value": figure(value) if check.decimals is None else shown(value, check.decimals),
        "low": "−∞" if check.low is None else figure(check.low),
        "high": "∞" if check.high is None else figure(check.high),
    }
    where = Where(check.formula.quantity, facility, item, month or None)
    problem = Problem(check.id, check.severity, where, check.message.filled(**numbers), check.remedy.filled(**numbers))
    return TableProblem(problem, value=decimal_text(value), entity=entity)


def expected_problems(layout: Layout) -> Iterator[TableProblem]:
    """`expects_any` of the pack, for entities or (per: facility) for facilities; rules that only warn are left to the traces."""
    for rule in layout.pack.expects_any:
        if rule["severity"] == "error":
            yield from _unreported(layout, rule)


def _unreported(layout: Layout, rule: dict[str, Any] | Any) -> Iterator[TableProblem]:
    wanted: Sequence[str] = rule["any_of"]
    amounts = [name for name in wanted if name in layout.typed.amounts]
    reported = " OR ".join(f"{name} IS NOT NULL" for name in amounts) or "1 = 0"
    if rule.get("per") == "facility":
        kinds = sorted({layout.pack.quantities[name].facility_kind or "" for name in wanted})
        query = (
            f"SELECT e.entity, f.facility FROM {FACILITIES} f JOIN {ENTITIES} e ON e.entity_no = f.entity_no LEFT JOIN "
            f"(SELECT DISTINCT facility_no FROM {ROWS} WHERE {reported}) r ON r.facility_no = f.facility_no "
            f"WHERE r.facility_no IS NULL AND f.kind IN ({', '.join(sql_text(kind) for kind in kinds)})"
        )
    else:
        query = (
            f"SELECT e.entity, NULL FROM {ENTITIES} e LEFT JOIN "
            f"(SELECT DISTINCT entity_no FROM {ROWS} WHERE {reported}) r ON r.entity_no = e.entity_no "
            "WHERE r.entity_no IS NULL"
        )
    message, remedy = Text(rule["zh"], rule["en"]), Text(rule["remedy_zh"], rule["remedy_en"])
    for entity, facility in layout.backend.rows(f"{query} ORDER BY 1, 2 LIMIT {MOST_ROWS}"):
        problem = Problem(rule["id"], rule["severity"], Where(facility=facility), message, remedy)
        yield TableProblem(problem, column=", ".join(wanted), entity=entity)
