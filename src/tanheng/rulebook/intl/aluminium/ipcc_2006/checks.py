"""Checks of IPCC 2006, primary aluminium: each carbon balance fits its kind of cells; started routes must be complete;
plausible ranges of practice.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present

MONTHLY = ("facility", "month")


@check(
    "IPCC-011",
    index=MONTHLY,
    low="1",
    severity="error",
    status="secondary",
    zh="自焙槽填报了预焙阳极的净耗；方法2/3的这条公式只适用于预焙槽",
    en="net consumption of prebaked anodes is reported for Søderberg cells; this formula of tier 2/3 is for prebake cells",
    remedy_zh="删去“{anode_net_consumption_rate_t_per_t}”；自焙槽填报“{paste_consumption_rate_t_per_t}”",
    remedy_en="remove “{anode_net_consumption_rate_t_per_t}”; for Søderberg cells report “{paste_consumption_rate_t_per_t}”",
)
def balance_of_prebake_cells(prebake_technology, anode_net_consumption_rate_t_per_t):
    """Equation 4.21 is the balance of prebaked anodes."""
    return prebake_technology * anode_net_consumption_rate_t_per_t / anode_net_consumption_rate_t_per_t


@check(
    "IPCC-012",
    index=MONTHLY,
    unit="mV",
    low="0",
    severity="error",
    status="project",
    zh="填报了过电压，却算不出方法2/3的CF4排放量，会悄悄退回方法1",
    en="overvoltage is reported but CF4 of tier 2/3 cannot be computed: it would fall back to tier 1 unnoticed",
    remedy_zh="补上电流效率；自焙槽没有过电压系数缺省值，须填报实测的“{overvoltage_coefficient}”",
    remedy_en="report the current efficiency; Søderberg cells have no default coefficient: report a measured “{overvoltage_coefficient}”",
)
def overvoltage_route_complete(cf4_emission_by_tier_2_t, anode_effect_overvoltage_mv, molten_aluminium_output_t):
    """A reported overvoltage gives a result; taken negative it marks that there is none."""
    routed = first_present(cf4_emission_by_tier_2_t, molten_aluminium_output_t * -1)
    return anode_effect_overvoltage_mv * routed / molten_aluminium_output_t


@check(
    "IPCC-013",
    index=MONTHLY,
    low="1",
    severity="error",
    status="secondary",
    zh="预焙槽填报了阳极糊消耗；自焙糊的公式（式 4.24）只适用于自焙槽",
    en="paste consumption is reported for prebake cells; the paste balance (eq. 4.24) is for Søderberg cells",
    remedy_zh="删去“{paste_consumption_rate_t_per_t}”，预焙槽填报“{anode_net_consumption_rate_t_per_t}”；或核对电解槽技术类型",
    remedy_en="remove “{paste_consumption_rate_t_per_t}” and report “{anode_net_consumption_rate_t_per_t}” for prebake cells; "
    "or check the cell technology",
)
def balance_of_soderberg_cells(prebake_technology, paste_consumption_rate_t_per_t):
    """Equation 4.24 is the balance of paste."""
    return (1 - prebake_technology) * paste_consumption_rate_t_per_t / paste_consumption_rate_t_per_t


@check(
    "IPCC-014",
    index=MONTHLY,
    unit="tCO2",
    low="0",
    severity="error",
    status="project",
    zh="自焙糊的碳平衡为负（{value} tCO2）：扣减的比进入的多",
    en="the carbon balance of the paste is negative ({value} tCO2): more is deducted than comes in",
    remedy_zh="核对吨铝阳极糊消耗（t/t）、环己烷可溶物（kg/t）与炭渣（tC/t）的单位，含量写成小数",
    remedy_en="check the units of paste (t/t), cyclohexane-soluble matter (kg/t) and dust (tC/t); contents are fractions",
)
def paste_balance_not_negative(anode_emission_by_paste_tco2):
    """Equation 4.24: what is emitted cannot be less than nothing."""
    return anode_emission_by_paste_tco2


@check(
    "IPCC-015",
    index=MONTHLY,
    unit="tCO2",
    low="0",
    severity="error",
    status="project",
    zh="沥青挥发分排放为负（{value} tCO2）：生阳极扣除氢和焦油后比焙烧阳极还轻",
    en="the emission of pitch volatiles is negative ({value} tCO2): green anodes less hydrogen and tar weigh less than baked ones",
    remedy_zh="核对入炉生阳极与焙烧阳极产量是否同一口径、同一月份，是否填反",
    remedy_en="check that green anodes and baked output are of the same month and scope, and not swapped",
)
def pitch_volatiles_not_negative(pitch_volatiles_emission_tco2):
    """Equation 4.22: anodes lose weight in baking."""
    return pitch_volatiles_emission_tco2


@check(
    "IPCC-021",
    index=MONTHLY,
    unit="t/t",
    low="0.38",
    high="0.43",
    status="recalled",
    zh="吨铝阳极净耗 {value} t/t，超出经验区间 {low} 至 {high}",
    en="net anode consumption is {value} t per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="复核阳极盘点与残极回收，确认是净耗而不是毛耗（毛耗通常 0.45–0.50）",
    remedy_en="review stock count and butts; make sure it is net, not gross (gross is usually 0.45–0.50)",
)
def net_anode_rate(anode_net_consumption_rate_t_per_t):
    """Practice range of net anode consumption."""
    return anode_net_consumption_rate_t_per_t


@check(
    "IPCC-022",
    index=MONTHLY,
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
    "IPCC-023",
    index=MONTHLY,
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


@check(
    "IPCC-024",
    index=MONTHLY,
    unit="t/t",
    low="0.45",
    high="0.65",
    status="recalled",
    zh="吨铝阳极糊消耗 {value} t/t，超出经验区间 {low} 至 {high}",
    en="paste consumption is {value} t per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="复核阳极糊盘点与铝液产量，确认单位是吨糊每吨铝",
    remedy_en="review the stock count of paste and the output; the unit is tonnes of paste per tonne of aluminium",
)
def paste_rate(paste_consumption_rate_t_per_t):
    """Practice range of paste consumption."""
    return paste_consumption_rate_t_per_t


@check(
    "AL-088",
    index=("facility", "year"),
    unit="1/t",
    high="0.0002",
    decimals=6,
    suspects="baked_anode_output_t",
    status="project",
    zh="该阳极厂全年焙烧阳极产量不足 5 000 t",
    en="the baked anodes of this plant in the year are below 5 000 t",
    remedy_zh="核对计量单位（t，不是 kt 或 万t）",
    remedy_en="check the unit (t, not kt or 10^4 t)",
)
def little_baked_anode_output(baked_anode_output_t):
    """An anode plant bakes thousands of tonnes a year; where it bakes less its unit is doubted."""
    return 1 / baked_anode_output_t


@check(
    "AL-093",
    index=("facility", "year"),
    unit="t/t",
    low="0.95",
    high="1.25",
    suspects=("green_anode_input_t", "baked_anode_output_t"),
    status="project",
    zh="全年入炉生阳极是焙烧阳极产量的 {value} 倍，超出 {low} 至 {high}",
    en="green anodes of the year are {value} times the baked anodes, outside {low} to {high}",
    remedy_zh="核对两者的计量单位（t）与口径：焙烧失去的沥青挥发分约为百分之几",
    remedy_en="check that both are in t and of the same anodes: baking drives off some per cent of pitch volatiles",
)
def green_of_baked_anodes(green_anode_input_t, baked_anode_output_t):
    """Plausibility: green over baked anodes."""
    return green_anode_input_t / baked_anode_output_t
