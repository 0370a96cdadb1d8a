"""Magnitudes of a smelter's figures, the same in every edition: a unit typed for another is told with the unit that was meant.

The limits are wide: they part what a plant could report from what is a thousand times off. Those that only say “very little” ask for no
answer; practice ranges stand in the editions.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import if_reported, only_where, total


@check(
    "AL-065",
    index=("item", "year"),
    unit="GJ/t",
    high="8",
    decimals=1,
    suspects="fuel_consumption",
    status="project",
    zh="该燃料全年热量为 {value} GJ/t 铝，超过 {high}；电解铝企业（含焙烧、铸造与供热锅炉）用不了这么多",
    en="this fuel gives {value} GJ per t of aluminium in the year, above {high}: more than baking, casting and boilers burn",
    remedy_zh="核对计量单位：天然气等气体按万Nm³（不是 m³），固体和液体燃料按 t（不是 kg）；再核对结算单与领用台账",
    remedy_en="check the unit: gases in 10^4 Nm3 (not m3), solid and liquid fuels in t (not kg); then compare invoices and the ledger",
)
def fuel_heat_per_t(fuel_consumption, fuel_net_calorific_value, molten_aluminium_output_t):
    """Heat of a fuel over the output of all potlines; anode baking, casting and boilers together stay below the limit."""
    return fuel_consumption * fuel_net_calorific_value / total(molten_aluminium_output_t)


@check(
    "AL-094",
    index=("item", "year"),
    unit="GJ/t",
    high="0.3",
    decimals=2,
    suspects="fuel_consumption",
    status="project",
    zh="车辆与机械用油全年热量为 {value} GJ/t 铝，超过 {high}；厂内运输与机械约 0.02 至 0.1",
    en="this fuel of vehicles and machines gives {value} GJ per t of aluminium in the year, above {high}; transport takes 0.02 to 0.1",
    remedy_zh="核对计量单位（t，不是 kg 或 L）和小数点，再核对领用台账；用作锅炉或炉窑燃料的写明原因",
    remedy_en="check the unit (t, not kg or l) and the point, then the ledger; where it fires boilers or furnaces say so",
)
def vehicle_fuel_heat_per_t(fuel_consumption, fuel_net_calorific_value, molten_aluminium_output_t, vehicle_fuel):
    """Heat of diesel, gasoline or kerosene over the output of all potlines; vehicles and machines take some 0.05 GJ/t."""
    return fuel_consumption * fuel_net_calorific_value / total(molten_aluminium_output_t) * vehicle_fuel


@check(
    "AL-066",
    index=("item", "year"),
    unit="t/t",
    high="0.1",
    suspects="carbonate_consumption_t",
    status="project",
    zh="该碳酸盐全年消耗 {value} t/t 铝，超过 {high}",
    en="this carbonate is {value} t per t of aluminium in the year, above {high}",
    remedy_zh="核对计量单位（t，不是 kg），再核对采购与领用台账",
    remedy_en="check the unit (t, not kg), then the ledgers of purchase and use",
)
def carbonate_per_t(carbonate_consumption_t, molten_aluminium_output_t):
    """A carbonate over the output of all potlines; flue-gas treatment takes a few kilograms."""
    return carbonate_consumption_t / total(molten_aluminium_output_t)


@check(
    "AL-067",
    index=("item", "year"),
    unit="t/tCO2",
    high="1000",
    decimals=0,
    asks=False,
    status="project",
    zh="该燃料全年的排放微乎其微（铝液产量是它的 {value} 倍，超过 {high}）",
    en="this fuel emits next to nothing in the year (the aluminium output is {value} times it, above {high})",
    remedy_zh="核对计量单位：固体和液体燃料按 t（不是 万t），气体按万Nm³；确实很少时不必处理",
    remedy_en="check the unit: t for solids and liquids (not 10^4 t), 10^4 Nm3 for gases; if it is truly so little nothing is needed",
)
def little_fuel_per_t(fuel_emission_tco2, molten_aluminium_output_t):
    """A fuel so small against the output that its unit is doubted."""
    return total(molten_aluminium_output_t) / fuel_emission_tco2


@check(
    "AL-068",
    index=("year",),
    unit="GJ/t",
    high="6",
    decimals=2,
    suspects="net_purchased_heat_gj",
    status="project",
    zh="全年净购入使用热量 {value} GJ/t 铝，超过 {high}",
    en="net purchased heat of the year is {value} GJ per t of aluminium, above {high}",
    remedy_zh="核对计量单位（GJ，不是 MJ），再核对结算单",
    remedy_en="check the unit (GJ, not MJ), then the settlements",
)
def purchased_heat_per_t(net_purchased_heat_gj, molten_aluminium_output_t):
    """Purchased heat over the output of all potlines."""
    return net_purchased_heat_gj / total(molten_aluminium_output_t)


@check(
    "AL-069",
    index=("year",),
    unit="MWh/t",
    high="25",
    decimals=1,
    suspects="net_purchased_electricity_mwh",
    status="project",
    zh="全年净购入使用电量 {value} MWh/t 铝，超过 {high}",
    en="net purchased electricity of the year is {value} MWh per t of aluminium, above {high}",
    remedy_zh="核对计量单位（MWh，不是 kWh 或 万kWh），再核对电费结算单",
    remedy_en="check the unit (MWh, not kWh or 10^4 kWh), then the settlements",
)
def purchased_electricity_per_t(net_purchased_electricity_mwh, molten_aluminium_output_t):
    """Purchased electricity over the output of all potlines; the whole smelter takes some 14 MWh/t."""
    return net_purchased_electricity_mwh / total(molten_aluminium_output_t)


@check(
    "AL-073",
    index=("year",),
    unit="tCO2/t",
    high="20",
    decimals=2,
    suspects="power_unit_emission_tco2",
    status="project",
    zh="发电设施全年排放 {value} tCO2/t 铝，超过 {high}",
    en="the power units emit {value} tCO2 per t of aluminium in the year, above {high}",
    remedy_zh="核对计量单位（tCO2）与所引用的发电核算结果",
    remedy_en="check the unit (tCO2) and the accounts of the power units that are quoted",
)
def power_unit_emission_per_t(power_unit_emission_tco2, molten_aluminium_output_t):
    """Emission of captive power over the output of all potlines; coal power for the whole smelter gives some 12 tCO2/t."""
    return power_unit_emission_tco2 / total(molten_aluminium_output_t)


@check(
    "AL-074",
    index=("year",),
    unit="t/tCO2",
    high="200",
    decimals=0,
    asks=False,
    status="project",
    zh="发电设施全年排放很少：每吨二氧化碳对应 {value} t 铝，超过 {high}",
    en="the power units emit very little in the year: {value} t of aluminium for each tCO2, above {high}",
    remedy_zh="核对计量单位（tCO2，不是 万tCO2）；只有备用机组的不必处理",
    remedy_en="check the unit (tCO2, not 10^4 t); with stand-by units alone nothing is needed",
)
def little_power_unit_emission(power_unit_emission_tco2, molten_aluminium_output_t):
    """Emission of captive power so small against the output that its unit is doubted."""
    return total(molten_aluminium_output_t) / power_unit_emission_tco2


@check(
    "AL-075",
    index=("year",),
    unit="tCO2/t",
    high="8",
    decimals=2,
    suspects="other_facility_emission_tco2",
    status="project",
    zh="其他生产设施全年排放 {value} tCO2/t 铝，超过 {high}：自用的氧化铝厂约 2 至 3",
    en="other facilities emit {value} tCO2 per t of aluminium in the year, above {high}: an alumina plant for the own need gives 2 to 3",
    remedy_zh="核对计量单位（tCO2）与所引用的核算结果",
    remedy_en="check the unit (tCO2) and the accounts that are quoted",
)
def other_facility_emission_per_t(other_facility_emission_tco2, molten_aluminium_output_t):
    """Emission of other facilities over the output of all potlines; an alumina plant beside gives a few tCO2/t."""
    return other_facility_emission_tco2 / total(molten_aluminium_output_t)


@check(
    "AL-076",
    index=("year",),
    unit="t/tCO2",
    high="2000",
    decimals=0,
    asks=False,
    status="project",
    zh="其他生产设施全年排放很少：每吨二氧化碳对应 {value} t 铝，超过 {high}",
    en="other facilities emit very little in the year: {value} t of aluminium for each tCO2, above {high}",
    remedy_zh="核对计量单位（tCO2，不是 万tCO2）；确实很少时不必处理",
    remedy_en="check the unit (tCO2, not 10^4 t); if there is truly so little nothing is needed",
)
def little_other_facility_emission(other_facility_emission_tco2, molten_aluminium_output_t):
    """Emission of other facilities so small against the output that its unit is doubted."""
    return total(molten_aluminium_output_t) / other_facility_emission_tco2


@check(
    "AL-087",
    index=("facility", "year"),
    unit="t",
    low="5000",
    high="2000000",
    decimals=0,
    suspects="molten_aluminium_output_t",
    status="project",
    zh="该系列全年铝液产量 {value} t，不在 {low} 至 {high} t 之间",
    en="the output of this potline in the year is {value} t, not between {low} and {high} t",
    remedy_zh="核对计量单位（t，不是 kg、kt 或 万t）；当年刚启槽的说明原因",
    remedy_en="check the unit (t, not kg, kt or 10^4 t); for a potline that just started say so",
)
def output_of_a_potline(molten_aluminium_output_t):
    """A potline makes thousands of tonnes a year, the largest some 600 000; far outside that its unit is doubted."""
    return only_where(molten_aluminium_output_t > 0, molten_aluminium_output_t)


@check(
    "AL-095",
    index=("year",),
    unit="tCO2/t",
    high="0.3",
    decimals=2,
    status="project",
    zh="其他生产设施全年排放 {value} tCO2/t 铝，超过 {high}：没有附设氧化铝厂之类的企业不会有这么多，而本算例没有别的数据可以印证它",
    en="other facilities emit {value} tCO2 per t of aluminium in the year, above {high}: without an alumina plant or the like there is "
    "not so "
    "much, and nothing else in the case speaks for it",
    remedy_zh="核对计量单位（tCO2）和小数点，对照所引用的核算报告；确有这类设施的，写明是哪一个",
    remedy_en="check the unit (tCO2) and the point against the accounts that are quoted; where there is such a plant name it",
)
def much_other_facility_emission(other_facility_emission_tco2, molten_aluminium_output_t):
    """Emission of other facilities over the output of all potlines; boilers and casting outside the smelter give some hundredths."""
    return other_facility_emission_tco2 / total(molten_aluminium_output_t)


@check(
    "AL-104",
    index=("year",),
    unit="MWh/t",
    low="10",
    high="18",
    decimals=2,
    suspects=("power_unit_emission_tco2", "net_purchased_electricity_mwh"),
    status="project",
    zh="净购入电量加上按发电设施排放折算的自发电量（0.9 tCO2/MWh）为 {value} MWh/t 铝，不在 {low} 至 {high} 之间；吨铝用电约 14 MWh",
    en="purchased electricity and own power, by its emission at 0.9 tCO2/MWh, give {value} MWh per t of aluminium, not {low} to {high}; a "
    "smelter takes some 14",
    remedy_zh="核对发电设施排放量（tCO2，不是 kg 或 万t）和净购入使用电量（MWh）；没有填报电量的补报；自备机组烧气、或有直供绿电的写明",
    remedy_en="check the emission of the power units (tCO2, not kg or 10^4 t) and the purchase (MWh); report it where it is missing; for "
    "gas units or power supplied directly say so",
)
def power_of_the_smelter(power_unit_emission_tco2, net_purchased_electricity_mwh, molten_aluminium_output_t, *, p):
    """Purchased and own power over the output of all potlines; asked where own power units are reported."""
    own = power_unit_emission_tco2 / p.captive_power_tco2_per_mwh
    return (own + if_reported(net_purchased_electricity_mwh)) / total(molten_aluminium_output_t)
