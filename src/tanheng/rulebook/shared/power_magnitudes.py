"""Magnitudes of a unit's year that no unit reaches, the same in every edition: a thousand times the figures of any other passes them.

The limits are about three times the largest units that run, so that units reported as one pass too.
"""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "PW-056",
    index=("facility", "year"),
    unit="MWh",
    high="40000000",
    decimals=0,
    suspects="gross_generation_mwh",
    status="project",
    zh="机组全年发电量 {value} MWh，超过 {high}：最大的机组满发全年约 1 200 万MWh",
    en="the unit generates {value} MWh in the year, above {high}: the largest units at full load all year give about 12 million",
    remedy_zh="核对计量单位（MWh，不是 kWh），再核对发电量台账",
    remedy_en="check the unit (MWh, not kWh), then the ledger of generation",
)
def generation_of_a_unit(gross_generation_mwh):
    """Generation of the year; a unit of 1 350 MW at full load gives 11.8 million MWh."""
    return gross_generation_mwh


@check(
    "PW-057",
    index=("facility", "year"),
    unit="GJ",
    high="100000000",
    decimals=0,
    suspects="heat_supply_gj",
    status="project",
    zh="机组全年供热量 {value} GJ，超过 {high}：最大的热电机组约 3 000 万GJ",
    en="the unit supplies {value} GJ of heat in the year, above {high}: the largest cogeneration units supply about 30 million",
    remedy_zh="核对计量单位（GJ，不是 MJ），再核对供热结算单",
    remedy_en="check the unit (GJ, not MJ), then the settlements of heat",
)
def heat_of_a_unit(heat_supply_gj):
    """Heat supplied in the year; a boiler of 3 000 t/h that makes steam alone supplies about 60 million GJ."""
    return heat_supply_gj
