"""calculate --uncertainty, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tanheng.demo.synthetic_smelter import synthetic_case

from .conftest import Tanheng

STATEMENTS = [
    {"quantity": "molten_aluminium_output_t", "meter_class": "0.5", "group": "地磅-1"},
    {
        "quantity": "anode_consumption_t",
        "calibration": {"expanded": "0.004", "k": "2"},
        "repeatability": {"limit": "20"},
    },
    {"parameter": "anode_loss_rate_default", "relative": "0.05"},
]


def written(path: Path, *statements: Any) -> Path:
    document = {**synthetic_case(2025), "uncertainties": list(statements)}
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture
def stated(tmp_path: Path) -> Path:
    return written(tmp_path / "case.yaml", *STATEMENTS)


def test_the_year_is_printed_with_its_uncertainty_and_what_it_leaves_out(tanheng: Tanheng, stated: Path) -> None:
    chinese, english = (tanheng("calculate", stated, "--uncertainty", "--lang", lang) for lang in ("zh", "en"))
    assert chinese.exit_code == english.exit_code == 0
    for part in (
        "扩展不确定度 U (k=2)",
        "不确定度预算：企业层级排放总量 · 2025",
        "0.5 级计量器具",
        "地磅-1",
        "阳极平均含硫量缺省值",
        "没有计入",
    ):
        assert part in chinese.stdout
    for part in (
        "expanded U (k=2)",
        "meter class 0.5",
        "default anode loss rate",
        "is not in the result",
        "rectangular",
    ):
        assert part in english.stdout
    assert "蒙特卡洛" not in chinese.stdout


def test_one_number_has_its_own_budget(tanheng: Tanheng, stated: Path) -> None:
    text = tanheng(
        "calculate",
        stated,
        "--uncertainty",
        "--explain",
        "electrolysis_intensity_tco2e_per_t@potline-1",
        "--lang",
        "en",
    ).stdout
    assert "Uncertainty budget: process emission per tonne of aluminium · 1号电解系列 · 2025" in text
    assert "tCO2e/t" in text
    month = tanheng("calculate", stated, "--uncertainty", "--explain", "anode_emission_tco2@potline-2/8", "--json").stdout
    found = json.loads(month)["uncertainty"]
    assert (found["quantity"], found["month"]) == ("anode_emission_tco2", 8)
    leaf = tanheng("calculate", stated, "--uncertainty", "--explain", "anode_consumption_t@potline-2/8", "--json").stdout
    assert json.loads(leaf)["uncertainty"] is None


def test_json_carries_budgets_beside_unchanged_results(tanheng: Tanheng, stated: Path) -> None:
    plain = json.loads(tanheng("calculate", stated, "--json").stdout)
    run = json.loads(tanheng("calculate", stated, "--uncertainty", "--json").stdout)
    found = run.pop("uncertainty")
    assert run == plain
    assert found["coverage_factor"] == "2"
    rows = {(row["quantity"], row["facility"], row["item"], row["month"]): row for row in found["results"]}
    values = {(row["quantity"], row["facility"], row["item"], row["month"]): row["value"] for row in run["results"]}
    assert {place: row["value"] for place, row in rows.items()} == values
    total = rows["enterprise_emission_tco2e", None, None, None]
    assert total["contributions"][0]["input"] == "anode_loss_rate_default"
    assert sum(float(one["share"]) for one in total["contributions"]) == pytest.approx(1, abs=1e-4)
    assert {one["input"] for one in total["not_stated"]} >= {"anode_sulphur_default", "fuel_consumption"}
    assert float(total["interval_95"][0]) < 633448 < float(total["interval_95"][1])


def test_draws_agree_and_the_same_seed_gives_the_same_bytes(tanheng: Tanheng, stated: Path) -> None:
    words = ("calculate", stated, "--uncertainty", "--json", "--draws", "20000", "--seed")
    one, again, other = (tanheng(*words, seed).stdout for seed in (5, 5, 6))
    assert one == again != other
    found = json.loads(one)["uncertainty"]["monte_carlo"]
    assert (found["draws"], found["seed"]) == (20000, 5)
    total = next(row for row in found["results"] if row["quantity"] == "enterprise_emission_tco2e")
    budget = next(
        row for row in json.loads(one)["uncertainty"]["results"] if row["quantity"] == "enterprise_emission_tco2e" and row["month"] is None
    )
    spread = total["standard_uncertainty"]
    assert float(spread["value"]) == pytest.approx(float(budget["standard_uncertainty"]), abs=5 * float(spread["error"]))
    assert "蒙特卡洛：20,000 次，种子 5" in tanheng("calculate", stated, "--uncertainty", "--draws", "20000", "--seed", "5").stdout


def test_a_case_without_statements_says_where_to_write_them(tanheng: Tanheng, sample: Path) -> None:
    found = tanheng("calculate", sample, "--uncertainty", "--draws", "1000")
    assert found.exit_code == 0
    assert "没有任何输入给出不确定度" in found.stdout


def test_wrong_usage_and_wrong_statements(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    assert tanheng("calculate", sample, "--draws", "1000").exit_code == 2
    assert tanheng("calculate", sample, "--uncertainty", "--draws", "10").exit_code == 2
    wrong = written(tmp_path / "wrong.yaml", {"quantity": "anode_consumption_t", "relative": 0.1}, {"relative": "0.1"})
    found = tanheng("calculate", wrong, "--uncertainty")
    assert found.exit_code == 1
    assert "UNC-104" in found.stderr and "UNC-101" in found.stderr and "第 212 行" in found.stderr


def test_a_stored_run_with_statements_replays(tanheng: Tanheng, stated: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.json"
    run.write_text(tanheng("calculate", stated, "--uncertainty", "--json").stdout, encoding="utf-8")
    assert tanheng("replay", run).exit_code == 0
