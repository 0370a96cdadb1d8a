"""Two years of a synthetic 400 000 t/a smelter with two 500 kA potlines, made from physics and fixed small variations.

Nobody's data: output follows Faraday's law, anodes and power follow plausible ratios, the variations are written below. One anomaly is
seeded on purpose (anodes of potline-2 in August 2025 10 % high), and some evidence is missing on purpose.
"""

from __future__ import annotations

from calendar import monthrange
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PACK_ID = "cn/aluminium/cets_2024"
YEARS = (2024, 2025)
ENTITY_NAME = "合成示例铝业有限公司（合成数据）"
ENTITY_CODE = "91640000SYNTHETIC1"
POTLINES = {"potline-1": "1号电解系列", "potline-2": "2号电解系列"}

FARADAY_KG_PER_KA_H = Decimal("0.33557")  # 96485 C/mol and 26.98 g/mol
CURRENT_KA = Decimal(500)
POTS = 147  # per line: 147 pots at 500 kA and 92.5 % give 200 000 t/a
CURRENT_EFFICIENCY = Decimal("0.925")
GROSS_ANODE_T_PER_T = Decimal("0.470")
AC_MWH_PER_T = Decimal("12.985")
PURCHASED_SHARE = Decimal("0.40")  # grid and direct green power; the captive plant gives the rest
ANOMALY = (2025, "potline-2", 8, Decimal("1.10"))
POTS_OUT = {(2024, "potline-1", 5): 4, (2025, "potline-2", 10): 4}  # the pot-repair months

# Variations in thousandths, by month, so that two runs on any machine give the same bytes.
EFFICIENCY_VARIATION = (1, -2, 0, 2, 1, -1, -3, -4, 0, 2, 3, 1)
ANODE_VARIATION = (4, -7, 3, 9, -5, 2, -3, 6, -8, 5, -2, 1)
POWER_VARIATION = (3, 4, 1, -2, -3, 0, 4, 5, 1, -3, -2, 2)
DIESEL_T = ("27.40", "24.10", "25.60", "24.80", "25.20", "23.90", "24.60", "25.10", "24.30", "25.70", "26.40", "27.90")
GAS_1E4_NM3 = ("9.62", "9.05", "8.71", "8.14", "7.68", "7.42", "7.35", "7.51", "7.96", "8.48", "8.93", "9.55")
SODA_ASH_T = (
    "41.50",
    "38.20",
    "42.10",
    "41.00",
    "42.60",
    "40.80",
    "41.90",
    "43.20",
    "40.40",
    "42.30",
    "41.70",
    "42.90",
)
HEAT_GJ = (
    "2140.50",
    "1985.20",
    "1420.80",
    "860.40",
    "310.60",
    "180.30",
    "172.90",
    "175.40",
    "205.70",
    "640.10",
    "1515.30",
    "2060.70",
)


def synthetic_case(year: int) -> dict[str, Any]:
    """The smelter's year as a `case/1` mapping. Raises KeyError outside the two years."""
    if year not in YEARS:
        raise KeyError(year)
    values: list[dict[str, Any]] = []
    total_power = [Decimal(0)] * 12
    for number, potline in enumerate(POTLINES):
        output = [_output_t(year, potline, month, number) for month in range(1, 13)]
        anodes = [_anode_t(year, potline, month, number, output[month - 1]) for month in range(1, 13)]
        power = [_power_mwh(month, number, output[month - 1]) for month in range(1, 13)]
        total_power = [before + one for before, one in zip(total_power, power, strict=True)]
        values += _potline_values(year, potline, output, anodes, power)
    return {
        "tanheng": "case/1",
        "pack": PACK_ID,
        "year": year,
        "grain": "month",
        "entity": {"name": ENTITY_NAME, "code": ENTITY_CODE},
        "facilities": [{"id": name, "kind": "potline", "name": label} for name, label in POTLINES.items()],
        "values": values + _enterprise_values(year, total_power),
    }


def _cut(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _varied(value: Decimal, thousandths: int) -> Decimal:
    return value * (1000 + thousandths) / 1000


def _output_t(year: int, potline: str, month: int, shift: int) -> Decimal:
    """Faraday: 0.33557 kg per kA and hour, times the pots at work."""
    pots = POTS - POTS_OUT.get((year, potline, month), 0)
    hours = 24 * monthrange(year, month)[1]
    efficiency = _varied(CURRENT_EFFICIENCY, EFFICIENCY_VARIATION[(month - 1 + 5 * shift + year) % 12])
    return _cut(FARADAY_KG_PER_KA_H * CURRENT_KA * hours * efficiency * pots / 1000, 2)


def _anode_t(year: int, potline: str, month: int, shift: int, output: Decimal) -> Decimal:
    anodes = _varied(output * GROSS_ANODE_T_PER_T, ANODE_VARIATION[(month - 1 + 3 * shift + year) % 12])
    if (year, potline, month) == ANOMALY[:3]:
        anodes *= ANOMALY[3]
    return _cut(anodes, 2)


def _power_mwh(month: int, shift: int, output: Decimal) -> Decimal:
    return _cut(_varied(output * AC_MWH_PER_T, POWER_VARIATION[(month - 1 + 2 * shift) % 12]), 3)


def _months(values: list[Decimal]) -> dict[int, str]:
    return {month: format(value, "f") for month, value in enumerate(values, start=1)}


def _potline_values(year: int, potline: str, output: list[Decimal], anodes: list[Decimal], power: list[Decimal]) -> list[dict[str, Any]]:
    line = potline.removeprefix("potline-")
    rows: list[dict[str, Any]] = [
        {
            "quantity": "molten_aluminium_output_t",
            "facility": potline,
            "months": _months(output),
            "kind": "measured",
            "source": "出铝台账",
            "evidence": f"合成-出铝台账-{line}-{year}.csv",
        },
        {
            "quantity": "anode_consumption_t",
            "facility": potline,
            "months": _months(anodes),
            "kind": "measured",
            "source": "换极台账",
            "evidence": f"合成-换极台账-{line}-{year}.csv",
        },
        {
            "quantity": "electrolysis_ac_electricity_mwh",
            "facility": potline,
            "months": _months(power),
            "kind": "measured",
            "source": "整流机组电表",
            "evidence": f"合成-抄表记录-{line}-{year}.csv",
        },
    ]
    if line == "2":
        del rows[2]["evidence"]  # missing on purpose
    return rows


def _enterprise_values(year: int, power: list[Decimal]) -> list[dict[str, Any]]:
    drift = Decimal(year - YEARS[0]) * 12  # thousandths: a slightly busier second year

    def series(texts: tuple[str, ...]) -> dict[int, str]:
        return _months([_cut(_varied(Decimal(text), int(drift)), 2) for text in texts])

    purchased = [_cut(one * PURCHASED_SHARE, 3) for one in power]
    return [
        {
            "quantity": "fuel_consumption",
            "item": "diesel",
            "months": series(DIESEL_T),
            "kind": "measured",
            "source": "油品收发存台账",
            "evidence": f"合成-油品台账-{year}.csv",
        },
        {
            "quantity": "fuel_consumption",
            "item": "natural_gas",
            "months": series(GAS_1E4_NM3),
            "kind": "measured",
            "source": "天然气结算单",
        },  # evidence missing on purpose
        {
            "quantity": "carbonate_consumption_t",
            "item": "Na2CO3",
            "months": series(SODA_ASH_T),
            "kind": "measured",
            "source": "纯碱购销存台账",
            "evidence": f"合成-纯碱台账-{year}.csv",
        },
        {
            "quantity": "net_purchased_electricity_mwh",
            "months": _months(purchased),
            "kind": "measured",
            "source": "电网结算单",
            "evidence": f"合成-电费结算单-{year}.csv",
        },
        {
            "quantity": "net_purchased_heat_gj",
            "months": series(HEAT_GJ),
            "kind": "measured",
            "source": "供热结算单",
            "evidence": f"合成-供热结算单-{year}.csv",
        },
    ]


def synthetic_uncertainties() -> list[dict[str, Any]]:
    """What the smelter states about its meters, for the demo group: classes and certificates, nothing about the defaults."""
    certificate = "合成-检定证书"
    return [
        {
            "quantity": "molten_aluminium_output_t",
            "meter_class": "0.5",
            "group": "出铝地磅",
            "source": f"{certificate}-地磅",
        },
        {
            "quantity": "anode_consumption_t",
            "meter_class": "1",
            "calibration": {"expanded": "0.004", "k": "2"},
            "source": f"{certificate}-阳极秤",
        },
        {"quantity": "fuel_consumption", "item": "diesel", "meter_class": "0.5", "source": f"{certificate}-加油机"},
        {
            "quantity": "fuel_consumption",
            "item": "natural_gas",
            "meter_class": "1.5",
            "source": f"{certificate}-流量计",
        },
        {
            "quantity": "carbonate_consumption_t",
            "limits": "0.01",
            "distribution": "triangular",
            "source": "合成-盘库记录",
        },
    ]
