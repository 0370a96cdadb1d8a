"""Companies through time: a facility that goes from one to another is in one report in every month, and the past stays as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanheng.apps.records.selectors import current_import, readings_of
from tanheng.apps.sites import services
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import company_of
from tanheng.apps.sites.selectors.companies import chain_of, company_in, holders_in, identity_in
from tanheng.apps.sites.selectors.life import life_of
from tanheng.apps.sites.selectors.proof import prove_lives
from tanheng.apps.sites.services.companies import change_identity, hand_over, merge_company
from tanheng.apps.sites.services.life import record_life
from tanheng.engine.life import month_days
from tests.apps.records.test_upload import codes
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
WHY = {"reason": "重组", "source": "划转协议"}
NEW = {"name": "合成北铝", "code": "91640000000000001X", "on": date(YEAR, 7, 1), "source": "营业执照"}
MONTHS = [(year, month) for year in (YEAR - 1, YEAR, YEAR + 1) for month in range(1, 13)]
FIRST = date(YEAR - 1, 3, 10)
DAYS = st.integers(1, 700).map(lambda days: FIRST + timedelta(days=days))


@pytest.fixture
def plants(cast, group):
    ada = in_person(cast.ada)
    third = services.create_company(actor=ada, group=group.group, name="合成西部铝业", code="91650000000000000X")
    return [group.north_plant, group.south_plant, services.create_site(actor=ada, company=third, name="西部铝厂", code="west")]


@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_each_month_of_a_facility_belongs_to_one_company_while_it_lives(cast, plants, data):
    ada = in_person(cast.ada)
    name = f"line-{Node.objects.count()}"
    told = {"name": name, "code": name, "facility_kind": "potline", "in_use_from": FIRST}
    here = services.create_facility(actor=ada, site=plants[0], **told)
    owners = [(FIRST, plants[0].parent_id)]
    for day in sorted(data.draw(st.lists(DAYS, max_size=5, unique=True), "moves")):
        site = data.draw(st.sampled_from([one for one in plants if one.pk != here.parent_id]), "receiver")
        (here,) = hand_over(actor=ada, facilities=[here], site=site, on=day, **WHY)
        owners.append((day, site.parent_id))
    last = data.draw(st.one_of(st.none(), st.integers(0, 200).map(lambda days: owners[-1][0] + timedelta(days=days))), "end")
    if last is not None:
        record_life(actor=ada, facility=here, kind="demolished", on=last, reason="关停")
    chain = chain_of(here)
    for year, month in MONTHS:
        start, end = month_days(year, month)
        alive = end >= FIRST and (last is None or start <= last)
        day = min(end, last or end)
        wanted = [[owner for since, owner in owners if since <= day][-1]] if alive else []
        assert [company_of(one).pk for one in holders_in(chain, year, month)] == wanted, (year, month)
    assert list(prove_lives({"lives": 0}, lambda _: None)) == []


def test_a_stop_goes_on_with_the_receiver(cast, group):
    ada = in_person(cast.ada)
    record_life(actor=ada, facility=group.potline, kind="stopped", on=date(YEAR, 3, 20), until=date(YEAR, 8, 31), reason="大修")
    (taken,) = hand_over(actor=ada, facilities=[group.potline], site=group.south_plant, on=date(YEAR, 5, 10), **WHY)
    assert life_of(group.potline).not_applicable_months(YEAR) == (4, 5, 6, 7, 8, 9, 10, 11, 12)
    assert life_of(taken).not_applicable_months(YEAR) == (1, 2, 3, 4, 5, 6, 7, 8)
    (back,) = hand_over(actor=ada, facilities=[taken], site=group.north_plant, on=date(YEAR, 10, 1), **WHY)
    assert back == group.potline
    assert life_of(back).not_applicable_months(YEAR) == (4, 5, 6, 7, 8, 9)


def test_what_was_reported_stays_with_who_reported_it(cast, group):
    one = upload(cast.bob, group.north)
    (taken,) = hand_over(actor=in_person(cast.ada), facilities=[group.potline], site=group.south_plant, on=date(YEAR, 7, 1), **WHY)
    assert current_import(group.north, YEAR, PACK) == one
    assert {reading.facility for reading in readings_of(one)} == {None, group.potline}
    assert (company_in(taken, YEAR, 6), company_in(taken, YEAR, 7)) == (group.north, group.south)
    assert "REC-112" in codes(upload(cast.bob, group.north, output="16100.00"))


def test_a_merger_takes_what_lives_and_leaves_the_past(cast, group):
    ada = in_person(cast.ada)
    gone = {"name": "0号", "code": "potline-0", "facility_kind": "potline", "in_use_to": date(YEAR - 1, 1, 1)}
    services.create_facility(actor=ada, site=group.north_plant, **gone)
    own = {"name": "1号", "code": "potline-1", "facility_kind": "potline"}
    services.create_facility(actor=ada, site=group.south_plant, **own)
    (taken,) = merge_company(actor=ada, company=group.north, into=group.south, on=date(YEAR, 1, 1), **WHY)
    assert (taken.code, company_of(taken)) == ("potline-1-2", group.south)
    assert company_in(taken, YEAR - 1, 12) == group.north
    with pytest.raises(ValidationError):
        merge_company(actor=ada, company=group.north, into=group.south, on=date(YEAR, 1, 1), **WHY)


def test_another_name_and_code_from_a_day_on(cast, group):
    change_identity(actor=in_person(cast.ada), company=group.north, **NEW)
    company = Node.objects.get(pk=group.north.pk)
    assert (company.name, company.code) == (NEW["name"], NEW["code"])
    assert identity_in(company, YEAR - 1) == ("合成北方铝业", "91640000000000000X")
    assert identity_in(company, YEAR) == (NEW["name"], NEW["code"])
    assert "REC-101" not in codes(upload(cast.bob, company, entity={"name": "合成北方铝业", "code": "91640000000000000X"}))
    assert "REC-101" in codes(upload(cast.bob, company, entity={"name": "合成北方铝业", "code": "91640000000000009X"}))
    with pytest.raises(ValidationError):
        services.rename_node(actor=in_person(cast.ada), node=company, name="x")


@pytest.mark.parametrize("wrong", [{"code": "91530000000000000X"}, {"on": date(2040, 1, 1)}, {"source": ""}, {"name": ""}])
def test_an_identity_that_cannot_be_is_refused(cast, group, wrong):
    with pytest.raises(ValidationError):
        change_identity(actor=in_person(cast.ada), company=group.north, **{**NEW, **wrong})


def test_who_may_not_and_what_may_not(cast, group):
    facts = {"facilities": [group.potline], "site": group.south_plant, "on": date(YEAR, 1, 1), **WHY}
    for name in ("alice", "bob", "grace", "charlie"):
        with pytest.raises(PermissionDenied):
            hand_over(actor=in_person(getattr(cast, name)), **facts)
    for wrong in ({"site": group.north_plant}, {"facilities": []}, {"source": " "}, {"on": date(2010, 1, 1)}):
        with pytest.raises(ValidationError):
            hand_over(actor=in_person(cast.ada), **{**facts, **wrong})
    assert life_of(group.potline).last is None


def test_the_pages_hand_over_and_merge(signed_in, group):
    client = signed_in("ada")
    form = {"facilities": [group.potline.pk], "site": group.south_plant.pk, "on": f"{YEAR}-05-10", **WHY}
    assert client.post(f"/organisation/{group.north.pk}/handover/", form).status_code == 302
    assert "划入" in client.get(f"/organisation/{Node.objects.get(parent=group.south_plant).pk}/").content.decode()
    merge = {"into": group.south.pk, "on": f"{YEAR}-06-01", **WHY}
    assert client.post(f"/organisation/{group.north.pk}/merger/", merge).status_code == 302
    assert "并入其他企业" in client.get(f"/organisation/{group.north.pk}/").content.decode()
