"""Plausibility checks of the cement pack. Limits come from kiln practice unless a check says otherwise; they block nothing.

Each function gives one measure; the engine holds it against the range and says value, range and remedy. A measure
whose operands are absent is skipped. Calibration, weighing and evidence are checked where their records stand.
"""

from __future__ import annotations

from tanheng.engine.checks import check, continuity
from tanheng.engine.words import first_present, if_reported, total, where

MONTHLY = ("facility", "month")
YEARLY = ("facility", "year")


@check(
    "CE-023",
    index=("month",),
    low="0.97",
    high="1.03",
    status="recalled",
    zh="由水泥产量反算的熟料用量与自用熟料之比为 {value}，偏差超过 3%",
    en="clinker computed from the cement output over clinker used is {value}, more than 3 % off",
    remedy_zh="核对水泥产量、各品种熟料系数与自用熟料台账（含外购熟料）",
    remedy_en="check cement output, clinker share by product, and the ledger of clinker used (bought clinker included)",
)
def clinker_from_cement(cement_output_t, cement_clinker_share, clinker_own_use_t):
    """Cross-checks, clinker from cement: cement × clinker share against clinker used."""
    return cement_output_t * cement_clinker_share / clinker_own_use_t


@check(
    "CE-024",
    index=MONTHLY,
    high="1.15",
    status="recalled",
    zh="日均熟料产量为批复能力的 {value} 倍，超过 {high} 倍",
    en="daily clinker output is {value} times the approved capacity, above {high}",
    remedy_zh="核对熟料产量单位（误填万吨会差一万倍）、运转天数与批复能力（年批复能力除以310天）",
    remedy_en="check the unit of the output (10^4 t is a factor of ten thousand), the running days, and the approval "
    "(a yearly approval is divided by 310 days)",
)
def capacity_use(clinker_output_t, running_days, approved_capacity_t_per_day):
    """Cross-checks, capacity: Q_cl ÷ running days against the approved t/d."""
    return clinker_output_t / running_days / approved_capacity_t_per_day


@check(
    "CE-026",
    index=MONTHLY,
    unit="GJ",
    high="1000",
    decimals=0,
    status="project",
    zh="当月没有熟料产量，却有 {value} GJ 燃料热量",
    en="the month has no clinker, yet fuels of {value} GJ",
    remedy_zh="停窑月份的燃料应接近零：核对熟料产量是否漏填、燃料是否记错月份，或说明烘窑用量",
    remedy_en="a stopped kiln burns next to nothing: look for missing clinker or fuel booked in the wrong month, or explain the heating-up",
)
def heat_while_stopped(line_heat_gj, clinker_output_t, *, p):
    """Cross-checks, months: months without clinker have near-zero fuel."""
    return where(clinker_output_t < p.stopped_month_output, line_heat_gj, p.no_heat)


@check(
    "CE-027",
    index=("item", "month"),
    low="0.98",
    high="1.02",
    status="recalled",
    zh="燃料购销存（期初 + 购入 − 期末）与消耗量之比为 {value}，偏差超过 2%",
    en="fuel stock balance (opening + bought − closing) over consumption is {value}, more than 2 % off",
    remedy_zh="对照煤炭购销存台账、转子秤或入磨记录和 205-1 表，查清在途、盘点误差与外供",
    remedy_en="compare purchase and stock ledger, kiln scales or mill records and form 205-1; look for coal in transit, "
    "count errors and deliveries to others",
)
def fuel_stock_balance(fuel_purchased, fuel_opening_stock, fuel_closing_stock, fuel_consumption, other_fuel_consumption):
    """Cross-checks, coal: purchases + opening − closing = consumption."""
    consumed = total(fuel_consumption) + if_reported(other_fuel_consumption)
    return (fuel_opening_stock + fuel_purchased - fuel_closing_stock) / consumed


@continuity(
    "CE-062",
    index=("item", "month"),
    closing="fuel_closing_stock",
    unit="{unit}",
    tolerance="0.5",
    status="project",
    zh="燃料期初库存与上月期末库存相差 {value}（按该燃料的计量单位）",
    en="the opening stock of the fuel differs from the closing stock of the month before by {value} (in the unit of the fuel)",
    remedy_zh="对照两个月的盘库记录：期初应等于上月期末；盘库调整和在途的写明依据",
    remedy_en="compare the stock counts of both months: opening is closing of the month before; name the document of an adjustment "
    "or of fuel on its way",
)
def fuel_stock_goes_on(fuel_opening_stock, fuel_closing_stock):
    """Cross-checks, coal: opening stock of a month = closing stock of the month before."""
    return fuel_opening_stock - fuel_closing_stock


@check(
    "CE-028",
    index=MONTHLY,
    low="0.63",
    high="0.68",
    status="recalled",
    zh="硅酸盐水泥熟料 CaO 含量 {value}，超出 {low} 至 {high}",
    en="CaO of Portland clinker is {value}, outside {low} to {high}",
    remedy_zh="对照化学分析台账与荧光分析仪，核对百分数是否已写成小数",
    remedy_en="compare the chemistry ledger with the XRF; make sure per cent were written as fractions",
)
def clinker_calcium_oxide(clinker_cao_content, clinker_portland_share, *, p):
    """Cross-checks, clinker CaO of Portland clinker; other classes are not measured against it."""
    return where(clinker_portland_share >= 1, clinker_cao_content, p.usual_cao_content)


@check(
    "CE-029",
    index=MONTHLY,
    low="0.008",
    high="0.04",
    status="recalled",
    zh="硅酸盐水泥熟料 MgO 含量 {value}，超出 {low} 至 {high}",
    en="MgO of Portland clinker is {value}, outside {low} to {high}",
    remedy_zh="对照化学分析台账与荧光分析仪，核对百分数是否已写成小数",
    remedy_en="compare the chemistry ledger with the XRF; make sure per cent were written as fractions",
)
def clinker_magnesium_oxide(clinker_mgo_content, clinker_portland_share, *, p):
    """Cross-checks, clinker MgO of Portland clinker; other classes are not measured against it."""
    return where(clinker_portland_share >= 1, clinker_mgo_content, p.usual_mgo_content)


@check(
    "CE-030",
    index=MONTHLY,
    unit="tCO2/t",
    low="0.51",
    high="0.56",
    decimals=3,
    status="derived",
    zh="按熟料 CaO、MgO 分析值推算的过程排放因子为 {value} tCO2/t，与硅酸盐水泥熟料的 0.535 相差过大（{low} 至 {high}）",
    en="the process factor from the CaO and MgO analysis is {value} tCO2/t, too far from 0.535 of Portland clinker ({low} to {high})",
    remedy_zh="本版因子固定，分析值只作核对：检查化验结果、熟料类别以及电石渣等非碳酸盐原料的用量",
    remedy_en="the factor of this edition is fixed and the analysis only a check: look at the laboratory, the clinker "
    "class, and substitutes such as carbide slag",
)
def process_factor_of_analysis(clinker_cao_content, clinker_mgo_content, clinker_portland_share, *, p):
    """Cross-checks, process factor: CaO × 44/56 + MgO × 44/40 against the fixed factor."""
    analysed = clinker_cao_content * p.co2_per_calcium_oxide + clinker_mgo_content * p.co2_per_magnesium_oxide
    return where(clinker_portland_share >= 1, analysed, p.usual_process_factor)


@check(
    "CE-031",
    index=YEARLY,
    unit="tCO2/t",
    low="0.75",
    high="0.92",
    status="recalled",
    zh="全年吨熟料碳排放量 {value} tCO2/t，超出经验区间 {low} 至 {high}",
    en="emission of the year is {value} tCO2 per t of clinker, outside the usual {low} to {high}",
    remedy_zh="先核对数量级（吨与万吨），再核对煤耗、低位发热量、熟料产量与替代原料；属实时在报告中说明原因",
    remedy_en="check the order of magnitude first (t or 10^4 t), then coal, NCV, output and substitutes; if it is true, "
    "explain it in the report",
)
def line_intensity(line_emission_tco2, clinker_output_t):
    """Cross-checks, line intensity: E ÷ Q_cl."""
    return line_emission_tco2 / clinker_output_t


@check(
    "CE-033",
    index=MONTHLY,
    unit="kWh/t",
    low="25",
    high="40",
    decimals=1,
    status="recalled",
    zh="余热发电量 {value} kWh/t 熟料，超出经验区间 {low} 至 {high}",
    en="waste-heat power is {value} kWh per t of clinker, outside the usual {low} to {high}",
    remedy_zh="核对余热发电抄表记录（扣除站用电与否要一致），并核对熟料产量",
    remedy_en="check the meter of the waste-heat unit (gross or net throughout) and the clinker output",
)
def waste_heat_power(waste_heat_power_mwh, clinker_output_t, *, p):
    """Cross-checks, waste-heat power per tonne of clinker."""
    return waste_heat_power_mwh * p.kwh_per_mwh / clinker_output_t


@check(
    "CE-035",
    index=MONTHLY,
    high="0.01",
    status="recalled",
    zh="入窑生料水分 {value}，超过 {high}",
    en="moisture of the kiln feed is {value}, above {high}",
    remedy_zh="核对取样点（入窑生料）与化验记录；湿基计量时先换算为干基",
    remedy_en="check the sampling point (kiln feed) and the laboratory record; convert a wet weight to dry first",
)
def raw_meal_water(raw_meal_moisture):
    """Cross-checks, moisture of raw meal: below one per cent."""
    return raw_meal_moisture


@check(
    "CE-036",
    index=YEARLY,
    low="0",
    high="0.15",
    severity="note",
    status="secondary",
    zh="全年电石渣替代率 {value}，高于 2025 年度分配方案（转引）的 {high}，该线可能按 A = E 核定",
    en="the carbide-slag substitution rate of the year is {value}, above {high} of the plan for 2025 (second-hand): the "
    "line may be settled at A = E",
    remedy_zh="准备电石渣来源证明、过磅单与化学分析等加强证据；2026 年度征求意见稿的界限为 30%",
    remedy_en="keep proof of origin, weighbridge tickets and analyses of the carbide slag; the draft for 2026 has 30 %",
)
def carbide_slag_rate(carbide_slag_substitution_rate):
    """Allocation plan, carbide-slag substitution rate near the threshold."""
    return carbide_slag_substitution_rate


@check(
    "CE-037",
    index=("month",),
    unit="MWh",
    low="0",
    high="0",
    decimals=3,
    severity="error",
    status="project",
    zh="有净购入电量 {value} MWh，但没有适用的电网排放因子，企业合计会漏计",
    en="net purchased power of {value} MWh has no emission factor that applies, so the enterprise total would leave it out",
    remedy_zh="适用因子尚未公布：填写“{electricity_emission_factor_tco2_per_mwh}”并注明文件，或将“{purchased_energy}”设为“{purchased_energy=auxiliary}”",
    remedy_en="the factor that applies is not published: enter “{electricity_emission_factor_tco2_per_mwh}” "
    "with its document, or set “{purchased_energy}” to “{purchased_energy=auxiliary}”",
)
def electricity_without_factor(net_purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh, purchased_energy_share, *, p):
    """Section 7, purchased power: a reported quantity needs a factor that applies, never a guess."""
    factor = first_present(electricity_emission_factor_tco2_per_mwh, p.no_electricity_factor)
    uncovered = where(factor <= p.no_electricity_factor, if_reported(net_purchased_electricity_mwh), p.no_electricity)
    return uncovered * purchased_energy_share


@check(
    "CE-038",
    index=("year",),
    unit="tCO2",
    low="26000",
    severity="note",
    decimals=0,
    status="official",
    zh="企业全年直接排放 {value} tCO2，低于全国碳市场纳入门槛 {low} tCO2e",
    en="direct emission of the enterprise is {value} tCO2, below the threshold {low} tCO2e of the national ETS",
    remedy_zh="核对是否漏报生产线或月份；确实低于门槛时，留意名录调整（连续两年低于门槛可退出）",
    remedy_en="check for unreported lines or months; if it is truly below, watch the list (two years below the threshold lead out)",
)
def ets_threshold(direct_emission_tco2):
    """List of covered entities: direct emission of 26 000 tCO2e and above."""
    return direct_emission_tco2


@check(
    "CE-039",
    index=MONTHLY,
    unit="tCO2",
    low="0",
    decimals=2,
    status="project",
    zh="当月过程排放量为 {value} tCO2，替代原料扣减超过熟料过程排放",
    en="process emission of the month is {value} tCO2: the deductions exceed the clinker's process emission",
    remedy_zh="核对替代原料是否按当月入窑量（而非购入量）填报；指南对负值的处理尚未确认，本包不截为零",
    remedy_en="report substitutes as fed in the month, not as bought; how the guide treats a negative month is "
    "unconfirmed, nothing is cut to zero",
)
def negative_process_emission(process_emission_tco2):
    """Section 6, process emission: whether a month may be negative is an open point."""
    return process_emission_tco2


@check(
    "CE-040",
    index=YEARLY,
    low="0.90",
    high="1.10",
    severity="note",
    status="project",
    zh="自动监测与核算的全年排放之比为 {value}；两者只作比较，以核算为准",
    en="continuous monitoring over calculation is {value} for the year; a comparison only, the calculation counts",
    remedy_zh="差异较大时核对烟气流速、湿度修正与停机时段的处理",
    remedy_en="where they differ, look at gas velocity, moisture correction and the treatment of stops",
)
def monitoring_against_calculation(monitored_emission_tco2, line_emission_tco2):
    """Continuous monitoring: deviation from the calculation is reported only; there is no limit in the guide."""
    return monitored_emission_tco2 / line_emission_tco2
