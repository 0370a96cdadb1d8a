"""The meter ledger by the API: the same power as the pages."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tanheng.apps.monitoring.models import Calibration, Meter, MeterReplacement
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.ledger import PACK, calibrate, electricity, scale

pytestmark = pytest.mark.django_db
SAID = {
    "code": "E-7", "kind": "electricity_meter", "name": "电能表", "accuracy_class": "0.5S", "on": "2024-01-01", "register_size": "100000",
    "multiplier": "40", "interval_months": 12, "energy": "electricity", "level": "entity",
}  # fmt: skip


@pytest.fixture
def bob(caller, group):  # noqa: F811
    return caller("bob", node=group.north_plant)


def test_a_meter_from_its_entry_to_its_replacement(bob, group):
    at = f"/organisations/{group.north.pk}"
    made = bob.post(f"{at}/meters", SAID, key="1")
    assert (made.status_code, made.json()["status"], made.json()["multiplier"], made.json()["due"]) == (201, "in_use", "40", "never")
    assert bob.post(f"{at}/meters", SAID, key="1").json() == made.json() and Meter.objects.count() == 1
    old = made.json()["id"]
    new = bob.post(f"{at}/meters", {**SAID, "code": "E-8", "status": "spare"}, key="2").json()["id"]
    swap = {"new": new, "on": "2025-06-01", "closing": "99990", "opening": "0", "reason": "表坏"}
    assert bob.post(f"/meters/{old}/replacements", {**swap, "closing": None}, key="3").status_code == 409
    one = bob.post(f"/meters/{old}/replacements", swap, key="4").json()
    assert one["closing"] == "99990"
    right = bob.post(f"/replacements/{one['id']}/corrections", {"closing": "99980", "opening": "0", "reason": "看错"}, key="5")
    assert (right.status_code, right.json()["supersedes"]) == (201, one["id"])
    described = {name: value for name, value in SAID.items() if name not in ("code", "on")}
    assert (
        bob.post(
            f"/meters/{new}/descriptions", {**described, "valid_from": "2025-07-01", "reason": "移位", "location": "二号站"}, key="6"
        ).json()["location"]
        == "二号站"
    )
    assert (
        bob.post(f"/meters/{new}/steps", {"on": "2025-08-01", "status": "stopped", "reason": "停"}, key="7").json()["status"] == "stopped"
    )
    whole = bob.get(f"/meters/{new}").json()
    assert [len(whole[name]) for name in ("descriptions", "steps", "replacements")] == [2, 3, 1]
    assert whole["relative_standard_uncertainty_per_cent"] == "0.2887"
    assert MeterReplacement.objects.count() == 2


def test_certificates(bob, cast, group):
    meter = scale(cast.alice, group)
    said = {
        "kind": "verification",
        "done_on": "2025-02-01",
        "due_on": "2026-01-31",
        "certificate_number": "合成-1",
        "expanded": "0.4",
        "coverage": "2",
    }
    file = SimpleUploadedFile("证书.pdf", b"%PDF-1.7 synthetic")
    made = bob.post(f"/meters/{meter.pk}/calibrations", {**said, "file": file}, key="1", content_type=None)
    assert (made.status_code, made.json()["expanded"], made.json()["file_name"]) == (201, "0.4", "证书.pdf")
    one = made.json()["id"]
    assert bob.get(f"/calibrations/{one}/file").content == b"%PDF-1.7 synthetic"
    asked = bob.get(f"/meters/{meter.pk}/coverage", first="2025-01-01", last="2025-01-31").json()
    assert (asked["whole"], asked["days_uncovered"]) == (False, 31)
    assert bob.get(f"/meters/{meter.pk}/coverage", first="2025-03-01", last="2025-03-31").json()["whole"]
    again = {**said, "certificate_number": "合成-2", "supersedes": one, "reason": "号码抄错"}
    assert bob.post(f"/meters/{meter.pk}/calibrations", again, key="2", content_type=None).json()["supersedes"] == one
    assert bob.post(f"/calibrations/{one}/void", {"reason": "重复"}, key="3").status_code == 409  # corrected already
    stated = bob.get(f"/organisations/{group.north.pk}/meters/uncertainties", pack=PACK).json()
    assert [row["quantity"] for row in stated] == ["molten_aluminium_output_t"]


def test_what_is_due(bob, cast, group):
    calibrate(cast.alice, scale(cast.alice, group), date(2025, 2, 1), date(2025, 12, 31))
    electricity(cast.alice, group, interval_months=None)
    assert [one["code"] for one in bob.get(f"/organisations/{group.north.pk}/meters", due_within=0).json()] == ["M-001"]
    assert len(bob.get(f"/organisations/{group.north.pk}/meters").json()) == 2


def test_the_ledger_as_a_file_and_back(bob, cast, group):
    scale(cast.alice, group)
    at = f"/organisations/{group.north.pk}/ledger"
    content = bob.get(at).content
    given = {"valid_from": "2025-06-01", "reason": "核对"}
    answer = bob.post(at, {**given, "file": SimpleUploadedFile("台账.xlsx", content)}, key="1", content_type=None)
    assert (answer.status_code, answer.json()) == (201, {"entered": 0, "described": 0, "moved": 0, "calibrated": 0})
    refused = bob.post(at, {**given, "file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no")}, key="2", content_type=None)
    assert (refused.status_code, refused.json()["code"]) == (409, "METER-409")
    assert refused.json()["problems"][0]["code"].startswith("FILE-")


def test_rates(bob, cast, group):
    electricity(cast.alice, group)
    at = f"/organisations/{group.north.pk}/rates"
    said = {"energy": "electricity", "level": "entity", "valid_from": "2024-01-01", "source": "计量网络图"}
    assert bob.post(f"{at}/needed", {**said, "count": 2}, key="1").status_code == 201
    assert bob.post(f"{at}/required", {**said, "rate": "40.5", "standard": "GB 17167-2025"}, key="2").status_code == 201
    row = next(one for one in bob.get(at).json() if (one["energy"], one["level"]) == ("electricity", "entity"))
    assert (row["rate"], row["required"], row["met"], row["status"]) == ("50.0", "40.5", True, "override")


def test_roles_scopes_and_strangers(caller, cast, group):  # noqa: F811
    meter = scale(cast.alice, group)
    calibrate(cast.alice, meter, date(2025, 2, 1), date(2026, 1, 31))
    at = f"/organisations/{group.north.pk}"
    for name, reads, writes in (("vera", 200, 403), ("grace", 200, 403), ("charlie", 404, 404)):
        other = caller(name)
        assert (other.get(f"{at}/meters").status_code, other.get(f"/meters/{meter.pk}").status_code) == (reads, reads), name
        assert other.post(f"{at}/meters", SAID, key=name).status_code == writes, name
        assert (
            other.post(f"/meters/{meter.pk}/steps", {"on": "2025-03-01", "status": "spare", "reason": "x"}, key=f"{name}2").status_code
            == writes
        )
    narrow = caller("alice", scopes=["view_data"])
    assert (narrow.get(f"{at}/meters").status_code, narrow.post(f"{at}/meters", SAID, key="n").status_code) == (200, 403)
    assert (Meter.objects.count(), Calibration.objects.count()) == (1, 1)
