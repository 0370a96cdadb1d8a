"""Checks of the allocation plan: a missing load factor or class, the capacity limit of the classes, and what looks mistyped."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, greater, if_reported, where
from tanheng.rulebook.shared.power_allowance import (
    BELOW_THRESHOLD,
    NO_LOAD_FACTOR,
    OTHER_CLASS,
    OTHER_THAN_VERIFIED,
)

UNIT = ("facility", "year")
ENTITY = ("year",)


@check(
    "AW-011",
    status="official",
    zh="Ⅰ、Ⅱ类机组缺少负荷（出力）系数，不能确定调峰修正系数",
    en="a unit of class I or II has no load factor, so its load correction is unknown",
    **NO_LOAD_FACTOR,
)
def load_factor_reported(load_factor, load_correction_applies, unit_in_quota, quota_is_verified_emission):
    """The load correction needs the load factor; the mark taken negative says that it is missing."""
    by_benchmark = unit_in_quota * (1 - quota_is_verified_emission)
    return first_present(load_factor, load_correction_applies * by_benchmark * -1)


@check("AW-013", status="official", **OTHER_CLASS)
def capacity_of_the_class(rated_capacity_mw, class_capacity_sign, *, p):
    """Annex 1: class I from 400 MW of rated power, class II below; -1 where plate and class disagree."""
    return where(rated_capacity_mw >= p.class_limit_mw, 1, -1) * class_capacity_sign


@check(
    "AW-014",
    index=UNIT,
    low="0.02",
    severity="note",
    decimals=4,
    status="project",
    zh="负荷系数离修正界限只差 {value}；修正系数在界限处不连续，运行小时的小误差会明显改变配额",
    en="the load factor is only {value} from the limit of the correction, where the correction jumps: small errors of hours move "
    "the allowance visibly",
    remedy_zh="复核发电量、额定功率和运行小时数的原始记录，并试算界限两侧的配额",
    remedy_en="review the records of generation, rated power and hours, and compute the allowance on both sides of the limit",
)
def load_factor_near_the_limit(load_factor, load_correction_applies, *, p):
    """Sensitivity of the load correction: it does not join 1 smoothly at the limit."""
    distance = greater(load_factor - p.load_threshold, p.load_threshold - load_factor)
    return where(load_correction_applies > 0, distance, p.no_load_correction)


@check(
    "AW-015",
    **OTHER_THAN_VERIFIED,
    remedy_zh="核对发电量是否为 MWh（误填 kWh 大一千倍、万kWh 小十倍）、供热量是否为 GJ、排放量是否为吨、机组类别是否正确",
    remedy_en="check that generation is in MWh (in kWh too large, in 10^4 kWh too small), heat in GJ, emission in tonnes, and the class",
)
def allowance_against_emission(
    initial_allowance_tco2e, verified_emission_tco2e, unit_is_unclassified, unit_in_quota, quota_is_verified_emission
):
    """Plausibility: benchmark allowance over verified emission; 1 for units whose allowance is by no benchmark."""
    by_benchmark = (1 - unit_is_unclassified) * unit_in_quota * (1 - quota_is_verified_emission)
    return initial_allowance_tco2e / verified_emission_tco2e * by_benchmark + (1 - by_benchmark)


@check("AW-016", status="official", **BELOW_THRESHOLD)
def entity_threshold(entity_verified_emission_tco2e):
    """List of covered entities: 26 000 tCO2e and above."""
    return if_reported(entity_verified_emission_tco2e)


@check(
    "AW-017",
    index=ENTITY,
    unit="tCO2e",
    high="0",
    severity="note",
    decimals=0,
    status="official",
    zh="触及履约缺口率上限，补发配额 {value} tCO2e",
    en="the gap cap is reached: {value} tCO2e are topped up",
    remedy_zh="在核定数据表中填写豁免补发配额；复核初始配额各项，确认缺口并非由数据错误造成",
    remedy_en="enter the top-up in the form of the final allocation; make sure the gap is not an error of the data",
)
def gap_cap_reached(gap_top_up_tco2e):
    """Gap cap of 20 %."""
    return gap_top_up_tco2e


@check(
    "AW-019",
    index=UNIT,
    unit="MWh/GJ",
    high="50",
    decimals=1,
    suspects="heat_supply_gj",
    status="project",
    zh="发电量与供热量之比为 {value} MWh/GJ，超过 {high}：供热机组的供热量小得不合常理",
    en="generation over heat supplied is {value} MWh/GJ, above {high}: too little heat for a unit that supplies heat",
    remedy_zh="核对供热量的单位（GJ，不是 TJ）；不供热的机组留空",
    remedy_en="check the unit of the heat (GJ, not TJ); a unit without heat supply leaves it blank",
)
def power_of_heat(gross_generation_mwh, heat_supply_gj):
    """Plausibility: a unit that supplies heat supplies more than 0.02 GJ per MWh."""
    return gross_generation_mwh / heat_supply_gj


@check(
    "AW-027",
    index=UNIT,
    unit="MWh/MW",
    high="8784",
    decimals=0,
    status="project",
    zh="按负荷系数和额定功率，发电量要运行 {value} 小时才能达到，超过全年 {high} 小时",
    en="by load factor and rated power the generation takes {value} hours, more than the {high} of a year",
    remedy_zh="核对负荷（出力）系数的小数点、额定功率（MW）与发电量（MWh）",
    remedy_en="check the point of the load factor, rated power (MW) and generation (MWh)",
)
def hours_of_the_load(gross_generation_mwh, load_factor, rated_capacity_mw):
    """Plausibility: generation ÷ (rated power × load factor) are hours of a year at most."""
    return gross_generation_mwh / (rated_capacity_mw * load_factor)


@check(
    "AW-029",
    index=UNIT,
    unit="tCO2e/MWh",
    high="30",
    decimals=1,
    suspects=("verified_emission_tco2e", "gross_generation_mwh"),
    status="project",
    zh="经核查排放量除以发电量为 {value} tCO2e/MWh，超过 {high}；燃煤机组约 0.9，以供热为主的也只有几",
    en="the verified emission over the generation is {value} tCO2e/MWh, above {high}; coal units give about 0.9, those that mainly supply "
    "heat a few",
    remedy_zh="核对排放量（t，不是 kg）和发电量（MWh，不是 GWh 或 亿kWh）的计量单位，对照核查报告",
    remedy_en="check the units of the emission (t, not kg) and of the generation (MWh, not GWh) against the verification report",
)
def emission_of_generation(verified_emission_tco2e, gross_generation_mwh):
    """Verified emission over generation; also asked of units that no benchmark holds."""
    return verified_emission_tco2e / gross_generation_mwh
