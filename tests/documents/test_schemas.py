"""Traces and receipts of real runs hold to the published schemas: of every kind of pack and every sector, a year and its months."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tanheng.engine.case.reading import read_case
from tanheng.engine.explain import explain
from tanheng.engine.receipt import receipt, trace_head
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

SCHEMAS = files("tanheng.documents").joinpath("schemas")
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
NAMES = ("trace-1", "receipt-1")
PACKS = [one for one in pack_ids() if any(case.get("expected") for case in load(one).cases)]


@cache
def schema(name: str) -> Draft202012Validator:
    document = json.loads(SCHEMAS.joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


@cache
def a_run(pack_id: str) -> Run:
    """The worked case of a pack that expects most."""
    worked = max(load(pack_id).cases, key=lambda case: len(case.get("expected") or ()))
    case, problems = read_case(worked["given"], load)
    assert case is not None, problems
    return run_case(load(case.pack_id), case, problems)


def steps_in(step: dict[str, Any]) -> list[dict[str, Any]]:
    return [step, *(inner for one in step.get("operands", ()) for inner in steps_in(one))]


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_are_published_as_they_stand_in_the_program(name):
    published = (REFERENCE / f"{name}.schema.json").read_text(encoding="utf-8")
    assert published == SCHEMAS.joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    assert schema(name)


@pytest.mark.parametrize("pack_id", PACKS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_traces_hold_to_their_schema(pack_id, lang):
    run = a_run(pack_id)
    for key in run.keys[run.pack.total]:
        found = explain(run, run.pack.total, *key)
        assert found is not None
        schema("trace-1").validate({**trace_head(run, lang), **found.as_json(lang)})
        schema("trace-1").validate({**trace_head(run, lang), "explanation": found.as_json(lang), "problems": []})


@pytest.mark.parametrize("pack_id", PACKS)
def test_receipts_hold_to_their_schema_and_every_operand_is_a_step(pack_id):
    run = a_run(pack_id)
    document = receipt(run, engine="0.1.0", calculated_on="2026-11-29")
    schema("receipt-1").validate(json.loads(json.dumps(document)))
    steps = {one["step"]: one for one in document["trace"]}
    assert len(steps) == len(document["trace"])
    values = {(one["quantity"], one["facility"], one["item"], one["month"]): one["value"] for one in document["results"]}
    for one in document["trace"]:
        if one["quantity"] not in run.pack.formulas:
            assert one["kind"] in ("sum", "mean")
            continue
        place = (one["quantity"], one.get("facility"), one.get("item"), one.get("month"))
        assert one.get("value") == values.get(place)
    assert set(values) <= {(one["quantity"], one.get("facility"), one.get("item"), one.get("month")) for one in document["trace"]}
    for operand in (inner for one in document["trace"] for inner in one.get("operands", ())):
        assert operand["kind"] in ("input", "default", "parameter", "absent") or operand["step"] in steps, operand["step"]


@pytest.mark.parametrize("fault", [{"kind": "guess"}, {"step": None}, {"alternatives": [{"what": "x"}]}, {"unknown": 1}])
def test_what_is_no_trace_is_refused(fault):
    run = a_run("cn/aluminium/cets_2024")
    found = explain(run, run.pack.total)
    assert found is not None
    assert not schema("trace-1").is_valid({**trace_head(run, "zh"), **found.as_json(), **fault})


def alternatives_of(pack_id: str) -> list[dict[str, Any]]:
    run = a_run(pack_id)
    found = [explain(run, name, *key) for name in run.pack.formulas for key in run.keys[name]]
    return [one for tree in found if tree for step in steps_in(tree.as_json("en")) for one in step.get("alternatives", ())]


def test_every_reason_to_choose_is_told():
    told = [one for pack_id in PACKS for one in alternatives_of(pack_id)]
    assert {one["by"] for one in told} == {"edition", "order", "default", "exception"}
    both = {(by, taken) for by in ("order", "default", "exception") for taken in (True, False)}
    assert {(one["by"], one["chosen"]) for one in told} >= both
    assert all(one["why"] for one in told)


def test_what_comes_first_is_chosen_and_the_other_said_to_come_after():
    run = a_run("cn/power/cets_2022")
    step = next(
        step
        for key in run.keys["fuel_counted_carbon_content"]
        for month in run.periods
        if (found := explain(run, "fuel_counted_carbon_content", *key, month)) and (step := found.as_json("en")).get("alternatives")
    )
    assert sum(one["chosen"] for one in step["alternatives"]) >= 1
    assert any(not one["chosen"] for one in step["alternatives"])


def test_what_the_pack_cannot_say_marks_what_depends_on_it():
    run = a_run("cn/aluminium/allowance_2026_draft")
    (row,) = run.document("en")["untranslatable"]
    assert row["id"] == "balance_value" and "allowance_tco2e" in row["results"] and "entity_verified_emission_tco2e" not in row["results"]
    found = explain(run, "entity_allowance_tco2e")
    assert found is not None and found.as_json()["untranslatable"] == ["balance_value"]
    assert "untranslatable" not in a_run("cn/aluminium/cets_2024").document("en")
