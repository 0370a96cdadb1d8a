"""Monitoring by the API: what the pages of the meter ledger can do."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.monitoring.access.meters import KEEP, READ, access_calibration, access_meter, access_replacement, access_step
from tanheng.apps.monitoring.models import Calibration, Meter, MeterReplacement, MeterStep, NeededMeters, RequiredRate
from tanheng.apps.monitoring.pages.plain import Plain, calibration_out, meter_out, rate_out, replacement_out, whole_meter_out
from tanheng.apps.monitoring.selectors.calibrations import coverage, due
from tanheng.apps.monitoring.selectors.equipping import equipping
from tanheng.apps.monitoring.selectors.ledger import ledger_of
from tanheng.apps.monitoring.selectors.meters import histories, history
from tanheng.apps.monitoring.selectors.uncertainty import stated_uncertainties
from tanheng.apps.monitoring.services import calibrations, ledger, meters
from tanheng.apps.monitoring.services import equipping as rates
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.documents.meter_ledger.word import ledger_word
from tanheng.documents.meter_ledger.workbook import ledger_workbook
from tanheng.engine.numbers import parse_decimal
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.rulebook import pack_ids

router = Router(tags=["meters"])
MOST_ID = 2**62
EXACT = r"^\d{1,20}(\.\d{1,20})?$"
Exact = Field(None, pattern=EXACT, description="decimal text")


class CardIn(Schema):
    """What a meter is. `facility` is the id of a site or facility; numbers are decimal text; `served` is a data item of a guide."""

    kind: str = Field(max_length=50)
    name: str = Field(max_length=100)
    model: str = Field("", max_length=100)
    serial_number: str = Field("", max_length=100)
    maker: str = Field("", max_length=100)
    measuring_range: str = Field("", max_length=100)
    accuracy_class: str = Field("", max_length=20)
    location: str = Field("", max_length=200)
    facility: int | None = Field(None, ge=1, le=MOST_ID)
    parameter: str = Field("", max_length=200)
    pack: str = Field("", max_length=100)
    quantity: str = Field("", max_length=100)
    item: str = Field("", max_length=100)
    frequency: str = Field("", max_length=50)
    interval_months: int | None = Field(None, ge=1, le=120)
    unit: str = Field("", max_length=40)
    register_size: str | None = Exact
    multiplier: str = Field("1", pattern=EXACT)
    seal_number: str = Field("", max_length=100)
    energy: str = Field("", max_length=30)
    level: str = Field("", max_length=20)
    remark: str = Field("", max_length=300)


class MeterIn(CardIn):
    """A meter that is entered, with its state from a day on."""

    code: str = Field(max_length=50)
    on: date
    status: str = "in_use"


class DescriptionIn(CardIn):
    """A meter that is described anew from a day on."""

    valid_from: date
    reason: str = Field(max_length=300)


class StepIn(Schema):
    """A state from a day on; `supersedes` is the id of the step that was a mistake."""

    on: date
    status: str = Field(max_length=10)
    reason: str = Field("", max_length=300)
    supersedes: int | None = Field(None, ge=1, le=MOST_ID)


class RegistersIn(Schema):
    """Both registers of a replacement, as decimal text; blank where the meters have none."""

    closing: str | None = Exact
    opening: str | None = Exact
    reason: str = Field(max_length=300)


class ReplacementIn(RegistersIn):
    """Another meter in the place of one."""

    new: int = Field(ge=1, le=MOST_ID)
    on: date
    then: str = Field("stopped", max_length=10)


class CalibrationIn(Schema):
    """A certificate; errors and uncertainty in per cent. `supersedes` is the id of the one that was a mistake."""

    kind: str = Field(max_length=20)
    done_on: date
    due_on: date | None = None
    result: str = Field("passed", max_length=20)
    conditions: str = Field("", max_length=300)
    agency: str = Field("", max_length=200)
    certificate_number: str = Field("", max_length=100)
    found_error: str | None = Exact
    expanded: str | None = Exact
    coverage: str | None = Exact
    reason: str = Field("", max_length=300)
    supersedes: int | None = Field(None, ge=1, le=MOST_ID)


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=300)


class LedgerIn(Schema):
    """From which day on what differs is so, and why."""

    valid_from: date
    reason: str = Field(max_length=300)


class NeededIn(Schema):
    """How many meters of an energy are needed at a level from a day on."""

    energy: str = Field(max_length=30)
    level: str = Field(max_length=20)
    count: int = Field(ge=0, le=100_000)
    valid_from: date
    source: str = Field(max_length=200)


class RateIn(Schema):
    """The rate in per cent that a standard asks for from a day on; none where it asks for none."""

    energy: str = Field(max_length=30)
    level: str = Field(max_length=20)
    rate: str | None = Exact
    standard: str = Field(max_length=100)
    valid_from: date
    source: str = Field(max_length=200)


@router.get("/organisations/{int:node_id}/meters", response=list[Plain], summary="The meter ledger of a company")
def list_meters(request: PageRequest, node_id: int, due_within: int | None = Query(None, ge=0, le=3650)) -> list[Plain]:
    """By code; with `due_within` those that are overdue, were never calibrated, or are due within so many days, the most urgent first."""
    found = histories(access_company(request.reach, READ, node_id))
    return [meter_out(one) for one in (found if due_within is None else due(found, within=due_within))]


@router.post("/organisations/{int:node_id}/meters", response={201: Plain}, summary="Enter a meter")
def create_meter(request: PageRequest, node_id: int, said: MeterIn) -> Write[Meter]:
    """With what it is and its state from a day on."""
    company = access_company(request.reach, KEEP, node_id)
    add = partial(meters.add_meter, company=company, code=said.code, card=_card(company, said), on=said.on, status=said.status)
    return Write(add, lambda made: (201, meter_out(history(made))))


@router.get("/meters/{int:meter_id}", response=Plain, summary="One meter with its history")
def get_meter(request: PageRequest, meter_id: int) -> Plain:
    """Descriptions, steps, calibrations and the chain of replacements."""
    found = access_meter(request.reach, READ, meter_id)
    return whole_meter_out(history(found))


@router.get("/meters/{int:meter_id}/coverage", response=Plain, summary="Whether a meter was validly calibrated through a period")
def get_coverage(request: PageRequest, meter_id: int, first: date, last: date) -> Plain:
    """The days that no certificate covers, and the certificates with conditions."""
    found = history(access_meter(request.reach, READ, meter_id))
    if last < first:
        raise ValidationError(_("The last day is before the first."))
    told = coverage(found, first, last)
    spans = [{"first": one.first.isoformat(), "last": one.last.isoformat()} for one in told.uncovered]
    return {
        "whole": told.whole,
        "days_uncovered": told.days_uncovered,
        "uncovered": spans,
        "conditional": [calibration_out(one) for one in told.conditional],
    }


@router.post("/meters/{int:meter_id}/descriptions", response={201: Plain}, summary="Describe a meter anew")
def describe_meter(request: PageRequest, meter_id: int, said: DescriptionIn) -> Write[Any]:
    """From a day on; the past stays."""
    found = access_meter(request.reach, KEEP, meter_id)
    card = _card(found.company, said)
    describe = partial(meters.describe_meter, meter=found, card=card, valid_from=said.valid_from, reason=said.reason)
    return Write(describe, lambda _made: (201, meter_out(history(found))))


@router.post("/meters/{int:meter_id}/steps", response={201: Plain}, summary="Say the state of a meter")
def move_meter(request: PageRequest, meter_id: int, said: StepIn) -> Write[MeterStep]:
    """In use, spare, stopped, under repair or scrapped from a day on."""
    found = access_meter(request.reach, KEEP, meter_id)
    older = access_step(request.reach, KEEP, said.supersedes) if said.supersedes else None
    move = partial(meters.move_meter, meter=found, on=said.on, status=said.status, reason=said.reason, supersedes=older)
    return Write(move, lambda _made: (201, meter_out(history(found))))


@router.post("/meters/{int:meter_id}/replacements", response={201: Plain}, summary="Replace a meter")
def replace_meter(request: PageRequest, meter_id: int, said: ReplacementIn) -> Write[MeterReplacement]:
    """By another one of the ledger, with both registers."""
    old, new = access_meter(request.reach, KEEP, meter_id), access_meter(request.reach, KEEP, said.new)
    registers: Plain = {"closing": _number(said.closing), "opening": _number(said.opening), "reason": said.reason}
    replace = partial(meters.replace_meter, old=old, new=new, on=said.on, then=said.then, **registers)
    return Write(replace, lambda made: (201, replacement_out(made)))


@router.post("/replacements/{int:replacement_id}/corrections", response={201: Plain}, summary="Correct the registers of a replacement")
def correct_replacement(request: PageRequest, replacement_id: int, said: RegistersIn) -> Write[MeterReplacement]:
    """The meters and the day stay."""
    found = access_replacement(request.reach, KEEP, replacement_id)
    registers: Plain = {"closing": _number(said.closing), "opening": _number(said.opening), "reason": said.reason}
    return Write(partial(meters.correct_replacement, replacement=found, **registers), lambda made: (201, replacement_out(made)))


@router.post("/meters/{int:meter_id}/calibrations", response={201: Plain}, summary="Record a calibration")
def calibrate_meter(
    request: PageRequest, meter_id: int, said: Form[CalibrationIn], file: File[UploadedFile | None] = None
) -> Write[Calibration]:
    """The certificate itself may come along."""
    found = access_meter(request.reach, KEEP, meter_id)
    typed = said.dict()
    wanted, reason = typed.pop("supersedes"), typed.pop("reason")
    older = access_calibration(request.reach, KEEP, wanted) if wanted else None
    numbers = {name: _number(typed.pop(name)) for name in ("found_error", "expanded", "coverage")}
    given: Plain = {"file_name": (file.name or "") if file else "", "content": file.read() if file else b""}
    certificate = calibrations.Certificate(**{**typed, **numbers})
    record = partial(calibrations.calibrate_meter, meter=found, said=certificate, reason=reason, supersedes=older, **given)
    return Write(record, lambda made: (201, calibration_out(made)))


@router.post("/calibrations/{int:calibration_id}/void", response={201: Plain}, summary="Take a calibration away")
def void_calibration(request: PageRequest, calibration_id: int, said: ReasonIn) -> Write[Calibration]:
    """One that was recorded by mistake; it stays in the history."""
    found = access_calibration(request.reach, KEEP, calibration_id)
    void = partial(calibrations.void_calibration, calibration=found, reason=said.reason)
    return Write(void, lambda made: (201, calibration_out(made)))


@router.get("/calibrations/{int:calibration_id}/file", response={200: bytes}, summary="The certificate of a calibration")
def get_certificate(request: PageRequest, calibration_id: int) -> HttpResponse:
    """Byte for byte as it was recorded."""
    found = access_calibration(request.reach, READ, calibration_id)
    if found.file is None:
        raise Http404("no file")
    return download(found.file_name, content_of(found.file))


@router.get("/organisations/{int:node_id}/ledger", response={200: bytes}, summary="The meter ledger as a file")
def get_ledger(request: PageRequest, node_id: int, kind: Literal["xlsx", "docx"] = "xlsx") -> HttpResponse:
    """Excel, which can be filled and handed in again, or Word."""
    company = access_company(request.reach, READ, node_id)
    made = ledger_of(company, histories(company), reader_language())
    content = (ledger_workbook if kind == "xlsx" else ledger_word)(made, reader_language())
    return download(f"meters-{made.day}.{kind}", content)


@router.post("/organisations/{int:node_id}/ledger", response={201: Plain}, summary="Hand in a meter ledger")
def take_over_ledger(request: PageRequest, node_id: int, said: Form[LedgerIn], file: File[UploadedFile]) -> Write[ledger.TakenOver]:
    """All of the file is taken over, or nothing (409, METER-409) with every problem. What differs is so from `valid_from`."""
    company = access_company(request.reach, KEEP, node_id)
    given: Plain = {"file_name": file.name or "", "content": file.read(), **said.dict()}
    return Write(
        partial(ledger.take_over_ledger, company=company, **given),
        lambda done: (201, {name: getattr(done, name) for name in ("entered", "described", "moved", "calibrated")}),
    )


@router.get("/organisations/{int:node_id}/meters/uncertainties", response=list[Plain], summary="Uncertainties by class and certificate")
def list_uncertainties(request: PageRequest, node_id: int, pack: str = Query(..., max_length=100)) -> list[Plain]:
    """What meters in use that serve a data item of a guide say of it, each as an entry of `uncertainties` of a case."""
    company = access_company(request.reach, READ, node_id)
    if pack not in pack_ids():
        raise Http404("no such rule pack")
    return stated_uncertainties(histories(company), pack)


@router.get("/organisations/{int:node_id}/rates", response=list[Plain], summary="Rates of equipping")
def list_rates(request: PageRequest, node_id: int) -> list[Plain]:
    """Every energy at every level: meters in use and needed, the rate, and what is asked for."""
    company = access_company(request.reach, READ, node_id)
    return [rate_out(one) for one in equipping(company, histories(company))]


@router.post("/organisations/{int:node_id}/rates/needed", response={201: Plain}, summary="Say how many meters are needed")
def record_needed(request: PageRequest, node_id: int, said: NeededIn) -> Write[NeededMeters]:
    """Of an energy at a level, from a day on."""
    company = access_company(request.reach, KEEP, node_id)
    return Write(partial(rates.record_needed, company=company, **said.dict()), lambda made: (201, {"id": made.pk}))


@router.post("/organisations/{int:node_id}/rates/required", response={201: Plain}, summary="Enter the rate of a standard")
def record_required(request: PageRequest, node_id: int, said: RateIn) -> Write[RequiredRate]:
    """As the company read it there; it counts from a day on in the place of the table of 2006."""
    company = access_company(request.reach, KEEP, node_id)
    typed = {**said.dict(), "rate": _number(said.rate)}
    return Write(partial(rates.record_required, company=company, **typed), lambda made: (201, {"id": made.pk}))


def _card(company: Node, said: CardIn) -> meters.Card:
    typed = {name: value for name, value in said.dict().items() if name in CardIn.model_fields}
    wanted = typed.pop("facility")
    place = Node.objects.filter(pk=wanted, path__startswith=company.path).first() if wanted else None
    if wanted and place is None:
        raise Http404("no such facility")
    numbers: Plain = {"register_size": _number(said.register_size), "multiplier": _number(said.multiplier) or Decimal(0)}
    return meters.Card(**{**typed, **numbers, "facility": place})


def _number(text: str | None) -> Decimal | None:
    return parse_decimal(text) if text else None
