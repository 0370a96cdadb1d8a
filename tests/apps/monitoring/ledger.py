"""A small synthetic ledger: a belt scale and two electricity meters of the northern company."""

from datetime import date
from decimal import Decimal

from tanheng.apps.monitoring.models import Meter
from tanheng.apps.monitoring.services.calibrations import Certificate, calibrate_meter
from tanheng.apps.monitoring.services.meters import Card, add_meter
from tests.support.acting import in_person

PACK = "cn/aluminium/cets_2024"
BEGUN = date(2024, 1, 1)


def scale_card(group, **more) -> Card:
    """A truck scale that weighs what the potline taps."""
    return Card(
        **{
            "kind": "truck_scale",
            "name": "出铝汽车衡",
            "model": "SCS-60",
            "serial_number": "合成-0001",
            "maker": "合成衡器厂",
            "measuring_range": "0～60 t",
            "accuracy_class": "0.5",
            "location": "电解车间出口",
            "facility": group.potline,
            "parameter": "铝液产量",
            "pack": PACK,
            "quantity": "molten_aluminium_output_t",
            "frequency": "每批",
            "interval_months": 12,
            "unit": "t",
            "seal_number": "铅封-01",
            **more,
        }
    )


def electricity_card(**more) -> Card:
    """An electricity meter with a register."""
    return Card(
        **{
            "kind": "electricity_meter",
            "name": "整流机组电能表",
            "accuracy_class": "0.5S",
            "interval_months": 12,
            "unit": "kWh",
            "register_size": Decimal("100000.00"),
            "multiplier": Decimal(40000),
            "energy": "electricity",
            "level": "entity",
            **more,
        }
    )


def scale(user, group, code="M-001", on=BEGUN, status="in_use", **more) -> Meter:
    """The truck scale as somebody enters it."""
    return add_meter(actor=in_person(user), company=group.north, code=code, card=scale_card(group, **more), on=on, status=status)


def electricity(user, group, code="E-001", on=BEGUN, status="in_use", **more) -> Meter:
    """An electricity meter as somebody enters it."""
    return add_meter(actor=in_person(user), company=group.north, code=code, card=electricity_card(**more), on=on, status=status)


def certificate(done_on: date, due_on: date | None, **more) -> Certificate:
    """A verification that was passed, unless told otherwise."""
    return Certificate(
        **{
            "kind": "verification",
            "done_on": done_on,
            "due_on": due_on,
            "certificate_number": f"合成-{done_on:%Y%m%d}",
            "agency": "合成检定所",
            **more,
        }
    )


def calibrate(user, meter, done_on, due_on, **more):
    """The same recorded."""
    return calibrate_meter(actor=in_person(user), meter=meter, said=certificate(done_on, due_on, **more))
