"""Magnitudes that this edition alone asks for: a unit typed for another is told with the unit that was meant."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "AL-089",
    index=("facility", "month"),
    unit="tCO2/t",
    low="0.8",
    high="3",
    suspects="anode_emission_factor_tco2_per_t",
    status="project",
    zh="阳极消耗排放因子 {value} tCO2/t，超出 {low} 至 {high}",
    en="the factor of anode consumption is {value} tCO2/t, outside {low} to {high}",
    remedy_zh="核对单位：tCO2/t 铝（约 1.6）",
    remedy_en="check the unit: tCO2 per t of aluminium (about 1.6)",
)
def anode_factor_size(anode_emission_factor_tco2_per_t):
    """Factors of anode consumption by technology: 1.6 and 1.7 tCO2/t."""
    return anode_emission_factor_tco2_per_t


@check(
    "AL-090",
    index=("facility", "month"),
    unit="kg/t",
    low="0.003",
    high="5",
    suspects="cf4_emission_factor_kg_per_t",
    status="project",
    zh="四氟化碳排放因子 {value} kg/t，超出 {low} 至 {high}",
    en="the CF4 factor is {value} kg/t, outside {low} to {high}",
    remedy_zh="核对单位：kg/t 铝，不是 t/t 或 g/t",
    remedy_en="check the unit: kg per t of aluminium, not t/t or g/t",
)
def cf4_factor_size(cf4_emission_factor_kg_per_t):
    """Factors of CF4 by technology: 0.034 to 1.6 kg/t."""
    return cf4_emission_factor_kg_per_t


@check(
    "AL-091",
    index=("facility", "month"),
    unit="kg/t",
    low="0.0003",
    high="1",
    suspects="c2f6_emission_factor_kg_per_t",
    status="project",
    zh="六氟化二碳排放因子 {value} kg/t，超出 {low} 至 {high}",
    en="the C2F6 factor is {value} kg/t, outside {low} to {high}",
    remedy_zh="核对单位：kg/t 铝，不是 t/t 或 g/t",
    remedy_en="check the unit: kg per t of aluminium, not t/t or g/t",
)
def c2f6_factor_size(c2f6_emission_factor_kg_per_t):
    """Factors of C2F6 by technology: 0.0034 to 0.4 kg/t."""
    return c2f6_emission_factor_kg_per_t
