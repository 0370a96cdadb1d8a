"""What the ledger says in a report: the meters of table C.9 with their calibrations, and which figures have a meter of their own."""

from collections.abc import Iterable, Mapping
from datetime import date

from tanheng.analysis.calibrations import Span
from tanheng.analysis.meter_words import COMPARISON, EXTERNAL, VERIFICATION
from tanheng.apps.monitoring.models import Calibration
from tanheng.apps.monitoring.selectors.meters import MeterHistory
from tanheng.engine.text import Text

WAYS = {VERIFICATION: Text("外检（检定）", "external (verification)"), EXTERNAL: Text("外检（校准）", "external (calibration)")}
OWN = Text("自校", "own")
NONE_IN_YEAR = Text("无有效检定/校准", "none that holds")
NOT_ASKED = Text("不要求", "none asked for")


def in_use_in(meters: Iterable[MeterHistory], year: int) -> list[MeterHistory]:
    """Those that were in use on any day of a year."""
    period = Span(date(year, 1, 1), date(year, 12, 31))
    return [one for one in meters if one.descriptions and one.in_use_within(period)]


def meters_of_report(meters: Iterable[MeterHistory], year: int, lang: str) -> list[dict[str, str]]:
    """The rows of the list of meters in table C.9 by column id: those in use in the year, with every certificate that held in it."""
    return [_row(number, one, year, lang) for number, one in enumerate(in_use_in(meters, year), start=1)]


def _row(number: int, meter: MeterHistory, year: int, lang: str) -> dict[str, str]:
    said = meter.described(date(year, 12, 31))
    held = [one for one in meter.calibrations if _holds_in(one, year)]
    ways = list(dict.fromkeys(WAYS.get(one.kind, OWN).in_(lang) for one in held))
    comma = "、" if lang.startswith("zh") else ", "
    none = NONE_IN_YEAR if said.interval_months else NOT_ASKED
    return {
        "number": str(number),
        "meter_name": f"{said.name}（{meter.meter.code}）" if lang.startswith("zh") else f"{said.name} ({meter.meter.code})",
        "meter_model": said.model,
        "meter_place": said.location,
        "calibration_way": comma.join(ways) or none.in_(lang),
        "calibration_date": comma.join(one.done_on.isoformat() for one in held),
    }


def _holds_in(one: Calibration, year: int) -> bool:
    return one.kind != COMPARISON and one.due_on is not None and one.done_on.year <= year <= one.due_on.year


def direct_meters(meters: Iterable[MeterHistory], year: int, pack_id: str) -> Mapping[tuple[str, str | None], bool]:
    """The quantities of a pack, each with the code of its facility (None: of the company), that a meter in use in the year serves."""
    said = (one.described(date(year, 12, 31)) for one in in_use_in(meters, year))
    found = ((one.quantity, one.facility) for one in said if one.pack == pack_id and one.quantity)
    return {(quantity, place.code if place and place.kind == "facility" else None): True for quantity, place in found}
