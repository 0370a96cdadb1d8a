"""The reference of the case format: written from the tables that read cases, its example computes, what it calls needed is needed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import has_errors
from tanheng.engine.records.of.cases import ANSWER, ATTRIBUTE, CASE, ENTITY, FACILITY, OVERRIDE, VALUE
from tanheng.engine.records.shapes import Shape
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tools.docs import CASE_EXAMPLE, case_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "case.md"
DIGEST = "sha256:" + "0" * 64
FULL: dict[str, Any] = {
    **synthetic_case(2025),
    "overrides": [{"parameter": "gwp_cf4", "value": "6630", "unit": "tCO2e/t", "document": "通知", "person": "某人"}],
    "answers": [{"code": "AL-072", "digest": DIGEST, "says": "confirmed", "reason": "已核对", "person": "某人"}],
}
RECORDS: list[tuple[Shape, tuple[Any, ...]]] = [  # each at its place in FULL
    (CASE, ()),
    (ENTITY, ("entity",)),
    (FACILITY, ("facilities", 0)),
    (VALUE, ("values", 0)),
    (OVERRIDE, ("overrides", 0)),
    (ANSWER, ("answers", 0)),
]


def codes(document: Any) -> set[str]:
    return {one.code for one in read_case(document, load)[1]}


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        document = document[part]
    return document


def test_the_page_is_that_of_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == case_page()


def test_the_example_computes_without_errors() -> None:
    example = PAGE.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    case, problems = read_case(yaml.safe_load(example), load)
    assert case is not None and not has_errors(problems), problems
    run = run_case(load(case.pack_id), case, problems)
    assert run.value(run.pack.total, *run.keys[run.pack.total][0])


@pytest.mark.parametrize(
    ("document", "shape", "path"),
    [(CASE_EXAMPLE, ATTRIBUTE, ("attributes", 0)), *((FULL, *one) for one in RECORDS)],
    ids=lambda one: one.title.en if isinstance(one, Shape) else "",
)
def test_what_must_stand_is_missed_and_what_is_unknown_is_told(document: Any, shape: Shape, path: tuple[Any, ...]) -> None:
    known = codes(document)
    for key in (key.name for key in shape.keys if key.required):
        less = copy.deepcopy(document)
        del at(less, path)[key]
        assert codes(less) - known, key
    more = copy.deepcopy(document)
    at(more, path)["unheard_of"] = "1"
    assert "CASE-103" in codes(more) - known
