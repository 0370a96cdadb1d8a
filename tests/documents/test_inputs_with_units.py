"""Small inputs with units as plants write them: read with their right values."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tanheng.rulebook import load

INPUTS = Path(__file__).parent / "inputs"


def read(name: str) -> tuple[Case | None, list[Problem]]:
    return read_case_bytes(name, (INPUTS / name).read_bytes(), load)


def amounts(name: str, quantity: str, month: int | None) -> set[Decimal | None]:
    case, problems = read(name)
    assert case is not None, [one.as_text() for one in problems]
    return {one.amount for one in case.values if one.quantity == quantity and one.month == month}


@pytest.mark.parametrize(
    ("name", "quantity", "month", "amount"),
    [
        ("33-unit-words.csv", "clinker_output_t", None, "1000000"),  # 100 万吨
        ("33-unit-words.csv", "fuel_consumption", None, "140000"),  # 140 000 000 千克
        ("33-unit-words.csv", "fuel_net_calorific_value", None, "23.076"),  # 23 076 KJ/kg
        ("33-unit-words.csv", "net_purchased_electricity_mwh", None, "60000"),  # 6 000 万千瓦时
        ("33h-unit-superscript.csv", "other_fuel_consumption", None, "10"),  # 10 万Nm³
        ("c06-unit-wan-kwh-refused.xlsx", "electrolysis_ac_electricity_mwh", 1, "2218956.75"),  # 221 895.675 万千瓦时
        ("c24-carbon-content-in-percent.xlsx", "fuel_air_dried_carbon_content", 1, "0.5412"),  # 54.12 %
    ],
)
def test_units_in_plain_words_are_read_with_their_values(name: str, quantity: str, month: int | None, amount: str) -> None:
    assert amounts(name, quantity, month) == {Decimal(amount)}


def test_a_content_of_56_per_cent_is_a_fraction_of_056() -> None:
    content = (INPUTS / "33-unit-words.csv").read_text(encoding="utf-8-sig")
    rows = content.replace("fuel_net_calorific_value,k1,bituminous_coal,KJ/kg,23076", "fuel_oxidation_rate,k1,bituminous_coal,%,56")
    case, problems = read_case_bytes("percent.csv", rows.encode(), load)
    assert case is not None, [one.as_text() for one in problems]
    assert next(one.amount for one in case.values if one.quantity == "fuel_oxidation_rate") == Decimal("0.56")


def gas(unit: str) -> tuple[Case | None, list[Problem]]:
    content = (INPUTS / "33h-unit-superscript.csv").read_text(encoding="utf-8-sig").replace("万Nm³", unit)
    return read_case_bytes("gas.csv", content.encode(), load)


def test_ten_thousand_cubic_metres_of_gas_are_taken_at_the_standard_state_and_said_so() -> None:
    case, problems = gas("万立方米")
    assert case is not None
    told = next(one for one in problems if one.code == "CASE-175")
    assert (told.severity, told.where.cell) == ("note", "D10")
    assert "标准状态" in told.message.zh and "工况体积" in told.remedy.zh


@pytest.mark.parametrize(("unit", "said"), [("立方米", "标准状态"), ("吨", "质量与气体体积"), ("吨碳", "计量的是别的量"), ("斤", "不认识")])
def test_a_refused_unit_names_the_reason_and_the_units_taken(unit: str, said: str) -> None:
    case, problems = gas(unit)
    told = next(one for one in problems if one.code == "CASE-148")
    assert case is None
    assert said in told.message.zh
    assert told.remedy.zh == "可用的单位：万Nm³（万标准立方米）、Nm³（标准立方米）"
    assert told.remedy.en == "units taken: 10⁴ Nm³, Nm³"
