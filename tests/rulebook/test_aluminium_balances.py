"""The balances of the smelter pack: a month whose records agree is told nothing, and each record that does not fit is told."""

from __future__ import annotations

from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.rulebook import load

BALANCES = {f"AL-{number:03d}" for number in range(51, 61)}
# 500 kA, 288 pots, a year at 92.5 %: 0.33557 × 500 × 24 × 105120 × 0.925 ÷ 1000 = 391556 t; 2980 × 3.95 ÷ 0.925 = 12725 kWh/t DC.
POTLINE = {
    "molten_aluminium_output_t": "391554.00",
    "anode_consumption_t": "184030.00",
    "anode_changed_t": "184100.00",
    "potline_current_ka": "500",
    "operating_pot_days": "105120",
    "current_efficiency": "0.925",
    "cell_voltage_v": "3.95",
    "electrolysis_dc_electricity_mwh": "4982900",
    "electrolysis_ac_electricity_mwh": "5084600",
    "alumina_consumption_t": "753700",
}
ENTITY = {
    "anode_opening_stock_t": "8000",
    "anode_purchased_t": "120030",
    "anode_produced_t": "70000",
    "anode_sold_t": "5000",
    "anode_closing_stock_t": "9000",
    "casthouse_output_t": "351000",
    "liquid_aluminium_sold_t": "39000",
    "metal_in_pots_change_t": "-120",
    "melt_loss_t": "1500",
}


def told(**changed: str | None) -> list[Problem]:
    """The problems of the balances in the synthetic year, with some records changed or, as None, left out."""
    rows: list[dict[str, Any]] = [
        {"quantity": name, "facility": "potline-1", "year": changed.get(name, text)} for name, text in POTLINE.items()
    ]
    rows += [{"quantity": name, "year": changed.get(name, text)} for name, text in ENTITY.items()]
    case = {
        "tanheng": "case/1",
        "pack": "cn/aluminium/cets_2024",
        "year": 2025,
        "grain": "year",
        "entity": {"name": "合成铝业"},
        "facilities": [{"id": "potline-1", "kind": "potline"}],
        "values": [row for row in rows if row["year"] is not None],
    }
    read, problems = read_case(case, load)
    assert read is not None, [problem.message.en for problem in problems]
    return [one for one in run_case(load(case["pack"]), read, problems).problems if one.code in BALANCES]


def test_records_that_agree_are_told_nothing():
    assert told() == []


def test_records_that_are_not_kept_are_told_nothing():
    assert told(**dict.fromkeys([*POTLINE, *ENTITY][2:])) == []


@pytest.mark.parametrize(
    ("name", "amount", "codes"),
    [
        ("anode_closing_stock_t", "12000", {"AL-051"}),
        ("anode_sold_t", None, {"AL-051"}),
        ("anode_changed_t", "180000", {"AL-052"}),
        ("operating_pot_days", "100000", {"AL-053", "AL-054"}),
        ("potline_current_ka", "515", {"AL-053", "AL-054"}),
        ("current_efficiency", "0.955", {"AL-054", "AL-057"}),
        ("electrolysis_dc_electricity_mwh", "5300000", {"AL-055", "AL-056", "AL-057"}),
        ("electrolysis_ac_electricity_mwh", "4900000", {"AL-056"}),
        ("cell_voltage_v", "4.25", {"AL-057", "AL-058"}),
        ("alumina_consumption_t", "800000", {"AL-059"}),
        ("casthouse_output_t", "345000", {"AL-060"}),
        ("liquid_aluminium_sold_t", None, {"AL-060"}),
    ],
)
def test_a_record_that_does_not_fit_is_told_with_a_remedy(name, amount, codes):
    problems = told(**{name: amount})
    assert {one.code for one in problems} == codes
    assert all(one.severity == "warning" and one.remedy.zh and one.remedy.en for one in problems)


def test_balances_change_no_emission():
    pack = load("cn/aluminium/cets_2024")
    records = {*POTLINE, *ENTITY} - {"molten_aluminium_output_t", "anode_consumption_t"}
    assert [name for name, formula in pack.formulas.items() if records & set(formula.arguments)] == []
