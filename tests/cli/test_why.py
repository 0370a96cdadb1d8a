"""`why`: years, months, its document and its workbook."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml

from tanheng.demo.synthetic_smelter import synthetic_case
from tests.cli.conftest import Tanheng


@pytest.fixture
def before(tmp_path: Path) -> Path:
    path = tmp_path / "before.yaml"
    path.write_text(yaml.safe_dump(synthetic_case(2024), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_two_years_as_lines_and_as_a_document(tanheng: Tanheng, sample: Path, before: Path) -> None:
    found = tanheng("why", before, sample)
    assert found.exit_code == 0 and "日历天数" in found.stdout and "▓" in found.stdout and "合计" in found.stdout
    document = json.loads(tanheng("why", before, sample, "--json").stdout)
    assert document["tanheng"] == "why/1" and [document[name]["year"] for name in ("before", "after")] == [2024, 2025]
    assert sum(Decimal(one["tonnes"]) for one in document["effects"]) == Decimal(document["difference"])


def test_two_months_of_one_case_in_english_and_as_a_workbook(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "why.xlsx"
    found = tanheng("why", sample, "--months", 2, 3, "--lang", "en", "-o", out)
    assert found.exit_code == 0 and "calendar days" in found.stdout
    sheet = openpyxl.load_workbook(io.BytesIO(out.read_bytes())).active
    assert sheet is not None
    assert any("calendar days" in [cell.value for cell in row] for row in sheet.iter_rows())


def test_one_period_alone_is_wrong_usage(tanheng: Tanheng, sample: Path) -> None:
    found = tanheng("why", sample)
    assert found.exit_code == 2 and "--months" in found.stderr
