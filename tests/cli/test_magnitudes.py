"""Units typed for others and calendars overrun, as files a plant could send: each is told with the unit and the factor."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tanheng.demo.synthetic_smelter import synthetic_case
from tests.cli.conftest import Tanheng

INPUTS = Path(__file__).parents[1] / "documents" / "inputs"
GAS, POWER = "c12-natural-gas-in-m3-no-warning.yaml", "c14-cement-purchased-power-in-kWh-no-warning.yaml"


def problems(tanheng: Tanheng, path: Path, lang: str = "en") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(tanheng("calculate", path, "--json", "--lang", lang).stdout)["problems"]
    return found


def corrected(name: str, quantity: str, item: str | None, factor: Decimal, folder: Path) -> Path:
    """The same file with one series in the unit that is asked for."""
    case = yaml.safe_load((INPUTS / name).read_text(encoding="utf-8"))
    for row in case["values"]:
        if row["quantity"] == quantity and row.get("item") == item:
            row["months"] = {month: str(Decimal(text) * factor) for month, text in row["months"].items()}
    path = folder / "corrected.yaml"
    path.write_text(yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "code", "value", "zh", "en"),
    [
        # 1 016 100 × 389.31 GJ ÷ 399 243.35 t
        (GAS, "AL-065", "990.8", "（天然气）看起来像是按 Nm³ 填报，而要求 万Nm³：相差 10,000 倍",
         "(natural gas) looks like Nm³ where 10⁴ Nm³ is asked: 10,000 times"),
        # 63 764 969 MWh × 1000 ÷ 1 478 256.64 t
        (POWER, "CE-051", "43.1353", "看起来像是按 kWh 填报，而要求 MWh：相差 1,000 倍", "looks like kWh where MWh is asked: 1,000 times"),
    ],
)  # fmt: skip
def test_a_series_in_another_unit_names_unit_and_factor(tanheng: Tanheng, name: str, code: str, value: str, zh: str, en: str) -> None:
    (chinese,) = (row for row in problems(tanheng, INPUTS / name, "zh") if row["code"] == code)
    (english,) = (row for row in problems(tanheng, INPUTS / name) if row["code"] == code)
    assert zh in chinese["message"] and en in english["message"]
    assert value in english["message"].split("; ")[0]
    assert english["severity"] == "warning" and re.fullmatch("sha256:[0-9a-f]{64}", english["digest"])


@pytest.mark.parametrize(
    ("name", "code", "quantity", "item", "factor"),
    [
        (GAS, "AL-065", "fuel_consumption", "natural_gas", Decimal("0.0001")),
        (POWER, "CE-051", "net_purchased_electricity_mwh", None, Decimal("0.001")),
    ],
)
def test_in_the_unit_asked_for_nothing_is_told(
    tanheng: Tanheng, tmp_path: Path, name: str, code: str, quantity: str, item: str | None, factor: Decimal
) -> None:
    told = problems(tanheng, corrected(name, quantity, item, factor, tmp_path))
    assert code not in {row["code"] for row in told}
    assert "RUN-221" not in {row["code"] for row in told}


@pytest.mark.parametrize(
    ("name", "month", "value", "limit"),
    [("18-running-days-2025.csv", 4, "40", "30"), ("c13-running-hours-over-month.yaml", 2, "700", "672")],
)
def test_more_hours_or_days_than_the_month_has_are_refused(tanheng: Tanheng, name: str, month: int, value: str, limit: str) -> None:
    (told,) = (one for one in problems(tanheng, INPUTS / name) if one["severity"] == "error")
    assert (told["code"], told["severity"], told["where"]["month"]) == ("CASE-142", "error", month)
    assert f"{value} lies outside" in told["message"] and told["message"].endswith(f"0 to {limit}")


@pytest.mark.parametrize("kind", ["yaml", "run"])
def test_last_year_beside_may_be_a_case_or_a_stored_run(tanheng: Tanheng, tmp_path: Path, kind: str) -> None:
    last = tmp_path / "last.yaml"
    last.write_text(yaml.safe_dump(synthetic_case(2024), allow_unicode=True), encoding="utf-8")
    if kind == "run":
        stored = tmp_path / "run.json"
        stored.write_text(tanheng("calculate", last, "--json").stdout, encoding="utf-8")
        last = stored
    found = json.loads(tanheng("calculate", INPUTS / GAS, "--beside", last, "--json", "--lang", "en").stdout)
    assert found["beside"]["year"] == 2024
    (told,) = (row for row in found["problems"] if "RUN-232" in (row["code"], *row.get("also", ())))
    assert "1,016,100.00 10⁴ Nm³ in 2025" in told["message"] and told["where"]["line"] == 144


def test_a_last_year_that_cannot_be_read_is_told_and_nothing_computed(tanheng: Tanheng, tmp_path: Path) -> None:
    broken = tmp_path / "last.yaml"
    broken.write_text("tanheng: case/1\n", encoding="utf-8")
    found = tanheng("calculate", INPUTS / GAS, "--beside", broken)
    assert found.exit_code == 1 and "last.yaml" in found.stderr and not found.stdout
    document = json.loads(tanheng("calculate", INPUTS / GAS, "--beside", broken, "--json").stdout)
    assert document["run_hash"] is None and "last.yaml" in {row["where"].get("file") for row in document["problems"]}


def test_a_doubt_about_last_year_is_answered_and_then_the_report_is_made(tanheng: Tanheng, tmp_path: Path) -> None:
    """The same file of last year beside all three: what `answers` lists settles what `report` waits for."""
    last, this = tmp_path / "2024.yaml", tmp_path / "2025.yaml"
    last.write_text(yaml.safe_dump(synthetic_case(2024), allow_unicode=True), encoding="utf-8")
    case = synthetic_case(2025)
    (row,) = (row for row in case["values"] if row.get("item") == "diesel")
    row["months"] = {month: str(Decimal(text) * 3) for month, text in row["months"].items()}
    this.write_text(yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")
    listed = yaml.safe_load(tanheng("answers", this, "--beside", last).stdout)["answers"]
    assert "RUN-232" in {one["code"] for one in listed}
    case["answers"] = [{**one, "reason": "新增车队", "person": "合成人员"} for one in listed]
    this.write_text(yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")
    assert "RUN-211" in tanheng("answers", this).stderr  # without last year the answer answers nothing
    made = tanheng("report", this, "--beside", last, "-o", tmp_path / "out", "--make-folder")
    assert made.exit_code == 0, made.stderr
