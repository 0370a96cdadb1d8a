"""Checks of the potline workbook: that one of the two routes gives a result, and that anode effects are plausible."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present


@check(
    "IAI-002",
    index=("facility", "month"),
    unit="t",
    low="0",
    severity="error",
    status="official",
    zh="该系列的CF4排放量算不出来：两种方法都缺数据",
    en="the CF4 emission of this potline cannot be computed: both routes lack data",
    remedy_zh="斜率法要有阳极效应分钟数；过电压法要有过电压、电流效率和过电压系数（自焙槽无缺省系数，须填实测值）",
    remedy_en="the slope route needs anode-effect minutes; the overvoltage route needs overvoltage, current "
    "efficiency and a coefficient (Søderberg cells have no default: report a measured one)",
)
def cf4_of_some_route(cf4_emission_t, molten_aluminium_output_t):
    """Worksheet 8: a potline with output needs one route; the output taken negative marks that there is none."""
    return first_present(cf4_emission_t, molten_aluminium_output_t * -1)


@check(
    "IAI-011",
    index=("facility", "month"),
    unit="min/cell/day",
    low="0.03",
    high="2",
    decimals=3,
    status="recalled",
    zh="阳极效应分钟数 {value} 每槽日，超出经验区间 {low} 至 {high}（现代预焙槽通常 0.05–0.3，自焙槽和边部加工槽可达数分钟）",
    en="anode-effect minutes are {value} per cell-day, outside {low} to {high} (modern prebake cells: 0.05–0.3; Søderberg and "
    "side-worked cells some minutes)",
    remedy_zh="核对频率的单位（次/槽日）和持续时间的单位（分钟，不是秒），分钟数 = 频率 × 持续时间；老式槽型写明原因",
    remedy_en="check the units of frequency (per cell-day) and duration (minutes, not seconds); minutes = frequency × duration; for old "
    "cells say so",
)
def anode_effect_minutes(anode_effect_minutes_per_cell_day):
    """Practice range of anode-effect minutes per cell-day."""
    return anode_effect_minutes_per_cell_day


@check(
    "IAI-012",
    index=("facility", "month"),
    low="0.85",
    high="0.97",
    status="recalled",
    zh="电流效率 {value} 超出经验区间 {low} 至 {high}",
    en="current efficiency is {value}, outside the usual {low} to {high}",
    remedy_zh="用法拉第定律反算：铝液产量 ÷（0.33557 × 电流 × 小时 × 槽数 ÷ 1000），核对产量和在槽铝变化",
    remedy_en="recompute by Faraday's law: output ÷ (0.33557 × current × hours × cells ÷ 1000); check output and metal in the pots",
)
def current_efficiency_range(current_efficiency):
    """Practice range of current efficiency."""
    return current_efficiency
