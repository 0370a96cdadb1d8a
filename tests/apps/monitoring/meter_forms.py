"""Every form of the ledger and of missing data as somebody sends it: who, where, what. For the test that one sent twice is done once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.monitoring.models import Calibration, MeterReplacement
from tanheng.apps.monitoring.selectors.ledger import ledger_of
from tanheng.apps.monitoring.selectors.meters import histories
from tanheng.apps.monitoring.services.meters import replace_meter
from tanheng.documents.meter_ledger.workbook import ledger_workbook
from tests.apps.monitoring.ledger import BEGUN, calibrate, electricity, scale
from tests.apps.monitoring.planned import in_force, line_of, tell
from tests.support.acting import in_person

Asked = tuple[str, str, dict[str, Any]]


def page(name: str, *words: object) -> str:
    """An address of the ledger."""
    return reverse(f"monitoring:{name}", args=words)


def added(_cast: Any, group: Any, _signed_in: Any) -> Asked:
    typed = {"code": "E-7", "on": "2025-01-01", "status": "in_use", "kind": "electricity_meter", "name": "电能表", "unit": "kWh"}
    return "bob", page("add-meter", group.north.pk), typed


def described(cast: Any, group: Any, signed_in: Any) -> Asked:
    address = page("describe-meter", scale(cast.alice, group).pk)
    form = signed_in("bob").get(address).context["form"]
    typed = {name: getattr(form[name].value(), "pk", form[name].value()) for name in form.fields if form[name].value() is not None}
    return "bob", address, {**typed, "valid_from": "2025-06-01", "location": "二号门", "reason": "移位"}


def moved(cast: Any, group: Any, _signed_in: Any) -> Asked:
    return "bob", page("move-meter", scale(cast.alice, group).pk), {"status": "stopped", "on": "2025-06-01", "reason": "停"}


def replaced(cast: Any, group: Any, _signed_in: Any) -> Asked:
    old, new = electricity(cast.alice, group), electricity(cast.alice, group, "E-002", status="spare")
    typed = {"new": new.pk, "on": "2025-06-01", "closing": "99990.00", "opening": "3.5", "then": "scrapped", "reason": "表坏"}
    return "bob", page("replace-meter", old.pk), typed


def corrected(cast: Any, group: Any, _signed_in: Any) -> Asked:
    old, new = scale(cast.alice, group), scale(cast.alice, group, "M-002", status="spare")
    swap = {"old": old, "new": new, "on": date(2025, 6, 1), "closing": None, "opening": None, "reason": "换秤"}
    replace_meter(actor=in_person(cast.alice), **swap)
    one = MeterReplacement.objects.get()
    return "bob", page("correct-replacement", one.pk), {"closing": "10.5", "opening": "3.5", "reason": "看错"}


def calibrated(cast: Any, group: Any, _signed_in: Any) -> Asked:
    typed = {"kind": "external", "done_on": "2026-01-20", "due_on": "2027-01-19", "result": "passed", "certificate_number": "合成-88"}
    return "bob", page("calibrate", scale(cast.alice, group).pk), typed


def voided(cast: Any, group: Any, _signed_in: Any) -> Asked:
    calibrate(cast.alice, scale(cast.alice, group), date(2025, 1, 1), date(2025, 12, 31))
    return "bob", page("void-calibration", Calibration.objects.get().pk), {"reason": "重复"}


def taken_over(cast: Any, group: Any, _signed_in: Any) -> Asked:
    scale(cast.alice, group)
    content = ledger_workbook(ledger_of(group.north, histories(group.north), "zh"), "zh")
    typed = {"file": SimpleUploadedFile("台账.xlsx", content), "valid_from": "2025-06-01", "reason": "核对"}
    return "bob", page("take-over", group.north.pk), typed


def needed(cast: Any, group: Any, _signed_in: Any) -> Asked:
    electricity(cast.alice, group)
    said = {"energy": "electricity", "level": "entity", "valid_from": BEGUN.isoformat(), "source": "计量网络图", "count": "2"}
    return "bob", page("rates", group.north.pk), {"form": "needed", **{f"needed-{name}": value for name, value in said.items()}}


def accepted(cast: Any, group: Any, _signed_in: Any) -> Asked:
    in_force(cast, group.north, date(2025, 1, 1))
    output = ("potline-1", "molten_aluminium_output_t", "")
    tell(cast.bob, group.north, output, "16000", "", "15000")
    code = line_of(group.north, output)
    of_month = {"asked": f"{code}-2025-02", "line": code, "month": "2025-02"}
    said = {**of_month, "proposal": "conservative_estimate-output|15000", "reason": "秤坏"}
    return "bob", page("missing", group.north.pk, 2025), said


METER_FORMS: dict[str, Callable[[Any, Any, Any], Asked]] = {
    "monitoring:add-meter": added,
    "monitoring:describe-meter": described,
    "monitoring:move-meter": moved,
    "monitoring:replace-meter": replaced,
    "monitoring:correct-replacement": corrected,
    "monitoring:calibrate": calibrated,
    "monitoring:void-calibration": voided,
    "monitoring:take-over": taken_over,
    "monitoring:rates": needed,
    "monitoring:missing": accepted,
}
