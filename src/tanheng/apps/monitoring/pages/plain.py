"""Meters, certificates and rates as plain data: what the API answers."""

from typing import Any

from tanheng.apps.monitoring.models import Calibration, MeterReplacement
from tanheng.apps.monitoring.selectors.calibrations import due_on, due_state
from tanheng.apps.monitoring.selectors.equipping import Equipping
from tanheng.apps.monitoring.selectors.meters import MeterHistory, chain_of
from tanheng.apps.monitoring.selectors.uncertainty import uncertainty_of
from tanheng.apps.monitoring.services.ledger import card_of
from tanheng.apps.monitoring.services.meters import Card
from tanheng.engine.numbers import decimal_text
from tanheng.pages.language import reader_language

Plain = dict[str, Any]


def meter_out(one: MeterHistory) -> Plain:
    """A meter as it stands today, as plain data."""
    card = card_of(meter=one)
    last = due_on(one)
    values: Plain = {name: getattr(card, name) for name in Card.__dataclass_fields__}
    exact = {name: None if values[name] is None else decimal_text(values[name]) for name in ("register_size", "multiplier")}
    return {
        "id": one.meter.pk,
        "code": one.meter.code,
        "status": one.status(),
        "due": due_state(one),
        "due_on": last.isoformat() if last else None,
        **values,
        **exact,
        "facility": card.facility.pk if card.facility else None,
    }


def whole_meter_out(one: MeterHistory) -> Plain:
    """The same with its history."""
    u = uncertainty_of(one)
    return {
        **meter_out(one),
        "relative_standard_uncertainty_per_cent": u.shown or None,
        "uncertainty": [line.in_(reader_language()) for line in u.lines],
        "descriptions": [
            {"id": row.pk, "valid_from": row.valid_from.isoformat(), "reason": row.reason, "by": str(row.by), "at": row.at.isoformat()}
            for row in one.descriptions
        ],
        "steps": [
            {
                "id": row.pk,
                "on": row.on.isoformat(),
                "status": row.status,
                "reason": row.reason,
                "by": str(row.by),
                "at": row.at.isoformat(),
            }
            for row in one.steps
        ],
        "calibrations": [calibration_out(row) for row in one.calibrations],
        "replacements": [replacement_out(row) for row in chain_of(one.meter)],
    }


def calibration_out(one: Calibration) -> Plain:
    """A calibration as plain data."""
    numbers = {name: getattr(one, name) for name in ("found_error", "expanded", "coverage")}
    return {
        "id": one.pk,
        "meter": one.meter_id,
        "kind": one.kind,
        "done_on": one.done_on.isoformat(),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "result": one.result,
        **{name: getattr(one, name) for name in ("conditions", "agency", "certificate_number", "file_name", "reason")},
        **{name: None if amount is None else decimal_text(amount) for name, amount in numbers.items()},
        "sha256": one.file.sha256 if one.file else "",
        "supersedes": one.supersedes_id,
        "by": str(one.by),
        "at": one.at.isoformat(),
    }


def replacement_out(one: MeterReplacement) -> Plain:
    """A replacement as plain data."""
    numbers = {"closing": one.closing, "opening": one.opening}
    return {
        "id": one.pk,
        "old": one.old_id,
        "new": one.new_id,
        "on": one.on.isoformat(),
        **{name: None if amount is None else decimal_text(amount) for name, amount in numbers.items()},
        "reason": one.reason,
        "supersedes": one.supersedes_id,
    }


def rate_out(one: Equipping) -> Plain:
    """A rate of equipping as plain data."""
    asked = one.required
    return {
        "energy": one.energy.id,
        "level": one.level,
        "installed": one.installed,
        "needed": one.needed,
        "rate": None if one.rate is None else decimal_text(one.rate),
        "required": None if asked.rate is None else decimal_text(asked.rate),
        "met": one.met,
        "standard": asked.standard,
        "status": asked.status,
        "source": asked.source.in_(reader_language()),
    }
