"""What every guide asks of fossil fuels: what was burnt holds carbon, so a factor of zero is a blank that was typed as zero.

The measures are marked by the amount burnt, taken negative. One function a place: of the enterprise, of a line, outside the lines.
"""

from __future__ import annotations

from tanheng.engine.checks import Alike, check
from tanheng.engine.words import where

MARKED: Alike = {"unit": "{unit}", "low": "0", "severity": "error", "status": "project"}
TESTED: Alike = {
    "remedy_zh": "填写当月的检测结果；没有检测的留空，按本版规则的缺省值计算，不要填 0",
    "remedy_en": "enter the month's test; leave it blank where there is none (the default then counts), never 0",
}
BURNT: Alike = {
    "zh": "消耗了燃料，低位发热量或单位热值含碳量却是 0，它的排放会算成 0",
    "en": "fuel is burnt, yet its net calorific value or its carbon content is 0, so that its emission would be 0",
}


@check("FUEL-001", index=("item", "month"), **BURNT, **TESTED, **MARKED)
def carbon_of_burnt_fuel(fuel_consumption, fuel_net_calorific_value, fuel_carbon_content_tc_per_gj):
    """A fuel without carbon would take its emission out of the total."""
    return _burnt_without(fuel_net_calorific_value * fuel_carbon_content_tc_per_gj, fuel_consumption)


@check("FUEL-002", index=("facility", "item", "month"), **BURNT, **TESTED, **MARKED)
def carbon_of_line_fuel(fuel_consumption, fuel_net_calorific_value, fuel_carbon_content_tc_per_gj):
    """A fuel of a line without carbon would take its emission out of the total."""
    return _burnt_without(fuel_net_calorific_value * fuel_carbon_content_tc_per_gj, fuel_consumption)


@check(
    "FUEL-003",
    index=("item", "month"),
    zh="生产线以外消耗了燃料，低位发热量或单位热值含碳量却是 0，它的排放会算成 0",
    en="fuel is burnt outside the lines, yet its net calorific value or its carbon content is 0, so that its emission would be 0",
    **TESTED,
    **MARKED,
)
def carbon_of_other_fuel(other_fuel_consumption, other_fuel_net_calorific_value, other_fuel_carbon_content_tc_per_gj):
    """A fuel outside the lines without carbon would take its emission out of the total."""
    return _burnt_without(other_fuel_net_calorific_value * other_fuel_carbon_content_tc_per_gj, other_fuel_consumption)


@check(
    "FUEL-004",
    index=("item", "month"),
    zh="消耗了燃料，收到基元素碳含量却是 0，它的排放会算成 0",
    en="fuel is burnt, yet its carbon content as received is 0, so that its emission would be 0",
    remedy_zh="填写当月的检测结果或有依据的数值，不要填 0",
    remedy_en="enter the month's test or a documented value, never 0",
    **MARKED,
)
def received_carbon_of_burnt_fuel(fuel_consumption, fuel_received_carbon_content):
    """A measured fuel without carbon would take its emission out of the total."""
    return _burnt_without(fuel_received_carbon_content, fuel_consumption)


def _burnt_without(carbon_content, consumption):
    """What was burnt, taken negative, where it holds no carbon; else nothing."""
    return where(carbon_content > 0, consumption * 0, consumption * -1)
