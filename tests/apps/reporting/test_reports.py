"""Reports are made from a proven run, kept by their hash, and handed out again byte for byte."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.journal.models import Event
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.reporting.services import issue_report
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
BEGINNINGS = {"pdf": b"%PDF-", "docx": b"PK", "tables": b"PK", "kit": b"PK"}


@pytest.fixture
def run(cast, group):
    upload(cast.bob, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_file_is_issued_with_one_event_and_kept(signed_in, run, kind):
    client = signed_in("vera")
    answer = client.post(reverse("reporting:run", args=[run.pk]), {"kind": kind, "language": "en"})
    issued = IssuedReport.objects.get()
    assert answer.content.startswith(BEGINNINGS[kind])
    assert hashlib.sha256(answer.content).hexdigest() == issued.file.sha256
    assert Event.objects.filter(action="reporting.report.issued").count() == 1
    again = client.get(reverse("reporting:file", args=[issued.pk]))
    assert again.content == answer.content
    assert issued.file_name in client.get(reverse("reporting:list", args=[run.node_id, YEAR])).content.decode()


def test_a_clerk_sees_figures_but_issues_no_reports(signed_in, cast, run):
    assert signed_in("bob").get(reverse("accounting:results", args=[run.pk])).status_code == 200
    assert signed_in("bob").get(reverse("reporting:run", args=[run.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        issue_report(actor=in_person(cast.bob), run=run, kind="pdf", language="zh")


def test_unknown_kinds_are_refused(signed_in, run):
    answer = signed_in("alice").post(reverse("reporting:run", args=[run.pk]), {"kind": "exe", "language": "zh"})
    assert answer.status_code == 400
    assert not IssuedReport.objects.exists()
