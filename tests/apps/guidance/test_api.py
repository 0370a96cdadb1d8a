"""The rules by the API: clarifications, search, comparison."""

import pytest

from tanheng.apps.guidance.models import Clarification
from tests.api.conftest import caller  # noqa: F401
from tests.apps.guidance.clarified import ANCHOR, PACK, TYPED, clarification

pytestmark = pytest.mark.django_db
WRITTEN = {**TYPED, "said_on": "2026-02-03", "pack": PACK, "anchor": ANCHOR}


def post(caller_, node, data, key="once"):
    return caller_.post(f"/organisations/{node.pk}/clarifications", data, key=key, content_type=None)


def test_recording_twice_with_one_key_is_done_once(caller, group):  # noqa: F811
    alice = caller("alice")
    first, second = (post(alice, group.north, WRITTEN) for _ in range(2))
    assert (first.status_code, second.json()) == (201, first.json())
    assert Clarification.objects.count() == 1
    listed = alice.get(f"/organisations/{group.north.pk}/clarifications", pack=PACK, anchor=ANCHOR).json()
    assert [one["text"] for one in listed] == [TYPED["text"]]
    assert listed[0]["organisation"] == group.group.pk


def test_a_correction_by_the_api(caller, cast, group):  # noqa: F811
    first = clarification(cast.alice, group.group)
    answer = post(caller("alice"), group.north, {**WRITTEN, "supersedes": first.pk})
    assert answer.json()["supersedes"] == first.pk
    assert post(caller("alice"), group.north, {**WRITTEN, "supersedes": first.pk}, key="again").status_code == 409


def test_refusals_say_what_is_wrong(caller, group):  # noqa: F811
    alice = caller("alice")
    wrong = [({"anchor": "q-nothing"}, 409), ({"said_on": "yesterday"}, 422), ({"supersedes": 999}, 404), ({"text": ""}, 409)]
    for change, status in wrong:
        answer = post(alice, group.north, {**WRITTEN, **change}, key=str(change))
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), change
    assert not Clarification.objects.exists()


def test_roles_and_scopes_decide(caller, group):  # noqa: F811
    assert post(caller("grace"), group.north, WRITTEN).status_code == 403
    assert post(caller("vera"), group.north, WRITTEN).status_code == 403
    assert post(caller("charlie"), group.north, WRITTEN).status_code == 404
    assert post(caller("alice", scopes=["view_organisation"]), group.north, WRITTEN).status_code == 403
    assert caller("charlie").get(f"/organisations/{group.north.pk}/clarifications").status_code == 404
    assert not Clarification.objects.exists()


def test_search_and_comparison(caller):  # noqa: F811
    alice = caller("alice")
    found = alice.get("/rules/search", q="阳极消耗量", pack=PACK).json()
    assert {"pack": PACK, "anchor": ANCHOR, "chapter": "数据项", "title": "阳极消耗量 AC"} in found
    differences = alice.get("/rules/compare", before="intl/aluminium/iai_slope", after=PACK).json()
    assert any(one["name"] == "anode_consumption_t" and one["kind"] == "added" for one in differences)
    assert alice.get("/rules/compare", before="x", after=PACK).status_code == 404
    assert alice.get("/rules/search", q="x", pack="x").status_code == 404
