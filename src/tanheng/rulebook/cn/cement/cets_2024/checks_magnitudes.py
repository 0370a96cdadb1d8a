"""Magnitudes that this edition alone asks for: a unit typed for another is told with the unit that was meant."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "CE-054",
    index=("year",),
    unit="tCO2/t",
    high="0.5",
    decimals=2,
    suspects="power_unit_emission_tco2",
    status="project",
    zh="发电设施全年排放 {value} tCO2/t 熟料，超过 {high}：水泥企业自用电全部由燃煤机组供给也只有约 0.1",
    en="the power units emit {value} tCO2 per t of clinker in the year, above {high}: coal power for all of a works' own need gives "
    "about 0.1",
    remedy_zh="核对计量单位（tCO2）与所引用的发电核算结果",
    remedy_en="check the unit (tCO2) and the accounts of the power units that are quoted",
)
def power_unit_emission_per_t(power_unit_emission_tco2, total_clinker_output_t):
    """Emission of captive power over the clinker of all lines."""
    return power_unit_emission_tco2 / total_clinker_output_t


@check(
    "CE-055",
    index=("year",),
    unit="tCO2/t",
    high="0.05",
    decimals=3,
    suspects="other_facility_emission_tco2",
    status="project",
    zh="其他生产设施全年排放 {value} tCO2/t 熟料，超过 {high}",
    en="other facilities emit {value} tCO2 per t of clinker in the year, above {high}",
    remedy_zh="核对计量单位（tCO2）和小数点，对照所引用的核算结果；确有石灰窑等设施的，写明是哪一个",
    remedy_en="check the unit (tCO2) and the point against the accounts that are quoted; where there is a lime kiln or the like name it",
)
def other_facility_emission_per_t(other_facility_emission_tco2, total_clinker_output_t):
    """Emission of other facilities over the clinker of all lines; drying and grinding elsewhere on the site give some thousandths."""
    return other_facility_emission_tco2 / total_clinker_output_t


@check(
    "CE-056",
    index=("year",),
    unit="t/tCO2",
    high="1000",
    decimals=0,
    asks=False,
    status="project",
    zh="发电设施全年排放很少：每吨二氧化碳对应 {value} t 熟料，超过 {high}",
    en="the power units emit very little in the year: {value} t of clinker for each tCO2, above {high}",
    remedy_zh="核对计量单位（tCO2，不是 万tCO2）；只有备用机组的不必处理",
    remedy_en="check the unit (tCO2, not 10^4 t); with stand-by units alone nothing is needed",
)
def little_power_unit_emission(power_unit_emission_tco2, total_clinker_output_t):
    """Emission of captive power so small against the clinker that its unit is doubted."""
    return total_clinker_output_t / power_unit_emission_tco2
