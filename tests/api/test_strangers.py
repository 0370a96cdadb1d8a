"""A stranger and a passer-by see nothing of the group: every address of the site is walked."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.evidence.services import attach_evidence
from tanheng.apps.monitoring.services.meters import replace_meter
from tanheng.apps.reporting.services import issue_report
from tanheng.apps.work.services import ask_task
from tanheng.registration.collected import registered_apps
from tests.apps.guidance.clarified import clarification
from tests.apps.monitoring.books import words_of_a_book
from tests.apps.monitoring.file_forms import kept_file
from tests.apps.monitoring.ledger import calibrate, scale
from tests.apps.monitoring.pictures import attached
from tests.apps.monitoring.planned import begun, led_to
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")


@pytest.fixture
def arguments(cast, group):
    """For every name in an address a value that exists in the northern company."""
    upload(cast.bob, group.north)
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    attachment = attach_evidence(actor=in_person(cast.bob), node=group.north, year=YEAR, file_name="台账.csv", content=b"1,2\n")
    report = issue_report(actor=in_person(cast.alice), run=run, kind="tables", language="zh")
    said = clarification(cast.alice, group.group)
    task = ask_task(actor=in_person(cast.alice), name="reporting.issue", place=group.north, arguments={"run": run.pk})
    return {
        **words_of_a_book(cast, group),
        **words_of_meters(cast, group),
        **words_of_a_plan(cast, group),
        "node_id": group.north.pk,
        "facility_id": group.potline.pk,
        "event_id": group.potline.life_events.get().pk,
        "other": 1,
        "table": "lines",
        "kind": "xlsx",
        "year": YEAR,
        "month": 1,
        "import_id": run.snapshot.source_import_id,
        "run_id": run.pk,
        "other_id": run.pk,
        "quantity": "anode_emission_tco2",
        "name": "gwp_cf4",
        "attachment_id": attachment.pk,
        "file_id": kept_file(group.north, cast.bob).pk,
        "sha256": attachment.file.sha256,
        "report_id": report.pk,
        "rest": "x",
        "task_id": task.pk,
        "user_id": cast.alice.pk,
        "assignment_id": cast.alice.assignments.get().pk,
        "token_id": 1,
        "key": "x",
        "token": "x",
        "step": "group",
        "verb": "submit",
        "pack_id": PACK,
        "uidb36": "1",
        "clarification_id": said.pk,
        "anchor": said.anchor,
        "section": "quantities",
        "separation_id": "preparation",
    }


def words_of_meters(cast, group):
    meter, second = scale(cast.alice, group), scale(cast.alice, group, "M-002", status="spare")
    calibration = calibrate(cast.alice, meter, date(2025, 1, 1), date(2025, 12, 31))
    swap = {"old": meter, "new": second, "on": date(2025, 6, 1), "closing": None, "opening": None, "reason": "换秤"}
    replacement = replace_meter(actor=in_person(cast.alice), **swap)
    return {"meter_id": meter.pk, "calibration_id": calibration.pk, "replacement_id": replacement.pk}


def words_of_a_plan(cast, group):
    number = begun(cast, group.north)
    picture = attached(cast, group, number)
    led_to(cast, group.north, number, "in_force")
    return {"picture_id": picture.pk, "number": number}


def addresses(patterns, prefix=""):
    for pattern in patterns:
        text = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, text)
        elif isinstance(pattern, URLPattern) and "(?P" not in text and "\\" not in text:
            yield text.rstrip("$")


def our_addresses():
    """The addresses that the apps registered, and the API's."""
    ours = ("api/", *(prefix for app in registered_apps() for prefix in app.url_prefixes if prefix))
    return [text for text in addresses(get_resolver().url_patterns) if text.startswith(ours)]


def filled(text, arguments):
    return "/" + ARGUMENT.sub(lambda match: str(arguments[match[2]]), text)


def test_a_stranger_sees_nothing_at_any_address(cast, group, arguments, signed_in):
    charlie = signed_in("charlie")
    secrets = [group.north.name, group.group.name, cast.alice.email, "22,765", "22765", "case-2025.yaml", "残极不扣减", "出铝汽车衡"]
    walked = [filled(text, arguments) for text in our_addresses()]
    assert len(walked) > 45
    for address in walked:
        for verb in ("get", "post"):
            answer = getattr(charlie, verb)(address)
            body = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code < 500, (verb, address)
            told = [secret for secret in secrets if secret.encode() in body]
            if answer.headers.get("Content-Type") == "application/pdf":
                told = [secret for secret in told if not secret.isdigit()]  # a PDF counts its own bytes in such figures
            assert told == [], (verb, address)
    from tanheng.apps.accounting.models import Run
    from tanheng.apps.records.models import Import

    assert (Run.objects.count(), Import.objects.count()) == (1, 1)


def test_a_passer_by_is_sent_to_the_sign_in_or_refused(arguments):
    areas = "monitoring|months|plans|reports|tasks|schedule|rules|organisation|people|journal|account"
    ours = re.compile(rf"^(data/|accounts/(<|runs)|({areas})/|api/v1/(?!openapi))")
    walked = [filled(text, arguments) for text in addresses(get_resolver().url_patterns) if ours.match(text)]
    assert len(walked) > 45
    for address in walked:
        answer = Client().get(address)
        to_the_sign_in = answer.status_code == 302 and "/accounts/login/" in answer.url
        assert to_the_sign_in or answer.status_code in (401, 404, 405), address


def test_an_administrator_keeps_people_and_sees_no_figures(cast, group, arguments, signed_in):
    ada = signed_in("ada")
    for text in addresses(get_resolver().url_patterns):
        if re.match(r"(monitoring|months|plans|data|accounts/<|accounts/runs|reports)", text):
            answer = ada.get(filled(text, arguments))
            assert answer.status_code in (403, 404, 405), text


def test_a_stranger_cannot_upload_through_the_api(signed_in, group):
    file = SimpleUploadedFile("case.yaml", smelter_file(group.north))
    answer = signed_in("charlie").post(f"/api/v1/organisations/{group.north.pk}/uploads", {"file": file}, headers={"Idempotency-Key": "1"})
    assert answer.status_code == 404
