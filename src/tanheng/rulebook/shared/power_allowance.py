"""What the allocation plans of the power sector share whatever the years: the allowance of heat, and that a unit has a class."""

from __future__ import annotations

from tanheng.engine.checks import Alike, check
from tanheng.engine.words import if_reported

# what editions say alike; how sure each is of it stands with the edition
NO_LOAD_FACTOR: Alike = {
    "index": ("facility", "year"),
    "low": "0",
    "severity": "error",
    "remedy_zh": "填写“{load_factor}”（小数，如 0.5960），取核算结果：全年发电量 ÷（额定功率 × 运行小时数）",
    "remedy_en": "enter “{load_factor}” (a fraction such as 0.5960) from the accounting result: generation ÷ (rated power × hours)",
}
OTHER_CLASS: Alike = {
    "index": ("facility", "year"),
    "low": "0",
    "decimals": 0,
    "zh": "额定功率与机组类别不符（界限 400 MW）",
    "en": "rated power and class disagree (the limit is 400 MW)",
    "remedy_zh": "Ⅰ类为额定功率不低于 400 MW 的常规燃煤机组，Ⅱ类低于 400 MW；核对铭牌和主体燃料，合并填报取最不利类别",
    "remedy_en": "class I is conventional coal of at least 400 MW, class II below; check plate and main fuel; merged units take the "
    "least favourable class",
}
OTHER_THAN_VERIFIED: Alike = {
    "index": ("facility", "year"),
    "low": "0.7",
    "high": "1.4",
    "decimals": 3,
    "status": "project",
    "zh": "按基准值的配额是经核查排放量的 {value} 倍，超出 {low} 至 {high}，多半是单位或口径有误",
    "en": "the allowance by benchmark is {value} times the verified emission, outside {low} to {high}; a unit or basis is likely wrong",
}
BELOW_THRESHOLD: Alike = {
    "index": ("year",),
    "unit": "tCO2e",
    "low": "26000",
    "severity": "note",
    "decimals": 0,
    "zh": "单位经核查排放 {value} tCO2e，低于纳入门槛 {low} tCO2e",
    "en": "the entity's verified emission is {value} tCO2e, below the threshold {low} tCO2e",
    "remedy_zh": "核对是否漏列机组；连续两年低于门槛或停产可退出名录",
    "remedy_en": "check for missing units; two years below the threshold, or closure, lead out of the list",
}


def heat_allowance_tco2e(heat_supply_gj, heat_benchmark_tco2_per_gj):
    """A_h = heat supplied × benchmark, cut down."""
    return if_reported(heat_supply_gj) * heat_benchmark_tco2_per_gj


@check(
    "AW-012",
    index=("facility", "year"),
    high="0",
    severity="error",
    decimals=0,
    status="project",
    zh="机组没有类别，也没有选特殊情形，配额会按 0 计",
    en="the unit has neither a class nor a special case, so its allowance would be 0",
    remedy_zh="把“{unit_class}”填为 I、II、III 或 IV，或选择相应的“{special_case}”",
    remedy_en="set “{unit_class}” to I, II, III or IV, or choose “{special_case}”",
)
def class_or_special_case(unit_is_unclassified, unit_in_quota, quota_is_verified_emission):
    """A unit inside the quota needs a class unless its allowance is the verified emission."""
    return unit_is_unclassified * unit_in_quota * (1 - quota_is_verified_emission)


@check(
    "AW-026",
    index=("facility", "year"),
    low="0.2",
    high="1",
    decimals=3,
    status="project",
    zh="负荷（出力）系数 {value}，低于 {low}：运行时的平均出力不会这么低",
    en="the load factor is {value}, below {low}: no unit runs at so little load on average",
    remedy_zh="核对小数点（如 0.5960）：全年发电量 ÷（额定功率 × 运行小时数），不是除以全年小时数",
    remedy_en="check the point (such as 0.5960): generation ÷ (rated power × running hours), not hours of the year",
)
def load_factor_range(load_factor):
    """Units keep above a fifth of their rated power while they run; most run at 0.5 to 0.9."""
    return load_factor
