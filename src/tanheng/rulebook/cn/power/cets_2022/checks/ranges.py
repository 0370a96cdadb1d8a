"""The plausible ranges of the verification guide: they warn and never decide whether a value is accepted.

A measure whose operands are absent is skipped.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, if_reported, only_where, total

BY_FUEL = ("facility", "item", "month")
MONTHLY = ("facility", "month")
YEARLY = ("facility", "year")


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
    en="the net calorific value is outside the plausible range of this fuel (place in the range {value}: 0 is its lower, 1 its upper end)",
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
    remedy_zh="把“{product_type}”改为“{product_type=cogeneration}”，并核对供热量",
    remedy_en="set “{product_type}” to “{product_type=cogeneration}” and check the heat",
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
    low="-0.02",
    high="1",
    decimals=3,
    status="project",
    zh="生物质热量占比 {value} 不在 {low} 至 {high} 之间（计量误差之外，占比不小于 0）",
    en="the biomass share of heat is {value}, outside {low} to {high} (but for the error of metering it is not below 0)",
    remedy_zh="核对锅炉效率、锅炉产热量和化石燃料热量；没有掺烧生物质的机组不填锅炉效率",
    remedy_en="check boiler efficiency, boiler heat and fossil heat; leave out the efficiency where no biomass is burnt",
)
def biomass_share_range(biomass_heat_share):
    """P-12: a share lies between 0 and 1; it is a difference of two metered heats, so that 0.02 below is their error."""
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
    zh="名录内机组全年排放 {value} tCO2，低于纳入门槛 {low} tCO2",
    en="listed units emit {value} tCO2 in the year, below the threshold {low} tCO2",
    remedy_zh="核对是否漏报机组、燃料或月份，以及“{power_list}”；连续两年低于门槛或停产可退出名录",
    remedy_en="check for missing units, fuels or months and “{power_list}”; two years below, or closure, lead out",
)
def ets_threshold(listed_power_emission_tco2, unit_on_power_list):
    """List of covered entities: direct emission of 26 000 tCO2 and above; asked of entities with a listed unit."""
    return only_where(total(unit_on_power_list) > 0, if_reported(listed_power_emission_tco2))


@check(
    "PW-066",
    index=("facility", "item", "month"),
    unit="tC/t",
    low="0.1",
    high="0.95",
    decimals=4,
    status="project",
    zh="该批（日）煤样的收到基元素碳含量 {value}，超出 {low} 至 {high}",
    en="the carbon content as received of this sample of coal is {value}, outside {low} to {high}",
    remedy_zh="核对小数点和基准（收到基，写成小数），对照检测报告",
    remedy_en="check the point and the basis (as received, as a fraction) against the test report",
)
def sample_carbon_range(sample_received_carbon_content):
    """Coal as received holds a tenth (slime, gangue) to some nine tenths of carbon."""
    return sample_received_carbon_content


@check(
    "PW-067",
    index=("facility", "item", "month"),
    high="0.1",
    decimals=4,
    status="project",
    zh="校准保守性增加比例 {value}，超过 {high}：计量器具的准确度等级只有千分之几到百分之几",
    en="the addition for calibration is {value}, above {high}: the classes of meters are some thousandths to hundredths",
    remedy_zh="写成小数：0.5 级的皮带秤未校准时为 0.005",
    remedy_en="write it as a fraction: 0.005 for a belt scale of class 0.5 that was not calibrated",
)
def calibration_addition_range(fuel_calibration_addition):
    """Verification guide 3.4.1: the addition is an accuracy, or the difference of two."""
    return fuel_calibration_addition


@check(
    "PW-068",
    index=("facility", "item", "month"),
    low="0.02",
    high="0.7",
    decimals=4,
    status="project",
    zh="全水分 {value}，超出 {low} 至 {high}",
    en="the total moisture is {value}, outside {low} to {high}",
    remedy_zh="写成小数（如 0.0950），对照全水分检测记录",
    remedy_en="write it as a fraction (such as 0.0950) and compare the record of total moisture",
)
def total_moisture_range(total_moisture):
    """Coal as received holds a few hundredths to some four tenths of water; slime up to 0.7."""
    return total_moisture
