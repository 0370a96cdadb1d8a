"""Writes of the rate of equipping: how many meters are needed, and the rates of a standard as the company read them."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.access.meters import KEEP
from tanheng.apps.monitoring.models import NeededMeters, RequiredRate
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import decimal_text
from tanheng.pages.actor import Actor
from tanheng.rulebook.metering import LEVELS, metering
from tanheng.store.one_line import one_line

MOST_METERS = 100_000


def record_needed(*, actor: Actor, company: Node, energy: str, level: str, count: int, valid_from: date, source: str) -> NeededMeters:
    """Say how many meters of an energy are needed at a level from a day on, and where that stands."""

    def write() -> NeededMeters:
        _refuse_place(company, energy, level)
        if not 0 <= count <= MOST_METERS:
            raise ValidationError(_("A number of meters from 0 to 100 000 is needed."))
        made = NeededMeters(
            company=company, energy=energy, level=level, valid_from=valid_from, count=count, source=_said(source, 200), by=actor.user
        )
        made.save()
        payload = {"energy": energy, "level": level, "count": count, "valid_from": valid_from.isoformat(), "source": made.source}
        append_event(actor=actor, action="monitoring.needed.recorded", subject=made, place=company, payload=payload)
        return made

    return change(actor, KEEP, company, write)


def record_required(
    *, actor: Actor, company: Node, energy: str, level: str, rate: Decimal | None, standard: str, valid_from: date, source: str
) -> RequiredRate:
    """Enter the rate in per cent that a standard asks for from a day on, as the company read it there; None where it asks for none."""

    def write() -> RequiredRate:
        _refuse_place(company, energy, level)
        if rate is not None and not 0 <= rate <= 100:
            raise ValidationError(_("A rate is 0 to 100 per cent."))
        made = RequiredRate(
            company=company,
            energy=energy,
            level=level,
            valid_from=valid_from,
            rate=rate,
            standard=_said(standard, 100),
            source=_said(source, 200),
            by=actor.user,
        )
        made.save()
        said = {"standard": made.standard, "rate": None if rate is None else decimal_text(rate), "source": made.source}
        payload = {"energy": energy, "level": level, "valid_from": valid_from.isoformat(), **said}
        append_event(actor=actor, action="monitoring.rate.recorded", subject=made, place=company, payload=payload)
        return made

    return change(actor, KEEP, company, write)


def _refuse_place(company: Node, energy: str, level: str) -> None:
    if company.kind != "company" or energy not in metering().equipping.energies or level not in LEVELS:
        raise ValidationError(_("A company, an energy and a level are needed."))


def _said(text: str, longest: int) -> str:
    kept = one_line(text, longest)
    if not kept:
        raise ValidationError(_("State the standard and where it stands."))
    return kept
