"""A case that replaces values of the rules, from the command line: told, explained, replayed, reported, and refused."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
import yaml

from tests.cli.conftest import Tanheng, answered

NCV = {
    "table": "fuel", "item": "diesel", "column": "ncv", "value": "42.900", "unit": "GJ/t", "document": "检测报告 D-7.pdf",
    "person": "合成人员", "reason": "供方批次检测",
}  # fmt: skip


@pytest.fixture
def replaced(sample: Path, tmp_path: Path) -> Path:
    case = yaml.safe_load(sample.read_text(encoding="utf-8"))
    values = [one for one in case["values"] if (one["quantity"], one.get("item")) != ("fuel_net_calorific_value", "diesel")]
    path = tmp_path / "replaced.yaml"
    path.write_text(yaml.safe_dump({**case, "values": values, "overrides": [NCV]}, allow_unicode=True), encoding="utf-8")
    return path


def test_the_run_and_its_explanation_tell_what_was_replaced(tanheng: Tanheng, replaced: Path) -> None:
    found = tanheng("calculate", replaced)
    assert found.exit_code == 0
    assert "CASE-168" in found.stderr
    assert "42.652" in found.stderr
    told = tanheng("calculate", replaced, "--explain", "fuel_emission_tco2@diesel/1").stdout
    assert "42.900 GJ/t [未确认: override]" in told
    assert "用户替换: 42.652 (secondary) · 检测报告 D-7.pdf · 合成人员 · 供方批次检测" in told
    trace = json.loads(tanheng("calculate", replaced, "--json", "--explain", "fuel_emission_tco2@diesel/1").stdout)
    leaves = [one for one in trace["explanation"]["operands"] if one["quantity"] == "fuel_net_calorific_value"]
    assert leaves[0]["replaces"]["person"] == "合成人员"


def test_formulas_that_no_official_text_confirms_are_marked(tanheng: Tanheng, replaced: Path) -> None:
    told = tanheng("calculate", replaced, "--explain", "fuel_emission_tco2@diesel/1").stdout
    assert "[公式未确认: secondary]" in told.splitlines()[1]
    english = tanheng("calculate", replaced, "--explain", "fuel_emission_tco2@diesel/1", "--lang", "en").stdout
    assert "[formula unconfirmed: secondary]" in english.splitlines()[1]


def test_a_run_with_replaced_values_replays(tanheng: Tanheng, replaced: Path, tmp_path: Path) -> None:
    stored = tmp_path / "run.json"
    document = json.loads(tanheng("calculate", replaced, "--json").stdout)
    assert document["case"]["overrides"] == [NCV]
    stored.write_text(json.dumps(document), encoding="utf-8")
    assert tanheng("replay", stored).exit_code == 0
    document["case"]["overrides"][0]["value"] = "43.000"
    stored.write_text(json.dumps(document), encoding="utf-8")
    assert tanheng("replay", stored).exit_code == 1


def test_the_report_lists_them(tanheng: Tanheng, replaced: Path, tmp_path: Path) -> None:
    assert tanheng("report", answered(replaced), "-o", tmp_path / "out", "--make-folder").exit_code == 0
    texts = {
        "word": "\n".join(
            cell.text for table in docx.Document(str(tmp_path / "out" / "report.docx")).tables for row in table.rows for cell in row.cells
        ),
        "pdf": "\n".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "out" / "report.pdf").pages),
        "tables": "\n".join(
            str(cell.value)
            for sheet in openpyxl.load_workbook(tmp_path / "out" / "official-tables.xlsx").worksheets
            for row in sheet.iter_rows()
            for cell in row
        ),
    }
    for name, text in texts.items():
        plain = text.replace("\n", "").replace(" ", "")
        for piece in ("fuel.diesel.ncv", "42.652", "42.900", "检测报告D-7.pdf", "合成人员"):
            assert piece in plain, (name, piece)


def test_a_report_without_replaced_values_has_no_such_list(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    assert tanheng("report", answered(sample), "-o", tmp_path / "out", "--make-folder").exit_code == 0
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "out" / "report.pdf").pages)
    assert "用户替换的数值" not in text


def test_a_replaced_value_without_a_person_stops_everything(tanheng: Tanheng, replaced: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(replaced.read_text(encoding="utf-8"))
    del case["overrides"][0]["person"]
    replaced.write_text(yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")
    found = tanheng("calculate", replaced, "--json")
    assert found.exit_code == 1
    problems = json.loads(found.stdout)["problems"]
    assert [one["code"] for one in problems if one["severity"] == "error"] == ["CASE-162"]
    assert problems[0]["where"]["line"]
