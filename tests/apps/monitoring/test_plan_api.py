"""The plan by the API: the same power as the pages, and the same doors."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tanheng.apps.monitoring.selectors.plans import standing_plan
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.planned import ON_THE_WAY, complete, in_force

pytestmark = pytest.mark.django_db
PACK = "cn/aluminium/cets_2024"


def test_a_plan_is_written_and_led_into_force(caller, cast, group):  # noqa: F811
    people = {"bob": caller("bob", node=group.north_plant), **{name: caller(name) for name in ("alice", "grace")}}
    bob, plans = people["bob"], f"/organisations/{group.north.pk}/plans"
    begun = bob.post(plans, {"packs": [PACK], "from_month": "2026-01"})
    assert begun.status_code == 201, begun.content
    assert (begun.json()["number"], begun.json()["state"], begun.json()["edit"]) == (1, "draft", 1)
    assert bob.post(plans, {"packs": [PACK]}).json()["problems"][0]["code"] == "PLAN-413"
    told = bob.get(f"{plans}/1").json()
    assert {one["code"] for one in told["problems"]} >= {"PLAN-201"}
    document = complete(standing_plan(group.north, 1).plan).document
    saved = bob.post(f"{plans}/1/document", {"document": document, "seen": 1})
    assert (saved.status_code, saved.json()["edit"]) == (200, 2)
    broken = bob.post(f"{plans}/1/document", {"document": {**document, "lines": [{"way": "guess"}]}})
    assert (broken.status_code, broken.json()["code"]) == (409, "PLAN-409")
    assert broken.json()["problems"][0]["code"] == "PLAN-104"
    for verb, name in ON_THE_WAY:
        answer = people[name].post(f"{plans}/1/steps", {"verb": verb})
        assert answer.status_code == 201, answer.content
    lines = caller("vera").get(f"/organisations/{group.north.pk}/plan-lines", month="2026-03").json()
    assert lines["version"] == 1
    output = next(one for one in lines["lines"] if one["measure"] == "molten_aluminium_output_t")
    assert [one["role"] for one in output["sources"]] == ["main", "comparison"]
    assert (output["uses"][0]["pack"], output["sources"][1]["tolerance"]) == (PACK, None)
    assert caller("vera").get(f"/organisations/{group.north.pk}/plan-lines", month="2025-12").json()["lines"] == []
    assert caller("vera").get(f"/organisations/{group.north.pk}/plan-lines", month="03").status_code == 404


def test_a_file_goes_out_and_comes_back(caller, cast, group):  # noqa: F811
    number = in_force(cast, group.north)
    bob, plans = caller("bob", node=group.north_plant), f"/organisations/{group.north.pk}/plans"
    excel = bob.get(f"{plans}/{number}/file").content
    assert bob.get(f"{plans}/{number}/file", kind="docx").content[:2] == b"PK"
    sent = {"file": SimpleUploadedFile("plan.xlsx", excel)}
    answer = bob.post(f"/organisations/{group.north.pk}/plan-workbooks", sent, content_type=None)
    assert answer.status_code == 201, answer.content
    assert bob.get(f"{plans}/{number + 1}/differences/{number}").json() == []
    assert json.loads(bob.get(f"{plans}/{number + 1}").content)["document"] == bob.get(f"{plans}/{number}").json()["document"]


def test_doors(caller, cast, group):  # noqa: F811
    number = in_force(cast, group.north)
    plans = f"/organisations/{group.north.pk}/plans"
    assert caller("vera").get(f"{plans}/{number}").status_code == 200
    assert caller("vera").post(plans, {"packs": [PACK]}).status_code == 403
    assert caller("charlie").get(f"{plans}/{number}").status_code == 404
    assert caller("charlie").post(plans, {"packs": [PACK]}).status_code == 404
    assert caller("bob", node=group.north_plant).get(f"{plans}/99").status_code == 404
