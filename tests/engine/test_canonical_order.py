"""In which order people list facilities and attributes moves no hash and no result; what was stored before keeps its own order."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tanheng.engine.case import case_document, natural_order
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tests.engine.toy_power import power_pack

STORED = Path(__file__).parent / "stored" / "run_of_unsorted_facilities.json"
NAMES = {"u10": "十号机组", "u2": "二号机组", "u1": "一号机组"}
CLASSES = {"u10": "IV", "u2": "I", "u1": "I"}


def run_of(order: tuple[str, ...]) -> Run:
    """A year of three units, units and classes listed in this order."""
    document = {
        "tanheng": "case/1",
        "pack": "toy/power",
        "year": 2025,
        "entity": {"name": "合成示例"},
        "facilities": [{"id": one, "kind": "unit", "name": NAMES[one]} for one in order],
        "attributes": [{"name": "unit_class", "facility": one, "value": CLASSES[one]} for one in order],
        "values": [{"quantity": "fuel_t", "facility": one, "item": "coal", "each_month": "80.00"} for one in order],
    }
    case, problems = read_case(document, lambda _: power_pack())
    assert case is not None, problems
    return run_case(power_pack(), case, problems)


def test_no_order_of_listing_moves_a_hash_or_a_result() -> None:
    runs = [run_of(order) for order in permutations(NAMES)]
    assert len({run.case.snapshot_hash for run in runs}) == 1
    assert len({run.run_hash for run in runs}) == 1
    assert all(run.results == runs[0].results for run in runs)


def test_facilities_stand_as_people_count_them() -> None:
    case = run_of(("u10", "u1", "u2")).case
    assert [one.id for one in case.facilities] == ["u1", "u2", "u10"]
    assert [one.facility for one in case.attributes] == ["u1", "u2", "u10"]


@pytest.mark.parametrize(
    "names",
    [("1", "2", "10"), ("a", "a1", "a1b", "a2", "a10"), ("机组2", "机组11"), ("01", "1", "2"), ("a1-2", "a1-10", "a2-1"), ("", "a")],
)
def test_numbers_in_ids_count_as_numbers(names: tuple[str, ...]) -> None:
    turned = names[::-1]
    assert tuple(sorted(turned, key=natural_order)) == names


def test_blocks_that_are_blank_stand_in_no_canonical_case() -> None:
    document = case_document(run_of(("u1", "u2", "u10")).case)
    assert list(document) == ["tanheng", "pack", "year", "grain", "entity", "facilities", "attributes", "values"]


@pytest.fixture
def stored() -> dict[str, Any]:
    """A run as `calculate --json` wrote it when facilities still stood as they were listed."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def test_only_what_is_read_anew_takes_the_new_order(stored: dict[str, Any]) -> None:
    kept, _ = read_case(stored["case"], lambda _: power_pack(), stored=True)
    anew, _ = read_case(stored["case"], lambda _: power_pack())
    assert kept is not None and anew is not None
    assert case_document(kept) == stored["case"]
    assert kept.snapshot_hash == stored["snapshot_hash"] != anew.snapshot_hash
    rows = {tuple(sorted(row.items(), key=str)) for row in stored["results"]}
    assert rows == {tuple(sorted(row.items(), key=str)) for row in run_case(power_pack(), anew).result_rows}
