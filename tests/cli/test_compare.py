"""`tanheng compare` as a user meets it: what changed between two cases, with its cause, as text, document and workbook."""

import json
from decimal import Decimal

import openpyxl
import pytest
import yaml

from tanheng.analysis.comparison import CAUSES, ChangedResult
from tanheng.engine.case.reading import read_case
from tanheng.engine.running import run_case
from tanheng.rulebook import load

PACK = "cn/aluminium/cets_2024"


@pytest.fixture
def changed(sample, tmp_path):
    """The same year with the output of one month corrected."""
    document = yaml.safe_load(sample.read_text(encoding="utf-8"))
    row = next(one for one in document["values"] if one["quantity"] == "molten_aluminium_output_t" and one["facility"] == "potline-1")
    row["months"][3] = "31000.00"
    row["source"] = "更正单"
    path = tmp_path / "later.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_what_changed_is_printed_in_both_languages(tanheng, sample, changed):
    chinese, english = (tanheng("compare", sample, changed, "--lang", lang) for lang in ("zh", "en"))
    assert (chinese.exit_code, english.exit_code) == (0, 0), (chinese.output, english.output)
    for word in ("变化的结果", "变化的输入数据", "铝液产量", "31,000", "原因", "个结果没有变化"):
        assert word in chinese.output
    for word in ("Results that changed", "Inputs that changed", "inputs", "results unchanged"):
        assert word in english.output
    assert "Rules that changed" not in english.output


def test_the_document_adds_up_and_names_the_cause(tanheng, sample, changed):
    document = json.loads(tanheng("compare", sample, changed, "--months", "--json", "--lang", "en").stdout)
    assert document["tanheng"] == "comparison/1"
    assert document["before"]["pack"] == document["after"]["pack"]
    assert document["before"]["run_hash"] != document["after"]["run_hash"]
    assert {one["what"] for one in document["inputs"]} == {"value", "source"}
    assert [one["after"]["amount"] for one in document["inputs"] if one["what"] == "value"] == ["31000.00"]
    assert {(one["cause"], Decimal(one["by_edition"])) for one in document["results"]} == {("inputs", 0)}
    for one in document["results"]:
        assert Decimal(one["after"]) - Decimal(one["before"]) == Decimal(one["difference"]) == Decimal(one["by_inputs"])
    assert {one["month"] for one in document["results"]} == {3, None}


def test_rules_are_the_cause_where_the_edition_is_another(tanheng, tmp_path, sample):
    """The same power units by two editions: what both know by one name, and the rules that differ."""
    given = next(case["given"] for case in load("cn/power/cets_2026").cases if "expected" in case)
    paths = []
    for pack in ("cn/power/cets_2022", "cn/power/cets_2026"):
        paths.append(tmp_path / f"{pack[-4:]}.json")
        paths[-1].write_text(json.dumps({**given, "pack": pack}), encoding="utf-8")
    answer = tanheng("compare", *paths, "--json", "--lang", "en")
    assert answer.exit_code == 0, answer.output
    document = json.loads(answer.stdout)
    assert document["inputs"] == []
    assert document["rules"]


def test_dated_factors_are_told_as_the_year_s_and_not_as_inputs(tanheng, sample, tmp_path):
    """Only the year is another: the factor of that year makes the difference."""
    earlier = tmp_path / "earlier.yaml"
    earlier.write_text(sample.read_text(encoding="utf-8").replace("year: 2025", "year: 2024", 1), encoding="utf-8")
    document = json.loads(tanheng("compare", sample, earlier, "--json", "--lang", "en").stdout)
    assert document["inputs"] == []
    assert {(one["quantity"], one["cause"], Decimal(one["by_inputs"])) for one in document["results"]} == {
        ("electricity_emission_tco2", "year", 0)
    }
    assert document["rules"] and all("factor" in one["name"] for one in document["rules"])
    assert "年度参数" in tanheng("compare", sample, earlier, "--lang", "zh").stdout


def test_what_stands_in_both_runs_is_not_said_to_stand_in_one(sample):
    """Where the later rules cannot compute the earlier inputs the cause cannot be told; `only in one run` would be untrue."""
    run = run_case(load(PACK), read_case(yaml.safe_load(sample.read_text(encoding="utf-8")), load)[0])
    one, other = Decimal(1), Decimal(2)
    place = run.results[0].place
    assert ChangedResult(place, run, one, None, other, "").cause == "unknown"
    assert ChangedResult(place, run, None, None, other, "").cause == "one_run"
    assert set(CAUSES) >= {"unknown", "one_run", "inputs", "edition", "year", "edition_or_year", "both"}


def test_equal_cases_have_nothing_to_tell(tanheng, sample):
    result = tanheng("compare", sample, sample, "--lang", "en")
    assert result.exit_code == 0
    assert "Results that changed" not in result.output
    document = json.loads(tanheng("compare", sample, sample, "--json").stdout)
    assert document["results"] == document["inputs"] == document["answers"] == document["rules"] == []
    assert document["equal_results"] > 20


def test_the_workbook_holds_exact_numbers(tanheng, sample, changed, tmp_path):
    target = tmp_path / "comparison.xlsx"
    result = tanheng("compare", sample, changed, "-o", target, "--lang", "en")
    assert result.exit_code == 0, result.output
    sheets = openpyxl.load_workbook(target)
    assert sheets.sheetnames == ["Results that changed", "Inputs that changed", "Rules that changed"]
    cells = [cell.value for row in sheets["Inputs that changed"].iter_rows() for cell in row]
    assert 31000 in cells


def test_a_case_with_errors_is_told_and_nothing_is_compared(tanheng, sample, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(sample.read_text(encoding="utf-8").replace("molten_aluminium_output_t", "molten_output", 1), encoding="utf-8")
    for pair in ((sample, broken), (broken, sample)):
        result = tanheng("compare", *pair)
        assert result.exit_code == 1
        assert "molten_output" in result.output
