"""Magnitudes of what perfluorocarbons and anodes are computed from by slope, overvoltage and tiers, the same in every edition."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "AL-081",
    index=("facility", "month"),
    unit="cell·day/min",
    high="250",
    decimals=0,
    suspects="anode_effect_minutes_per_cell_day",
    status="project",
    zh="阳极效应分钟数小得不合常理：{value} 个槽日才 1 分钟，超过 {high}",
    en="the anode-effect minutes are implausibly few: one minute in {value} cell-days, above {high}",
    remedy_zh="阳极效应分钟数 = 频率（次/槽日）× 平均持续时间（分钟），不要换算成小时",
    remedy_en="minutes = frequency (per cell-day) × mean duration in minutes, not in hours",
)
def little_anode_effect_minutes(anode_effect_minutes_per_cell_day):
    """Minutes of anode effects: the best potlines stay above a hundredth."""
    return 1 / anode_effect_minutes_per_cell_day


@check(
    "AL-082",
    index=("facility", "month"),
    unit="kg·cell·day/t/min",
    low="0.02",
    high="1",
    suspects="slope_factor",
    status="project",
    zh="斜率系数 {value}，超出 {low} 至 {high}（各技术为 0.09–0.28）",
    en="the slope coefficient is {value}, outside {low} to {high} (technologies: 0.09–0.28)",
    remedy_zh="核对单位：(kg CF4/t 铝) ÷ (分钟/槽日)",
    remedy_en="check the unit: (kg CF4/t Al) ÷ (min/cell-day)",
)
def slope_factor_size(slope_factor):
    """Slope coefficients of all technologies lie between 0.09 and 0.28."""
    return slope_factor


@check(
    "AL-083",
    index=("facility", "month"),
    low="0.02",
    high="0.4",
    suspects="c2f6_to_cf4_ratio",
    status="project",
    zh="C2F6与CF4质量比 {value}，超出 {low} 至 {high}",
    en="the ratio of C2F6 to CF4 is {value}, outside {low} to {high}",
    remedy_zh="写成小数，如 0.121",
    remedy_en="write it as a fraction such as 0.121",
)
def c2f6_ratio_size(c2f6_to_cf4_ratio):
    """Mass ratios of C2F6 to CF4 lie between 0.05 and 0.26."""
    return c2f6_to_cf4_ratio


@check(
    "AL-085",
    index=("facility", "month"),
    unit="1/mV",
    high="50",
    decimals=0,
    suspects="anode_effect_overvoltage_mv",
    status="project",
    zh="阳极效应过电压小得不合常理（不足 0.02 mV）",
    en="the anode-effect overvoltage is implausibly small (below 0.02 mV)",
    remedy_zh="核对单位：mV，不是 V",
    remedy_en="check the unit: mV, not V",
)
def little_overvoltage(anode_effect_overvoltage_mv):
    """Anode-effect overvoltage is told in millivolts."""
    return 1 / anode_effect_overvoltage_mv


@check(
    "AL-086",
    index=("facility", "month"),
    unit="kg·%/t/mV",
    low="0.2",
    high="20",
    suspects="overvoltage_coefficient",
    status="project",
    zh="过电压系数 {value}，超出 {low} 至 {high}（常见 1.16、3.62）",
    en="the overvoltage coefficient is {value}, outside {low} to {high} (usual: 1.16, 3.62)",
    remedy_zh="核对单位：(kg CF4/t 铝) ÷ mV，电流效率按百分数",
    remedy_en="check the unit: (kg CF4/t Al) ÷ mV with the current efficiency in per cent",
)
def overvoltage_coefficient_size(overvoltage_coefficient):
    """Overvoltage coefficients are 1.16 and 3.62."""
    return overvoltage_coefficient


@check(
    "AL-096",
    index=("facility", "month"),
    unit="mV",
    low="0.3",
    high="10",
    decimals=2,
    status="derived",
    zh="阳极效应过电压 {value} mV，超出 {low} 至 {high}（现代预焙槽约 0.6 至 3.5）",
    en="the anode-effect overvoltage is {value} mV, outside {low} to {high} (modern prebake cells: about 0.6 to 3.5)",
    remedy_zh="核对小数点与单位（mV），对照槽控系统的记录；边部加工槽等老式槽型写明原因",
    remedy_en="check the point and the unit (mV) against the records of the pot control; for side-worked and other old cells say so",
)
def overvoltage_range(anode_effect_overvoltage_mv):
    """Overvoltage that gives as much CF4 as 0.05 to 0.3 anode-effect minutes, with room on both sides."""
    return anode_effect_overvoltage_mv


@check(
    "AL-097",
    index=("facility", "month"),
    low="0.6",
    high="1",
    decimals=3,
    status="project",
    zh="烟气收集效率 {value}，低于 {low}（预焙槽 0.95 以上，自焙槽 0.7 至 0.9）",
    en="the collection efficiency is {value}, below {low} (prebake cells above 0.95, Søderberg cells 0.7 to 0.9)",
    remedy_zh="写成小数（如 0.98），对照检测报告",
    remedy_en="write it as a fraction (such as 0.98) and compare the test report",
)
def collection_efficiency_range(collection_efficiency):
    """Hoods collect nearly all gas of prebake cells and most of that of Søderberg cells."""
    return collection_efficiency
