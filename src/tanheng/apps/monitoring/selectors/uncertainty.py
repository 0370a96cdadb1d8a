"""The uncertainty of what a meter measures, by the class of the ledger and the certificate that holds; and of a whole account's meters."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tanheng.analysis.meter_uncertainty import MeterUncertainty, uncertainty_by
from tanheng.analysis.meter_words import IN_USE
from tanheng.apps.monitoring.selectors.calibrations import last_passed
from tanheng.apps.monitoring.selectors.meters import MeterHistory
from tanheng.store.clock import today


def uncertainty_of(meter: MeterHistory, day: date | None = None) -> MeterUncertainty:
    """By its class on a day (today) and the certificate that holds then, or held last."""
    held = last_passed(meter, day)
    said = meter.described(day)
    if held is None:
        return uncertainty_by(said.accuracy_class)
    expanded = None if held.expanded is None else held.expanded.scaleb(-2)  # stored in per cent
    return uncertainty_by(said.accuracy_class, expanded, held.coverage, held.certificate_number)


def stated_uncertainties(meters: Iterable[MeterHistory], pack_id: str, day: date | None = None) -> list[dict[str, Any]]:
    """What meters that are in use and serve a quantity of a pack say of it, each as an entry of `uncertainties` of a case.

    One meter is one group wherever it serves: its error is the same in each. A quantity that several meters serve at one place is left
    out, as the shares of each are not known.
    """
    on = day or today()
    served: dict[tuple[str, str, str], list[MeterHistory]] = {}
    for one in meters:
        said = one.described(on)
        if one.status(on) == IN_USE and said.pack == pack_id and said.quantity:
            place = (said.quantity, said.facility.code if said.facility and said.facility.kind == "facility" else "", said.item)
            served.setdefault(place, []).append(one)
    alone = [(place, found[0]) for place, found in served.items() if len(found) == 1]
    return [entry for place, one in alone if (entry := _entry(place, one, on))]


def _entry(place: tuple[str, str, str], meter: MeterHistory, on: date) -> dict[str, Any]:
    stated = uncertainty_of(meter, on).entry
    if not stated:
        return {}
    quantity, facility, item = place
    held = last_passed(meter, on)
    source = " ".join(filter(None, (meter.meter.code, held.certificate_number if held else "")))
    row = {"quantity": quantity, "facility": facility, "item": item, **stated, "group": meter.meter.code, "source": source}
    return {name: value for name, value in row.items() if value}
