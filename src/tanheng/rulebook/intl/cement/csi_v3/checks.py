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
def input_against_output(raw_meal_method_emission_tco2, process_emission_tco2):
    """Methods A1 and B1 side by side."""
    return raw_meal_method_emission_tco2 / process_emission_tco2


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
def degree_of_calcination(calcination_degree):
    """Kiln dust: the degree is a share."""
    return calcination_degree


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
    remedy_zh="填写供应商或所在电网的 electricity_emission_factor_tco2_per_mwh 并注明依据",
    remedy_en="enter electricity_emission_factor_tco2_per_mwh of the supplier or the grid, with its document",
)
def electricity_without_factor(purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh, *, p):
    """Indirect emission: a reported quantity needs a factor."""
    factor = first_present(electricity_emission_factor_tco2_per_mwh, p.no_electricity_factor)
    return where(factor <= p.no_electricity_factor, if_reported(purchased_electricity_mwh), 0)
