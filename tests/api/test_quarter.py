"""A quarter worked through by the API alone: plan, meter, grid, evidence, review, close, the accounts of the part of the year, report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tanheng.apps.monitoring.selectors.plans import standing_plan
from tests.apps.monitoring.planned import ON_THE_WAY, complete

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PACK, YEAR = "cn/aluminium/cets_2024", 2025
FIGURES = {"molten_aluminium_output_t": "16000.00", "anode_consumption_t": "7500.00", "fuel_consumption": "25.00"}
METER = {
    "code": "E-7", "kind": "electricity_meter", "name": "电能表", "accuracy_class": "0.5S", "on": "2024-01-01", "register_size": "100000",
    "multiplier": "40", "interval_months": 12, "energy": "electricity", "level": "entity",
}  # fmt: skip


def made(answer, status=201):
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def plan_in_force(people, company) -> None:
    plans = f"/organisations/{company.pk}/plans"
    made(people["bob"].post(plans, {"packs": [PACK], "from_month": f"{YEAR}-01"}))
    document = complete(standing_plan(company, 1).plan).document
    made(people["bob"].post(f"{plans}/1/document", {"document": document, "seen": 1}), 200)
    for verb, name in ON_THE_WAY:
        made(people[name].post(f"{plans}/1/steps", {"verb": verb}))


def type_quarter(bob, company, place) -> None:
    """Every line of the place in three months: its figure, or that it is not applicable."""
    rows = [one for one in made(bob.get(f"/organisations/{place.pk}/grid", year=YEAR), 200)["rows"] if one["role"] == "main"]
    lines = made(bob.get(f"/organisations/{company.pk}/plan-lines", month=f"{YEAR}-01"), 200)["lines"]
    told = {one["code"]: FIGURES.get(one["measure"], "/") for one in lines if one["item"] in ("", "diesel")}
    cells = [
        {"row": one["row"], "source": one["source"], "month": f"{YEAR}-{month:02d}", "text": told.get(one["row"], "/")}
        for one in rows
        for month in (1, 2, 3)
    ]
    saved = made(bob.post(f"/organisations/{company.pk}/cells", {"cells": cells}), 200)
    assert not saved["merges"] and [one for one in saved["problems"] if one["severity"] == "error"] == []


def test_a_quarter_from_the_plan_to_the_report(caller, cast, group):
    people = {"bob": caller("bob", node=group.north_plant), **{name: caller(name) for name in ("alice", "grace")}}
    bob, alice, north = people["bob"], people["alice"], f"/organisations/{group.north.pk}"
    plan_in_force(people, group.north)
    made(bob.post(f"{north}/meters", METER))
    for place in (group.north, group.potline):
        type_quarter(bob, group.north, place)
    sent = {"file": SimpleUploadedFile("record.pdf", b"%PDF-1.4 synthetic"), "year": YEAR, "note": "合成凭证"}
    made(bob.post(f"{north}/evidence", sent, content_type=None))
    months = [{"place": place.pk, "month": month} for place in (group.north, group.potline) for month in (1, 2, 3)]
    for verb, who in (("submit", bob), ("review", alice), ("close", alice)):
        told = made(who.post(f"{north}/months/{YEAR}/steps", {"verb": verb, "months": months}))
        assert (len(told["taken"]), told["refused"]) == (6, [])

    assert alice.post(f"{north}/runs", {"year": YEAR, "pack": PACK}).status_code == 409, "nine months are missing"
    run = made(alice.post(f"{north}/runs", {"year": YEAR, "pack": PACK, "through_month": 3}))
    assert run["through_month"] == 3
    document = made(alice.get(f"/runs/{run['id']}"), 200)
    assert document["through_month"] == document["case"]["through_month"] == 3
    assert {one["month"] for one in document["results"]} == {1, 2, 3, None}
    refused = alice.post(f"{north}/years/{YEAR}/steps", {"pack": PACK, "verb": "submit"})
    assert refused.status_code in (403, 409)

    assert [one["code"] for one in document["problems"] if one.get("digest")] == [], "a sound quarter is not doubted"
    report = made(alice.post(f"/runs/{run['id']}/reports", {"kind": "tables", "language": "zh"}))
    assert alice.get(f"/reports/{report['id']}/file").status_code == 200
