"""The command line against a second calculation in fractions: every derived number, every digit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings

from tanheng.cli import main
from tests.oracles.cets_2024_cases import smelters
from tests.oracles.cets_2024_fractions import expected_numbers

RANDOM_SMELTERS = settings(
    deadline=None,
    max_examples=60,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # shrinking whole smelters takes minutes; the differing place tells
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def printed_numbers(case: dict[str, Any], folder: Path) -> dict[tuple[str, str | None, str | None, int | None], str]:
    """The results of `calculate --json`, each place once."""
    path = folder / "case.json"
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    found = CliRunner().invoke(main, ["calculate", str(path), "--json"])
    assert found.exit_code == 0, found.output
    rows = json.loads(found.stdout)["results"]
    numbers = {(row["quantity"], row["facility"], row["item"], row["month"]): row["value"] for row in rows}
    assert len(numbers) == len(rows)
    return numbers


@RANDOM_SMELTERS
@given(case=smelters())
def test_every_digit_of_a_random_smelter_is_the_same_in_fractions(tmp_path: Path, case: dict[str, Any]) -> None:
    assert printed_numbers(case, tmp_path) == expected_numbers(case)


def yearly(*rows: dict[str, str]) -> dict[str, Any]:
    """A smelter of one potline by the year, 100 million tonnes so that rounding hides nothing."""
    potline = {"facility": "potline-1", "year": "100000000"}
    return {
        "tanheng": "case/1",
        "pack": "cn/aluminium/cets_2024",
        "year": 2025,
        "grain": "year",
        "entity": {"name": "合成铝业"},
        "facilities": [{"id": "potline-1", "kind": "potline"}],
        "values": [
            {"quantity": "molten_aluminium_output_t", **potline},
            {"quantity": "anode_consumption_t", **potline},
            *rows,
        ],
    }


@pytest.mark.parametrize(
    ("quantity", "place", "value"),
    [
        ("anode_emission_tco2", ("potline-1", None), "303542506.67"),  # 3.035425 tCO2 per t of gross anode
        ("anode_effect_emission_tco2e", ("potline-1", None), "14481000.00"),  # 0.14481 tCO2e per t of aluminium
        ("fuel_emission_tco2", (None, "diesel"), "928.77"),
        ("fuel_emission_tco2", (None, "natural_gas"), "2165.02"),
    ],
)
def test_the_worked_figures_of_the_reference(tmp_path: Path, quantity: str, place: tuple[str | None, str | None], value: str) -> None:
    fuels = (
        {"quantity": "fuel_consumption", "item": "diesel", "year": "300"},
        {"quantity": "fuel_consumption", "item": "natural_gas", "year": "100"},
    )
    case = yearly(*fuels)
    assert printed_numbers(case, tmp_path)[quantity, *place, None] == value
    assert expected_numbers(case)[quantity, *place, None] == value
