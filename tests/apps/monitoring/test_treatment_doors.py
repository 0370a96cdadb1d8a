"""The page of missing data and cross-checks and its API: what is offered is accepted and answered there, by whom it may."""

import pytest
from django.urls import reverse

from tanheng.apps.monitoring.models import CheckAnswer, Treatment
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.planned import line_of, tell
from tests.apps.monitoring.test_treatments import OUTPUT, planned  # noqa: F401
from tests.apps.smelter import YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, planned):  # noqa: F811
    """February is missing, and in January a comparison differs."""
    tell(cast.bob, planned, OUTPUT, "16000", "", "15000.5")
    tell(cast.bob, planned, OUTPUT, "16900", source="compare-1")
    return planned


def address(company) -> str:
    return reverse("monitoring:missing", args=[company.pk, YEAR])


def test_a_gap_is_accepted_and_a_doubt_answered_on_the_page(signed_in, told):
    client, code = signed_in("bob"), line_of(told, OUTPUT)
    page = client.get(address(told)).content.decode()
    assert "GRID-201" in page and "保守性处理（用作生产数据，产量不偏高）" in page
    sent = {"asked": f"{code}-{YEAR}-02", "line": code, "month": f"{YEAR}-02", "proposal": "conservative_estimate-output|15000.5"}
    assert client.post(address(told), {**sent, "reason": ""}).status_code == 400
    assert client.post(address(told), {**sent, "reason": "秤坏"}).status_code == 302
    made = Treatment.objects.get()
    page = client.get(address(told)).content.decode()
    assert made.arithmetic_zh in page and "秤坏" in page and f'id="{code}-{YEAR}-02-' not in page
    digest = next(part.split('"')[0] for part in page.split('value="sha256:')[1:])
    alice = signed_in("alice")
    said = {"asked": f"GRID-201-{code}-{YEAR}-01", "digest": f"sha256:{digest}", "reason": "出铝时间不同"}
    assert alice.post(address(told), said).status_code == 302
    assert CheckAnswer.objects.get().reason == "出铝时间不同"
    assert "出铝时间不同" in alice.get(address(told)).content.decode()


@pytest.mark.parametrize(("name", "seen", "written"), [("alice", 200, 302), ("grace", 200, 403), ("vera", 200, 403), ("ada", 403, 403)])
def test_who_may_see_and_who_may_accept(signed_in, told, name, seen, written):
    client = signed_in(name)
    assert client.get(address(told)).status_code == seen
    code = line_of(told, OUTPUT)
    of_month = {"asked": f"{code}-{YEAR}-02", "line": code, "month": f"{YEAR}-02"}
    sent = {**of_month, "proposal": "conservative_estimate-output|15000.5", "reason": "秤坏"}
    assert client.post(address(told), sent).status_code == written


def test_the_api_does_the_same(caller, group, told):  # noqa: F811
    bob, alice, at = caller("bob", node=group.north_plant), caller("alice"), f"/organisations/{told.pk}/missing"
    found, code = bob.get(at, year=YEAR).json(), line_of(told, OUTPUT)
    gap = next(one for one in found["missing"] if (one["line"], one["month"]) == (code, f"{YEAR}-02"))
    (doubt,) = found["doubts"]
    first = gap["proposals"][0]
    assert (first["proposal"], first["amount"], first["status"]) == ("conservative_estimate-output", "15000.5", "project")
    wanted = {"line": code, "month": gap["month"], "proposal": first["proposal"], "amount": first["amount"], "reason": "秤坏"}
    assert bob.post(at, {**wanted, "amount": "1"}, key="1").status_code == 409
    made = bob.post(at, wanted, key="2")
    assert made.status_code == 201 and made.json()["counts"] is True
    assert bob.post(at, wanted, key="2").json() == made.json() and Treatment.objects.count() == 1
    assert bob.post(at, wanted, key="3").status_code == 409
    said = {"year": YEAR, "digest": doubt["problem"]["digest"], "reason": "出铝时间不同"}
    assert alice.post(f"{at}/answers", said, key="4").status_code == 201
    assert bob.get(at, year=YEAR).json()["doubts"][0]["answer"]["reason"] == "出铝时间不同"
