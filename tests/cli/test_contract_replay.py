"""`replay` says equal only of a run that is equal in every stored fact."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Tanheng
from tests.engine.toy_power import power_pack


@pytest.fixture
def stored(tanheng: Tanheng, sample: Path) -> dict[str, Any]:
    return json.loads(tanheng("calculate", sample, "--json").stdout)


def replayed(tanheng: Tanheng, folder: Path, document: dict[str, Any]) -> tuple[int, set[str]]:
    path = folder / "run.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    found = tanheng("replay", path, "--json")
    return found.exit_code, {row["what"] for row in json.loads(found.stdout)["differences"]}


def test_an_untouched_run_is_equal(tanheng: Tanheng, tmp_path: Path, stored: dict[str, Any]) -> None:
    assert replayed(tanheng, tmp_path, stored) == (0, set())


def test_another_year_is_no_equal_run(tanheng: Tanheng, tmp_path: Path, stored: dict[str, Any]) -> None:
    assert replayed(tanheng, tmp_path, {**stored, "year": 2026}) == (1, {"year"})


def test_another_pack_is_no_equal_run(tanheng: Tanheng, tmp_path: Path, stored: dict[str, Any]) -> None:
    stored["pack"]["id"] = "cn/aluminium/other"
    assert replayed(tanheng, tmp_path, stored) == (1, {"pack.id"})


def test_a_number_slipped_in_before_its_twin_is_seen(tanheng: Tanheng, tmp_path: Path, stored: dict[str, Any]) -> None:
    false = {**stored["results"][0], "value": "1.00"}
    assert replayed(tanheng, tmp_path, {**stored, "results": [false, *stored["results"]]}) == (1, {"results"})


def refused(tanheng: Tanheng, path: Path) -> list[dict[str, Any]]:
    found = tanheng("replay", path, "--json")
    assert found.exit_code == 1
    document = json.loads(found.stdout)
    assert (document["equal"], document["differences"]) == (False, [])
    return document["problems"]


@pytest.mark.parametrize("text", ["{}", "[1]", '{"tanheng": "case/1"}', '{"tanheng": "run/1", "case": "none"}', "no json", ""])
def test_what_is_no_run_is_told_in_json_where_json_was_asked_for(tanheng: Tanheng, tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    problems = refused(tanheng, path)
    assert [one["code"] for one in problems] == {"no json": ["FILE-101"], "": ["FILE-002"]}.get(text, ["RUN-301"])
    assert all(one["message"] and one["remedy"] for one in problems)
    plain = tanheng("replay", path)
    assert plain.exit_code == 1
    assert problems[0]["code"] in plain.stderr


def test_a_run_with_a_bad_case_is_told_in_json(tanheng: Tanheng, tmp_path: Path, stored: dict[str, Any]) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps({**stored, "case": {**stored["case"], "pack": "cn/aluminium/none"}}), encoding="utf-8")
    assert [one["code"] for one in refused(tanheng, path)] == ["CASE-105"]


def test_a_run_stored_before_facilities_had_an_order_is_equal(tanheng: Tanheng, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(__file__).parent.parent / "engine" / "stored" / "run_of_unsorted_facilities.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert [one["id"] for one in document["case"]["facilities"]] == ["u10", "u2", "u1"]
    monkeypatch.setattr("tanheng.cli.replay.load_as", lambda *_: power_pack())
    answer = tanheng("replay", path, "--json")
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"equal": True, "differences": []})
