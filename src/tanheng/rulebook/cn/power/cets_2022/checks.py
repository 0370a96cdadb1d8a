"""Checks of the power guide: incomplete bases and heat, the penalty default of coal, and the verifier's plausible ranges.

The ranges of the verification guide warn and never decide whether a value is accepted. A measure whose operands are absent is
skipped; a measure that turns negative marks what was reported in part only.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, if_reported, where

BY_FUEL = ("facility", "item", "month")
MONTHLY = ("facility", "month")
YEARLY = ("facility", "year")


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
def carbon_per_heat_possible(
    fuel_measured_carbon_content, counted_net_calorific_value, fuel_consumption, fuel_carbon_content_tc_per_gj
):
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
    "PW-022",
    index=BY_FUEL,
    unit="tC/GJ",
    low="0.0110",
    high="0.0750",
    decimals=5,
    status="project",
    zh="实测元素碳含量与低位发热量之比为 {value} tC/GJ，超出各燃料的合理范围 {low} 至 {high}",
    en="measured carbon content over net calorific value is {value} tC/GJ, outside what any fuel shows ({low} to {high})",
    remedy_zh="核对检测报告的基准和单位：元素碳写成小数（56% 写作 0.56），低位发热量用 GJ；两者须同一基准、同一煤样",
    remedy_en="check bases and units of the report: carbon as a fraction (56 % is 0.56), NCV in GJ, both of one basis and sample",
)
def carbon_per_heat(fuel_measured_carbon_content, counted_net_calorific_value):
    """Span of the carbon contents per heat of the default table, from coke oven gas to blast furnace gas."""
    return fuel_measured_carbon_content / counted_net_calorific_value


@check(
    "PW-023",
    index=BY_FUEL,
    low="0",
    high="1",
    decimals=2,
    status="official",
    zh="干燥无灰基碳含量不在该煤种的合理范围内（在范围中的位置 {value}，0 为下限、1 为上限）",
    en="the dry ash-free carbon content is outside the plausible range of this coal (place in the range {value}: 0 is its "
    "lower, 1 its upper end)",
    remedy_zh="核对煤种（GB/T 5751）、水分、灰分与元素碳是否来自同一煤样；范围：褐煤 60%—77%，烟煤 74%—92%，无烟煤 90%—98%",
    remedy_en="check the kind of coal (GB/T 5751) and that moisture, ash and carbon are of one sample; ranges: lignite 60–77 %, "
    "bituminous 74–92 %, anthracite 90–98 %",
)
def dry_ash_free_carbon(dry_ash_free_carbon_content, plausible_daf_carbon_low, plausible_daf_carbon_high):
    """Verification guide, plausible ranges: C_daf of lignite, bituminous coal and anthracite."""
    span = plausible_daf_carbon_high - plausible_daf_carbon_low
    return (dry_ash_free_carbon_content - plausible_daf_carbon_low) / span


@check(
    "PW-024",
    index=BY_FUEL,
    low="0",
    high="1",
    decimals=2,
    status="official",
    zh="低位发热量不在该燃料的合理范围内（在范围中的位置 {value}，0 为下限、1 为上限）",
    en="the net calorific value is outside the plausible range of this fuel (place in the range {value}: 0 is its lower, 1 its "
    "upper end)",
    remedy_zh="核对单位（GJ/t、GJ/万Nm3）和品种；范围：天然气 285.0—398.3 GJ/万Nm3，煤矸石 4.5—12.55 GJ/t，煤泥 8.36—16.72 GJ/t",
    remedy_en="check unit and kind; ranges: natural gas 285.0–398.3 GJ/10^4Nm3, gangue 4.5–12.55 GJ/t, slime 8.36–16.72 GJ/t; "
    "keep the report",
)
def net_calorific_value_range(counted_net_calorific_value, plausible_ncv_low, plausible_ncv_high):
    """Verification guide, plausible ranges: NCV of natural gas, gangue and slime."""
    return (counted_net_calorific_value - plausible_ncv_low) / (plausible_ncv_high - plausible_ncv_low)


@check(
    "PW-025",
    index=BY_FUEL,
    low="0",
    high="1",
    decimals=2,
    status="official",
    zh="天然气元素碳含量不在合理范围 4.37—6.10 tC/万Nm3 内（在范围中的位置 {value}）",
    en="the carbon content of natural gas is outside 4.37–6.10 tC/10^4Nm3 (place in the range {value})",
    remedy_zh="核对气质报告的标准状态（0℃、101.325 kPa）和单位；一月多次检测取算术平均",
    remedy_en="check the reference state of the gas report (0 °C, 101.325 kPa) and its unit; several tests of a month are averaged",
)
def natural_gas_carbon(fuel_measured_carbon_content, plausible_carbon_low, plausible_carbon_high):
    """Verification guide, plausible ranges: carbon content of natural gas."""
    return (fuel_measured_carbon_content - plausible_carbon_low) / (plausible_carbon_high - plausible_carbon_low)


@check(
    "PW-026",
    index=BY_FUEL,
    unit="tC",
    low="0",
    status="official",
    zh="该日（批）燃煤没有有效的元素碳检测，按惩罚性缺省值计入加权",
    en="this day or batch of coal has no valid carbon test and enters the weighting by the penalty default",
    remedy_zh="有合规检测结果的补报该日（批）元素碳；采样、制样或检测不合格的保持缺省值",
    remedy_en="report the carbon content if there is a valid test; a failed sample, preparation or test keeps the default",
)
def sample_without_carbon_test(sample_measured_carbon_tc, sample_carbon_tc):
    """P-4: a day or batch without a valid test is marked by a negative measure."""
    return first_present(sample_measured_carbon_tc, sample_carbon_tc * -1)


@check(
    "PW-031",
    index=MONTHLY,
    low="0",
    high="1",
    status="official",
    zh="负荷系数 {value} 超出 {low} 至 {high}：发电量大于额定功率 × 运行小时数",
    en="the load factor is {value}, outside {low} to {high}: generation exceeds rated power × running hours",
    remedy_zh="核对发电量单位（MWh）、额定功率（MW，发电机铭牌）和运行小时数；备用机组的时间应计入被替代机组",
    remedy_en="check the unit of generation (MWh), the rated power (MW, plate of the generator) and the hours; those of a standby "
    "unit belong to the unit it replaced",
)
def load_factor_range(load_factor):
    """Verification guide, plausible ranges: 0 ≤ load factor ≤ 1, so that utilisation hours stay below running hours."""
    return load_factor


@check(
    "PW-032",
    index=YEARLY,
    high="0.46",
    status="official",
    zh="全年发电效率 {value} 高于纯凝机组上限 {high}",
    en="the generating efficiency of the year is {value}, above {high} of a condensing unit",
    remedy_zh="核对燃料量与低位发热量是否漏报或基准不一，发电量单位是否为 MWh；对外供热的机组应填热电联产",
    remedy_en="look for unreported fuel or mixed bases of NCV and for generation not in MWh; a unit that supplies heat is cogeneration",
)
def condensing_efficiency(counted_generation_mwh, fossil_fuel_heat_gj, unit_is_cogeneration, *, p):
    """Verification guide: 3.6 × generation ÷ fuel heat ≤ 0.46 for condensing units (0 for cogeneration)."""
    condensing = 1 - unit_is_cogeneration
    return counted_generation_mwh * p.gj_per_mwh / fossil_fuel_heat_gj * condensing


@check(
    "PW-033",
    index=YEARLY,
    high="1",
    status="official",
    zh="全年总热效率 {value} 高于 {high}：供电、供热的能量大于燃料热量",
    en="the total efficiency of the year is {value}, above {high}: more energy comes out than the fuel brings",
    remedy_zh="核对供热量（不得按管网损失放大，不计烟气余热）、低位发热量和燃料量；掺烧生物质或利用余热的在报告中说明",
    remedy_en="check the heat supplied (no grossing up for network losses, no flue-gas heat), NCV and fuel; explain biomass or waste heat",
)
def total_efficiency(counted_generation_mwh, counted_heat_supply_gj, fossil_fuel_heat_gj, *, p):
    """Verification guide: (3.6 × generation + heat) ÷ fuel heat ≤ 1."""
    return (counted_generation_mwh * p.gj_per_mwh + counted_heat_supply_gj) / fossil_fuel_heat_gj


@check(
    "PW-034",
    index=YEARLY,
    high="1",
    status="official",
    zh="全年供热量是锅炉产热量的 {value} 倍，不可能大于锅炉产热量",
    en="the heat supplied is {value} times the heat of the boiler, which is impossible",
    remedy_zh="核对供热量与锅炉产热量的单位（GJ）和计量点；返回本机组汽水系统的热量不是供热量",
    remedy_en="check units (GJ) and metering points of both; heat that returns to the unit's own cycle is not supplied",
)
def heat_below_boiler_heat(counted_heat_supply_gj, boiler_heat_output_gj):
    """Verification guide: heat supplied < boiler heat."""
    return counted_heat_supply_gj / boiler_heat_output_gj


@check(
    "PW-035",
    index=MONTHLY,
    unit="GJ",
    high="0",
    decimals=2,
    status="official",
    zh="机组登记为纯凝，但供热 {value} GJ；只要供热即按热电联产",
    en="the unit is registered as condensing, yet supplies {value} GJ of heat; any heat makes it cogeneration",
    remedy_zh="把属性 product_type 改为 cogeneration，并核对供热量",
    remedy_en="set the attribute product_type to cogeneration and check the heat",
)
def heat_of_a_condensing_unit(counted_heat_supply_gj, unit_is_cogeneration):
    """Verification guide: a coal unit registered as condensing that supplies heat is treated as cogeneration."""
    return counted_heat_supply_gj * (1 - unit_is_cogeneration)


@check(
    "PW-036",
    index=YEARLY,
    low="0.90",
    high="1.10",
    decimals=3,
    status="project",
    zh="反平衡：锅炉产热量 ÷ 锅炉效率 是化石燃料热量的 {value} 倍，超出 {low} 至 {high}",
    en="balance of the boiler: heat output over efficiency is {value} times the heat of fossil fuels, outside {low} to {high}",
    remedy_zh="掺烧生物质的机组属正常（差额为生物质热量）；否则核对燃料量、低位发热量、锅炉产热量和锅炉效率",
    remedy_en="normal where biomass is co-fired (the difference is its heat); else check fuel, NCV, boiler heat and efficiency",
)
def boiler_balance(boiler_fuel_heat_gj, fossil_fuel_heat_gj):
    """Cross-check of the verification guide: boiler heat ÷ efficiency against fuel heat; the width is this project's."""
    return boiler_fuel_heat_gj / fossil_fuel_heat_gj


@check(
    "PW-037",
    index=YEARLY,
    low="0",
    high="1",
    decimals=3,
    status="recalled",
    zh="生物质热量占比 {value} 不在 {low} 至 {high} 之间",
    en="the biomass share of heat is {value}, outside {low} to {high}",
    remedy_zh="核对锅炉效率、锅炉产热量和化石燃料热量；没有掺烧生物质的机组不填锅炉效率",
    remedy_en="check boiler efficiency, boiler heat and fossil heat; leave out the efficiency where no biomass is burnt",
)
def biomass_share_range(biomass_heat_share):
    """P-12: a share lies between 0 and 1."""
    return biomass_heat_share


@check(
    "PW-038",
    index=YEARLY,
    high="0.10",
    severity="note",
    status="official",
    zh="自产二次能源热量占比 {value}，超过 10%：配额方案对这类机组另有规定",
    en="own secondary energy gives {value} of the heat, more than 10 %: the allocation plan treats such units apart",
    remedy_zh="列入名录的，在配额算例中选择相应的特殊情形；未列入名录的，排放量转入所属行业企业层级",
    remedy_en="listed: choose the special case in the allowance case; unlisted: its emission goes to the industry's enterprise level",
)
def secondary_energy_share(secondary_energy_heat_share):
    """Allocation plan, annex 1: own secondary energy above 10 % of heat."""
    return secondary_energy_heat_share


@check(
    "PW-041",
    index=("year",),
    unit="tCO2",
    low="26000",
    severity="note",
    decimals=0,
    status="official",
    zh="名录内机组全年排放 {value} tCO2，低于纳入门槛 {low} tCO2（没有名录内机组时为 0）",
    en="listed units emit {value} tCO2 in the year, below the threshold {low} tCO2 (0 where no unit is listed)",
    remedy_zh="核对是否漏报机组、燃料或月份，以及属性 power_list；连续两年低于门槛或停产可退出名录",
    remedy_en="check for missing units, fuels or months and the attribute power_list; two years below, or closure, lead out",
)
def ets_threshold(listed_power_emission_tco2):
    """List of covered entities: direct emission of 26 000 tCO2 and above."""
    return if_reported(listed_power_emission_tco2)


@check(
    "PW-017",
    index=("facility", "item", "month"),
    unit="MWh",
    low="0",
    severity="error",
    status="official",
    zh="合并机组的这个成员只填了额定功率，没有填运行小时数，加权小时数会偏低",
    en="this unit of a merged report has its rated power but no running hours, so the weighted hours would be too low",
    remedy_zh="按运行日志补报 part_running_hours_h；当月停机的填 0；备用机组不单列，其时间计入被替代机组",
    remedy_en="report part_running_hours_h from the log, 0 for a month of standstill; a standby unit is no part of its own: its "
    "hours belong to the unit it replaced",
)
def merged_part_complete(part_full_load_generation_mwh, part_rated_capacity_mw, *, p):
    """P-10: each part needs power and hours; its power taken negative marks that hours are missing."""
    return first_present(
        part_full_load_generation_mwh, part_rated_capacity_mw * p.mwh_per_mw_and_h * p.marking_hour_h * -1
    )


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
    remedy_zh="rated_capacity_mw 填各成员额定功率之和；漏填的成员补在“合并机组”表",
    remedy_en="rated_capacity_mw is the sum of the parts; add a missing part on the sheet of merged units",
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
    remedy_zh="删去 running_hours_h，或删去“合并机组”表中的成员",
    remedy_en="remove running_hours_h, or the parts on the sheet of merged units",
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
def carbon_of_two_bases(
    fuel_received_carbon_content, air_dried_to_received_carbon_content, dry_to_received_carbon_content
):
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
