"""Writes of calibrations: record a certificate, correct one, take one away that was recorded by mistake."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.analysis.meter_words import CALIBRATION_KINDS, COMPARISON, CONDITIONAL, FAILED, PASSED, RESULTS, VOID
from tanheng.apps.evidence.services import record_file
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.access.meters import KEEP
from tanheng.apps.monitoring.models import Calibration, Meter
from tanheng.apps.monitoring.services.meters import needed_reason, refuse_future
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.pages.actor import Actor
from tanheng.store.contents import store_content
from tanheng.store.one_line import one_line


@dataclass(frozen=True)
class Certificate:
    """What a certificate says: the columns of `Calibration` by their names."""

    kind: str
    done_on: date
    due_on: date | None
    result: str = PASSED
    conditions: str = ""
    agency: str = ""
    certificate_number: str = ""
    found_error: Decimal | None = None
    expanded: Decimal | None = None
    coverage: Decimal | None = None


def calibrate_meter(
    *,
    actor: Actor,
    meter: Meter,
    said: Certificate,
    file_name: str = "",
    content: bytes = b"",
    reason: str = "",
    supersedes: Calibration | None = None,
) -> Calibration:
    """Record a verification, calibration or comparison with its certificate; with `supersedes` in the place of a mistaken one.

    A correction without a file of its own keeps the certificate of the one that it corrects. ValidationError says all that is wrong.
    """
    require(actor, KEEP, meter.company)
    refuse_certificate(said=said)
    sha256 = store_content(content) if content else ""

    def write() -> Calibration:
        why = needed_reason(reason=reason) if supersedes else one_line(reason, 300)
        return _recorded(actor, meter, said, (file_name, sha256, len(content)), why, supersedes)

    return change(actor, KEEP, meter.company, write)


def void_calibration(*, actor: Actor, calibration: Calibration, reason: str) -> Calibration:
    """Take away what was recorded by mistake, of another meter or twice: it stays in the history and counts no more."""
    said = replace(certificate_of(calibration=calibration), result=VOID)

    def write() -> Calibration:
        return _recorded(actor, calibration.meter, said, ("", "", 0), needed_reason(reason=reason), calibration)

    return change(actor, KEEP, calibration.meter.company, write)


def calibrated(*, actor: Actor, meter: Meter, said: Certificate) -> Calibration:
    """Record a certificate without a file, within a change of the caller's."""
    refuse_certificate(said=said)
    return _recorded(actor, meter, said, ("", "", 0), "", None)


def certificate_of(*, calibration: Calibration) -> Certificate:
    """What was recorded."""
    return Certificate(**{name: getattr(calibration, name) for name in Certificate.__dataclass_fields__})


def refuse_certificate(*, said: Certificate) -> None:
    """ValidationError with everything that is wrong with a certificate."""
    refuse_future(day=said.done_on)
    holds = said.result in (PASSED, CONDITIONAL) and said.kind != COMPARISON
    amounts = (said.found_error, said.expanded, said.coverage)
    rules: tuple[tuple[bool, Any], ...] = (
        (said.kind not in CALIBRATION_KINDS, _("There is no such kind of calibration.")),
        (said.result not in RESULTS or said.result == VOID, _("There is no such result.")),
        (holds and said.due_on is None, _("What was passed has a last day: state it.")),
        (said.due_on is not None and said.due_on < said.done_on, _("The last day is before the day it was done.")),
        (said.kind == COMPARISON and said.due_on is not None, _("A comparison holds for no time of its own: leave the last day blank.")),
        (said.result == FAILED and said.due_on is not None, _("What was failed has no last day: leave it blank.")),
        (said.result == CONDITIONAL and not said.conditions.strip(), _("State the conditions.")),
        (said.kind != COMPARISON and not said.certificate_number.strip(), _("State the number of the certificate.")),
        (any(one is not None and one < 0 for one in amounts), _("Errors and uncertainties are zero or more.")),
        (any(one is not None and one > 1000 for one in amounts[:2]), _("An error or uncertainty above 1000 % is none.")),
        (said.coverage is not None and not 1 <= said.coverage <= 10, _("A coverage factor is 1 to 10.")),
    )
    if wrong := [words for broken, words in rules if broken]:
        raise ValidationError(wrong)


def _recorded(
    actor: Actor, meter: Meter, said: Certificate, file: tuple[str, str, int], reason: str, supersedes: Calibration | None
) -> Calibration:
    if supersedes is not None and supersedes.meter_id != meter.pk:
        raise ValidationError(_("This certificate is another meter's."))
    if supersedes is not None and Calibration.objects.filter(supersedes=supersedes).exists():
        raise ValidationError(_("This has been corrected already."))
    name, sha256, size = file
    stored = record_file(sha256=sha256, size=size) if sha256 else supersedes.file if supersedes else None
    shown = one_line(PurePath(name.replace("\\", "/")).name, 255) if sha256 else supersedes.file_name if supersedes else ""
    values = {field: getattr(said, field) for field in Certificate.__dataclass_fields__}
    longest = {one.name: one.max_length or 0 for one in Calibration._meta.concrete_fields if getattr(one, "max_length", None)}
    kept = {field: one_line(value, longest[field]) if isinstance(value, str) else value for field, value in values.items()}
    made = Calibration(
        meter=meter,
        file=stored,
        file_name=(shown or "file") if stored else "",
        reason=reason,
        supersedes=supersedes,
        by=actor.user,
        **kept,
    )
    made.save()
    append_event(
        actor=actor,
        action=f"monitoring.meter.{'certificate_corrected' if supersedes else 'calibrated'}",
        subject=made,
        place=meter.company,
        payload={
            "code": meter.code,
            "done_on": said.done_on.isoformat(),
            "due_on": said.due_on.isoformat() if said.due_on else None,
            "calibration_kind": said.kind,
            "calibration_result": said.result,
            "certificate_number": kept["certificate_number"],
            "sha256": stored.sha256 if stored else "",
            "reason": reason,
        },
    )
    return made
