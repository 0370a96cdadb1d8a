"""The forms that change one meter: enter it, describe it anew, say its state, replace it, record its certificates."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.analysis.meter_words import IN_USE, SCRAPPED
from tanheng.apps.monitoring.access.meters import KEEP, access_calibration, access_meter, access_replacement, access_step
from tanheng.apps.monitoring.forms.meters import (
    AddMeterForm,
    CalibrationForm,
    DescribeMeterForm,
    ReasonForm,
    RegistersForm,
    ReplaceForm,
    StepForm,
)
from tanheng.apps.monitoring.models import Calibration, Meter, MeterStep
from tanheng.apps.monitoring.selectors.meters import histories, history
from tanheng.apps.monitoring.selectors.served import places_of, served_choices
from tanheng.apps.monitoring.services import calibrations, meters
from tanheng.apps.monitoring.services.ledger import card_of
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest


def add(request: PageRequest, node_id: int) -> HttpResponse:
    """Enter a meter into the ledger."""
    company = access_company(request.reach, KEEP, node_id)
    form = AddMeterForm(request.POST or None, **_offered(company))

    def write() -> Meter:
        said = {name: form.cleaned_data[name] for name in ("code", "on", "status")}
        return meters.add_meter(actor=request.actor, company=company, card=meters.Card(**form.card()), **said)

    return _answered(request, company, None, form, _("Enter a meter"), write)


def describe(request: PageRequest, meter_id: int) -> HttpResponse:
    """Say anew what a meter is from a day on."""
    found = access_meter(request.reach, KEEP, meter_id)
    card = card_of(meter=history(found))
    initial = {one.name: getattr(card, one.name) for one in fields(card)}
    initial |= {"served": f"{card.pack}|{card.quantity}" if card.pack else "", "facility": card.facility}
    form = DescribeMeterForm(request.POST or None, initial=initial, **_offered(found.company))

    def write() -> Any:
        said = {name: form.cleaned_data[name] for name in ("valid_from", "reason")}
        return meters.describe_meter(actor=request.actor, meter=found, card=meters.Card(**form.card()), **said)

    return _answered(request, found.company, found, form, _("Describe anew"), write)


def move(request: PageRequest, meter_id: int) -> HttpResponse:
    """Take a meter into use or out of it; with `supersedes` in the address, in the place of a mistaken step."""
    found = access_meter(request.reach, KEEP, meter_id)
    older = _older_step(request, found)
    initial = {"status": older.status, "on": older.on} if older else None
    form = StepForm(request.POST or None, initial=initial)

    def write() -> MeterStep:
        return meters.move_meter(actor=request.actor, meter=found, supersedes=older, **form.cleaned_data)

    return _answered(request, found.company, found, form, _("Correct the state") if older else _("Say the state"), write)


def replace(request: PageRequest, meter_id: int) -> HttpResponse:
    """Put another meter in the place of one."""
    found = access_meter(request.reach, KEEP, meter_id)
    others = [one for one in histories(found.company) if one.status() not in (IN_USE, SCRAPPED) and one.descriptions]
    form = ReplaceForm(request.POST or None, meters=[(str(one.meter.pk), f"{one.meter.code} {one.described().name}") for one in others])

    def write() -> Any:
        typed = dict(form.cleaned_data)
        new = access_meter(request.reach, KEEP, int(typed.pop("new")))
        return meters.replace_meter(actor=request.actor, old=found, new=new, **typed)

    return _answered(request, found.company, found, form, _("Replace the meter"), write)


def correct_replacement(request: PageRequest, replacement_id: int) -> HttpResponse:
    """Other registers of a replacement."""
    found = access_replacement(request.reach, KEEP, replacement_id)
    form = RegistersForm(request.POST or None, initial={"closing": found.closing, "opening": found.opening})

    def write() -> Any:
        return meters.correct_replacement(actor=request.actor, replacement=found, **form.cleaned_data)

    return _answered(request, found.old.company, found.old, form, _("Correct the registers"), write)


def calibrate(request: PageRequest, meter_id: int) -> HttpResponse:
    """Record a certificate; with `supersedes` in the address, in the place of a mistaken one."""
    found = access_meter(request.reach, KEEP, meter_id)
    older = _older_calibration(request, found)
    said = calibrations.certificate_of(calibration=older) if older else None
    initial = {one.name: getattr(said, one.name) for one in fields(said)} if said else None
    form = CalibrationForm(request.POST or None, request.FILES or None, initial=initial, corrects=older is not None)

    def write() -> Calibration:
        typed = dict(form.cleaned_data)
        file, reason = typed.pop("file"), typed.pop("reason", "")
        given = {"file_name": file.name, "content": file.read()} if file else {}
        certificate = calibrations.Certificate(**typed)
        return calibrations.calibrate_meter(actor=request.actor, meter=found, said=certificate, reason=reason, supersedes=older, **given)

    return _answered(request, found.company, found, form, _("Correct the certificate") if older else _("Record a calibration"), write)


def void(request: PageRequest, calibration_id: int) -> HttpResponse:
    """Take away a certificate that was recorded by mistake."""
    found = access_calibration(request.reach, KEEP, calibration_id)
    form = ReasonForm(request.POST or None)

    def write() -> Calibration:
        return calibrations.void_calibration(actor=request.actor, calibration=found, **form.cleaned_data)

    return _answered(request, found.meter.company, found.meter, form, _("Take the certificate away"), write)


def _offered(company: Node) -> dict[str, Any]:
    return {"places": places_of(company), "served": served_choices(company, reader_language())}


def _older_step(request: PageRequest, meter: Meter) -> MeterStep | None:
    number = _number(request)
    found = access_step(request.reach, KEEP, number) if number else None
    if found is not None and found.meter_id != meter.pk:
        raise Http404("another meter's")
    return found


def _older_calibration(request: PageRequest, meter: Meter) -> Calibration | None:
    number = _number(request)
    found = access_calibration(request.reach, KEEP, number) if number else None
    if found is not None and found.meter_id != meter.pk:
        raise Http404("another meter's")
    return found


def _number(request: PageRequest) -> int:
    """The id that the address names as superseded; 0 for none."""
    text = request.GET.get("supersedes", "")
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise Http404("no such record")
    return int(text)


def _answered(
    request: PageRequest, company: Node, meter: Meter | None, form: forms.Form, title: str, write: Callable[[], Any]
) -> HttpResponse:
    """Form, save, redirect to the meter: the shape of every small form here."""
    request.frame.show(node=company)
    if request.method == "POST" and form.is_valid():
        try:
            made = write()
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("monitoring:meter", meter.pk if meter else made.pk)
    context = {"company": company, "meter": meter, "form": form, "title": title}
    return render(request, "monitoring/meters/change.html", context, status=400 if form.errors else 200)
