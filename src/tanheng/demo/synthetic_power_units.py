"""Two years of the synthetic smelter's captive plant: two 350 MW condensing coal units that carry its potlines.

Nobody's data: generation follows the power the potlines need, coal follows a heat rate, the variations are written below. Seeded on
purpose: the July 2025 sample of unit-2 failed, so that month falls back to the penalty default of carbon.
"""

from __future__ import annotations

from calendar import monthrange
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PACK_ID = "cn/power/cets_2022"
YEARS = (2024, 2025)
UNITS = {"unit-1": "1号燃煤机组", "unit-2": "2号燃煤机组"}
RATED_CAPACITY_MW = "350.000"
LOAD = Decimal("0.62")  # share of the rated power while running
HEAT_RATE_GJ_PER_MWH = Decimal("8.950")
CARBON_PER_HEAT_TC_PER_GJ = Decimal("0.02625")
OUTAGE_HOURS = {("unit-1", 4): 312, ("unit-2", 10): 336, ("unit-1", 11): 48, ("unit-2", 2): 36}
FAILED_SAMPLE = (2025, "unit-2", 7)
EVIDENCE_OF = {
    "入炉煤皮带秤日报": "入炉煤",
    "元素碳检测报告": "元素碳",
    "发电机端电能表": "发电量",
    "运行日志": "运行小时",
}

# Variations in thousandths, by month, so that two runs on any machine give the same bytes.
LOAD_VARIATION = (25, 18, 4, -12, -20, 6, 31, 34, 2, -16, -4, 21)
NCV_GJ_PER_T = (
    "19.420",
    "19.610",
    "19.380",
    "19.720",
    "19.550",
    "19.240",
    "19.110",
    "19.060",
    "19.330",
    "19.580",
    "19.660",
    "19.470",
)
CARBON_VARIATION = (2, -3, 1, 4, -2, -1, 3, 0, -4, 2, 1, -3)
DIESEL_T = ("8.40", "11.20", "7.90", "26.50", "8.80", "7.60", "9.10", "8.70", "8.20", "27.10", "12.40", "8.90")


def synthetic_power_case(year: int, entity: dict[str, str]) -> dict[str, Any]:
    """The captive plant's year as a `case/1` mapping, for the entity that owns it. Raises KeyError outside the two years."""
    if year not in YEARS:
        raise KeyError(year)
    values = [row for number, unit in enumerate(UNITS) for row in _unit_values(year, unit, number)]
    return {
        "tanheng": "case/1",
        "pack": PACK_ID,
        "year": year,
        "grain": "month",
        "entity": entity,
        "facilities": [{"id": name, "kind": "power_unit", "name": label} for name, label in UNITS.items()],
        "attributes": [
            {"name": name, "facility": unit, "value": value}
            for unit in UNITS
            for name, value in (
                ("power_list", "listed"),
                ("unit_type", "conventional_coal"),
                ("product_type", "condensing"),
            )
        ],
        "values": values,
    }


def _cut(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _unit_values(year: int, unit: str, shift: int) -> list[dict[str, Any]]:
    months = range(1, 13)
    hours = {month: 24 * monthrange(year, month)[1] - OUTAGE_HOURS.get((unit, month), 0) for month in months}
    generation = {month: _generation_mwh(month, hours[month], shift) for month in months}
    coal = {month: _cut(generation[month] * HEAT_RATE_GJ_PER_MWH / _ncv(month), 2) for month in months}
    carbon = {month: _carbon(month, shift) for month in months if (year, unit, month) != FAILED_SAMPLE}
    diesel = {month: DIESEL_T[(month - 1 + shift) % 12] for month in months}
    return [
        _row(year, unit, "fuel_consumption", coal, "入炉煤皮带秤日报", item="bituminous_coal"),
        _row(
            year,
            unit,
            "fuel_net_calorific_value",
            {m: _ncv(m) for m in months},
            "入炉煤化验日报",
            item="bituminous_coal",
        ),
        _row(year, unit, "fuel_received_carbon_content", carbon, "元素碳检测报告", item="bituminous_coal"),
        _row(year, unit, "fuel_consumption", diesel, "油库台账", item="diesel"),
        _row(year, unit, "gross_generation_mwh", generation, "发电机端电能表"),
        _row(year, unit, "running_hours_h", {month: _cut(Decimal(hours[month]), 2) for month in months}, "运行日志"),
        _row(year, unit, "rated_capacity_mw", dict.fromkeys(months, RATED_CAPACITY_MW), "发电机铭牌"),
    ]


def _row(year: int, unit: str, quantity: str, months: dict[int, Any], source: str, item: str = "") -> dict[str, Any]:
    named = {month: str(value) for month, value in months.items()}
    row = {"quantity": quantity, "facility": unit, "months": named, "kind": "measured", "source": source}
    if source in EVIDENCE_OF:  # the rest lacks its evidence on purpose
        row["evidence"] = f"合成-{EVIDENCE_OF[source]}-{unit}-{year}.csv"
    return row | ({"item": item} if item else {})


def _generation_mwh(month: int, hours: int, shift: int) -> Decimal:
    load = LOAD * (1000 + LOAD_VARIATION[(month - 1 + shift) % 12]) / 1000
    return _cut(Decimal(RATED_CAPACITY_MW) * hours * load, 3)


def _ncv(month: int) -> Decimal:
    return Decimal(NCV_GJ_PER_T[month - 1])


def _carbon(month: int, shift: int) -> Decimal:
    return _cut(_ncv(month) * CARBON_PER_HEAT_TC_PER_GJ * (1000 + CARBON_VARIATION[(month - 1 + 4 * shift) % 12]) / 1000, 4)
