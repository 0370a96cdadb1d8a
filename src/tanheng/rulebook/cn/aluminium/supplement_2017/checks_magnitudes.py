"""Magnitudes that this edition alone asks for: a unit typed for another is told with the unit that was meant."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "AL-078",
    index=("facility", "item", "year"),
    unit="MWh/tCO2",
    high="10",
    decimals=1,
    suspects="electricity_emission_factor_tco2_per_mwh",
    status="project",
    zh="该来源的电力排放因子小得不合常理：{value} MWh 才排放 1 tCO2，超过 {high}",
    en="the factor of this origin is implausibly small: {value} MWh for one tCO2, above {high}",
    remedy_zh="因子单位是 tCO2/MWh（0.5 左右），不是 tCO2/kWh；零碳电力写 0 并附证明",
    remedy_en="the factor is in tCO2/MWh (about 0.5), not tCO2/kWh; proven zero-carbon power is 0",
)
def electricity_factor_by_origin(electricity_emission_factor_tco2_per_mwh, electricity_by_origin_mwh):
    """Factor of an origin of electricity; zero where it is green, else not next to nothing."""
    return electricity_by_origin_mwh / (electricity_emission_factor_tco2_per_mwh * electricity_by_origin_mwh)
