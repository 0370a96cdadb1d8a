"""The meters of the synthetic group: a small ledger for each company, with a certificate that came late and a meter that was replaced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

SMELTER_PACK, CEMENT_PACK = "cn/aluminium/cets_2024", "cn/cement/cets_2024"
BEGUN = date(2022, 8, 1)
SWAPPED = date(2025, 5, 20)
AGENCY = "合成计量检定所"
SMELTER: dict[str, dict[str, Any]] = {
    code: {"accuracy_class": "0.5", "unit": "t", **said}
    for code, said in {
        "TQ-01": {
            "kind": "truck_scale",
            "name": "1号出铝汽车衡",
            "location": "一系列出铝口",
            "parameter": "铝液产量",
            "place": "potline-1",
        },
        "TQ-02": {
            "kind": "truck_scale",
            "name": "2号出铝汽车衡",
            "location": "二系列出铝口",
            "parameter": "铝液产量",
            "place": "potline-2",
        },
        "YJ-01": {
            "kind": "platform_scale",
            "name": "阳极台秤",
            "location": "阳极组装车间",
            "parameter": "阳极消耗量",
            "accuracy_class": "1.0",
        },
        "DB-01": {"kind": "electricity_meter", "name": "整流所关口电能表", "location": "220 kV 整流所", "parameter": "铝电解工序交流电耗"},
        "DB-02": {"kind": "electricity_meter", "name": "备用电能表", "location": "220 kV 整流所", "parameter": "铝电解工序交流电耗"},
        "RQ-01": {"kind": "gas_ultrasonic_meter", "name": "天然气流量计", "location": "铸造车间", "parameter": "天然气消耗量"},
    }.items()
}
GATE = {
    "accuracy_class": "0.5S",
    "unit": "kWh",
    "register_size": Decimal(1_000_000),
    "multiplier": Decimal(1_320_000),
    "energy": "electricity",
    "level": "entity",
}
for _code in ("DB-01", "DB-02"):
    SMELTER[_code] |= GATE
for _code in ("TQ-01", "TQ-02"):
    SMELTER[_code] |= {"pack": SMELTER_PACK, "quantity": "molten_aluminium_output_t"}
SMELTER["RQ-01"] |= {"unit": "万Nm³", "pack": SMELTER_PACK, "quantity": "fuel_consumption", "item": "natural_gas", "accuracy_class": "1.5"}
CEMENT: dict[str, dict[str, Any]] = {
    "PD-01": {
        "kind": "belt_scale",
        "name": "熟料皮带秤",
        "accuracy_class": "0.5",
        "location": "窑尾",
        "parameter": "熟料产量",
        "unit": "t",
    },
    "ZZ-01": {
        "kind": "rotor_scale",
        "name": "窑头转子秤",
        "accuracy_class": "0.5",
        "location": "窑头",
        "parameter": "入窑煤量",
        "unit": "t",
    },
}
CEMENT["PD-01"] |= {"place": "kiln-1", "pack": CEMENT_PACK, "quantity": "clinker_output_t"}
CEMENT["ZZ-01"] |= {"place": "kiln-1", "energy": "solid_fuel", "level": "equipment"}
LATE = {"TQ-02": date(2025, 8, 30)}  # its certificate of before ended on 31 July


def synthetic_ledger(actor: Any, company: Any, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Enter what is missing of a company's meters, with their certificates."""
    from tanheng.apps.monitoring.models import Calibration, Meter
    from tanheng.apps.monitoring.services.meters import add_meter

    for code, row in rows.items():
        meter = Meter.objects.filter(company=company, code=code).first()
        status = "spare" if code == "DB-02" else "in_use"
        if meter is None:
            meter = add_meter(actor=actor, company=company, code=code, card=_card(company, row), on=BEGUN, status=status)
        for done_on, due_on in _certificates(code):
            if not Calibration.objects.filter(meter=meter, done_on=done_on).exists():
                _calibrate(actor, meter, done_on, due_on)


def synthetic_swap(actor: Any, company: Any) -> None:
    """The meter at the gate went out with its register; the spare one stands in its place."""
    from tanheng.apps.monitoring.models import Meter, MeterReplacement
    from tanheng.apps.monitoring.services.equipping import record_needed
    from tanheng.apps.monitoring.services.meters import replace_meter

    old, new = (Meter.objects.get(company=company, code=code) for code in ("DB-01", "DB-02"))
    if not MeterReplacement.objects.filter(old=old).exists():
        said: dict[str, Any] = {
            "closing": Decimal("912345.67"),
            "opening": Decimal("12.30"),
            "reason": "显示故障换表（合成）",
            "then": "repair",
        }
        replace_meter(actor=actor, old=old, new=new, on=SWAPPED, **said)
        needed: dict[str, Any] = {
            "energy": "electricity",
            "level": "entity",
            "count": 1,
            "valid_from": BEGUN,
            "source": "合成能源计量网络图",
        }
        record_needed(actor=actor, company=company, **needed)


def _card(company: Any, row: Mapping[str, Any]) -> Any:
    from tanheng.apps.monitoring.services.meters import Card
    from tanheng.apps.sites.models import Node

    said = dict(row)
    place = said.pop("place", "")
    facility = Node.objects.filter(path__startswith=company.path, code=place).first() if place else None
    return Card(**said, facility=facility, model="合成型号", serial_number="合成", maker="合成仪表厂", frequency="连续", interval_months=12)


def _certificates(code: str) -> list[tuple[date, date]]:
    """A verification each August from 2022 to now, one of them late."""
    from tanheng.store.clock import today

    found = [(date(year, 8, 1), date(year + 1, 7, 31)) for year in range(2022, 2025)]
    begins = LATE.get(code, date(2025, 8, 1))
    every = [*found, (begins, date(2026, 7, 31)), (date(2026, 8, 1), date(2027, 7, 31))]
    return [one for one in every if one[0] <= today()]


def _calibrate(actor: Any, meter: Any, done_on: date, due_on: date) -> None:
    from tanheng.apps.monitoring.services.calibrations import Certificate, calibrate_meter

    number = f"合成-{meter.code}-{done_on:%Y}"
    said = Certificate("verification", done_on, due_on, agency=AGENCY, certificate_number=number)
    file = f"合成检定证书 synthetic certificate\n{number}\n{done_on} – {due_on}\n".encode()
    calibrate_meter(actor=actor, meter=meter, said=said, file_name=f"{number}.txt", content=file)
