"""The sample years are told no month that stands out, and any single month of any input typed in another unit is told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.rulebook import load

SAMPLES = {
    "smelter": synthetic_case(2025),
    "cement works": synthetic_cement_case(2025),
    "power units": synthetic_power_case(2025, {"name": "合成示例铝业有限公司（合成数据）", "code": ""}),
}
FACTORS = ("10", "1000", "10000", "0.001")
STANDSTILL = {"net_purchased_electricity_mwh": "2"}  # what a stopped kiln draws has no other month to be held against


def problems(document: dict[str, Any]) -> list[Problem]:
    case, found = read_case(document, load)
    return found if case is None else run_case(load(case.pack_id), case, found).problems


def doubts(document: dict[str, Any]) -> set[tuple[object, ...]]:
    found = (one for one in problems(document) if one.severity != "note")
    return {(one.code, one.where, one.places, one.message) for one in found}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_year_has_no_month_that_stands_out(name: str) -> None:
    assert [one.as_text("en") for one in problems(SAMPLES[name]) if one.code in {"RUN-221", "RUN-222"}] == []


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_month_in_another_unit_is_told(name: str, factor: str) -> None:
    usual = doubts(SAMPLES[name])
    silent = [place for place, document in slipped(SAMPLES[name], Decimal(factor)) if not doubts(document) - usual]
    assert silent == []


def slipped(document: dict[str, Any], factor: Decimal) -> Iterator[tuple[tuple[object, ...], dict[str, Any]]]:
    """Every third month of every series multiplied, one at a time."""
    for number, row in enumerate(document["values"]):
        months = {str(month): text for month, text in (row.get("months") or {}).items()}
        for month in list(months)[number % 3 :: 3]:
            if Decimal(months[month]) == 0 or STANDSTILL.get(row["quantity"]) == month:
                continue
            changed = {**row, "months": {**months, month: str(Decimal(months[month]) * factor)}}
            rows = [changed if one is row else one for one in document["values"]]
            yield (row["quantity"], row.get("facility"), row.get("item"), month), {**document, "values": rows}
