"""Checks of the CBAM pack: that one of the two routes gives a result, and that anode effects and the balance are plausible."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, total

MONTHLY = ("facility", "month")


@check(
    "CBAM-011",
    index=MONTHLY,
    unit="t",
    low="0",
    severity="error",
    status="secondary",
    zh="该系列的CF4排放量算不出来：两种方法都缺数据",
    en="the CF4 emission of this potline cannot be computed: both routes lack data",
    remedy_zh="斜率法要有阳极效应分钟数和斜率系数（PFPB_MW 类无缺省系数：填自测值，或填 CWPB 的 0.143 并注明依据）；"
    "过电压法要有过电压、电流效率和过电压系数",
    remedy_en="slope needs anode-effect minutes and a slope (PFPB_MW has no default: report a measured one, or 0.143 of "
    "CWPB with its document); overvoltage needs overvoltage, current efficiency and a coefficient",
)
def cf4_of_some_route(cf4_emission_t, molten_aluminium_output_t):
    """Annex II B.7: a potline with output needs one route; the output taken negative marks that there is none."""
    return first_present(cf4_emission_t, molten_aluminium_output_t * -1)


@check(
    "CBAM-012",
    index=MONTHLY,
    unit="t",
    low="0",
    severity="error",
    status="secondary",
    zh="该系列的C2F6排放量算不出来：缺少C2F6与CF4的质量比",
    en="the C2F6 emission of this potline cannot be computed: the ratio of C2F6 to CF4 is missing",
    remedy_zh="填报“{c2f6_to_cf4_ratio}”（斜率法）或“{c2f6_to_cf4_ratio_of_overvoltage}”（过电压法），并注明依据",
    remedy_en="report “{c2f6_to_cf4_ratio}” (slope) or “{c2f6_to_cf4_ratio_of_overvoltage}” (overvoltage) with its document",
)
def c2f6_of_some_route(c2f6_emission_t, molten_aluminium_output_t):
    """Annex II B.7: a potline with output needs a ratio; the output taken negative marks that there is none."""
    return first_present(c2f6_emission_t, molten_aluminium_output_t * -1)


@check(
    "CBAM-021",
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
    "CBAM-022",
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
    "CBAM-023",
    index=("year",),
    unit="tCO2/t",
    low="1.22",
    high="1.60",
    status="derived",
    zh="电极碳平衡为每吨铝液 {value} tCO2，超出 {low}（化学计量下限）至 {high}",
    en="the carbon balance of electrodes gives {value} tCO2 per t of molten aluminium, outside {low} (stoichiometric floor) to {high}",
    remedy_zh="核对残极是否重复扣减、物料方向与含碳量（写成小数）；含阳极制造时上限可放宽",
    remedy_en="check that butts are not deducted twice, the directions of streams and carbon contents (as fractions); "
    "with anode making on site more is usual",
)
def electrode_emission_per_t(electrode_emission_tco2, molten_aluminium_output_t):
    """Electrodes per tonne of metal from the pots, without scrap and alloys: 0.334 tC of stoichiometry × 3.664 is the
    floor; practice is 0.38–0.43 t of anodes.
    """
    return electrode_emission_tco2 / total(molten_aluminium_output_t)


@check(
    "CBAM-024",
    index=("year",),
    low="0",
    high="1",
    severity="error",
    status="project",
    zh="消费前废铝占比 {value} 超出 0 至 1",
    en="the share of pre-consumer scrap is {value}, outside 0 to 1",
    remedy_zh="消费前废铝是废铝消耗量的一部分，核对两者",
    remedy_en="pre-consumer scrap is a part of the scrap consumed: check both",
)
def share_of_preconsumer_scrap(preconsumer_scrap_share):
    """A share lies between nothing and all."""
    return preconsumer_scrap_share


@check(
    "AL-092",
    index=("item", "year"),
    unit="tCO2/t",
    high="1",
    decimals=2,
    suspects=("fuel_consumption", "fuel_received_carbon_content"),
    status="project",
    zh="该燃料全年排放 {value} tCO2/t 铝，超过 {high}；电解铝企业用不了这么多",
    en="this fuel gives {value} tCO2 per t of aluminium in the year, above {high}: more than a smelter burns",
    remedy_zh="核对计量单位：天然气等气体按万Nm³（不是 m³），固体和液体燃料按 t（不是 kg），含碳量与其单位一致",
    remedy_en="check the unit: gases in 10^4 Nm3 (not m3), solid and liquid fuels in t (not kg), the carbon content in the same",
)
def fuel_emission_per_t(fuel_consumption, fuel_received_carbon_content, molten_aluminium_output_t, *, p):
    """Emission of a fuel over the output of all potlines."""
    return fuel_consumption * fuel_received_carbon_content * p.co2_per_carbon / total(molten_aluminium_output_t)
