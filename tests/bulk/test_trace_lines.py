"""The line of a trace is written by hand: it is the JSON of the run's own columns, byte by byte, and its digest that of the run's rows."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import md5
from typing import Any

import pytest

from tanheng.bulk.traces import trace_entities, trace_line
from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.column_texts import ColumnTexts
from tanheng.engine.numbers import decimal_text
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.engine.toy_pack import toy_case, toy_pack

DEMO = [synthetic_case(2024), synthetic_cement_case(2024), synthetic_power_case(2024, {"name": "合成"})]


def run_of(document: dict[str, Any]) -> Run:
    case, problems = read_case(document, load)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(load(case.pack_id), case, problems, causes=False)


def texts(value: Any) -> Any:
    if value is None:
        return None
    return decimal_text(value) if isinstance(value, Decimal) else [*map(texts, value)]


def document_of(run: Run) -> dict[str, Any]:
    steps = [
        {
            "quantity": name,
            "places": [list(key) for key in run.keys[name]],
            "operands": dict(zip(run.pack.formulas[name].arguments, map(texts, step.operands), strict=True)),
            "raw": texts(step.raw),
            "value": texts(step.rounded),
        }
        for name, step in run.steps.items()
    ]
    return {
        "tanheng": "batch-trace/1",
        "pack": {"id": run.pack.id, "hash": run.pack.hash},
        "year": run.case.year,
        "entity": run.case.entity_name,
        "snapshot_hash": run.case.snapshot_hash,
        "run_hash": run.run_hash,
        "problems": [problem.as_json("zh") for problem in run.problems],
        "steps": steps,
        "years": {name: texts(run.years[name]) for name in run.pack.formulas if name in run.years},
    }


def in_json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("document", DEMO, ids=lambda one: one["pack"])
def test_the_line_of_a_trace_is_the_json_of_its_columns(document: dict[str, Any]) -> None:
    run = run_of(document)
    assert trace_line(run) == in_json(document_of(run))


@pytest.mark.parametrize("name", ['"引号"\\', "a|b", "tab\there"])
def test_any_name_of_an_entity_and_a_facility_is_written_as_json_has_it(name: str) -> None:
    case = toy_case(entity={"name": name})
    case["facilities"][0]["id"] = name
    case["values"] = [{**row, "facility": name} if row.get("facility") == "a" else row for row in case["values"]]
    pack = toy_pack()
    found, problems = read_case(case, lambda _: pack)
    if found is None:  # a name that no facility may have
        assert problems
        return
    run = run_case(pack, found, problems)
    assert trace_line(run) == in_json(document_of(run))


@pytest.mark.parametrize("document", DEMO, ids=lambda one: one["pack"])
def test_the_digest_of_a_trace_is_that_of_the_rows_of_its_run(document: dict[str, Any]) -> None:
    parts = ("quantity", "facility", "item", "unit", "month", "value")
    rows = ["|".join(str(row[part] or "") for part in parts) for row in run_of(document).result_rows]
    digest = md5("\n".join(sorted(rows)).encode(), usedforsecurity=False).hexdigest()
    assert [one.digest for one in trace_entities([document])] == [digest]


@pytest.mark.parametrize(
    "column",
    [
        [],
        [None, None],
        [Decimal("1E+3"), None, Decimal("-0.00")],
        [Decimal("1.50"), Decimal("0E-12")],
        [(Decimal(1), None), (), None, (Decimal("2.0"), Decimal(3))],
        [((Decimal(1),), (None,))],
    ],
)
def test_a_column_is_worded_as_its_values_are(column: list[Any]) -> None:
    assert ColumnTexts().in_json(column) == in_json(texts(column))


def test_the_texts_of_a_column_are_of_that_column() -> None:
    known = ColumnTexts()
    columns: list[list[Decimal | None]] = [[Decimal(number), None] for number in range(100)]
    assert [known.of(one) for one in columns] == [[str(number), None] for number in range(100)]
    assert [known.of([Decimal(number)]) for number in range(100)] == [[str(number)] for number in range(100)]  # each freed at once
