"""`tanheng obligations` as a user calls it: two lists of one entity, and a unit counted twice."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from tests.analysis.test_obligations import PLAN, PLANT, SMELTER, quoting, unlisted_emission

from .conftest import Tanheng


def written(folder: Path, **cases: dict[str, Any]) -> list[Path]:
    """The cases as YAML files."""
    for name, case in cases.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")
    return [folder / f"{name}.yaml" for name in cases]


def test_the_two_obligations_are_printed(tanheng: Tanheng, tmp_path: Path) -> None:
    paths = written(tmp_path, smelter=quoting(unlisted_emission()), plant=PLANT, plan=PLAN)
    found = tanheng("obligations", *paths, "--lang", "en")
    assert found.exit_code == 0
    assert "power sector" in found.stdout and "aluminium smelting" in found.stdout
    assert "1,996,500" in found.stdout and "145,230" in found.stdout
    assert "OB-006" in found.stderr


def test_json_is_one_document(tanheng: Tanheng, tmp_path: Path) -> None:
    paths = written(tmp_path, smelter=quoting(unlisted_emission()), plant=PLANT, plan=PLAN)
    document = json.loads(tanheng("obligations", *paths, "--json").stdout)
    assert document["tanheng"] == "obligations/1"
    assert [one["sector"] for one in document["obligations"]] == ["power", "aluminium"]


def test_a_unit_counted_twice_ends_with_status_one(tanheng: Tanheng, tmp_path: Path) -> None:
    paths = written(tmp_path, smelter=quoting("5000000.00"), plant=PLANT)
    found = tanheng("obligations", *paths)
    assert found.exit_code == 1
    assert "OB-011" in found.stderr and "办法" in found.stderr


def test_a_case_with_errors_gives_no_statement(tanheng: Tanheng, tmp_path: Path) -> None:
    broken = deepcopy(SMELTER)
    broken["values"] = broken["values"][:1]
    found = tanheng("obligations", *written(tmp_path, smelter=broken), "--json")
    assert found.exit_code == 1
    document = json.loads(found.stdout)
    assert document["obligations"] == []
    assert document["problems"][0]["remedy"]


def test_no_case_is_wrong_usage(tanheng: Tanheng) -> None:
    assert tanheng("obligations").exit_code == 2


def test_the_workbook_holds_lists_and_units(tanheng: Tanheng, tmp_path: Path) -> None:
    paths = written(tmp_path, smelter=quoting(unlisted_emission()), plant=PLANT, plan=PLAN)
    assert tanheng("obligations", *paths, "-o", tmp_path / "statement.xlsx").exit_code == 0
    lists, units = openpyxl.load_workbook(tmp_path / "statement.xlsx").worksheets
    rows = list(lists.iter_rows(min_row=5, values_only=True))
    document = json.loads(tanheng("obligations", *paths, "--json").stdout)
    assert [row[3] for row in rows] == [int(one["obligation"]) for one in document["obligations"]]
    assert [row[0] for row in units.iter_rows(min_row=5, values_only=True)] == [one.get("name", one["id"]) for one in PLANT["facilities"]]
