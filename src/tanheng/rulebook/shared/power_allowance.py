"""What the allocation plans of the power sector share whatever the years: the allowance of heat, and that a unit has a class."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import if_reported


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
