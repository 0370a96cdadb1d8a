"""What the pages can do, the API can do: the year's way from upload to report, with a token."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.records.models import Import
from tanheng.demo.synthetic_power_units import PACK_ID as POWER
from tests.apps.captive_power import register_units, run_power_year
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def run(cast, group):
    upload(cast.bob, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def send(caller, group, content, **options):
    file = SimpleUploadedFile("case.yaml", content)
    return caller.post(f"/organisations/{group.north.pk}/uploads", {"file": file, "reason": "初次"}, content_type=None, **options)


def test_from_the_upload_to_the_report(caller, group):
    alice = caller("alice")
    uploaded = send(alice, group, smelter_file(group.north))
    assert (uploaded.status_code, uploaded.json()["state"]) == (201, "accepted")
    made = alice.post(f"/organisations/{group.north.pk}/runs", {"year": YEAR, "pack": PACK})
    assert made.status_code == 201
    run = made.json()
    document = alice.get(f"/runs/{run['id']}").json()
    assert (document["tanheng"], document["run_hash"]) == ("run/1", run["run_hash"])
    trace = alice.get(f"/runs/{run['id']}/explanation", quantity="anode_emission_tco2", facility="potline-1", month=1).json()
    assert (trace["tanheng"], trace["value"]) == ("trace/1", "22765.69")
    issued = alice.post(f"/runs/{run['id']}/reports", {"kind": "tables", "language": "en"})
    assert issued.status_code == 201
    assert alice.get(f"/reports/{issued.json()['id']}/file").content.startswith(b"PK")


def test_a_refused_file_answers_with_every_problem(caller, group):
    answer = send(caller("alice"), group, smelter_file(group.north, anodes="约7500"))
    assert answer.status_code == 422
    assert {problem["code"] for problem in answer.json()["problems"]} >= {"CASE-141"}
    assert Import.objects.get().state == "refused"


def test_a_token_that_may_only_upload_answers_nothing_by_a_file(caller, group):
    """The person may answer doubts, the token may not: what a door leaves out no file brings in."""
    alice, gate = caller("alice"), caller("alice", scopes=["upload_data", "view_data"])
    doubtful = {"anodes": "9500.00"}
    assert send(gate, group, smelter_file(group.north, **doubtful)).status_code == 201
    query = {"year": YEAR, "pack": PACK}
    doubts = alice.get(f"/organisations/{group.north.pk}/doubts", **query).json()
    said = {"says": "confirmed", "reason": "已核对", "person": "王总经理", "printed": False}
    places = [{name: part for name, part in one["where"].items() if name in ("quantity", "facility", "item", "month")} for one in doubts]
    entries = [{**place, "code": one["code"], "digest": one["digest"], **said} for place, one in zip(places, doubts, strict=True)]
    answered = smelter_file(group.north, **doubtful, answers=entries)
    for sender, settled, told in ((gate, False, True), (alice, True, False)):
        uploaded = send(sender, group, answered).json()
        assert uploaded["state"] == "accepted"
        assert ("REC-106" in {problem["code"] for problem in uploaded["problems"]}) == told
        after = alice.get(f"/organisations/{group.north.pk}/doubts", **query).json()
        assert len(after) == len(doubts) > 0
        assert all(one["open"] != settled for one in after)


def test_a_list_of_uploads_counts_their_problems(caller, group):
    alice = caller("alice")
    refused = send(alice, group, smelter_file(group.north, anodes="约7500")).json()
    (listed,) = alice.get(f"/organisations/{group.north.pk}/uploads").json()
    assert "problems" not in listed
    assert (listed["problem_count"], listed["error_count"]) == (refused["problem_count"], refused["error_count"])
    assert refused["problem_count"] == len(refused["problems"]) >= refused["error_count"] > 0


def test_the_packs_of_a_year(caller, group, run):
    packs = caller("vera").get(f"/organisations/{group.north.pk}/packs", year=YEAR).json()
    upload = run.snapshot.source_import_id
    assert packs == [{"pack": PACK, "upload": upload, "run": run.pk, "final": None, "reported": run.pk}]
    assert caller("charlie").get(f"/organisations/{group.north.pk}/packs", year=YEAR).status_code == 404


def test_reads(caller, group, run):
    vera = caller("vera")
    node = group.north.pk
    assert vera.get("/organisations").json()[0]["name"] == group.north.name
    readings = vera.get(f"/organisations/{node}/readings", year=YEAR).json()
    assert len(readings) == 36
    assert readings[0]["amount"] == "16000.00"
    assert vera.get(f"/organisations/{node}/uploads").json()[0]["id"] == run.snapshot.source_import_id
    assert vera.get(f"/uploads/{run.snapshot.source_import_id}").status_code == 200
    assert vera.get(f"/organisations/{node}/runs", year=YEAR).json()[0]["id"] == run.pk
    assert vera.get(f"/runs/{run.pk}/case").json()["tanheng"] == "case/1"
    assert vera.get(f"/runs/{run.pk}/comparison/{run.pk}").json()["results"] == []
    assert vera.get(f"/runs/{run.pk}/sensitivity", quantity="enterprise_emission_tco2e").json()[0]["difference"]
    assert vera.get(f"/runs/{run.pk}/uncertainty", quantity="enterprise_emission_tco2e").json()["not_stated"]
    assert vera.get(f"/runs/{run.pk}/uncertainty", quantity="anode_consumption_t").status_code == 404
    assert vera.get(f"/organisations/{node}/evidence", year=YEAR).json() == []
    assert vera.get("/packs/" + PACK).json()["id"] == PACK
    assert vera.get("/journal", limit=5).json()[0]["action"] == "people.token.created"


def test_the_openapi_document_lists_every_path(client):
    document = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/runs/{run_id}" in document["paths"]
    assert "/api/v1/organisations/{node_id}/uploads" in document["paths"]


def test_errors_are_problem_json_in_the_callers_language(caller, group, run, cast):
    alice = caller("alice")
    missing = alice.get("/runs/999999")
    assert (missing.status_code, missing.headers["Content-Type"], missing.json()["code"]) == (404, PROBLEM, "API-404")
    assert "权限" in missing.json()["detail"]
    cast.alice.language = "en"
    cast.alice.save(update_fields=["language"])
    assert "part of the group" in alice.get("/runs/999999").json()["detail"]
    unreadable = alice.get(f"/runs/{run.pk}/explanation", quantity="x", month="77")
    assert (unreadable.status_code, unreadable.json()["code"]) == (422, "API-422")
    none = alice.post(f"/organisations/{group.north.pk}/runs", {"year": 2019, "pack": PACK})
    assert (none.status_code, none.json()["code"]) == (409, "API-409")
    assert alice.get("/nowhere").headers["Content-Type"] == PROBLEM


def test_a_token_does_only_what_its_scopes_say(caller, group, run):
    reader = caller("alice", scopes=["view_data"])
    assert reader.get(f"/runs/{run.pk}").status_code == 200
    refused = reader.post(f"/organisations/{group.north.pk}/runs", {"year": YEAR, "pack": PACK})
    assert (refused.status_code, refused.json()["verb"]) == (403, "run_accounts")
    assert send(reader, group, smelter_file(group.north)).status_code == 403
    assert reader.get(f"/runs/{run.pk}/reports").status_code == 403
    assert Run.objects.count() == 1


def test_a_token_reaches_only_its_part_of_the_group(caller, group, run):
    south = caller("grace", node=group.south)
    assert south.get(f"/runs/{run.pk}").status_code == 404
    assert {one["name"] for one in south.get("/organisations").json()} == {group.south.name, group.south_plant.name}
    assert caller("grace").get(f"/runs/{run.pk}").status_code == 200


def test_without_or_with_a_wrong_token_nothing_opens(run):
    for headers in ({}, {"Authorization": "Bearer tanheng_wrong"}, {"Authorization": "Basic YTpi"}):
        answer = Client(headers=headers).get(f"/api/v1/runs/{run.pk}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, PROBLEM)
        assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_the_session_reads_but_writes_only_with_the_csrf_token(cast, group, run):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice)
    assert client.get(f"/api/v1/runs/{run.pk}").status_code == 200
    address, body = f"/api/v1/organisations/{group.north.pk}/runs", json.dumps({"year": YEAR, "pack": PACK})
    headers = {"Idempotency-Key": "one"}
    assert client.post(address, body, content_type="application/json", headers=headers).status_code == 403
    client.get("/account/")
    headers["X-CSRFToken"] = client.cookies["csrftoken"].value
    assert client.post(address, body, content_type="application/json", headers=headers).status_code == 201


def test_idempotency_does_a_write_once(caller, group):
    alice = caller("alice")
    content = smelter_file(group.north)
    first, second = send(alice, group, content, key="same"), send(alice, group, content, key="same")
    assert first.content == second.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Import.objects.count() == 1
    other = send(alice, group, content + b"\n", key="same")
    assert (other.status_code, other.json()["code"]) == (409, "API-410")
    bob = caller("bob", node=group.north_plant)
    assert send(bob, group, content, key="same").status_code == 201  # keys belong to their user
    assert Import.objects.count() == 2


def test_a_write_without_a_key_is_refused(caller, group):
    alice = caller("alice")
    address, body = f"/api/v1/organisations/{group.north.pk}/runs", {"year": YEAR, "pack": PACK}
    answer = alice.client.post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "API-400")


def test_a_refused_write_keeps_its_key_free(caller, group):
    alice = caller("alice")
    body = {"year": YEAR, "pack": PACK}
    assert alice.post(f"/organisations/{group.north.pk}/runs", body, key="later").status_code == 409
    send(alice, group, smelter_file(group.north))
    assert alice.post(f"/organisations/{group.north.pk}/runs", body, key="later").status_code == 201


def test_doubts_are_listed_and_answered_once_under_their_key(caller, cast, group):
    upload(cast.bob, group.north, anodes="9500.00")
    node, alice = group.north.pk, caller("alice")
    doubts = alice.get(f"/organisations/{node}/doubts", year=YEAR, pack=PACK).json()
    assert [(one["code"], one["open"]) for one in doubts] == [("AL-021", True), ("AL-022", True), ("AL-025", True)]
    said = {"year": YEAR, "pack": PACK, "digests": [one["digest"] for one in doubts], "says": "confirmed", "reason": "新启槽"}
    made = alice.post(f"/organisations/{node}/answers", said, key="once")
    again = alice.post(f"/organisations/{node}/answers", said, key="once")
    assert (made.status_code, made.json(), again.headers["Idempotent-Replayed"]) == (201, again.json(), "true")
    assert len(alice.get(f"/organisations/{node}/answers", year=YEAR).json()) == 3
    told = alice.get(f"/organisations/{node}/doubts", year=YEAR, pack=PACK).json()
    assert [(one["open"], one["answer"]["reason"]) for one in told] == [(False, "新启槽")] * 3
    assert alice.post(f"/organisations/{node}/answers", {**said, "digests": ["sha256:0"]}).status_code == 409
    assert {name: caller(name).post(f"/organisations/{node}/answers", said).status_code for name in ("vera", "charlie")} == {
        "vera": 403, "charlie": 404
    }  # fmt: skip
    assert caller("alice", scopes=["view_data"]).post(f"/organisations/{node}/answers", said).status_code == 403


def test_without_a_pack_every_pack_of_the_year_answers_and_each_row_names_its_own(caller, cast, group):
    upload(cast.bob, group.north, anodes="9500.00")
    register_units(cast.ada, group.north_plant)
    run_power_year(cast.alice, group.north)  # uploaded last: it would hide the smelter's doubts
    alice, node = caller("alice"), group.north.pk
    found = alice.get(f"/organisations/{node}/doubts", year=YEAR).json()
    assert found == [one for pack in (POWER, PACK) for one in alice.get(f"/organisations/{node}/doubts", year=YEAR, pack=pack).json()]
    doubts = [one for one in found if one["pack"] == PACK]
    assert [one["code"] for one in doubts] == ["AL-021", "AL-022", "AL-025"]
    said = {"year": YEAR, "pack": doubts[0]["pack"], "digests": [doubts[0]["digest"]], "says": "confirmed", "reason": "新启槽"}
    assert alice.post(f"/organisations/{node}/answers", said).status_code == 201
    assert [one["pack"] for one in alice.get(f"/organisations/{node}/answers", year=YEAR).json()] == [PACK]
    readings = alice.get(f"/organisations/{node}/readings", year=YEAR).json()
    by_pack = {pack: alice.get(f"/organisations/{node}/readings", year=YEAR, pack=pack).json() for pack in (POWER, PACK)}
    assert readings == by_pack[POWER] + by_pack[PACK]
    assert {one["pack"] for one in readings} == {PACK, POWER}
    for pack in ("cn/cement/cets_2024", "x", "\x00"):
        assert alice.get(f"/organisations/{node}/readings", year=YEAR, pack=pack).status_code == 404


def test_a_report_with_open_doubts_is_refused_with_their_list(caller, cast, group):
    upload(cast.bob, group.north, anodes="9500.00")
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    answer = caller("alice").post(f"/runs/{run.pk}/reports", {"kind": "pdf", "language": "zh"})
    assert (answer.status_code, answer.headers["Content-Type"], answer.json()["code"]) == (409, PROBLEM, "API-411")
    assert [one["code"] for one in answer.json()["doubts"]] == ["AL-021", "AL-022", "AL-025"]
