"""calculate, --explain, replay and rules, as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case

from .conftest import Tanheng


def changed(path: Path, **top: object) -> Path:
    path.write_text(yaml.safe_dump({**synthetic_case(2025), **top}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_the_sample_year_is_printed_with_its_problems_and_status_zero(tanheng: Tanheng, sample: Path) -> None:
    found = tanheng("calculate", sample)
    assert found.exit_code == 0
    assert "633,448" in found.stdout
    assert "AL-021" in found.stderr and "2号电解系列 · 8 月" in found.stderr


def test_json_is_a_run_with_every_derived_number(tanheng: Tanheng, sample: Path) -> None:
    run = json.loads(tanheng("calculate", sample, "--json").stdout)
    assert run["tanheng"] == "run/1" and run["year"] == 2025
    assert run["pack"]["id"] == "cn/aluminium/cets_2024"
    rows = {(row["quantity"], row["facility"], row["item"], row["month"]): row["value"] for row in run["results"]}
    assert rows["anode_emission_tco2", "potline-2", None, 8] == "26851.02"
    assert rows["enterprise_emission_tco2e", None, None, None] == "633448"
    months = [rows["anode_emission_tco2", "potline-1", None, month] for month in range(1, 13)]
    assert sum(map(float, months)) == pytest.approx(float(rows["anode_emission_tco2", "potline-1", None, None]))


def test_the_explanation_walks_to_ledger_line_parameter_and_source(tanheng: Tanheng, sample: Path) -> None:
    text = tanheng("calculate", sample, "--explain", "anode_emission_tco2@potline-2/8").stdout
    for part in (
        "7503.08 × (1 − 0.02 − 0.004) × 44/12",
        "换极台账",
        "case.yaml",
        "第 ",
        "0.1518",
        "未确认",
        "sha256:",
    ):
        assert part in text
    english = tanheng("calculate", sample, "--explain", "anode_emission_tco2@potline-2/8", "--lang", "en").stdout
    assert "unconfirmed" in english and "before rounding" not in english and "rounding: " in english


@pytest.mark.parametrize(
    "place",
    ["enterprise_emission_tco2e", "fuel_emission_tco2@diesel/3", "electrolysis_intensity_tco2e_per_t@potline-1"],
)
def test_any_number_can_be_explained_as_text_and_json(tanheng: Tanheng, sample: Path, place: str) -> None:
    assert tanheng("calculate", sample, "--explain", place).exit_code == 0
    document = json.loads(tanheng("calculate", sample, "--explain", place, "--json").stdout)
    assert document["tanheng"] == "trace/1" and document["explanation"]["operands"]


@pytest.mark.parametrize(
    "place",
    [
        "nothing",
        "anode_emission_tco2",
        "anode_emission_tco2@potline-9",
        "anode_emission_tco2@potline-1/13",
        "electrolysis_intensity_tco2e_per_t@potline-1/5",
        "x@y/z",
    ],
)
def test_an_unknown_place_is_wrong_usage_and_names_known_ones(tanheng: Tanheng, sample: Path, place: str) -> None:
    found = tanheng("calculate", sample, "--explain", place)
    assert found.exit_code == 2
    assert "potline-1" in found.stderr or "molten_aluminium_output_t" in found.stderr


def test_errors_give_status_one_all_problems_and_no_results(tanheng: Tanheng, sample: Path) -> None:
    values = synthetic_case(2025)["values"]
    values[0]["months"][3], values[1]["facility"] = "twelve", "potline-9"
    changed(sample, values=values)
    found = tanheng("calculate", sample)
    assert found.exit_code == 1 and found.stdout == ""
    assert "CASE-141" in found.stderr and "CASE-132" in found.stderr
    document = json.loads(tanheng("calculate", sample, "--json").stdout)
    assert document["results"] == [] and {row["code"] for row in document["problems"]} >= {"CASE-141", "CASE-132"}


def test_a_missing_file_is_wrong_usage(tanheng: Tanheng, tmp_path: Path) -> None:
    assert tanheng("calculate", tmp_path / "none.yaml").exit_code == 2


def test_a_stored_run_replays_equal_and_a_changed_digit_is_found(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    stored = tmp_path / "run.json"
    stored.write_text(tanheng("calculate", sample, "--json").stdout, encoding="utf-8")
    assert tanheng("replay", stored).exit_code == 0
    stored.write_text(stored.read_text(encoding="utf-8").replace('"26851.02"', '"26851.03"'), encoding="utf-8")
    found = tanheng("replay", stored)
    assert found.exit_code == 1 and "26851.03 tCO2 → 26851.02 tCO2" in found.stdout


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"tanheng": "run/1"}', '{"tanheng": "run/1", "case": {"pack": 1}}', "\x00", '{"a": NaN}']
)
def test_no_damaged_run_gives_a_traceback(tanheng: Tanheng, tmp_path: Path, text: str) -> None:
    stored = tmp_path / "run.json"
    stored.write_text(text, encoding="utf-8")
    found = tanheng("replay", stored)
    assert found.exit_code == 1 and found.stderr


def test_rules_are_listed_shown_compared_and_checked(tanheng: Tanheng) -> None:
    heads = json.loads(tanheng("rules", "list", "--json").stdout)
    assert {"cn/aluminium/cets_2024", "intl/aluminium/iai_slope"} <= {head["id"] for head in heads}
    shown = json.loads(tanheng("rules", "show", "cn/aluminium/cets_2024", "--json").stdout)
    assert shown["formulas"]["anode_emission_tco2"]["formula"] == "AN × (1 − S − A) × 44/12"
    assert "0.1518" in tanheng("rules", "show", "cn/aluminium/cets_2024").stdout
    assert tanheng("rules", "check").exit_code == 0
    differences = json.loads(tanheng("rules", "diff", "cn/aluminium/cets_2024", "intl/aluminium/iai_slope", "--json").stdout)
    assert any(row["path"].startswith("formulas.anode_emission_tco2") for row in differences)
    assert tanheng("rules", "show", "cn/none").exit_code == 2


def test_a_difference_reads_as_words_and_not_as_a_document(tanheng: Tanheng) -> None:
    text = tanheng("rules", "diff", "cn/aluminium/ndrc_2013", "cn/aluminium/cets_2024", "--lang", "en").stdout
    lines = dict(line.split(": ", 1) for line in text.splitlines())
    assert lines["quantities.fuel_received_carbon_content"].startswith("– → ")
    assert lines["formulas.cf4_factor_by_slope_kg_per_t"].endswith(" → –")
    assert "b_CF4 × AEM" in lines["formulas.cf4_factor_by_slope_kg_per_t"]
    assert lines["emission_sources.limestone_calcination"] == "calcination of limestone → –"


def test_the_published_examples_of_the_aluminium_institute_come_out(tanheng: Tanheng, tmp_path: Path) -> None:
    def result(**more: object) -> str:
        values = [{"quantity": "molten_aluminium_output_t", "facility": "p", "year": "1000"}, *more["values"]]  # type: ignore[misc]
        case = {
            "tanheng": "case/1",
            "pack": "intl/aluminium/iai_slope",
            "year": 2006,
            "grain": "year",
            "entity": {"name": "IAI"},
            "facilities": [{"id": "p", "kind": "potline", "name": "p"}],
            "attributes": [{"name": "cell_technology", "facility": "p", "value": more["technology"]}],
            "values": values,
        }
        path = tmp_path / "iai.yaml"
        path.write_text(yaml.safe_dump(case), encoding="utf-8")
        run = json.loads(tanheng("calculate", path, "--json").stdout)
        return next(row["value"] for row in run["results"] if row["quantity"] == "anode_effect_emission_tco2e")

    minutes = {"quantity": "anode_effect_minutes_per_cell_day", "facility": "p", "year": "10"}
    assert result(technology="VSS", values=[minutes]).startswith("6428.592")
    overvoltage = {"quantity": "anode_effect_overvoltage_mv", "facility": "p", "year": "5"}
    efficiency = {"quantity": "current_efficiency", "facility": "p", "year": "0.95"}
    assert result(technology="CWPB", values=[overvoltage, efficiency]).startswith("464.80589")


def test_a_filled_workbook_is_not_overwritten_by_a_template(tanheng: Tanheng, tmp_path: Path) -> None:
    words = ("template", "cn/aluminium/cets_2024", "--year", "2025", "-o", tmp_path / "input.xlsx")
    assert tanheng(*words).exit_code == 0
    before = (tmp_path / "input.xlsx").read_bytes()
    again = tanheng(*words)
    assert again.exit_code == 2 and "--overwrite" in again.stderr
    assert (tmp_path / "input.xlsx").read_bytes() == before
    assert tanheng(*words, "--overwrite").exit_code == 0


@pytest.mark.parametrize(("lang", "word"), [("zh", "不是最终结果"), ("en", "not final")])
def test_results_that_an_error_check_refuses_are_headed_as_not_final(tanheng: Tanheng, tmp_path: Path, lang: str, word: str) -> None:
    case = synthetic_power_case(2025, {"name": "合成企业", "code": "91000000000000000X"})
    case["values"].append({"quantity": "supplied_steam_t", "facility": "unit-1", "months": dict.fromkeys(range(1, 13), "100")})
    path = tmp_path / "power.yaml"
    path.write_text(yaml.safe_dump(case, allow_unicode=True, sort_keys=False), encoding="utf-8")
    found = tanheng("calculate", path, "--lang", lang)
    assert found.exit_code == 1
    assert "PW-013" in found.stderr
    assert word in found.stdout.splitlines()[0]
    assert word not in tanheng("calculate", tmp_path / "power.yaml", "--lang", lang, "--json").stdout


def test_results_without_an_error_are_headed_by_the_entity(tanheng: Tanheng, sample: Path) -> None:
    assert "最终" not in tanheng("calculate", sample).stdout
