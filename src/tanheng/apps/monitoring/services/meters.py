"""Writes of the meter ledger: enter a meter, describe it anew, say its state, put one in another's place."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.analysis.meter_words import IN_USE, SCRAPPED, STATUSES, STOPPED
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.access.meters import KEEP
from tanheng.apps.monitoring.models import Meter, MeterDescription, MeterReplacement, MeterStep
from tanheng.apps.monitoring.selectors.meters import MeterHistory, history
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import decimal_text
from tanheng.pages.actor import Actor
from tanheng.rulebook import sound_pack
from tanheng.rulebook.metering import LEVELS, metering
from tanheng.store.clock import today
from tanheng.store.one_line import one_line

LONGEST_INTERVAL = 120  # months
LIFELONG = ("register_size", "multiplier", "unit")


@dataclass(frozen=True)
class Card:
    """What a meter is: the columns of `MeterDescription` by their names."""

    kind: str
    name: str
    model: str = ""
    serial_number: str = ""
    maker: str = ""
    measuring_range: str = ""
    accuracy_class: str = ""
    location: str = ""
    facility: Node | None = None
    parameter: str = ""
    pack: str = ""
    quantity: str = ""
    item: str = ""
    frequency: str = ""
    interval_months: int | None = None
    unit: str = ""
    register_size: Decimal | None = None
    multiplier: Decimal = Decimal(1)
    seal_number: str = ""
    energy: str = ""
    level: str = ""
    remark: str = ""


def add_meter(*, actor: Actor, company: Node, code: str, card: Card, on: date, status: str = IN_USE) -> Meter:
    """Enter a meter into the ledger of a company, with what it is and its state from a day on."""
    return change(actor, KEEP, company, lambda: added(actor=actor, company=company, code=code, card=card, on=on, status=status))


def added(*, actor: Actor, company: Node, code: str, card: Card, on: date, status: str) -> Meter:
    """The same within a change of the caller's."""
    code = one_line(code, 50)
    if company.kind != "company" or not code:
        raise ValidationError(_("A meter needs a company and a code."))
    if Meter.objects.filter(company=company, code=code).exists():
        raise ValidationError(_("The code “%(code)s” is taken in this ledger already."), params={"code": code})
    refuse_card(company=company, card=card)
    refuse_future(day=on)
    meter = Meter(company=company, code=code, by=actor.user)
    meter.save()
    _described(actor, meter, card, on, "")
    _moved(actor, meter, on, status, "", None)
    payload = {"code": code, "name": card.name, "on": on.isoformat(), "meter_status": status}
    append_event(actor=actor, action="monitoring.meter.added", subject=meter, place=company, payload=payload)
    return meter


def describe_meter(*, actor: Actor, meter: Meter, card: Card, valid_from: date, reason: str) -> MeterDescription:
    """Say anew what a meter is from a day on, and why: another place, another seal, a mistake in the ledger."""
    return change(actor, KEEP, meter.company, lambda: described(actor=actor, meter=meter, card=card, valid_from=valid_from, reason=reason))


def described(*, actor: Actor, meter: Meter, card: Card, valid_from: date, reason: str) -> MeterDescription:
    """The same within a change of the caller's."""
    reason = needed_reason(reason=reason)
    refuse_card(company=meter.company, card=card)
    refuse_future(day=valid_from)
    made = _described(actor, meter, card, valid_from, reason)
    payload = {"code": meter.code, "valid_from": valid_from.isoformat(), "reason": reason}
    append_event(actor=actor, action="monitoring.meter.described", subject=made, place=meter.company, payload=payload)
    return made


def move_meter(*, actor: Actor, meter: Meter, on: date, status: str, reason: str = "", supersedes: MeterStep | None = None) -> MeterStep:
    """Say that a meter is in use, spare, stopped, under repair or scrapped from a day on; with `supersedes` in the place of a mistake."""

    return change(
        actor,
        KEEP,
        meter.company,
        lambda: moved(actor=actor, meter=meter, on=on, status=status, reason=reason, supersedes=supersedes),
    )


def moved(*, actor: Actor, meter: Meter, on: date, status: str, reason: str, supersedes: MeterStep | None = None) -> MeterStep:
    """The same within a change of the caller's."""
    why = needed_reason(reason=reason) if status != IN_USE or supersedes else one_line(reason, 300)
    refuse_future(day=on)
    made = _moved(actor, meter, on, status, why, supersedes)
    payload = {"code": meter.code, "on": on.isoformat(), "meter_status": status, "reason": why}
    append_event(actor=actor, action="monitoring.meter.moved", subject=made, place=meter.company, payload=payload)
    return made


def replace_meter(
    *,
    actor: Actor,
    old: Meter,
    new: Meter,
    on: date,
    closing: Decimal | None,
    opening: Decimal | None,
    reason: str,
    then: str = STOPPED,
) -> MeterReplacement:
    """Put one meter in another's place on a day, with both registers where the old one has one; the old one is `then` from that day on."""

    def write() -> MeterReplacement:
        why = needed_reason(reason=reason)
        refuse_future(day=on)
        before, after = history(old), history(new)
        _refuse_swap(before, after, on, then)
        _refuse_registers(before, after, closing, opening)
        made = MeterReplacement(old=old, new=new, on=on, closing=closing, opening=opening, reason=why, by=actor.user)
        made.save()
        _moved(actor, old, on, then, why, None)
        _moved(actor, new, on, IN_USE, why, None)
        append_event(actor=actor, action="monitoring.meter.replaced", subject=made, place=old.company, payload=_replacement_payload(made))
        return made

    return change(actor, KEEP, old.company, write)


def correct_replacement(
    *, actor: Actor, replacement: MeterReplacement, closing: Decimal | None, opening: Decimal | None, reason: str
) -> MeterReplacement:
    """Other registers of a replacement, in the place of those that were mistaken; the meters and the day stay."""

    def write() -> MeterReplacement:
        why = needed_reason(reason=reason)
        _refuse_superseded(replacement)
        _refuse_registers(history(replacement.old), history(replacement.new), closing, opening)
        made = MeterReplacement(
            old=replacement.old,
            new=replacement.new,
            on=replacement.on,
            closing=closing,
            opening=opening,
            reason=why,
            supersedes=replacement,
            by=actor.user,
        )
        made.save()
        place = replacement.old.company
        append_event(actor=actor, action="monitoring.meter.replaced", subject=made, place=place, payload=_replacement_payload(made))
        return made

    return change(actor, KEEP, replacement.old.company, write)


def refuse_card(*, company: Node, card: Card) -> None:
    """ValidationError with everything that is wrong with what is said of a meter of the company."""
    rules: tuple[tuple[bool, Any], ...] = (
        (not card.name.strip(), _("A meter needs a name.")),
        (card.kind not in metering().kinds, _("There is no such kind of meter.")),
        (card.facility is not None and not card.facility.path.startswith(company.path), _("The facility is not one of this company.")),
        (bool(card.energy) != bool(card.level), _("Energy and level are said together.")),
        (bool(card.energy) and card.energy not in metering().equipping.energies, _("There is no such kind of energy.")),
        (bool(card.level) and card.level not in LEVELS, _("There is no such level.")),
        (card.interval_months is not None and not 1 <= card.interval_months <= LONGEST_INTERVAL, _("The interval is 1 to 120 months.")),
        (card.register_size is not None and card.register_size <= 0, _("The size of a register is above zero.")),
        (card.multiplier <= 0, _("The multiplier is above zero.")),
        (not _is_quantity(card), _("There is no such quantity in this rule pack.")),
    )
    if wrong := [words for broken, words in rules if broken]:
        raise ValidationError(wrong)


def needed_reason(*, reason: str) -> str:
    """The reason as it is kept; ValidationError without one."""
    kept = one_line(reason, 300)
    if not kept:
        raise ValidationError(_("A reason is needed."))
    return kept


def refuse_future(*, day: date) -> None:
    """ValidationError for a day that has not come."""
    if day > today():
        raise ValidationError(_("This day has not come yet."))


def _is_quantity(card: Card) -> bool:
    if not card.pack:
        return not card.quantity and not card.item
    pack = sound_pack(card.pack)
    quantity = pack.quantities.get(card.quantity) if pack else None
    if pack is None or quantity is None:
        return False
    return not card.item or (quantity.by_item and card.item in pack.tables[quantity.item_table or ""].rows)


def _described(actor: Actor, meter: Meter, card: Card, valid_from: date, reason: str) -> MeterDescription:
    longest = {one.name: one.max_length for one in MeterDescription._meta.concrete_fields if getattr(one, "max_length", None)}
    values = {one.name: getattr(card, one.name) for one in fields(card)}
    kept = {name: one_line(value, longest[name] or 0) if isinstance(value, str) else value for name, value in values.items()}
    made = MeterDescription(meter=meter, valid_from=valid_from, reason=reason, by=actor.user, **kept)
    made.save()
    return made


def _moved(actor: Actor, meter: Meter, on: date, status: str, reason: str, supersedes: MeterStep | None) -> MeterStep:
    if status not in STATUSES:
        raise ValidationError(_("There is no such state of a meter."))
    if supersedes is not None:
        _refuse_superseded(supersedes)
        if supersedes.meter_id != meter.pk:
            raise ValidationError(_("This step is another meter's."))
    steps = history(meter).steps
    place = next((number for number, one in enumerate(steps) if supersedes is not None and one.pk == supersedes.pk), len(steps))
    before, after = steps[:place], steps[place + 1 :]
    if before and on < before[-1].on:
        raise ValidationError(_("The step before is of %(day)s: this one is on or after it."), params={"day": before[-1].on})
    if after and on >= after[0].on:
        raise ValidationError(_("The step after is of %(day)s: this one is before it."), params={"day": after[0].on})
    if before and before[-1].status == SCRAPPED:
        raise ValidationError(_("A meter that was scrapped does not come back."))
    made = MeterStep(meter=meter, on=on, status=status, reason=reason, supersedes=supersedes, by=actor.user)
    made.save()
    return made


def _refuse_superseded(one: Any) -> None:
    if type(one).objects.filter(supersedes=one).exists():
        raise ValidationError(_("This has been corrected already."))


def _refuse_swap(old: MeterHistory, new: MeterHistory, on: date, then: str) -> None:
    rules: tuple[tuple[bool, Any], ...] = (
        (old.meter.pk == new.meter.pk, _("A meter is replaced by another one.")),
        (old.meter.company_id != new.meter.company_id, _("Both meters belong to one company.")),
        (old.status(on) != IN_USE, _("The old meter is not in use on this day.")),
        (new.status(on) in (IN_USE, SCRAPPED), _("The new meter is in use already, or scrapped.")),
        (then not in STATUSES or then == IN_USE, _("The old meter is spare, stopped, under repair or scrapped from then on.")),
    )
    if wrong := [words for broken, words in rules if broken]:
        raise ValidationError(wrong)


def _refuse_registers(old: MeterHistory, new: MeterHistory, closing: Decimal | None, opening: Decimal | None) -> None:
    """Registers stand on both sides or on neither, and each below its meter's size."""
    sizes = (old.newest.register_size, new.newest.register_size)
    if (closing is None) != (opening is None) or (closing is None and any(size is not None for size in sizes)):
        raise ValidationError(_("Both registers are needed: the old meter's as it was taken out, the new one's as it began."))
    for amount, size in zip((closing, opening), sizes, strict=True):
        if amount is not None and (amount < 0 or (size is not None and amount >= size)):
            raise ValidationError(_("A register stands between zero and its size."))


def _replacement_payload(made: MeterReplacement) -> dict[str, Any]:
    texts = {"closing": made.closing, "opening": made.opening}
    return {
        "code": made.old.code,
        "new_code": made.new.code,
        "on": made.on.isoformat(),
        "reason": made.reason,
        **{name: None if amount is None else decimal_text(amount) for name, amount in texts.items()},
    }
