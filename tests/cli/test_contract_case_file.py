"""What a refused case says: each mistake once, with a remedy that mends it, in field words of the reader's language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tanheng.documents.input.case_file import LARGEST_FILE_BYTES
from tests.cli.conftest import Tanheng

POTLINE = {"facility": "potline-1", "each_month": "15500"}
RUN_KEYS = {"tanheng", "pack", "year", "snapshot_hash", "run_hash", "results", "problems"}


def smelter(diesel: str = '"25"', **top: Any) -> str:
    """A small case as YAML; the diesel of each month as it was typed."""
    document: dict[str, Any] = {
        "tanheng": "case/1",
        "pack": "cn/aluminium/cets_2024",
        "year": 2025,
        "entity": {"name": "合成铝业"},
        "facilities": [{"id": "potline-1", "kind": "potline"}],
        "values": [
            {"quantity": "molten_aluminium_output_t", "facility": "potline-1", "each_month": "33000"},
            {"quantity": "anode_consumption_t", **POTLINE},
            {"quantity": "fuel_consumption", "item": "diesel", "each_month": "DIESEL"},
        ],
    }
    kept = {key: value for key, value in {**document, **top}.items() if value is not ...}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False).replace("DIESEL", diesel)


def problems_of(tanheng: Tanheng, path: Path, text: str, *words: str) -> list[dict[str, Any]]:
    path.write_text(text, encoding="utf-8")
    found = tanheng("calculate", path, "--json", *words)
    assert found.exit_code == 1
    return [one for one in json.loads(found.stdout)["problems"] if one["severity"] == "error"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.yaml"


def test_a_mistake_in_each_month_is_told_once(tanheng: Tanheng, path: Path) -> None:
    (problem,) = problems_of(tanheng, path, smelter("25"))
    assert problem["code"] == "CASE-140" and problem["remedy"].endswith('"25"')
    assert "month" not in problem["where"] and problem["where"]["line"] == 18


def test_a_value_given_twice_for_each_month_is_told_once(tanheng: Tanheng, path: Path) -> None:
    twice = yaml.safe_load(smelter())["values"]
    (problem,) = problems_of(tanheng, path, smelter(values=[*twice, dict(twice[1])]))
    assert problem["code"] == "CASE-143"


@pytest.mark.parametrize("typed", ["1e3", "1,000.5", "２５"])
def test_quotes_are_no_remedy_for_what_is_no_decimal(tanheng: Tanheng, path: Path, typed: str) -> None:
    (problem,) = problems_of(tanheng, path, smelter(typed))
    assert problem["code"] == "CASE-141" and typed not in problem["remedy"]
    (quoted,) = problems_of(tanheng, path, smelter(f'"{typed}"'))
    assert quoted["code"] == "CASE-141"


@pytest.mark.parametrize("facility", ["a@b", "a/1", "a:b", "a\nb"])
def test_a_facility_id_that_no_explanation_could_address_is_refused(tanheng: Tanheng, path: Path, facility: str) -> None:
    text = smelter(facilities=[{"id": "potline-1", "kind": "potline"}, {"id": facility, "kind": "casthouse"}])
    (problem,) = problems_of(tanheng, path, text)
    assert problem["code"] == "CASE-114" and problem["where"]["path"] == "facilities[1].id"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("text", [smelter(tanheng=...), smelter(year=...), smelter(entity={"name": " "}), "- a\n", "x\n"])
def test_no_word_of_the_programmer_is_shown(tanheng: Tanheng, path: Path, text: str, lang: str) -> None:
    for problem in problems_of(tanheng, path, text, "--lang", lang):
        assert problem["code"] in {"CASE-101", "CASE-104"}
        assert not {"None", "str", "dict"} & set(problem["message"].split())


def test_a_list_without_facilities_is_told_once_and_not_again_with_every_figure(tanheng: Tanheng, path: Path) -> None:
    assert [one["code"] for one in problems_of(tanheng, path, smelter(facilities=[]))] == ["CASE-113"]


def test_a_refused_case_has_every_key_of_a_run(tanheng: Tanheng, path: Path) -> None:
    path.write_text("[]", encoding="utf-8")
    assert set(json.loads(tanheng("calculate", path, "--json").stdout)) == RUN_KEYS


def test_a_file_that_is_too_large_is_a_problem_like_others(tanheng: Tanheng, tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE_BYTES * 2)
    found = tanheng("calculate", large)
    assert found.exit_code == 1 and "FILE-003" in found.stderr
