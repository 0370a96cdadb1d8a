"""Two years of a synthetic cement works with one 5 000 t/d kiln line, made from plausible ratios and fixed small variations.

Nobody's data. The line burns bituminous coal, replaces some limestone by carbide slag, and buys its power from the grid.
"""

from __future__ import annotations

from calendar import monthrange
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PACK_ID = "cn/cement/cets_2024"
YEARS = (2024, 2025)
ENTITY_NAME = "合成示例水泥有限公司（合成数据）"
ENTITY_CODE = "91640000SYNTHETIC2"
KILN, KILN_NAME = "kiln-1", "1号熟料线"
CLINKER_T_PER_DAY = Decimal(5120)
HEAT_GJ_PER_T = Decimal("3.250")
NCV_GJ_PER_T = Decimal("23.180")
KILN_DAYS = (14, 0, 27, 30, 31, 29, 31, 31, 30, 31, 24, 9)  # the kiln rests in winter (错峰生产)
CARBIDE_SLAG_T = (
    "1480.00",
    "0",
    "2790.00",
    "3120.00",
    "3260.00",
    "3010.00",
    "3190.00",
    "3240.00",
    "3080.00",
    "3150.00",
    "2470.00",
    "940.00",
)
HEAT_VARIATION = (9, 0, 6, -2, -4, 3, 5, 2, -3, -5, 4, 8)
DIESEL_T = ("9.20", "4.10", "12.60", "13.40", "13.90", "13.10", "13.60", "13.80", "13.20", "13.70", "11.90", "7.80")


def synthetic_cement_case(year: int) -> dict[str, Any]:
    """The works' year as a `case/1` mapping. Raises KeyError outside the two years."""
    if year not in YEARS:
        raise KeyError(year)
    months = range(1, 13)
    clinker = {month: _clinker_t(year, month) for month in months}
    coal = {month: _coal_t(month, clinker[month]) for month in months}
    power = {month: _cut(clinker[month] * Decimal("0.0338") + 1150, 3) for month in months}
    return {
        "tanheng": "case/1",
        "pack": PACK_ID,
        "year": year,
        "grain": "month",
        "entity": {"name": ENTITY_NAME, "code": ENTITY_CODE},
        "facilities": [{"id": KILN, "kind": "kiln_line", "name": KILN_NAME}],
        "attributes": [{"name": "clinker_class", "facility": KILN, "value": "portland"}],
        "values": [
            _row(year, "clinker_output_t", clinker, "熟料库盘点与生料计量", "熟料产量", facility=KILN),
            _row(year, "fuel_consumption", coal, "入窑煤粉转子秤", "煤耗", facility=KILN, item="bituminous_coal"),
            _row(
                year,
                "fuel_net_calorific_value",
                dict.fromkeys(months, NCV_GJ_PER_T),
                "入炉煤化验日报",
                "煤质",
                facility=KILN,
                item="bituminous_coal",
            ),
            _row(
                year,
                "substitute_consumption_t",
                dict(zip(months, CARBIDE_SLAG_T, strict=True)),
                "电石渣地磅单",
                "电石渣",
                facility=KILN,
                item="carbide_slag",
            ),
            _row(
                year,
                "other_fuel_consumption",
                dict(zip(months, DIESEL_T, strict=True)),
                "油库台账",
                "柴油",
                item="diesel",
            ),
            _row(year, "net_purchased_electricity_mwh", power, "电网结算单", "电费结算单"),
        ],
    }


def _cut(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _clinker_t(year: int, month: int) -> Decimal:
    days = min(KILN_DAYS[month - 1], monthrange(year, month)[1])
    return _cut(CLINKER_T_PER_DAY * days * (1000 + (year - YEARS[0]) * 6) / 1000, 2)


def _coal_t(month: int, clinker: Decimal) -> Decimal:
    return _cut(clinker * HEAT_GJ_PER_T * (1000 + HEAT_VARIATION[month - 1]) / 1000 / NCV_GJ_PER_T, 2)


def _row(year: int, quantity: str, months: dict[int, Any], source: str, record: str, **place: str) -> dict[str, Any]:
    named = {month: str(value) for month, value in months.items()}
    return {
        "quantity": quantity,
        **place,
        "months": named,
        "kind": "measured",
        "source": source,
        "evidence": f"合成-{record}-{year}.csv",
    }
