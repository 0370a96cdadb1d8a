"""The months of a unit: power needs fuel and hours, fuel gives power or heat, and no more leaves the unit than it generates.

A month that is not applicable (`/`) is held like one with zero: beside fuel or power of the same month it is no answer.
"""

from __future__ import annotations

from tanheng.engine.checks import check, spread
from tanheng.engine.words import if_reported, only_where, total, where

MONTHLY = ("facility", "month")


@check(
    "PW-060",
    index=MONTHLY,
    unit="GJ/MWh",
    low="5",
    decimals=2,
    suspects=("fuel_consumption", "gross_generation_mwh"),
    status="project",
    zh="该月发了电，化石燃料热量却只有 {value} GJ/MWh，低于 {low}（燃煤机组约 8 至 11，最高效的燃气联合循环约 6）",
    en="power is generated in this month with {value} GJ of fossil fuel per MWh, below {low} (coal units need 8 to 11, the best combined "
    "cycles 6)",
    remedy_zh="核对该月各燃料是否漏报、填成 0 或“/”，再核对单位和小数点；利用余热、掺烧生物质的写明原因",
    remedy_en="look for fuel left out or typed as 0 or / in the month, then check units and points; for waste heat or biomass say so",
)
def fuel_heat_per_mwh(gross_generation_mwh, fossil_fuel_heat_gj, fuel_fossil_share):
    """Plausibility, months: fossil fuel heat ÷ generation of a unit with fossil fuels; none turns 72 % of its heat into power."""
    heat = where(fossil_fuel_heat_gj > 0, fossil_fuel_heat_gj, 0)
    return only_where(total(fuel_fossil_share) > 0, heat / gross_generation_mwh)


@check(
    "PW-061",
    index=MONTHLY,
    low="0.1500",
    high="1",
    suspects=("fuel_consumption", "gross_generation_mwh"),
    status="project",
    zh="该月发电、供热的能量是化石燃料热量的 {value} 倍，超出 {low} 至 {high}",
    en="power and heat of this month are {value} times the heat of its fossil fuels, outside {low} to {high}",
    remedy_zh="核对该月发电量、供热量和各燃料是否漏报、填成 0 或“/”，再核对单位和小数点；仅启停、调试的月份，或掺烧生物质的，写明原因",
    remedy_en="look for generation, heat or fuel left out or typed as 0 or / in the month, then check units and points; where the unit was "
    "only started and stopped, or burns biomass, say so",
)
def energy_of_fuel_heat(gross_generation_mwh, counted_heat_supply_gj, fossil_fuel_heat_gj, *, p):
    """Plausibility, months: (3.6 × generation + heat) ÷ fossil fuel heat; nothing where no fossil fuel is burnt."""
    energy = gross_generation_mwh * p.gj_per_mwh + if_reported(counted_heat_supply_gj)
    return where(energy > 0, energy, 0) / fossil_fuel_heat_gj


@spread(
    "PW-062",
    index=MONTHLY,
    least="0.2",
    decimals=3,
    suspects=("fuel_consumption", "gross_generation_mwh"),
    status="project",
    zh="该月燃料热量与发电、供热能量之比 {value}，偏离{others}的均值 {mean} 超过 3σ（{low} 至 {high}）",
    en="fuel heat over energy supplied of this month is {value}, beyond 3 σ of the mean {mean} of {others} ({low} to {high})",
    remedy_zh="核对该月各燃料消耗量、低位发热量、发电量和供热量；燃料种类或运行方式变化的写明原因",
    remedy_en="check fuels, calorific values, generation and heat of the month; where fuels or operation changed say so",
)
def months_of_fuel_heat(fossil_fuel_heat_gj, gross_generation_mwh, counted_heat_supply_gj, *, p):
    """Cross-check, months: fuel heat ÷ (3.6 × generation + heat) of each month within ± 3 σ of the other months."""
    return fossil_fuel_heat_gj / (gross_generation_mwh * p.gj_per_mwh + if_reported(counted_heat_supply_gj))


@check(
    "PW-063",
    index=MONTHLY,
    unit="MWh",
    high="0",
    decimals=3,
    status="project",
    zh="该月发电 {value} MWh，运行小时数却是 0",
    en="{value} MWh are generated in this month with 0 running hours",
    remedy_zh="按运行日志补报该月运行小时数；确未运行的，核对发电量",
    remedy_en="report the running hours of the month from the log; where the unit stood still, check its generation",
)
def generation_without_hours(gross_generation_mwh, unit_running_hours_h):
    """Plausibility, months: what generates runs; the generation of a month without hours, else 0."""
    return where(unit_running_hours_h > 0, gross_generation_mwh * 0, gross_generation_mwh)


@check(
    "PW-064",
    index=MONTHLY,
    low="1",
    suspects="net_supply_mwh",
    likely="2",
    status="project",
    zh="该月发电量只有供电量的 {value} 倍，低于 {low}：供电量不会多于发电量",
    en="generation of this month is {value} times the net supply, below {low}: no more leaves the unit than it generates",
    remedy_zh="核对供电量、发电量的单位（MWh）、小数点和月份；供电量 = 发电量 − 厂用电量",
    remedy_en="check units (MWh), points and months of both; net supply is generation less the unit's own use",
)
def generation_of_net_supply(gross_generation_mwh, net_supply_mwh):
    """Plausibility, months: net supply = generation − own use, so that generation ÷ net supply is at least 1."""
    return where(gross_generation_mwh > 0, gross_generation_mwh, 0) / net_supply_mwh


@check(
    "PW-065",
    index=MONTHLY,
    low="1",
    suspects="grid_supply_mwh",
    status="project",
    zh="该月发电量只有上网电量的 {value} 倍，低于 {low}：上网电量不会多于发电量",
    en="generation of this month is {value} times the electricity to the grid, below {low}: what goes to the grid was generated",
    remedy_zh="核对上网电量、发电量的单位（MWh）、小数点和月份；多台机组共用关口表的按发电量分摊",
    remedy_en="check units (MWh), points and months of both; where units share a meter at the grid, share it out by generation",
)
def generation_of_grid_supply(gross_generation_mwh, grid_supply_mwh):
    """Plausibility, months: what goes to the grid was generated; generation ÷ electricity to the grid."""
    return where(gross_generation_mwh > 0, gross_generation_mwh, 0) / grid_supply_mwh
