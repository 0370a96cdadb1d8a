"""`--explain` beside the contract: the forms of a place, and problems that are never swallowed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tanheng


@pytest.mark.parametrize("place", ["enterprise_emission_tco2e/3", "enterprise_emission_tco2e@/3"])
def test_a_month_of_the_entity_needs_no_facility(tanheng: Tanheng, sample: Path, place: str) -> None:
    found = tanheng("calculate", sample, "--explain", place)
    assert found.exit_code == 0 and "2025-03" in found.stdout.splitlines()[1]


@pytest.mark.parametrize("month", ["0", "13", "x", "-1", "٣"])
def test_a_month_that_is_none_is_wrong_usage_and_says_what_is_known(tanheng: Tanheng, sample: Path, month: str) -> None:
    found = tanheng("calculate", sample, "--explain", f"anode_emission_tco2@potline-1/{month}")
    assert found.exit_code == 2 and not found.stdout
    assert "anode_emission_tco2@potline-1" in found.stderr and "Traceback" not in found.stderr


def test_an_unknown_quantity_is_named_without_its_month(tanheng: Tanheng, sample: Path) -> None:
    assert "没有 carbon 这个量" in tanheng("calculate", sample, "--explain", "carbon/3").stderr


def test_warnings_stand_beside_an_explanation(tanheng: Tanheng, sample: Path) -> None:
    place = "anode_emission_tco2@potline-2/8"
    text = tanheng("calculate", sample, "--explain", place)
    assert "AL-021" in text.stderr and "AL-021" not in text.stdout
    trace = json.loads(tanheng("calculate", sample, "--explain", place, "--json").stdout)
    assert "AL-021" in {code for problem in trace["problems"] for code in (problem["code"], *problem.get("also", ()))}
