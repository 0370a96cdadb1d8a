"""The organisation: one tree, dated facts, and a stranger for whom nothing of it exists."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tanheng.apps.journal.models import Event
from tanheng.apps.people.services import assign_role
from tanheng.apps.sites import services
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.models.kinds import facility_kind_choices, facility_kinds
from tanheng.apps.sites.selectors import ancestors, company_of, descendants, facts
from tanheng.apps.sites.services.life import record_life
from tanheng.engine.text import Text
from tanheng.pages.typed_decimal import decimal_fact
from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.facility_kinds import OTHER
from tests.support.acting import in_person


def test_paths_make_the_tree(group):
    assert [node.path for node in descendants(group.north)] == [
        "0001/0001/",
        "0001/0001/0001/",
        "0001/0001/0001/0001/",
    ]
    assert ancestors(group.potline) == [group.group, group.north, group.north_plant, group.potline]
    assert company_of(group.potline) == group.north


def test_a_facility_belongs_to_a_site_and_nowhere_else(group, cast):
    with pytest.raises(ValidationError):
        services.create_facility(actor=in_person(cast.ada), site=group.north, name="x", code="x", facility_kind="potline")
    with pytest.raises(ValidationError):
        services.create_facility(actor=in_person(cast.ada), site=group.north_plant, name="x", code="x", facility_kind="castle")
    with pytest.raises(ValidationError):
        services.create_facility(actor=in_person(cast.ada), site=group.north_plant, name="x", code="potline-1", facility_kind="potline")


@pytest.mark.parametrize("name", ["alice", "bob", "vera", "grace", "charlie"])
def test_only_administrators_change_it(group, cast, name):
    by = getattr(cast, name)
    before = Event.objects.count()
    for change in (
        lambda: services.create_company(actor=in_person(by), group=group.group, name="x", code="x"),
        lambda: services.create_site(actor=in_person(by), company=group.north, name="x", code="x"),
        lambda: services.create_facility(actor=in_person(by), site=group.north_plant, name="x", code="x", facility_kind="other"),
        lambda: services.rename_node(actor=in_person(by), node=group.north, name="x"),
        lambda: record_life(actor=in_person(by), facility=group.potline, kind="demolished", on=date(2025, 1, 1), reason="x"),
        lambda: services.record_fact(actor=in_person(by), node=group.potline, attribute="remark", value="x", valid_from=date(2025, 1, 1)),
        lambda: services.create_group(actor=in_person(by), name="x"),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Event.objects.count() == before


def test_no_second_group_after_the_set_up(group, cast):
    with pytest.raises(PermissionDenied):
        services.create_group(actor=in_person(cast.ada), name="第二集团")


def test_facts_are_dated_and_corrected_by_newer_records(group, cast):
    def record(value, day):
        services.record_fact(actor=in_person(cast.ada), node=group.potline, attribute="capacity_t_per_a", value=value, valid_from=day)

    record("200,000", date(2020, 1, 1))
    record("２１００００.５０", date(2024, 1, 1))
    record("210000", date(2024, 1, 1))
    assert facts(group.potline, on=date(2019, 1, 1)) == {}
    assert facts(group.potline, on=date(2023, 1, 1))["capacity_t_per_a"].value == "200000"
    assert facts(group.potline, on=date(2024, 1, 1))["capacity_t_per_a"].value == "210000"
    assert group.potline.facts.count() == 3


@pytest.mark.parametrize("text", ["", "abc", "-1", "NaN", "Infinity", "1e", "1.2.3", "0x10"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValidationError):
        decimal_fact(text)


def test_a_facility_out_of_use_keeps_its_past(group, cast):
    record_life(actor=in_person(cast.ada), facility=group.potline, kind="demolished", on=date(2024, 6, 30), reason="关停")
    group.potline.refresh_from_db()
    assert group.potline.in_use_to == date(2024, 6, 30)
    assert list(descendants(group.north, kind="facility")) == [group.potline]


def test_outside_one_s_part_nothing_exists(signed_in, group):
    assert signed_in("alice").get(f"/organisation/{group.north.pk}/").status_code == 200
    for node in (group.group, group.south, group.elsewhere):
        assert signed_in("alice").get(f"/organisation/{node.pk}/").status_code == 404
    assert signed_in("charlie").get(f"/organisation/{group.north.pk}/").status_code == 404
    assert signed_in("alice").get(f"/organisation/{group.north.pk}/add/").status_code == 403
    assert Client().get(f"/organisation/{group.north.pk}/").status_code == 302


def test_the_tree_shows_one_s_part(signed_in, group):
    text = signed_in("bob").get("/organisation/").content.decode()
    assert "1号电解系列" in text
    assert "合成北方铝业" not in text
    assert "南方" not in text


def test_pages_add_rename_record_and_end(signed_in, group):
    client = signed_in("ada")
    plant = f"/organisation/{group.north_plant.pk}/"
    form = {
        "name": "2号电解系列",
        "code": "potline-2",
        "facility_kind": "potline",
        "capacity": "２００,０００",
        "capacity_kind": "capacity_t_per_a",
        "in_use_from": "2016-01-01",
    }
    assert client.post(plant + "add/", form).status_code == 302
    added = Node.objects.get(code="potline-2")
    page = f"/organisation/{added.pk}/"
    assert "200,000" in client.get(page).content.decode()
    assert "已被使用" in client.post(plant + "add/", form).content.decode()
    assert client.post(page + "rename/", {"name": "二系列"}).status_code == 302
    fact = {"attribute": "cell_current_ka", "value": "500", "valid_from": "2020-01-01"}
    assert client.post(page + "fact/", fact).status_code == 302
    assert client.post(page + "fact/", {**fact, "value": "many"}).status_code == 200
    end = {"kind": "demolished", "on": "2025-12-31", "reason": "关停"}
    assert client.post(page + "life/", {**end, "on": "2010-01-01"}).status_code == 200
    assert client.post(page + "life/", {**end, "reason": ""}).status_code == 200
    assert client.post(page + "life/", end).status_code == 302
    text = client.get(page).content.decode()
    assert "二系列" in text
    assert "500" in text


def test_a_company_needs_its_credit_code(signed_in, group):
    page = f"/organisation/{group.group.pk}/add/"
    text = signed_in("ada").post(page, {"name": "新企业", "code": "123"}).content.decode()
    assert "须为 18 位" in text
    assert 'value="新企业"' in text


@pytest.mark.usefixtures("duties_together")
def test_a_second_administrator_works_within_the_own_part(cast, group):
    assign_role(actor=in_person(cast.ada), user=cast.bob, role="administrator", node=group.north_plant)
    services.create_facility(actor=in_person(cast.bob), site=group.north_plant, name="机组", code="unit-1", facility_kind="power_unit")
    with pytest.raises(PermissionDenied):
        services.create_site(actor=in_person(cast.bob), company=group.north, name="x", code="x")


@pytest.mark.parametrize("code", ["a/b", "a@b", "a:b"])
def test_a_facility_code_that_no_address_can_hold_is_refused(cast, group, code):
    with pytest.raises(ValidationError):
        services.create_facility(actor=in_person(cast.ada), site=group.north_plant, name="甲", code=code, facility_kind="potline")


@pytest.mark.parametrize("kind", facility_kinds())
def test_a_facility_of_any_kind_that_a_pack_knows_is_added_and_shown_by_its_name(signed_in, group, kind):
    client = signed_in("ada")
    page = f"/organisation/{group.north_plant.pk}/add/"
    assert f'<option value="{kind}">{facility_kinds()[kind].zh}</option>' in client.get(page).content.decode()
    code = kind.replace("_", "-") + "-9"
    form = {"name": "新设施", "code": code, "facility_kind": kind, "capacity_kind": "capacity_t_per_a"}
    assert client.post(page, form).status_code == 302
    added = Node.objects.get(code=code)
    assert added.facility_kind == kind
    assert facility_kinds()[kind].zh in client.get(f"/organisation/{added.pk}/").content.decode()


def test_the_kinds_of_every_pack_are_there_and_other_is_the_last():
    assert set(facility_kinds()) >= {kind for pack in pack_ids() for kind in load(pack).facility_kinds}
    assert [*facility_kinds()][-1] == OTHER


def test_a_kind_that_one_pack_alone_knows_is_enough(monkeypatch):
    monkeypatch.setattr("tanheng.apps.sites.models.kinds.kinds_of_packs", lambda: {"rolling_mill": Text("轧机", "rolling mill")})
    assert facility_kinds()["rolling_mill"] == Text("轧机", "rolling mill")
    assert ("rolling_mill", "轧机") in facility_kind_choices()
