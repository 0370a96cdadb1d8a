"""Plausibility checks of the cement protocol: ratio, factor, heat, dust, and the input method beside the output method."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, if_reported, where

MONTHLY = ("facility", "month")
YEARLY = ("facility", "year")


@check(
    "CSI-021",
    index=MONTHLY,
    unit="tCO2/t",
    low="0.50",
    high="0.56",
    decimals=3,
    status="project",
    zh="熟料分解排放因子 {value} tCO2/t，超出 {low} 至 {high}",
    en="the calcination factor is {value} tCO2/t, outside {low} to {high}",
    remedy_zh="核对熟料 CaO、MgO 分析与非碳酸盐来源的扣除（按熟料折算）",
    remedy_en="check CaO and MgO of the clinker and what was deducted as not from carbonate (expressed on clinker)",
)
def calcination_factor(clinker_factor_tco2_per_t):
    """Method B2: plausible factor beside the default of 525 kg/t."""
    return clinker_factor_tco2_per_t


@check(
    "CSI-022",
    index=MONTHLY,
    unit="t/t",
    low="1.50",
    high="1.65",
    status="recalled",
    zh="生料与熟料之比（料耗）{value} t/t，超出 {low} 至 {high}",
    en="raw meal per tonne of clinker is {value} t/t, outside {low} to {high}",
    remedy_zh="核对生料计量（干基）与熟料产量",
    remedy_en="check the raw-meal scale (dry basis) and the clinker output",
)
def raw_meal_ratio(raw_meal_t, clinker_output_t):
    """Cross-checks, raw meal ratio: Q_rm ÷ Q_cl."""
    return raw_meal_t / clinker_output_t


@check(
    "CSI-023",
    index=YEARLY,
    low="0.93",
    high="1.07",
    severity="note",
    status="project",
    zh="简单投入法与产出法之比为 {value}，超出 {low} 至 {high}",
    en="the simple input method over the output method is {value}, outside {low} to {high}",
    remedy_zh="烧失量含水分与有机物时偏高；核对生料烧失量（干基）与窑灰",
    remedy_en="the loss on ignition also holds water and organic matter; check it (dry basis) and the kiln dust",
)
def input_against_output(
    raw_meal_method_emission_tco2,
    clinker_calcination_emission_tco2,
    dust_calcination_emission_tco2,
    organic_carbon_emission_tco2,
):
    """Methods A1 and B side by side."""
    by_output = clinker_calcination_emission_tco2 + dust_calcination_emission_tco2 + organic_carbon_emission_tco2
    return raw_meal_method_emission_tco2 / by_output


@check(
    "CSI-024",
    index=MONTHLY,
    low="0",
    high="1",
    severity="error",
    status="project",
    zh="按烧失量算出的窑灰分解率为 {value}，不在 0 至 1 之间",
    en="the calcination degree from losses on ignition is {value}, not between 0 and 1",
    remedy_zh="窑灰烧失量不应高于生料烧失量：核对两个化验结果是否填反",
    remedy_en="kiln dust cannot lose more than raw meal: check whether the two analyses were swapped",
)
def degree_of_calcination(measured_calcination_degree):
    """Kiln dust: the degree is a share."""
    return measured_calcination_degree


@check(
    "CSI-025",
    index=YEARLY,
    unit="tCO2/t",
    low="0.75",
    high="0.95",
    status="project",
    zh="吨熟料总排放 {value} tCO2/t，超出 {low} 至 {high}",
    en="gross emission is {value} tCO2 per t of clinker, outside {low} to {high}",
    remedy_zh="核对数量级（吨与万吨）、燃料热值与熟料产量",
    remedy_en="check the order of magnitude (t or 10^4 t), heating values and clinker output",
)
def gross_intensity(line_gross_emission_tco2, clinker_output_t):
    """Cross-checks, intensity: gross emission over clinker."""
    return line_gross_emission_tco2 / clinker_output_t


@check(
    "CSI-026",
    index=MONTHLY,
    high="0.03",
    status="recalled",
    zh="离窑粉尘为熟料的 {value}，超过 {high}",
    en="dust leaving the kiln is {value} of the clinker, above {high}",
    remedy_zh="只填离开窑系统的窑灰和旁路粉尘，回窑部分不计",
    remedy_en="report only dust that leaves the kiln system; what returns does not count",
)
def dust_share(kiln_dust_t, bypass_dust_t, clinker_output_t):
    """Cross-checks, dust: below three per cent of the clinker."""
    return (kiln_dust_t + bypass_dust_t) / clinker_output_t


@check(
    "CSI-027",
    index=("month",),
    unit="MWh",
    low="0",
    high="0",
    decimals=3,
    severity="error",
    status="project",
    zh="有外购电量 {value} MWh，但没有电力排放因子，间接排放会漏计",
    en="electricity bought of {value} MWh has no emission factor, so its indirect emission would be left out",
    remedy_zh="填写供应商或所在电网的“{electricity_emission_factor_tco2_per_mwh}”并注明依据",
    remedy_en="enter “{electricity_emission_factor_tco2_per_mwh}” of the supplier or the grid, with its document",
)
def electricity_without_factor(purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh, *, p):
    """Indirect emission: a reported quantity needs a factor."""
    factor = first_present(electricity_emission_factor_tco2_per_mwh, p.no_electricity_factor)
    return where(factor <= p.no_electricity_factor, if_reported(purchased_electricity_mwh), 0)


@check(
    "CSI-028",
    index=MONTHLY,
    unit="tCO2",
    low="0",
    severity="error",
    status="project",
    zh="所选的投入法缺数据，或算出的排放量为负，过程排放算不出来",
    en="the chosen input method lacks data or gives a negative emission, so there is no process emission",
    remedy_zh="简单投入法填报生料消耗量与生料烧失量；详细投入法填报生料消耗量与生料总碳含量，核对窑灰、旁路粉尘的碳；或改用产出法",
    remedy_en="simple input needs raw meal and its loss on ignition; detailed input needs raw meal and its total carbon: check "
    "the carbon of the dusts; or choose the output method",
)
def chosen_method_complete(calcination_emission_tco2, clinker_calcination_emission_tco2):
    """Line 007n: the method chosen gives a result; the clinker's emission taken negative marks that there is none."""
    return first_present(calcination_emission_tco2, clinker_calcination_emission_tco2 * -1)


@check(
    "CSI-029",
    index=YEARLY,
    low="0.93",
    high="1.07",
    severity="note",
    status="project",
    zh="详细投入法与产出法之比为 {value}，超出 {low} 至 {high}",
    en="the detailed input method over the output method is {value}, outside {low} to {high}",
    remedy_zh="核对生料计量是否扣除返回粉尘和水分，总碳是否按碳（不是二氧化碳）填报",
    remedy_en="check that raw meal is dry and less returned dust, and that total carbon is carbon, not CO2",
)
def detailed_input_against_output(
    detailed_input_emission_tco2,
    clinker_calcination_emission_tco2,
    dust_calcination_emission_tco2,
    organic_carbon_emission_tco2,
):
    """Methods A2 and B side by side."""
    by_output = clinker_calcination_emission_tco2 + dust_calcination_emission_tco2 + organic_carbon_emission_tco2
    return detailed_input_emission_tco2 / by_output


@check(
    "CSI-030",
    index=MONTHLY,
    low="0.085",
    high="0.110",
    decimals=4,
    status="recalled",
    zh="生料总碳含量 {value}，超出 {low} 至 {high}（按碳计；折二氧化碳约为 0.31–0.40）",
    en="total carbon of raw meal is {value}, outside {low} to {high} (as carbon; 0.31–0.40 as CO2)",
    remedy_zh="核对化验结果是碳还是二氧化碳（÷ 44/12），是否干基，是否小数",
    remedy_en="check whether the analysis gives carbon or CO2 (÷ 44/12), is on dry basis, and is a fraction",
)
def raw_meal_carbon(raw_meal_total_carbon_content):
    """Practice range of total carbon of raw meal."""
    return raw_meal_total_carbon_content


@check(
    "CSI-031",
    index=MONTHLY,
    high="1",
    severity="error",
    decimals=3,
    status="project",
    zh="离窑窑灰的总碳是生料的 {value} 倍，不应高于生料",
    en="kiln dust holds {value} times the total carbon of raw meal; it cannot hold more",
    remedy_zh="核对窑灰与生料的总碳化验结果是否填反、是否同一基准",
    remedy_en="check whether the analyses of dust and raw meal were swapped or are on different bases",
)
def kiln_dust_carbon(counted_kiln_dust_carbon_content, raw_meal_total_carbon_content):
    """Method A2: dust comes of raw meal and has lost CO2."""
    return counted_kiln_dust_carbon_content / raw_meal_total_carbon_content


@check(
    "CSI-032",
    index=MONTHLY,
    unit="tCO2",
    low="0",
    severity="error",
    status="project",
    zh="填报了不经生料入窑的其他原料，但没有总碳含量，其排放会漏计",
    en="additional raw materials are reported without their total carbon, so their emission would be left out",
    remedy_zh="填报“{additional_raw_material_carbon_content}”（加权平均，按碳计）；不含碳的填 0",
    remedy_en="report “{additional_raw_material_carbon_content}” (weighted mean, as carbon); 0 where they hold none",
)
def additional_raw_material_complete(additional_raw_material_emission_tco2, additional_raw_material_t, *, p):
    """Method A2: a reported material needs its carbon; its mass taken negative marks that there is none."""
    return first_present(additional_raw_material_emission_tco2, additional_raw_material_t * p.co2_mass * -1)


@check(
    "CSI-033",
    index=MONTHLY,
    high="0.16",
    severity="error",
    decimals=4,
    status="derived",
    zh="生料总碳含量 {value} 高于任何碳酸盐（纯碳酸镁为 0.142）",
    en="total carbon of raw meal is {value}, more than any carbonate holds (pure magnesium carbonate: 0.142)",
    remedy_zh="总碳按碳填报：化验单给出二氧化碳的，除以 44/12",
    remedy_en="total carbon is carbon: divide by 44/12 where the analysis gives CO2",
)
def raw_meal_carbon_possible(raw_meal_total_carbon_content):
    """Method A2: CO2 entered as carbon would multiply the emission by 44/12."""
    return raw_meal_total_carbon_content


@check(
    "CSI-034",
    index=("facility", "item", "month"),
    unit="{unit}",
    low="0",
    severity="error",
    status="project",
    zh="消耗了燃料，热值或排放因子却是 0，它的排放会算成 0",
    en="fuel is burnt, yet its heating value or its emission factor is 0, so that its emission would be 0",
    remedy_zh="填写当月的检测结果；排放因子没有检测的留空，按缺省值计算，不要填 0",
    remedy_en="enter the month's test; leave the factor blank where there is none (the default then counts), never 0",
)
def carbon_of_burnt_fuel(fuel_consumption, fuel_net_calorific_value, fuel_emission_factor_kgco2_per_gj):
    """A fossil fuel without heat or carbon would take its emission out of the total; marked by the amount, taken negative."""
    emission_per_unit = fuel_net_calorific_value * fuel_emission_factor_kgco2_per_gj
    return where(emission_per_unit > 0, fuel_consumption * 0, fuel_consumption * -1)


@check(
    "CSI-035",
    index=("facility", "item", "year"),
    unit="GJ/t",
    high="1",
    decimals=2,
    suspects="alternative_fuel_consumption_t",
    status="project",
    zh="该替代燃料全年热量为 {value} GJ/t 熟料，超过 {high}：一种替代燃料很少占到熟料热耗的三分之一",
    en="this alternative fuel gives {value} GJ per t of clinker in the year, above {high}: a single one rarely gives a third of a "
    "kiln's heat",
    remedy_zh="核对计量单位（t，不是 kg）、热值的单位（GJ/t）和小数点，再核对入厂台账；确属实际情况的，写明替代率",
    remedy_en="check the unit (t, not kg), that of the heating value (GJ/t) and the points, then the ledger; where it is true give the "
    "rate",
)
def alternative_fuel_heat_per_t(alternative_fuel_consumption_t, alternative_fuel_heating_value_gj_per_t, clinker_output_t):
    """Heat of an alternative fuel over the clinker of its line; a kiln takes 3 to 4 GJ/t of all fuels together."""
    return alternative_fuel_consumption_t * alternative_fuel_heating_value_gj_per_t / clinker_output_t
