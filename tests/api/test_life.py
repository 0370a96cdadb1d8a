"""The life of a facility by the API."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_stop_is_recorded_corrected_and_withdrawn(caller, group):
    ada, bob = caller("ada", node=group.group), caller("bob", node=group.north_plant)
    path = f"/facilities/{group.potline.pk}/life"
    stop = {"kind": "stopped", "on": "2025-02-01", "until": "2025-03-31", "reason": "错峰"}
    assert bob.post(path, stop).status_code == 403
    made = ada.post(path, stop, key="one")
    assert made.status_code == 201, made.content
    assert ada.post(path, stop, key="one").json() == made.json()
    assert ada.post(path, stop).status_code == 409
    told = bob.get(path, year=2025).json()
    assert (told["state"], told["not_applicable_months"]) == ("in_use", [2, 3])
    assert told["stops"] == [{"first": "2025-02-01", "last": "2025-03-31", "reason": "错峰"}]
    shorter = {**stop, "until": "2025-02-28", "corrects": made.json()["id"]}
    corrected = ada.post(path, shorter).json()
    assert bob.get(path, year=2025).json()["not_applicable_months"] == [2]
    assert ada.post(f"/life/{corrected['id']}/withdrawal", {"reason": "没有停"}).status_code == 201
    told = bob.get(path, year=2025).json()
    assert (told["stops"], len(told["records"])) == ([], 4)
    assert caller("charlie").get(path, year=2025).status_code == 404


def test_a_list_of_key_emitters_is_recorded_and_read(caller, group):
    ada, alice = caller("ada", node=group.group), caller("alice")
    path, told = f"/organisations/{group.north.pk}/lists", {"sector": "power", "year": 2025, "listed": True, "source": "名录"}
    assert alice.post(path, told).status_code == 403
    assert ada.post(path, told).status_code == 201
    assert [(one["sector"], one["year"], one["listed"]) for one in alice.get(path).json()] == [("power", 2025, True)]
    assert caller("charlie").get(path).status_code == 404


def test_a_company_changes_its_name_hands_over_and_is_merged(caller, group):
    ada, alice = caller("ada", node=group.group), caller("alice")
    name = {"name": "合成北铝", "code": "91640000000000001X", "on": "2026-01-01", "source": "营业执照"}
    assert alice.post(f"/organisations/{group.north.pk}/identity", name).status_code == 403
    assert ada.post(f"/organisations/{group.north.pk}/identity", name).json()["name"] == "合成北铝"
    told = {"facilities": [group.potline.pk], "on": "2026-02-01", "reason": "重组", "source": "协议"}
    (taken,) = ada.post(f"/organisations/{group.south_plant.pk}/handovers", told).json()
    assert (taken["parent"], taken["in_use_from"]) == (group.south_plant.pk, "2026-02-01")
    merger = {"into": group.south.pk, "on": "2026-03-01", "reason": "重组", "source": "协议"}
    assert ada.post(f"/organisations/{group.north.pk}/merger", merger).json() == []
    assert ada.post(f"/organisations/{group.north.pk}/merger", merger).status_code == 409


def test_the_boundary_as_of_a_day_and_the_walk_through_its_sources(caller, group):
    alice, stranger = caller("alice"), caller("charlie")
    told = alice.get(f"/organisations/{group.north.pk}/boundary", on="2014-06-01").json()
    (site,) = told["sites"]
    assert [(one["facility"]["code"], one["state"], one["inside"]) for one in site["facilities"]] == [("potline-1", "not_yet", False)]
    path = f"/organisations/{group.north.pk}/years/2025/boundary"
    walk = alice.get(path, pack="cn/aluminium/cets_2024").json()
    assert [one["facility"] for one in walk["stages"]] == [group.potline.pk, None]
    assert {one["quantity"] for one in walk["stages"][0]["sources"]} == {"anode_emission_tco2", "anode_effect_emission_tco2e"}
    assert stranger.get(path).status_code == 404
    assert stranger.get(f"/organisations/{group.north.pk}/boundary", on="2014-06-01").status_code == 404
