"""The ledger of a company as it is written into Excel and Word: a row for each meter that is not scrapped, as of a day."""

from collections.abc import Iterable
from datetime import date

from tanheng.analysis.meter_words import SCRAPPED
from tanheng.apps.monitoring.models import MeterDescription
from tanheng.apps.monitoring.selectors.calibrations import last_passed
from tanheng.apps.monitoring.selectors.meters import MeterHistory
from tanheng.apps.sites.models import Node
from tanheng.documents.meter_ledger import Ledger
from tanheng.engine.numbers import decimal_text
from tanheng.rulebook import sound_pack
from tanheng.store.clock import today

SAME = (  # columns that stand in the ledger as they are described
    "parameter", "kind", "name", "model", "serial_number", "location", "frequency", "accuracy_class", "maker", "measuring_range", "unit",
    "seal_number", "energy", "level", "pack", "quantity", "item", "remark",
)  # fmt: skip


def ledger_of(company: Node, meters: Iterable[MeterHistory], lang: str, day: date | None = None) -> Ledger:
    """The ledger as of a day (today)."""
    on = day or today()
    kept = [one for one in meters if one.descriptions and one.status(on) not in ("", SCRAPPED)]
    return Ledger(company.name, on.isoformat(), tuple(_row(number, one, lang, on) for number, one in enumerate(kept, start=1)))


def _row(number: int, meter: MeterHistory, lang: str, on: date) -> dict[str, str]:
    said, step, held = meter.described(on), meter.step(on), last_passed(meter, on)
    register = meter.newest
    row = {name: str(getattr(said, name)) for name in SAME}
    row |= {
        "number": str(number),
        "code": meter.meter.code,
        "asked": "yes" if said.interval_months else "no",
        "interval_months": str(said.interval_months or ""),
        "status": step.status if step else "",
        "since": step.on.isoformat() if step else "",
        "serves": serves_text(said, lang),
        "facility": said.facility.code if said.facility else "",
        "register_size": "" if register.register_size is None else decimal_text(register.register_size),
        "multiplier": decimal_text(register.multiplier),
    }
    if held:
        row |= {name: getattr(held, name) for name in ("certificate_number", "result", "conditions", "agency")}
        row |= {
            "calibration_kind": held.kind,
            "done_on": held.done_on.isoformat(),
            "due_on": held.due_on.isoformat() if held.due_on else "",
        }
    return row


def serves_text(said: MeterDescription, lang: str) -> str:
    """What a meter's figures are used for: the data item of the guide, and its facility."""
    pack = sound_pack(said.pack) if said.pack else None
    quantity = pack.quantities.get(said.quantity) if pack else None
    place = said.facility.name if said.facility else ""
    return " · ".join(text for text in (quantity.label.in_(lang) if quantity else said.quantity, place) if text)
