"""Magnitudes of a unit's fuels, heat and quoted factors: a unit typed for another is told with the unit that was meant."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import if_reported, only_where, where

YEARLY = ("facility", "year")
BY_FUEL = ("facility", "item", "year")


@check(
    "PW-051",
    index=BY_FUEL,
    high="6",
    decimals=2,
    suspects="fuel_consumption",
    status="project",
    zh="该燃料全年的热量是机组发电、供热能量的 {value} 倍，超过 {high}：总热效率不到六分之一",
    en="the heat of this fuel in the year is {value} times the energy of power and heat, above {high}: an efficiency below a sixth",
    remedy_zh="核对计量单位：固体和液体燃料按 t（不是 kg），气体按万Nm³（不是 m³），发电量按 MWh，供热量按 GJ；再核对台账",
    remedy_en="check the units: t for solids and liquids (not kg), 10^4 Nm3 for gases (not m3), MWh, GJ; then the ledgers",
)
def fuel_heat_of_energy(fuel_consumption, counted_net_calorific_value, gross_generation_mwh, counted_heat_supply_gj, *, p):
    """Plausibility: fuel heat ÷ (3.6 × generation + heat); even small units stay above a fifth of efficiency."""
    energy = gross_generation_mwh * p.gj_per_mwh + if_reported(counted_heat_supply_gj)
    return fuel_consumption * counted_net_calorific_value / energy


@check(
    "PW-052",
    index=BY_FUEL,
    high="0.03",
    suspects="fuel_consumption",
    status="project",
    zh="点火助燃用油占机组燃料热量的份额既不小也不大（份额 × 其余 = {value}，超过 {high}，约合 3% 至 97%）",
    en="oil for start-up is neither a small nor the main part of the unit's heat (share × rest = {value}, above {high}: 3 % to 97 %)",
    remedy_zh="核对计量单位（t，不是 kg），再核对领用台账；以油为主要燃料或长期混烧的说明原因",
    remedy_en="check the unit (t, not kg), then the ledger; for a unit that truly burns oil beside its main fuel say so",
)
def start_up_oil_share(fuel_consumption, counted_net_calorific_value, fossil_fuel_heat_gj, start_up_fuel):
    """Plausibility: oil that starts a unit and supports its flame is some thousandths of its heat."""
    share = fuel_consumption * counted_net_calorific_value / fossil_fuel_heat_gj
    return share * (1 - share) * start_up_fuel


@check(
    "PW-053",
    index=YEARLY,
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
    "PW-054",
    index=("facility", "item", "year"),
    unit="MWh/MWh",
    high="0.2",
    suspects="purchased_electricity_mwh",
    status="project",
    zh="全年购入使用电量是发电量的 {value} 倍，超过 {high}；购入电力只供启停和检修",
    en="purchased electricity of the year is {value} times the generation, above {high}; it serves start-up and maintenance only",
    remedy_zh="核对计量单位（MWh，不是 kWh），再核对电费结算单；全年停备的机组说明原因",
    remedy_en="check the unit (MWh, not kWh), then the settlements; for a unit in reserve all year say so",
)
def purchased_of_generated(purchased_electricity_mwh, gross_generation_mwh):
    """Plausibility: purchased electricity over generation."""
    return purchased_electricity_mwh / gross_generation_mwh


@check(
    "PW-058",
    index=YEARLY,
    unit="GJ",
    high="300000000",
    decimals=0,
    suspects="fuel_consumption",
    status="project",
    zh="机组全年化石燃料热量 {value} GJ，超过 {high}：最大的机组满发全年约 1 亿GJ",
    en="the unit burns {value} GJ of fossil fuel in the year, above {high}: the largest units at full load all year burn about 100 million",
    remedy_zh="核对燃料的计量单位（固体和液体燃料按 t，不是 kg；气体按万Nm³，不是 m³）和低位发热量的单位，再核对台账",
    remedy_en="check the units of the fuels (t, not kg; 10^4 Nm3, not m3) and of their calorific values, then the ledgers",
)
def fuel_heat_of_a_unit(fossil_fuel_heat_gj):
    """Fuel heat of the year; a unit of 1 350 MW at full load and 45 % burns 95 million GJ."""
    return fossil_fuel_heat_gj


@check(
    "PW-069",
    index=("facility", "item", "month"),
    unit="GJ/{unit}",
    high="250",
    decimals=1,
    status="project",
    zh="掺烧燃料的低位发热量 {value}，超过 {high}：固体废物和生物质不超过 20 GJ/t，沼气约 200 GJ/万Nm³",
    en="the calorific value of this waste or biomass is {value}, above {high}: solids stay below 20 GJ/t, biogas gives about 200 GJ per "
    "10⁴ Nm³",
    remedy_zh="核对单位（GJ/t，不是 kJ/kg）和小数点，对照检测报告",
    remedy_en="check the unit (GJ/t, not kJ/kg) and the point against the test report",
)
def heat_of_biogenic_fuel(fuel_fossil_share, counted_net_calorific_value):
    """Calorific value of what is not all fossil: waste, sludge, biomass."""
    return only_where(fuel_fossil_share < 1, counted_net_calorific_value)


@check(
    "PW-070",
    index=BY_FUEL,
    high="0.10",
    decimals=3,
    suspects="fuel_consumption",
    status="project",
    zh="该掺烧燃料全年的热量是化石燃料热量的 {value} 倍，超过 {high}：配额方案对生物质（含垃圾、污泥）超过 10% 的机组另有规定",
    en="the heat of this waste or biomass is {value} times that of the fossil fuels in the year, above {high}: the allocation plans "
    "treat units "
    "with more than 10 % apart",
    remedy_zh="核对计量单位（t，不是 kg）和小数点，再核对入炉台账；确有这么多的，写明掺烧比例",
    remedy_en="check the unit (t, not kg) and the point, then the ledger; where there is so much give the share",
)
def biogenic_fuel_share(fuel_consumption, counted_net_calorific_value, fuel_fossil_share, fossil_fuel_heat_gj):
    """Allocation plan, annex 1: biomass (waste and sludge included) up to 10 % of the heat leaves a unit in its class."""
    return only_where(fuel_fossil_share < 1, fuel_consumption * counted_net_calorific_value / fossil_fuel_heat_gj)


@check(
    "PW-071",
    index=("facility", "month"),
    low="0.2",
    high="2",
    decimals=3,
    suspects=("sample_coal_t", "fuel_consumption"),
    status="project",
    zh="检测样品代表的煤的热量是机组燃料热量的 {value} 倍，不在 {low} 至 {high} 之间；各样品的煤量合计应等于燃煤量",
    en="the coal of the samples has {value} times the heat of the unit's fuels, not {low} to {high}; together it should be the coal burnt",
    remedy_zh="核对各样品所代表煤量和燃煤量的计量单位（t，不是 kg 或 万t）与小数点，再核对是否漏报批次",
    remedy_en="check units (t, not kg or 10^4 t) and points of the coal of each sample and of the coal burnt, then for missing batches",
)
def sampled_of_burnt_heat(sampled_coal_t, sampled_net_calorific_value_gj_per_t, fossil_fuel_heat_gj):
    """P-4: the coal of the samples adds up to the coal burnt; compared as heat, for the unit's other fuels have no tonnes of coal."""
    return only_where(sampled_coal_t > 0, sampled_coal_t) * sampled_net_calorific_value_gj_per_t / fossil_fuel_heat_gj


@check(
    "PW-072",
    index=YEARLY,
    unit="GJ",
    high="0",
    decimals=0,
    suspects="fuel_consumption",
    status="project",
    zh="机组全年燃料热量 {value} GJ，而发电量没有填报或为零，无法印证",
    en="the unit burns {value} GJ of fossil fuel in the year and reports no generation (or zero) to hold it against",
    remedy_zh="补报“{gross_generation_mwh}”（只供热、只试运行的说明情况），核对燃料的计量单位（t，不是 kg；万Nm³，不是 m³）",
    remedy_en="report “{gross_generation_mwh}” (say so where it only supplies heat or was only tried) and "
    "check the units of the fuels (t, not kg; 10^4 Nm3, not m3)",
)
def fuel_without_generation(gross_generation_mwh, fossil_fuel_heat_gj):
    """Fuel heat of a unit whose generation is not reported or zero; 0 of every other."""
    return where(if_reported(gross_generation_mwh) > 0, 0, fossil_fuel_heat_gj)
