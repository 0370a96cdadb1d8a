"""Checks of the power guide: incomplete bases and heat, the penalty default of coal, merged units, and two readings that disagree.

A measure whose operands are absent is skipped; a measure that turns negative marks what was reported in part only.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, if_reported, where

BY_FUEL = ("facility", "item", "month")
MONTHLY = ("facility", "month")


@check(
    "PW-011",
    index=BY_FUEL,
    unit="tC/{unit}",
    low="0",
    severity="error",
    status="official",
    zh="填报了空干基元素碳含量，但缺少收到基水分或空干基水分，不能换算成收到基",
    en="a carbon content on the air-dried basis is reported without total or inherent moisture, so it cannot be converted",
    remedy_zh="补报同月的收到基水分（企业测定，按日入炉煤量加权）和检测报告上的空干基水分",
    remedy_en="report the total moisture of the month (the enterprise's own, weighted by daily coal) and the inherent "
    "moisture of the laboratory report",
)
def air_dried_basis_complete(air_dried_to_received_carbon_content, fuel_air_dried_carbon_content):
    """P-3: the air-dried basis needs both moistures; the content taken negative marks that one is missing."""
    return first_present(air_dried_to_received_carbon_content, fuel_air_dried_carbon_content * -1)


@check(
    "PW-012",
    index=BY_FUEL,
    unit="tC/{unit}",
    low="0",
    severity="error",
    status="official",
    zh="填报了干燥基元素碳含量，但缺少收到基水分，不能换算成收到基",
    en="a carbon content on the dry basis is reported without total moisture, so it cannot be converted",
    remedy_zh="补报同月的收到基水分（企业测定，按日入炉煤量加权）",
    remedy_en="report the total moisture of the month (the enterprise's own, weighted by daily coal)",
)
def dry_basis_complete(dry_to_received_carbon_content, fuel_dry_carbon_content):
    """P-3: the dry basis needs the total moisture; the content taken negative marks that it is missing."""
    return first_present(dry_to_received_carbon_content, fuel_dry_carbon_content * -1)


@check(
    "PW-013",
    index=MONTHLY,
    unit="GJ",
    low="0",
    severity="error",
    status="official",
    zh="填报了供出蒸汽量，但缺少焓值，蒸汽供热量算不出来",
    en="steam supplied is reported without its enthalpy, so its heat cannot be computed",
    remedy_zh="按月均温度、压力查表补报焓值（先实测，后额定）；已直接计量热量的，改填供热量",
    remedy_en="report the enthalpy from the month's mean temperature and pressure (measured, else rated); where heat is "
    "metered directly, report the heat instead",
)
def steam_heat_complete(steam_heat_gj, supplied_steam_t, *, p):
    """P-9: steam without enthalpy is marked by a negative measure."""
    return first_present(steam_heat_gj, supplied_steam_t * p.feed_water_enthalpy_kj_per_kg / p.mj_per_gj * -1)


@check(
    "PW-014",
    index=MONTHLY,
    unit="GJ",
    low="0",
    severity="error",
    status="official",
    zh="填报了供出热水量，但缺少温度，或温度低于 20℃，热水供热量无效",
    en="hot water supplied is reported without its temperature, or colder than 20 °C, so its heat is not valid",
    remedy_zh="补报热水的月均温度（℃）；已直接计量热量的，改填供热量",
    remedy_en="report the month's mean temperature of the water (°C); where heat is metered directly, report the heat instead",
)
def hot_water_heat_complete(hot_water_heat_gj, supplied_hot_water_t, *, p):
    """P-9: hot water without temperature is marked by a negative measure."""
    rough = supplied_hot_water_t * p.reference_water_temperature * p.heat_capacity_of_water / p.mj_per_gj
    return first_present(hot_water_heat_gj, rough * -1)


@check(
    "PW-015",
    index=BY_FUEL,
    unit="tC/GJ",
    low="0.0010",
    high="0.2000",
    severity="error",
    decimals=5,
    status="project",
    zh="实测元素碳含量与低位发热量之比为 {value} tC/GJ，任何燃料都不可能（{low} 至 {high}）",
    en="measured carbon content over net calorific value is {value} tC/GJ, which no fuel can have ({low} to {high})",
    remedy_zh="当月没有检测结果的，元素碳留空，不要填 0；有结果的核对单位：元素碳写成小数（56% 写作 0.56），低位发热量用 GJ",
    remedy_en="leave the carbon content blank where the month has no test, never 0; else check units: carbon as a fraction "
    "(56 % is 0.56), NCV in GJ",
)
def carbon_per_heat_possible(fuel_measured_carbon_content, counted_net_calorific_value, fuel_consumption, fuel_carbon_content_tc_per_gj):
    """Far outside the span of PW-022: a zero, a percentage or a wrong unit would remove or multiply the month's emission."""
    measured = fuel_measured_carbon_content / counted_net_calorific_value
    return where(fuel_consumption > 0, measured, fuel_carbon_content_tc_per_gj)


@check(
    "PW-016",
    index=BY_FUEL,
    unit="{unit}",
    low="0",
    severity="error",
    status="project",
    zh="当月消耗了燃料，低位发热量却是 0",
    en="fuel is burnt in this month, yet its net calorific value is 0",
    remedy_zh="补报当月入炉燃料的收到基低位发热量；确无检测的留空，按本版规则的缺省值计算，不要填 0",
    remedy_en="report the month's net calorific value as received; leave it blank where there is no test (the default then counts), "
    "never 0",
)
def heat_of_burnt_fuel(fuel_consumption, counted_net_calorific_value):
    """A fuel without heat is a blank that was typed as zero; marked by the amount burnt, taken negative."""
    without_heat = where(counted_net_calorific_value > 0, fuel_consumption * 0, fuel_consumption * -1)
    return where(fuel_consumption > 0, without_heat, fuel_consumption * 0)


@check(
    "PW-021",
    index=BY_FUEL,
    unit="tC/{unit}",
    low="0",
    status="recalled",
    zh="该月燃煤没有有效的元素碳实测值，按单位热值含碳量的惩罚性缺省值计算",
    en="this month's coal has no valid measured carbon content and is computed by the penalty default of carbon per heat",
    remedy_zh="有合规检测报告（元素碳、低位发热量、氢、全硫、水分同报，CMA 或 CNAS 印章，采样后 40 个自然日内出具）的，补报当月元素碳含量",
    remedy_en="report the month's carbon content if there is a valid report (carbon, NCV, hydrogen, sulphur and moisture "
    "together, CMA or CNAS seal, within 40 natural days of sampling)",
)
def coal_without_carbon_test(fuel_measured_carbon_content, fuel_default_carbon_content, fuel_is_coal, fuel_consumption):
    """Penalty default: a month that burns coal without a measured content is marked by a negative measure."""
    by_default = where(fuel_consumption > 0, fuel_default_carbon_content * fuel_is_coal * -1, 0)
    return first_present(fuel_measured_carbon_content, by_default)


@check(
    "PW-017",
    index=("facility", "item", "month"),
    unit="MWh",
    low="0",
    severity="error",
    status="official",
    zh="合并机组的这个成员只填了额定功率，没有填运行小时数，加权小时数会偏低",
    en="this unit of a merged report has its rated power but no running hours, so the weighted hours would be too low",
    remedy_zh="按运行日志补报“{part_running_hours_h}”；当月停机的填 0；备用机组不单列，其时间计入被替代机组",
    remedy_en="report “{part_running_hours_h}” from the log, 0 for a month of standstill; a standby unit is no part of its own: its "
    "hours belong to the unit it replaced",
)
def merged_part_complete(part_full_load_generation_mwh, part_rated_capacity_mw, *, p):
    """P-10: each part needs power and hours; its power taken negative marks that hours are missing."""
    return first_present(part_full_load_generation_mwh, part_rated_capacity_mw * p.mwh_per_mw_and_h * p.marking_hour_h * -1)


@check(
    "PW-018",
    index=MONTHLY,
    unit="MW",
    low="0",
    high="0",
    decimals=3,
    severity="error",
    status="project",
    zh="额定功率与合并机组各成员之和相差 {value} MW",
    en="the rated power differs from the sum of the merged units by {value} MW",
    remedy_zh="“{rated_capacity_mw}”填各成员额定功率之和；漏填的成员补在“合并机组”表",
    remedy_en="“{rated_capacity_mw}” is the sum of the parts; add a missing part on the sheet of merged units",
)
def capacity_of_merged_units(merged_capacity_mw, rated_capacity_mw):
    """P-10, P-11: the unit's power is that of its parts."""
    return where(merged_capacity_mw > 0, rated_capacity_mw - merged_capacity_mw, 0)


@check(
    "PW-027",
    index=MONTHLY,
    unit="h",
    high="0",
    decimals=2,
    status="project",
    zh="合并填报的机组另填了运行小时数 {value}，计算用各成员的加权值，不用这个数",
    en="running hours of {value} are reported beside merged units; the weighted hours of the parts count, not this number",
    remedy_zh="删去“{running_hours_h}”，或删去“合并机组”表中的成员",
    remedy_en="remove “{running_hours_h}”, or the parts on the sheet of merged units",
)
def hours_beside_merged_units(merged_capacity_mw, running_hours_h):
    """P-10: one way of reporting hours."""
    return where(merged_capacity_mw > 0, if_reported(running_hours_h), 0)


@check(
    "PW-028",
    index=BY_FUEL,
    unit="tC/{unit}",
    low="-0.0100",
    high="0.0100",
    decimals=4,
    status="project",
    zh="填报的收到基元素碳与由空干基或干燥基换算的值相差 {value}；计算用收到基的值",
    en="the carbon content as received differs by {value} from the one converted from the other basis; the value as received counts",
    remedy_zh="核对检测报告的基准和两种水分，改正不对的一个；同一煤样只需填一种基准",
    remedy_en="check the bases of the report and both moistures, and correct the wrong one; one basis is enough",
)
def carbon_of_two_bases(fuel_received_carbon_content, air_dried_to_received_carbon_content, dry_to_received_carbon_content):
    """P-3: two bases of one sample give one carbon content."""
    converted = first_present(air_dried_to_received_carbon_content, dry_to_received_carbon_content)
    return fuel_received_carbon_content - converted


@check(
    "PW-029",
    index=MONTHLY,
    low="0.95",
    high="1.05",
    decimals=3,
    status="project",
    zh="直接计量的供热量是蒸汽与热水换算热量的 {value} 倍；计算用直接计量的值",
    en="the heat metered directly is {value} times the heat of the steam and hot water reported beside it; the metered heat counts",
    remedy_zh="核对热量表与蒸汽、热水的流量、温度、焓；同一热量只填一种，避免两者不一致",
    remedy_en="check the heat meter against mass, temperature and enthalpy; report one heat in one way",
)
def heat_beside_steam_and_water(heat_supply_gj, steam_heat_gj, hot_water_heat_gj):
    """P-9: heat metered directly and heat of steam and hot water are two readings of the same heat."""
    return heat_supply_gj / (if_reported(steam_heat_gj) + if_reported(hot_water_heat_gj))


@check(
    "PW-030",
    index=BY_FUEL,
    low="0",
    decimals=4,
    status="project",
    zh="收到基水分（全水分）比空干基水分小（相差 {value}），这不可能：空干基煤样是把收到的煤样风干得到的",
    en="the total moisture as received is below the inherent moisture (by {value}), which is impossible: the air-dried sample was dried "
    "from the sample as received",
    remedy_zh="对照检测报告和入炉煤水分记录，看两种水分是否填反，或百分数是否写成了小数",
    remedy_en="compare the report with the records of moisture as fired: are the two moistures swapped, or per cent not written as "
    "fractions",
)
def moisture_of_two_bases(total_moisture, inherent_moisture):
    """P-3: air drying takes moisture away, so that what remains is at most the total moisture."""
    return total_moisture - inherent_moisture
