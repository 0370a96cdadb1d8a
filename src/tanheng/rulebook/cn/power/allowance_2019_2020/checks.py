"""Checks of the allocation plan: a missing load factor, class or heat ratio, the limits of the classes, and what looks mistyped."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, if_reported, where
from tanheng.rulebook.shared.power_allowance import (
    BELOW_THRESHOLD,
    NO_LOAD_FACTOR,
    OTHER_CLASS,
    OTHER_THAN_VERIFIED,
)

UNIT = ("facility", "year")


@check(
    "AW-011",
    status="secondary",
    zh="Ⅰ、Ⅱ类纯凝机组缺少负荷（出力）系数，不能确定负荷修正系数",
    en="a condensing unit of class I or II has no load factor, so its load correction is unknown",
    **NO_LOAD_FACTOR,
)
def load_factor_reported(load_factor, load_correction_applies, unit_is_cogeneration, unit_in_quota):
    """The load correction needs the load factor; the mark taken negative says that it is missing."""
    by_benchmark = unit_in_quota * (1 - unit_is_cogeneration)
    return first_present(load_factor, load_correction_applies * by_benchmark * -1)


@check("AW-013", status="secondary", **OTHER_CLASS)
def capacity_of_the_class(rated_capacity_mw, class_capacity_sign, *, p):
    """Annex 1: class I from 400 MW of rated power, class II below; -1 where plate and class disagree."""
    return where(rated_capacity_mw >= p.class_limit_mw, 1, -1) * class_capacity_sign


@check(
    "AW-015",
    **OTHER_THAN_VERIFIED,
    remedy_zh="核对供电量是否为 MWh（误填 kWh 大一千倍、万kWh 小十倍）、供热量是否为 GJ、排放量是否为吨、机组类别是否正确",
    remedy_en="check that net supply is in MWh (in kWh too large, in 10^4 kWh too small), heat in GJ, emission in tonnes, and the class",
)
def allowance_against_emission(
    initial_allowance_tco2e, verified_emission_tco2e, unit_is_unclassified, unit_in_quota, quota_is_verified_emission
):
    """Plausibility: benchmark allowance over verified emission; 1 for units whose allowance is by no benchmark."""
    by_benchmark = (1 - unit_is_unclassified) * unit_in_quota * (1 - quota_is_verified_emission)
    return initial_allowance_tco2e / verified_emission_tco2e * by_benchmark + (1 - by_benchmark)


@check("AW-016", status="secondary", **BELOW_THRESHOLD)
def entity_threshold(entity_verified_emission_tco2e):
    """List of covered entities: 26 000 tCO2e and above."""
    return if_reported(entity_verified_emission_tco2e)


@check(
    "AW-018",
    index=UNIT,
    unit="GJ",
    high="0",
    decimals=2,
    status="secondary",
    zh="机组供热 {value} GJ，但没有填写供热比，供热修正按 1 计（配额偏高）",
    en="the unit supplies {value} GJ of heat but has no heat ratio, so its heat correction counts as 1 (the allowance is too high)",
    remedy_zh="填写“{heat_ratio}”（供热量 ÷ 锅炉产热量，小数）",
    remedy_en="enter “{heat_ratio}” (heat supplied over boiler heat, a fraction)",
)
def heat_ratio_reported(heat_ratio, heat_supply_gj):
    """The heat correction needs the heat ratio of a unit that supplies heat; the heat where it is missing, else 0."""
    return where(if_reported(heat_ratio) > 0, 0, heat_supply_gj)


@check(
    "AW-019",
    index=UNIT,
    unit="MWh/GJ",
    high="50",
    decimals=1,
    suspects="heat_supply_gj",
    status="project",
    zh="供电量与供热量之比为 {value} MWh/GJ，超过 {high}：供热机组的供热量小得不合常理",
    en="net supply over heat supplied is {value} MWh/GJ, above {high}: too little heat for a unit that supplies heat",
    remedy_zh="核对供热量的单位（GJ，不是 TJ）；不供热的机组留空",
    remedy_en="check the unit of the heat (GJ, not TJ); a unit without heat supply leaves it blank",
)
def power_of_heat(net_supply_mwh, heat_supply_gj):
    """Plausibility: a unit that supplies heat supplies more than 0.02 GJ per MWh."""
    return net_supply_mwh / heat_supply_gj


@check(
    "PW-059",
    index=("facility", "year"),
    unit="MWh",
    high="40000000",
    decimals=0,
    suspects="net_supply_mwh",
    status="project",
    zh="机组全年供电量 {value} MWh，超过 {high}：最大的机组满发全年约 1 200 万MWh",
    en="the unit supplies {value} MWh in the year, above {high}: the largest units at full load all year give about 12 million",
    remedy_zh="核对计量单位（MWh，不是 kWh），再核对供电量台账",
    remedy_en="check the unit (MWh, not kWh), then the ledger of supply",
)
def net_supply_of_a_unit(net_supply_mwh):
    """Net supply of the year; a unit of 1 350 MW at full load gives less than 11.8 million MWh."""
    return net_supply_mwh


@check(
    "AW-028",
    index=("facility", "year"),
    unit="tCO2e/GJ",
    low="0.03",
    high="0.25",
    decimals=3,
    suspects="heat_supply_gj",
    status="project",
    zh="按供热比折算，每吉焦供热排放 {value} tCO2e，超出 {low} 至 {high}（燃煤约 0.11，燃气约 0.06）",
    en="by its heat ratio the unit emits {value} tCO2e per GJ of heat, outside {low} to {high} (coal: about 0.11, gas: about 0.06)",
    remedy_zh="核对供热量的单位（GJ，不是 MJ 或 万GJ）、小数点和供热比（小数），两者应来自同一核算结果",
    remedy_en="check unit (GJ) and point of the heat and the heat ratio (a fraction); both come from the same accounts",
)
def emission_of_heat(heat_ratio, verified_emission_tco2e, heat_supply_gj):
    """Plausibility: heat ratio × verified emission ÷ heat supplied is the plant's own heat factor, S_gr of the guide."""
    return heat_ratio * verified_emission_tco2e / heat_supply_gj


@check(
    "AW-027",
    index=UNIT,
    unit="MWh/MW",
    high="8784",
    decimals=0,
    status="project",
    zh="按负荷系数和额定功率，供电量要运行 {value} 小时才能达到，超过全年 {high} 小时",
    en="by load factor and rated power the net supply takes {value} hours, more than the {high} of a year",
    remedy_zh="核对负荷（出力）系数的小数点、额定功率（MW）与供电量（MWh）",
    remedy_en="check the point of the load factor, rated power (MW) and net supply (MWh)",
)
def hours_of_the_load(net_supply_mwh, load_factor, rated_capacity_mw):
    """Plausibility: net supply ÷ (rated power × load factor) are hours of a year at most."""
    return net_supply_mwh / (rated_capacity_mw * load_factor)


@check(
    "AW-029",
    index=UNIT,
    unit="tCO2e/MWh",
    high="30",
    decimals=1,
    suspects=("verified_emission_tco2e", "net_supply_mwh"),
    status="project",
    zh="经核查排放量除以供电量为 {value} tCO2e/MWh，超过 {high}；燃煤机组约 1，以供热为主的也只有几",
    en="the verified emission over the net supply is {value} tCO2e/MWh, above {high}; coal units give about 1, those that mainly supply "
    "heat a few",
    remedy_zh="核对排放量（t，不是 kg）和供电量（MWh，不是 GWh 或 亿kWh）的计量单位，对照核查报告",
    remedy_en="check the units of the emission (t, not kg) and of the net supply (MWh, not GWh) against the verification report",
)
def emission_of_net_supply(verified_emission_tco2e, net_supply_mwh):
    """Verified emission over net supply; also asked of units that no benchmark holds."""
    return verified_emission_tco2e / net_supply_mwh
